import {
  decodeCursor,
  encodeCursor,
  fromGlobalId,
  isOperator,
  type Page,
  pageSize,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { actingAs, isUuid, requireOperator } from '../operators.ts';
import type { UserError } from '../order-access/order-access.ts';

export interface SessionRow {
  id: string;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  ip_address: string | null;
  user_agent: string | null;
}
export interface PersonRow {
  id: string;
  name: string;
  email: string;
}

const prefix = 'person:';

/** The person behind a viewer, by user id; null for partners, order access and nobody. */
export function personOf({ sid, sub }: Viewer): string | null {
  return sid.startsWith(prefix) ? sub : null;
}

export function isCurrent({ sid }: Viewer, sessionId: string): boolean {
  return sid === `${prefix}${sessionId}`;
}

/** Sessions of one person that have not ended, the latest first (ids are UUIDv7). Whose they may be is for the caller to say. */
export async function listSessions(
  { sql }: RequestContext,
  personId: string,
  { first, after }: { first?: number | null; after?: string | null },
): Promise<Page<SessionRow>> {
  const size = pageSize(first, 20);
  const [from] = after == null ? [null] : decodeCursor(after, ['string']);
  const rows = await sql<SessionRow[]>`
    select id, created_at, coalesce(last_used_at, created_at) as last_used_at, expires_at, ip_address, user_agent from auth.session
    where user_id = ${personId} and expires_at > now() and (${from as string | null}::text is null or id::text < ${from as string | null}) order by id desc limit ${size + 1}`;
  return toPage(rows, size, ({ id }) => encodeCursor([id]));
}

export async function findPersonByEmail({ sql, viewer }: RequestContext, email: string): Promise<PersonRow | null> {
  requireOperator(viewer);
  const [row] = await sql<PersonRow[]>`
    select id, name, email from auth."user" where email = ${email.trim().slice(0, 320).replaceAll('\0', '').toLowerCase()}`;
  return row ?? null;
}

/** Ends one session. Sessions of others look like none, except to operators of the whole installation. */
export async function revokeSession(
  context: RequestContext,
  globalId: string,
): Promise<{ sessionId: string | null; userErrors: UserError[] }> {
  const { viewer } = context;
  const id = fromGlobalId('Session', globalId);
  const owner = isOperator(viewer) ? null : personOf(viewer);
  const ended =
    id === null || !isUuid(id) || (owner === null && !isOperator(viewer))
      ? []
      : await endSessions(context, { sessionId: id, personId: owner, exceptSessionId: null });
  if (ended.length > 0) return { sessionId: globalId, userErrors: [] };
  return {
    sessionId: null,
    userErrors: [
      { code: 'SESSION_NOT_FOUND', message: 'There is no such session of yours.', field: ['input', 'sessionId'] },
    ],
  };
}

/** Ends all sessions of a person. Throws FORBIDDEN for another person's, unless an operator of the whole installation asks. */
export async function revokeAllSessions(
  context: RequestContext,
  { personId, includeCurrent }: { personId?: string | null; includeCurrent?: boolean | null },
): Promise<{ count: number; userErrors: UserError[] }> {
  const { sql, viewer } = context;
  const own = personOf(viewer);
  const given = personId == null ? null : (fromGlobalId('Person', personId) ?? '');
  if (given !== null && given !== own) requireOperator(viewer);
  const whose = given ?? own;
  const known = whose !== null && isUuid(whose) ? await sql`select 1 from auth."user" where id = ${whose}` : [];
  if (whose === null || known.length === 0)
    return {
      count: 0,
      userErrors: [{ code: 'PERSON_NOT_FOUND', message: 'There is no such person.', field: ['input', 'personId'] }],
    };
  const current = viewer.sid.startsWith(prefix) ? viewer.sid.slice(prefix.length) : null;
  const ended = await endSessions(context, {
    sessionId: null,
    personId: whose,
    exceptSessionId: includeCurrent ? null : current,
  });
  return { count: ended.length, userErrors: [] };
}

/** News and record go out with the commit, by triggers. */
function endSessions(
  context: RequestContext,
  {
    sessionId,
    personId,
    exceptSessionId,
  }: { sessionId: string | null; personId: string | null; exceptSessionId: string | null },
): Promise<readonly object[]> {
  return actingAs(
    context,
    (tx) => tx<{ id: string }[]>`
      delete from auth.session where (${sessionId}::uuid is null or id = ${sessionId}) and (${personId}::uuid is null or user_id = ${personId})
      and (${sessionId}::uuid is not null or ${personId}::uuid is not null) and id is distinct from ${exceptSessionId}::uuid and expires_at > now() returning id`,
  );
}
