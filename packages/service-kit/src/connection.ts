import { BadUserInputError } from './errors.ts';

export const maxPageSize = 100;

/** Checks `first`: 1 to 100. */
export function pageSize(first: number | null | undefined, fallback: number): number {
  const size = first ?? fallback;
  if (!Number.isInteger(size) || size < 1 || size > maxPageSize)
    throw new BadUserInputError('first', `first must be 1 to ${maxPageSize}`);
  return size;
}

/** A cursor is opaque: base64url of a JSON array of the sort key's parts (texts and numbers). */
export function encodeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

export function decodeCursor(
  cursor: string,
  kinds: readonly ('string' | 'number')[],
  field = 'after',
): (string | number)[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor.slice(0, 500), 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === kinds.length && parts.every((part, i) => typeof part === kinds[i]))
      return parts as (string | number)[];
  } catch {
    // falls through to the one answer below
  }
  throw new BadUserInputError(field, `${field} is not a cursor of this list`);
}

export interface Page<T> {
  nodes: T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Cuts a page out of `size + 1` rows read. */
export function toPage<T>(rows: readonly T[], size: number, cursorOf: (row: T) => string): Page<T> {
  const nodes = rows.slice(0, size);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: { hasNextPage: rows.length > size, endCursor: last === undefined ? null : cursorOf(last) },
  };
}
