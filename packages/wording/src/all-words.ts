import type { Messages } from '@lingui/core';
import { messages as ar } from './generated/ar.ts';
import { messages as de } from './generated/de.ts';
import { messages as en } from './generated/en.ts';
import { messages as fr } from './generated/fr.ts';
import { type Locale, locales } from './locale.ts';
import { createWords, type Words } from './words.ts';

/** Every catalogue at once: for servers. A browser loads the one it needs (`@milepost/wording/de`). */
export const catalogues: Record<Locale, Messages> = { en, de, fr, ar };

const words = new Map<Locale, Words>(locales.map((locale) => [locale, createWords(locale, catalogues[locale])]));

export const wordsOf = (locale: Locale): Words => words.get(locale) as Words;
