import {
  auditActor,
  BadUserInputError,
  fromGlobalId,
  recordAudit,
  requireOdooId,
  toGlobalId,
} from '@milepost/service-kit';
import { hashToken, newToken, orderSessionPrefix } from '../../identity/order-sessions.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../operators.ts';
import { isStaff, type OpenedOrder, refused, seesOrder, sessionSeconds, type UserError } from './order-access.ts';

export interface LinkRow {
  id: string;
  order_id: number;
  purpose: string;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  first_used_at: Date | null;
  uses: number;
}

const defaultDays = 30;
const longestDays = 366;
const dayMs = 86_400_000;

/** Links of orders that the caller has checked, newest first, at most 100 each. */
export function listLinks({ sql }: RequestContext, orderId: number): Promise<LinkRow[]> {
  return sql<LinkRow[]>`
    select id, order_id, purpose, created_at, expires_at, revoked_at, first_used_at, uses from auth.order_link where order_id = ${orderId} order by id desc limit 100`;
}

/** A link to an order in the viewer's scope. Throws BAD_USER_INPUT naming the field. */
export async function createLink(
  context: RequestContext,
  given: { orderId: string; purpose: string; expiresAt: string | null },
): Promise<{ link: LinkRow; url: string } | { userErrors: UserError[] }> {
  const { sql, viewer, requestId, publicOrigin } = context;
  const orderId = requireOdooId('Order', given.orderId, 'input.orderId');
  const purpose = given.purpose.trim();
  if (purpose.length < 1 || purpose.length > 200)
    throw new BadUserInputError('input.purpose', 'purpose must have 1 to 200 characters');
  const expiresAt = given.expiresAt === null ? new Date(Date.now() + defaultDays * dayMs) : new Date(given.expiresAt);
  // NaN, the past and what is further away than a year alike.
  const days = (expiresAt.getTime() - Date.now()) / dayMs;
  if (!(days > 0 && days <= longestDays))
    throw new BadUserInputError('input.expiresAt', 'expiresAt must be an instant within the next year');
  if (!isStaff(viewer) || !(await seesOrder(context, orderId)))
    return refused('ORDER_NOT_FOUND', 'There is no such order in your scope.', ['input', 'orderId']);
  const { token, hash } = newToken();
  const link = await sql.begin(async (tx) => {
    const [row] = await tx<LinkRow[]>`
      insert into auth.order_link (hash, order_id, purpose, created_by, expires_at) values (${hash}, ${orderId}, ${purpose}, ${viewer.sub ?? viewer.sid}, ${expiresAt})
      returning id, order_id, purpose, created_at, expires_at, revoked_at, first_used_at, uses`;
    const made = row as LinkRow;
    await recordAudit(tx, {
      schema: 'auth',
      ...auditActor(viewer),
      action: 'order_link.created',
      subject: `order ${orderId}`,
      requestId,
      detail: { link: made.id, expiresAt: expiresAt.toISOString() },
    });
    return made;
  });
  return { link, url: `${publicOrigin}/l/${token}` };
}

/** Ends a link of an order in the viewer's scope; ended twice is ended. */
export async function revokeLink(
  context: RequestContext,
  globalId: string,
): Promise<{ link: LinkRow } | { userErrors: UserError[] }> {
  const { sql, viewer, requestId } = context;
  const id = fromGlobalId('OrderLink', globalId);
  const unknown = refused('LINK_NOT_FOUND', 'There is no such link in your scope.', ['input', 'linkId']);
  if (id === null || !isUuid(id) || !isStaff(viewer)) return unknown;
  const [found] = await sql<{ order_id: number }[]>`select order_id from auth.order_link where id = ${id}`;
  if (!found || !(await seesOrder(context, found.order_id))) return unknown;
  const link = await sql.begin(async (tx) => {
    const [row] = await tx<(LinkRow & { is_change: boolean })[]>`
      update auth.order_link l set revoked_at = coalesce(l.revoked_at, now()) from auth.order_link o where l.id = ${id} and o.id = l.id
      returning l.id, l.order_id, l.purpose, l.created_at, l.expires_at, l.revoked_at, l.first_used_at, l.uses, o.revoked_at is null as is_change`;
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
    const [opened] = await tx<{ order_id: number; link_id: string; expires_at: Date }[]>`
      with l as (update auth.order_link set first_used_at = coalesce(first_used_at, now()), last_used_at = now(), uses = uses + 1
        where hash = ${hashToken(token)} and revoked_at is null and expires_at > now() returning id, order_id, expires_at)
      insert into auth.order_session (hash, order_id, level, link_id, expires_at)
      select ${session.hash}, order_id, 'L2', id, least(expires_at, now() + ${sessionSeconds} * interval '1 second') from l returning order_id, link_id, expires_at`;
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
      userErrors: [],
    };
  });
}
