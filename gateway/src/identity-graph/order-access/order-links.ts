import {
  auditActor,
  fromGlobalId,
  recordAudit,
  requireOdooId,
  type TransactionSql,
  toGlobalId,
  type Viewer,
} from '@milepost/service-kit';
import { hashToken, newToken, orderSessionPrefix } from '../../identity/order-sessions.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../operators.ts';
import { type LinkLevel, type LinkMaker, type LinkTerms, readLinkTerms } from './link-terms.ts';
import {
  isStaff,
  mayShare,
  type OpenedOrder,
  refused,
  seesOrder,
  sessionSeconds,
  type UserError,
} from './order-access.ts';

export interface LinkRow {
  id: string;
  order_id: number;
  purpose: string;
  level: LinkLevel;
  made_by: LinkMaker;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  first_used_at: Date | null;
  last_used_at: Date | null;
  uses: number;
}
const columns = (l = 'l') =>
  [
    'id',
    'order_id',
    'purpose',
    'level',
    'made_by',
    'created_at',
    'expires_at',
    'revoked_at',
    'first_used_at',
    'last_used_at',
    'uses',
  ]
    .map((column) => `${l}.${column}`)
    .join(', ');

/** Of one order, by customers: a link for each of a large family, and no more than a day of changing one's mind. */
const maxLiving = 10;
const maxPerDay = 30;

/** Links of an order that the caller has checked, newest first, at most 100: of the team's none for customers. */
export function listLinks({ sql, viewer }: RequestContext, orderId: number): Promise<LinkRow[]> {
  return sql<LinkRow[]>`
    select ${sql.unsafe(columns())} from auth.order_link l where order_id = ${orderId} and (${isStaff(viewer)} or made_by <> 'TEAM') order by id desc limit 100`;
}

/** A link to an order in the viewer's scope. Throws BAD_USER_INPUT naming the field. */
export async function createLink(
  context: RequestContext,
  given: { orderId: string; purpose: string | null; level: string | null; expiresAt: string | null },
): Promise<{ link: LinkRow; url: string } | { userErrors: UserError[] }> {
  const { sql, viewer, requestId, publicOrigin } = context;
  const orderId = requireOdooId('Order', given.orderId, 'input.orderId');
  const unknown = refused('ORDER_NOT_FOUND', 'There is no such order that you may make links of.', [
    'input',
    'orderId',
  ]);
  const isTeam = isStaff(viewer);
  if (!isTeam && (!mayShare(viewer) || viewer.viewedBy)) return unknown;
  const terms = readLinkTerms(viewer, given, new Date());
  if (!(await seesOrder(context, orderId))) return unknown;
  return sql.begin(async (tx) => {
    const maker = isTeam ? ({ kind: 'TEAM', parent: null } as const) : await makerOf(tx, viewer);
    if (maker === null) return unknown;
    if (!isTeam && (await isFull(tx, orderId)))
      return refused(
        'TOO_MANY_LINKS',
        'There are as many links to this order as there may be. End one first, or wait a day.',
        null,
      );
    const { token, hash } = newToken();
    const link = await insertLink(tx, { ...terms, orderId, hash, createdBy: viewer.sub ?? viewer.sid, maker });
    await recordAudit(tx, {
      schema: 'auth',
      ...auditActor(viewer),
      action: 'order_link.created',
      subject: `order ${orderId}`,
      requestId,
      detail: { link: link.id, level: link.level, expiresAt: link.expires_at.toISOString() },
    });
    return { link, url: `${publicOrigin}/l/${token}` };
  });
}

interface Maker {
  kind: LinkMaker;
  /** The link by which the maker came. */
  parent: string | null;
}

/** How a customer holds the order; null: no longer. What a share hangs on (account, link) is held, so that it does not end in between. */
async function makerOf(tx: TransactionSql, { sub, sid }: Viewer): Promise<Maker | null> {
  if (sub !== null) {
    const [account] = await tx`select 1 from auth.customer_grant where user_id = ${sub} for share`;
    return account ? { kind: 'ACCOUNT', parent: null } : null;
  }
  const [, session] = /^order-session:([0-9a-f-]{36})$/.exec(sid) ?? [];
  if (!session) return null;
  const [row] = await tx<{ link_id: string | null }[]>`select link_id from auth.order_session where id = ${session}`;
  if (!row) return null;
  if (row.link_id === null) return { kind: 'CODE', parent: null };
  const [parent] =
    await tx`select 1 from auth.order_link where id = ${row.link_id} and revoked_at is null and expires_at > now() for share`;
  return parent ? { kind: 'LINK', parent: row.link_id } : null;
}

