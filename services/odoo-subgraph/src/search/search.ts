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
  /** How old the mirror was before the first of the hits was looked for; null before it was read once. */
  asOf(): Promise<Date | null>;
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
      let age: Promise<Date | null> | undefined;
      let found: Promise<readonly FoundHit[]> | undefined;
      const asOf = () => (age ??= readAge(deps));
      const search: OpenSearch = { text, asOf, hits: () => (found ??= asOf().then(() => find(deps, read))) };
      opened.set(text, search);
      return search;
    },
  };
}
export type Searches = ReturnType<typeof createSearches>;

async function readAge({ reader }: Deps): Promise<Date | null> {
  const [row] = await reader.unsafe<{ asOf: Date | null }[]>('select as_of as "asOf" from odoo.sync_round', []);
  return row?.asOf ?? null;
}

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
