import { ForbiddenError, pageSize, type Reader, type Sql, type Viewer } from '@milepost/service-kit';
import { CursorExpiredError, decodeLiveCursor, encodeLiveCursor } from './cursor.ts';
import { type LiveFilter, type LiveMilestone, readHead, readMilestones } from './milestone-stream.ts';

/** Statements that one question may cost, where little of the stream is in scope. */
const maxReads = 5;

/**
 * The stream of milestones to be fetched: what milestoneAdded tells after the same cursor. Always answers how far it looked, so that whoever finds nothing gets on, too. Throws BAD_USER_INPUT, CURSOR_EXPIRED, and
 * FORBIDDEN for somebody whose scope is a number.
 */
export async function changesSince(
  { sql, reader, viewer }: { sql: Sql; reader: Reader; viewer: Viewer },
  { after, first, filter }: { after: string; first: number | null | undefined; filter: LiveFilter },
): Promise<{ nodes: LiveMilestone[]; cursor: string; hasMore: boolean }> {
  if (viewer.role === 'anonymous') throw new ForbiddenError('this needs a session, a proved order or a token');
  const size = pageSize(first, 100);
  const from = decodeLiveCursor(after);
  const { value: head } = await readHead(sql);
  // A number never handed out comes from another database: what followed it is unknown, which is the same as forgotten.
  if (from > head) throw new CursorExpiredError();
  const nodes: LiveMilestone[] = [];
  let position = from;
  for (let reads = 0; reads < maxReads && position < head && nodes.length < size; reads += 1) {
    const found = await readMilestones(reader, {
      viewer,
      filter,
      after: position,
      until: head,
      limit: size - nodes.length,
    });
    nodes.push(...found.milestones);
    position = found.position;
  }
  // Asked after the rows were read: what retention takes away moves the mark in the same transaction, so a hole cannot go unnoticed.
  if (from < (await readHead(sql)).retainedAfter) throw new CursorExpiredError();
  return { nodes, cursor: encodeLiveCursor(position), hasMore: position < head };
}
