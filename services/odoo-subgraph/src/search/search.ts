import { type Reader, seesLevel, type Viewer } from '@milepost/service-kit';
import { findsByContact } from '../customer/contact-access.ts';
import type { FindContacts } from './find-contacts.ts';
import { findNames, findOrdersOf } from './find-customers.ts';
import { findNumbers } from './find-numbers.ts';
import { type FoundHit, rankHits } from './hits.ts';
import { readSearchText, type SearchText } from './read-text.ts';

/** One text that is looked for. Nothing is asked of the database before something of it is selected, and then once. */
export interface OpenSearch {
  text: string;
  hits(): Promise<readonly FoundHit[]>;
}

interface Deps {
  reader: Reader;
  viewer: Viewer;
  findContacts: FindContacts;
}

/** Searches of one operation. `open` throws BadUserInputError naming what is wrong with the text. */
export function createSearches(deps: Deps) {
  const opened = new Map<string, OpenSearch>();
  return {
    open(text: string): OpenSearch {
      const known = opened.get(text);
      if (known) return known;
      const read = readSearchText(text);
      let found: Promise<readonly FoundHit[]> | undefined;
      const search: OpenSearch = { text, hits: () => (found ??= find(deps, read)) };
      opened.set(text, search);
      return search;
    },
  };
}
export type Searches = ReturnType<typeof createSearches>;

async function find(deps: Deps, { numbers, words, email, phones }: SearchText): Promise<readonly FoundHit[]> {
  if (deps.viewer.role === 'anonymous' || !seesLevel(deps.viewer, 'L1')) return [];
  const byContact = async (column: 'email' | 'phone', values: readonly string[]) =>
    values.length === 0
      ? []
      : findOrdersOf(deps, await deps.findContacts(column, values), column === 'email' ? 'EMAIL' : 'PHONE');
  const mayFindContacts = findsByContact(deps.viewer);
  const hits = await Promise.all([
    findNumbers(deps, numbers),
    findNames(deps, words),
    mayFindContacts && email !== null ? byContact('email', [email]) : [],
    mayFindContacts ? byContact('phone', phones()) : [],
  ]);
  return rankHits(hits.flat());
}
