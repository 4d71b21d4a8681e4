import { BadUserInputError } from '@milepost/service-kit';

const snapshot = /^(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/;
/** The database refuses others: open transactions lie between both ends, in order. */
function isSnapshot(text: string): boolean {
  const [, least = '', end = '', open = ''] = snapshot.exec(text) ?? [];
  if (least === '') return false;
  const ids = [least, ...(open ? open.split(',') : []), end].map(BigInt);
  return ids.every(
    (id, i) =>
      id > 0n && (i === 0 || i === 1 || i === ids.length - 1 ? id >= (ids[i - 1] ?? 0n) : id > (ids[i - 1] ?? 0n)),
  );
}
/** A look during so many open transactions that its snapshot is longer gives a mark after which everything counts as changed. */
const longest = 2_000;

/** What a look could see, opaque to clients: a snapshot of the database. */
export const encodeMark = (seen: string): string =>
  Buffer.from(`desk1:${seen.length > longest ? '' : seen}`).toString('base64url');

/** The snapshot; null: one that says nothing. Throws BAD_USER_INPUT for what is no mark. */
export function decodeMark(mark: string): string | null {
  const text = mark.length > 2 * longest ? '' : Buffer.from(mark, 'base64url').toString('utf8');
  const [, seen] = /^desk1:(.*)$/.exec(text) ?? [];
  if (seen === '') return null;
  if (seen === undefined || !isSnapshot(seen))
    throw new BadUserInputError('after', 'after is not a mark of this stream; take the mark of its last message');
  return seen;
}
