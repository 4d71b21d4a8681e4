import { createWords, type Locale, locales, type MessageValues as SharedValues, type Words } from '@milepost/wording';
import { catalogues } from '@milepost/wording/all';
import { createContext, use } from 'react';
import { messages as ar } from './generated/wording/ar.ts';
import { messages as de } from './generated/wording/de.ts';
import { messages as en } from './generated/wording/en.ts';
import { messages as fr } from './generated/wording/fr.ts';
import type { MessageValues as PageValues } from './generated/wording/message-values.ts';

/** Everything that customers' pages say: what is said of parcels everywhere, and the pages' own words (src/wording). */
export type PageWords = Words<SharedValues & PageValues>;

const own = { en, de, fr, ar };
const all = new Map<Locale, PageWords>(
  locales.map((locale) => [locale, createWords(locale, { ...catalogues[locale], ...own[locale] })]),
);

export const pageWords = (locale: Locale): PageWords => all.get(locale) as PageWords;

const WordsContext = createContext<PageWords | null>(null);
export const WordsProvider = WordsContext.Provider;

/** The words of the page that is being rendered. */
export function useWords(): PageWords {
  const words = use(WordsContext);
  if (!words) throw new Error('rendered outside of a Layout, which gives the words');
  return words;
}
