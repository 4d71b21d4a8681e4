import { createHash } from 'node:crypto';
import { BadUserInputError, decodeCursor, encodeCursor, type Page, pageSize, toPage } from '@milepost/service-kit';

export type HitField =
  | 'ORDER_NAME'
  | 'INVOICE_NUMBER'
  | 'CUSTOMER_REFERENCE'
  | 'TRACKING_NUMBER'
  | 'CUSTOMER_NAME'
  | 'EMAIL'
  | 'PHONE';
export type HitMatch = 'EXACT' | 'PREFIX' | 'SIMILAR';

/** One order or one customer. */
export interface FoundHit {
  field: HitField;
  match: HitMatch;
  /** Odoo's id of the order or of the customer account. */
  id: number;
  kind: 'customer' | 'order';
  /** What it is sorted by among hits of its kind that fit as well: the term for beginnings, so that they stand in their order. */
  text: string;
}

const matches: readonly HitMatch[] = ['EXACT', 'PREFIX', 'SIMILAR'];
/** Numbers before names; within what is equally good in this order. */
const fields: readonly HitField[] = [
  'ORDER_NAME',
  'INVOICE_NUMBER',
  'CUSTOMER_REFERENCE',
  'TRACKING_NUMBER',
  'EMAIL',
  'PHONE',
  'CUSTOMER_NAME',
];

type SortKey = [match: number, isName: number, kind: number, field: number, text: string, newest: number];

/** Better matches first, numbers before names, a customer before their orders, then by term, the newest (highest id) first. */
function sortKey({ match, field, kind, text, id }: FoundHit): SortKey {
  const isBeginning = match === 'PREFIX' && kind === 'order';
  return [
    matches.indexOf(match),
    field === 'CUSTOMER_NAME' ? 1 : 0,
    kind === 'customer' ? 0 : 1,
    isBeginning ? 0 : fields.indexOf(field),
    text,
    -id,
  ];
}

function compare(a: SortKey, b: SortKey): number {
  for (const [i, part] of a.entries()) {
    const other = b[i] as typeof part;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

/** In order, each order and each customer once, by its best reason. */
export function rankHits(hits: readonly FoundHit[]): FoundHit[] {
  const seen = new Set<string>();
  return [...hits]
    .sort((a, b) => compare(sortKey(a), sortKey(b)))
    .filter(({ kind, id }) => !seen.has(`${kind} ${id}`) && seen.add(`${kind} ${id}`));
}

/** A page of ranked hits. The cursor is a place in their order, and belongs to the text and the list. Throws BadUserInputError for another one's. */
export function pageOfHits(
  ranked: readonly FoundHit[],
  list: string,
  searched: string,
  { first, after }: { first: number | null | undefined; after: string | null | undefined },
): Page<FoundHit> {
  const size = pageSize(first, 20);
  const digest = createHash('sha256').update(`${list}\0${searched}`).digest('base64url').slice(0, 12);
  let from = 0;
  if (after != null) {
    const [ofList, ...place] = decodeCursor(after, [
      'string',
      'number',
      'number',
      'number',
      'number',
      'string',
      'number',
    ]);
    if (ofList !== digest)
      throw new BadUserInputError(
        'after',
        'after is a cursor of another list or text; leave it out, or give the text it came with',
      );
    const next = ranked.findIndex((hit) => compare(sortKey(hit), place as SortKey) > 0);
    from = next < 0 ? ranked.length : next;
  }
  return toPage(ranked.slice(from, from + size + 1), size, (hit) => encodeCursor([digest, ...sortKey(hit)]));
}
