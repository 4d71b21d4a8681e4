import { createHmac, type KeyObject, randomInt } from 'node:crypto';
import {
  auditActor,
  fromGlobalId,
  recordAudit,
  requireOdooId,
  type Sql,
  seesLevel,
  type TransactionSql,
  toGlobalId,
} from '@milepost/service-kit';
import { newToken, orderSessionPrefix } from '../../identity/order-sessions.ts';
import type { RequestContext } from '../context.ts';
import { type OpenedOrder, refused, sessionSeconds, type UserError } from './order-access.ts';

const lifeSeconds = 600;
const maxTries = 5;
/** Codes of one order, so that five tries each are never many: 15 guesses of a million an hour, 50 a day. */
const perHour = 3;
const perDay = 10;

/** Six digits, bound to their row: equal codes do not show, and a row copied over another does not fit. */
const hashCode = (key: KeyObject, id: string, code: string) =>
  createHmac('sha256', key).update(`${id}\0${code}`).digest();

/** A code for an order that the viewer holds already goes to its address on file. Counted per order, under a lock. */
export async function requestCode(
  context: RequestContext,
  globalOrderId: string,
): Promise<{ codeId: string; expiresAt: string } | { userErrors: UserError[] }> {
  const { sql, viewer, requestId, mails, codeKey, contactOf, senderOf } = context;
  const orderId = requireOdooId('Order', globalOrderId, 'input.orderId');
  if (viewer.role !== 'customer' || viewer.viewedBy || !viewer.orders.includes(orderId) || !seesLevel(viewer, 'L1'))
    return refused('ORDER_ACCESS_DENIED', 'Look the order up first.', ['input', 'orderId']);
  if (!mails.isOn) return refused('MAIL_OFF', 'This installation sends no mails, so no code can be sent.', null);
  const contact = await contactOf(toGlobalId('Order', orderId));
  if (!contact?.email) return refused('NO_ADDRESS', 'No e-mail address is on file for this order.', null);
  const { email: to, orderName, companyId } = contact;
  const senderName = senderOf(companyId);
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`auth.order_code/${orderId}`}, 0))`;
    const [counted] = await tx<{ hour: number; day: number }[]>`
      select count(*) filter (where created_at > now() - interval '1 hour')::int as hour, count(*)::int as day
      from auth.order_code where order_id = ${orderId} and created_at > now() - interval '1 day'`;
    if ((counted?.hour ?? 0) >= perHour || (counted?.day ?? 0) >= perDay)
      return refused('RATE_LIMITED', 'Several codes were sent already. Please try again in an hour.', null);
    const id = crypto.randomUUID();
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const [row] = await tx<{ expires_at: Date }[]>`
      insert into auth.order_code (id, order_id, sid, hash, expires_at)
      values (${id}, ${orderId}, ${viewer.sid}, ${hashCode(codeKey, id, code)}, now() + ${lifeSeconds} * interval '1 second') returning expires_at`;
    const expiresAt = (row as { expires_at: Date }).expires_at;
    // With the row or not at all; sent later: the answer waits for no mail server.
    await mails.sendMail(
      {
        to,
        ...codeMail(orderName, code),
        purpose: 'order code',
        expiresAt,
        ...(senderName !== null && { senderName }),
      },
      tx,
    );
    await recordAudit(tx, {
      schema: 'auth',
      ...auditActor(viewer),
      action: 'order_code.sent',
      subject: `order ${orderId}`,
      requestId,
      detail: { code: id },
    });
    return { codeId: toGlobalId('OrderCode', id), expiresAt: expiresAt.toISOString() };
  });
}

/** Counts and judges a try in one statement, so that many at once are counted one by one. */
export async function confirmCode(
  { sql, viewer, requestId, codeKey }: RequestContext,
  given: { codeId: string; code: string },
): Promise<OpenedOrder> {
  const ended = refused('CODE_ENDED', 'This code has ended. Ask for a new one.', null);
  const id = fromGlobalId('OrderCode', given.codeId);
  if (id === null || !/^[0-9a-f-]{36}$/.test(id)) return ended;
  const hash = hashCode(codeKey, id, given.code.replaceAll(/\s/g, '').slice(0, 20));
  return sql.begin(async (tx) => {
    const [tried] = await tx<{ order_id: number; is_right: boolean; left: number }[]>`
      update auth.order_code set tries = tries + 1, used_at = case when hash = ${hash} then now() end
      where id = ${id} and sid = ${viewer.sid} and used_at is null and tries < ${maxTries} and expires_at > now()
      returning order_id, used_at is not null as is_right, ${maxTries} - tries as left`;
    if (!tried) return ended;
    const audit = (action: 'order_code.confirmed' | 'order_code.refused') =>
      recordAudit(tx, {
        schema: 'auth',
        ...auditActor(viewer),
        action,
        subject: `order ${tried.order_id}`,
        requestId,
        detail: { code: id },
      });
    if (!tried.is_right) {
      await audit('order_code.refused');
      return refused(
        'CODE_WRONG',
        tried.left > 0 ? `This is not the code. ${tried.left} more tries.` : 'This is not the code. Ask for a new one.',
        ['input', 'code'],
      );
    }
    await audit('order_code.confirmed');
    return openSession(tx, tried.order_id);
  });
}

async function openSession(tx: Sql | TransactionSql, orderId: number): Promise<OpenedOrder> {
  const { token, hash } = newToken(orderSessionPrefix);
  const [row] = await tx<{ expires_at: Date }[]>`
    insert into auth.order_session (hash, order_id, level, expires_at) values (${hash}, ${orderId}, 'L3', now() + ${sessionSeconds} * interval '1 second') returning expires_at`;
  return {
    token,
    expiresAt: (row as { expires_at: Date }).expires_at.toISOString(),
    orderId: toGlobalId('Order', orderId),
    level: 'L3',
    userErrors: [],
  };
}

function codeMail(orderName: string, code: string): { subject: string; text: string } {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  return {
    // Not in the subject, which screens show while they are locked.
    subject: `Your code for order ${orderName}`,
    text: `Your code for order ${orderName} is\n\n    ${spaced}\n\nIt is good for ten minutes. If you did not ask for it, ignore this mail: without the code nobody sees more than before.\n`,
  };
}