/** Counted under a lock, so that many at once are counted one by one. */
async function isFull(tx: TransactionSql, orderId: number): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`auth.order_link/${orderId}`}, 0))`;
  const [counted] = await tx<{ living: number; today: number }[]>`
    select count(*) filter (where revoked_at is null and expires_at > now())::int as living, count(*) filter (where created_at > now() - interval '1 day')::int as today
    from auth.order_link where order_id = ${orderId} and made_by <> 'TEAM'`;
  return (counted?.living ?? 0) >= maxLiving || (counted?.today ?? 0) >= maxPerDay;
}

async function insertLink(
  tx: TransactionSql,
  {
    orderId,
    hash,
    purpose,
    createdBy,
    level,
    expiresAt,
    maker,
  }: LinkTerms & { orderId: number; hash: Buffer; createdBy: string; maker: Maker },
): Promise<LinkRow> {
  const [row] = await tx<LinkRow[]>`
    insert into auth.order_link as l (hash, order_id, purpose, created_by, level, made_by, parent_id, expires_at)
    values (${hash}, ${orderId}, ${purpose}, ${createdBy}, ${level}, ${maker.kind}, ${maker.parent},
      least(${expiresAt}::timestamptz, (select p.expires_at from auth.order_link p where p.id = ${maker.parent})))
    returning ${tx.unsafe(columns())}`;
  return row as LinkRow;
}

/** Ends a link that `listLinks` shows the viewer, and those that its openers made; ended twice is ended. */
export async function revokeLink(
  context: RequestContext,
  globalId: string,
): Promise<{ link: LinkRow } | { userErrors: UserError[] }> {
  const { sql, viewer, requestId } = context;
  const id = fromGlobalId('OrderLink', globalId);
  const unknown = refused('LINK_NOT_FOUND', 'There is no such link that you may end.', ['input', 'linkId']);
  const isTeam = isStaff(viewer);
  if (id === null || !isUuid(id) || !(isTeam || mayShare(viewer)) || viewer.viewedBy) return unknown;
  const [found] = await sql<{ order_id: number }[]>`
    select order_id from auth.order_link where id = ${id} and (${isTeam} or made_by <> 'TEAM')`;
  if (!found || !(await seesOrder(context, found.order_id))) return unknown;
  const link = await sql.begin(async (tx) => {
    // For what the database ends with it.
    await tx`select set_config('audit.actor', ${auditActor(viewer).actor}, true), set_config('audit.request_id', ${requestId}, true)`;
    const [row] = await tx<(LinkRow & { is_change: boolean })[]>`
      update auth.order_link l set revoked_at = coalesce(l.revoked_at, now()) from auth.order_link o where l.id = ${id} and o.id = l.id
      returning ${tx.unsafe(columns())}, o.revoked_at is null as is_change`;
    if (row?.is_change)
      await recordAudit(tx, {
        schema: 'auth',
        ...auditActor(viewer),
        action: 'order_link.revoked',
        subject: `order ${row.order_id}`,
        requestId,
        detail: { link: id },
      });
    return row as LinkRow;
  });
  return { link };
}

/** One statement: a link that is ended at the same moment is not opened. */
export async function openLink({ sql, viewer, requestId }: RequestContext, token: string): Promise<OpenedOrder> {
  const ended = refused('LINK_ENDED', 'This link has ended. Look the order up by its number instead.', null);
  if (!/^[A-Za-z0-9_-]{32}$/.test(token)) return ended;
  const session = newToken(orderSessionPrefix);
  return sql.begin(async (tx) => {
    const [opened] = await tx<{ order_id: number; level: LinkLevel; link_id: string; expires_at: Date }[]>`
      with l as (update auth.order_link set first_used_at = coalesce(first_used_at, now()), last_used_at = now(), uses = uses + 1
        where hash = ${hashToken(token)} and revoked_at is null and expires_at > now() returning id, order_id, level, expires_at)
      insert into auth.order_session (hash, order_id, level, link_id, expires_at)
      select ${session.hash}, order_id, level, id, least(expires_at, now() + ${sessionSeconds} * interval '1 second') from l returning order_id, level, link_id, expires_at`;
    if (!opened) return ended;
    await recordAudit(tx, {
      schema: 'auth',
      ...auditActor(viewer),
      action: 'order_link.opened',
      subject: `order ${opened.order_id}`,
      requestId,
      detail: { link: opened.link_id },
    });
    return {
      token: session.token,
      expiresAt: opened.expires_at.toISOString(),
      orderId: toGlobalId('Order', opened.order_id),
      level: opened.level,
      userErrors: [],
    };
  });
}
