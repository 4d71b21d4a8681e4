import { randomBytes } from 'node:crypto';
import type { Logger, Sql } from '@milepost/service-kit';
import { allowedWrites } from '../odoo/allowed-writes.ts';
import type { OdooClient } from '../odoo/client.ts';
import { OdooCallError, reactions } from '../odoo/errors.ts';
import {
  beginAttempt,
  type DropReason,
  dueTargets,
  type EffectRow,
  postpone,
  postponeRead,
  settleDone,
  settleDropped,
  settleFailed,
  settleNotLive,
  type Target,
  waitingAt,
} from './effect-rows.ts';
import { arrivedByLine, whyNotInvoice } from './invoice-check.ts';
import * as door from './odoo-writes.ts';
import { readyToDo, type Wanted } from './plan-effects.ts';
import { type EffectName, modeOf, type WriteBackPolicy } from './policy.ts';
import { ordersOf } from './take-news.ts';
import { referenceOf } from './texts.ts';

/** Records that are written at the same time. Odoo takes four calls of ours in all, and people use its workers. */
const concurrency = 2;
/** After so many serialization conflicts in a row, a person is asked. */
const mostAttempts = 12;
/** Odoo ends a request after 120 s at the latest (limit_time_real). */
export const odooGivesUpMs = 150_000;
const longestWaitMs = 10 * 60_000;

export interface WriteOptions {
  sql: Sql;
  odoo: OdooClient;
  policy: WriteBackPolicy;
  logger: Logger;
  now: () => Date;
  /** For how long a call that gave no answer may still be carried out; milliseconds. */
  uncertainMs: number;
  /** Of each effect: what came of it. */
  onOutcome?: (kind: Wanted['kind'], outcome: string) => void;
}

/** Writes what is due, a few records at once, each by one writer. Answers whether there may be more. Throws where Odoo as a whole cannot be written to now: everything waits. */
export async function writeDue(options: WriteOptions): Promise<boolean> {
  const targets = await dueTargets(options.sql, options.now(), concurrency);
  const outcomes = await Promise.allSettled(targets.map((target) => writeAt(target, options)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return targets.length === concurrency;
}

interface Visit extends WriteOptions {
  target: Target;
  record: door.OrderNow | { id: number };
}

/** All that waits at one record: it is read, then each call is made, its end noted before the next one begins. */
async function writeAt(target: Target, options: WriteOptions): Promise<void> {
  const waiting = await waitingAt(options.sql, target, options.now());
  const effects = waiting.filter((effect) => modeOf(options.policy, effectNameOf(effect), '') === 'live');
  const others = waiting.filter((effect) => !effects.includes(effect));
  if (others.length > 0) await settleNotLive(options.sql, others, options.now());
  if (effects.length === 0) return;
  const record = await attempt(options, effects, async () => door.readNow(options.odoo, target), { isRead: true });
  if (record === failed) return;
  if (record === null) return drop(options, effects, 'RECORD_GONE');
  const visit: Visit = { ...options, target, record };
  const of = <K extends Wanted['kind']>(kind: K) =>
    effects.filter((effect): effect is EffectRow & { wanted: Wanted & { kind: K } } => effect.wanted.kind === kind);
  await writeLines(visit, of('LINE'));
  for (const effect of of('ACTIVITY')) await writeToDo(visit, effect);
  for (const effect of of('PROMISE')) await writePromise(visit, effect);
  for (const effect of of('INVOICE')) await writeInvoice(visit, effect);
}

function effectNameOf({ key, wanted: { kind } }: EffectRow): EffectName {
  if (kind === 'ACTIVITY') return key.startsWith('case:') ? 'activity' : 'invoice';
  return kind === 'LINE' ? 'chatter' : kind === 'PROMISE' ? 'promise' : 'invoice';
}

type Effect<K extends Wanted['kind']> = EffectRow & { wanted: Wanted & { kind: K } };

/** One message for all lines. What an interrupted attempt may have posted is looked for by its mark first. */
async function writeLines(visit: Visit, lines: readonly Effect<'LINE'>[]): Promise<void> {
  const { target, odoo } = visit;
  const fresh: Effect<'LINE'>[] = [];
  for (const [mark, interrupted] of Map.groupBy(lines, ({ attempt: mark }) => mark)) {
    if (mark === null) {
      fresh.push(...interrupted);
      continue;
    }
    const found = await attempt(visit, interrupted, () => door.findLines(odoo, target, mark), { isRead: true });
    if (found === failed) return;
    if (found === null) fresh.push(...interrupted);
    else await done(visit, interrupted, found);
  }
  if (fresh.length === 0) return;
  const mark = newMark();
  const id = await attempt(
    visit,
    fresh,
    () =>
      door.postLines(odoo, target, { lines: fresh.map(({ wanted }) => wanted.text), reference: `Milepost ${mark}` }),
    { mark: `Milepost ${mark}` },
  );
  if (id !== failed) await done(visit, fresh, id);
}

async function writeToDo(visit: Visit, effect: Effect<'ACTIVITY'>): Promise<void> {
  const { wanted, key } = effect;
  const { target, odoo, record } = visit;
  let recordId = effect.recordId;
  if (recordId === null && effect.attempt !== null) {
    const there = await attempt(visit, [effect], () => door.findToDos(odoo, target), { isRead: true });
    if (there === failed) return;
    recordId = there.find(({ note }) => endsWithReference(note, key))?.id ?? null;
  }
  if (!wanted.isOpen) {
    if (recordId === null) return drop(visit, [effect], 'NOTHING_TO_CLOSE');
    const id = recordId;
    const finished = await attempt(visit, [effect], () => door.finishToDo(odoo, id, wanted.feedback));
    if (finished !== failed) await done(visit, [effect], null);
    return;
  }
  if (recordId === null) {
    const salesperson = 'user_id' in record && record.user_id ? record.user_id[0] : null;
    const userId = wanted.user === 'salesperson' ? salesperson : wanted.user;
    const id = await attempt(visit, [effect], () => door.scheduleToDo(odoo, target, { ...wanted, userId }));
    if (id === failed) return;
    recordId = id;
  }
  await done(visit, [effect], recordId);
}

async function writePromise(visit: Visit, effect: Effect<'PROMISE'>): Promise<void> {
  const { wanted, written, begunDates } = effect;
  const order = visit.record as door.OrderNow;
  const now = order.commitment_date || null;
  if (now === wanted.date) return done(visit, [effect], null);
  if (order.state !== 'sale') return drop(visit, [effect], 'ORDER_NOT_CONFIRMED');
  if (now === null) return drop(visit, [effect], 'NO_PROMISE');
  if (now > wanted.date) return drop(visit, [effect], 'PROMISE_ALREADY_LATER');
  // What stands there is neither what we knew nor what we wrote: somebody has set it since, who knows better.
  const isOurs = begunDates.includes(now) || (written?.kind === 'PROMISE' && written.date === now);
  if (now !== wanted.instead && !isOurs) return drop(visit, [effect], 'PROMISE_CHANGED_BY_PERSON');
  const result = await attempt(visit, [effect], () => door.writePromise(visit.odoo, order.id, wanted.date));
  if (result !== failed) await done(visit, [effect], null);
}

/** A draft, when nothing undelivered would be on it; else a person is told. Never posted. */
async function writeInvoice(visit: Visit, effect: Effect<'INVOICE'>): Promise<void> {
  const { sql, odoo } = visit;
  const order = visit.record as door.OrderNow;
  const before = effect.attempt === null ? null : invoicesBefore(effect.attempt);
  const made = before && order.invoice_ids.find((id) => !before.includes(id));
  if (made) return done(visit, [effect], made);
  if (order.state !== 'sale') return drop(visit, [effect], 'ORDER_NOT_CONFIRMED');
  // It may have waited for long: a delivery may be taken back by now, or another one may have to leave.
  const [known] = await sql.begin((tx) => ordersOf(tx, { orderIds: [order.id], shipment: null }));
  const arrived = visit.policy.invoice.needs === 'proof' ? known?.provenParcels : known?.arrivedParcels;
  if (!arrived) return drop(visit, [effect], 'NOT_ALL_DELIVERED');
  const lines = await attempt(visit, [effect], () => door.linesToInvoice(odoo, order.id), { isRead: true });
  if (lines === failed) return;
  if (lines.every(({ is_delivery: isDelivery }) => isDelivery)) return drop(visit, [effect], 'NOTHING_TO_INVOICE');
  const why = whyNotInvoice(lines, await arrivedByLine(sql, order.id));
  if (why !== null) {
    await tellInstead(visit, effect, why);
    return drop(visit, [effect], 'NOT_ALL_DELIVERED');
  }
  const mark = `invoices ${order.invoice_ids.join(' ')}`;
  const id = await attempt(visit, [effect], () => door.draftInvoice(odoo, order.id), { mark });
  if (id === failed) return;
  if (id === null) return drop(visit, [effect], 'NOTHING_TO_INVOICE');
  await done(visit, [effect], id);
}

/** The to-do that a person looks at the invoice, with what kept us from drafting it. */
async function tellInstead({ sql, policy, now }: Visit, effect: Effect<'INVOICE'>, why: string): Promise<void> {
  const { orderId, wanted, requestId } = effect;
  const todo = readyToDo(
    { orderId, parcels: wanted.parcels, why, isOpen: true, version: wanted.version },
    { policy, now: now() },
  );
  await sql`
    insert into odoo.effect as e (key, kind, order_id, model, res_id, state, wanted, due_at, request_id, created_at)
    values (${`ready:${orderId}`}, 'ACTIVITY', ${orderId}, 'sale.order', ${orderId}, 'WAITING', ${sql.json(todo as never)}, ${now()}, ${requestId}, ${now()})
    on conflict (key) do update set wanted = excluded.wanted, state = 'WAITING', due_at = excluded.due_at, reason = null, settled_at = null
    where (e.wanted->>'version')::bigint < (excluded.wanted->>'version')::bigint`;
}

const failed = Symbol('failed');

/**
 * One call for these effects. Before a change it is noted that its end is not known; what went wrong decides what becomes of them. Answers `failed` where they were dealt with; throws what concerns every
 * call, after they were put aside.
 */
async function attempt<T>(
  { sql, now, logger, onOutcome, uncertainMs }: WriteOptions,
  effects: readonly EffectRow[],
  call: () => Promise<T>,
  { isRead = false, mark = newMark() }: { isRead?: boolean; mark?: string } = {},
): Promise<T | typeof failed> {
  const lookAgainAt = new Date(now().getTime() + uncertainMs);
  if (!isRead && !(await beginAttempt(sql, effects, { attempt: mark, lookAgainAt }))) return failed;
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof OdooCallError)) throw error;
    const { kind, reason } = error;
    const at = now();
    const attempts = Math.max(...effects.map((effect) => effect.attempts)) + 1;
    const until = new Date(at.getTime() + waitMs(attempts));
    const count = (outcome: string) => effects.forEach(({ wanted }) => void onOutcome?.(wanted.kind, outcome));
    const mayPass =
      kind === 'authentication' || (reactions[kind].mayPass && !(kind === 'serialization' && attempts >= mostAttempts));
    if (mayPass) {
      if (isRead) await postponeRead(sql, effects, until);
      // Rolled back, or refused at the door; of a call without an answer nobody knows, and it stays as beginAttempt left it.
      else if (kind !== 'unavailable')
        await postpone(sql, effects, { until, countsAsAttempt: kind === 'serialization' });
      count('postponed');
      if (reactions[kind].concerns === 'every call') throw error;
      return failed;
    }
    const [first] = effects as [EffectRow];
    const message = sentenceOf(first, error);
    logger.error(
      { effects: effects.map(({ key }) => key), kind, reason },
      'could not be written to Odoo, and will not be by itself',
    );
    await settleFailed(sql, effects, { at, reason: `${kind}: ${reason}`.slice(0, 200), message });
    count('failed');
    return failed;
  }
}

/** For the agent who finds the case: what could not be written, and what would help. */
function sentenceOf({ wanted, model }: EffectRow, { kind, reason }: OdooCallError): string {
  const what = {
    LINE: 'a line about a parcel',
    ACTIVITY: 'a to-do',
    PROMISE: 'the promised date',
    INVOICE: 'a draft invoice',
  }[wanted.kind];
  const method = { LINE: 'message_post', ACTIVITY: 'activity_schedule', PROMISE: 'write', INVOICE: 'create_invoices' }[
    wanted.kind
  ];
  const needs = allowedWrites.find((write) => write.method === method)?.needs ?? '';
  const remedy =
    kind === 'access'
      ? `The integration user may not: it needs ${needs}, for the order's company.`
      : kind === 'serialization'
        ? 'Other writes met ours again and again.'
        : 'Odoo refused it; its log says more.';
  return `${what} could not be written to ${model === 'sale.order' ? 'the order' : 'the delivery'} (${reason}). ${remedy} Then send it again.`;
}

async function done(visit: WriteOptions, effects: readonly EffectRow[], recordId: number | null): Promise<void> {
  await settleDone(visit.sql, effects, { at: visit.now(), recordId });
  for (const { wanted } of effects) visit.onOutcome?.(wanted.kind, 'done');
}

async function drop(visit: WriteOptions, effects: readonly EffectRow[], reason: DropReason): Promise<void> {
  await settleDropped(visit.sql, effects, { at: visit.now(), reason });
  for (const { wanted } of effects) visit.onOutcome?.(wanted.kind, 'dropped');
}

/** Twice as long each time, somewhere between half of it and all. */
const waitMs = (attempts: number) =>
  Math.min(1_000 * 2 ** Math.min(attempts - 1, 20), longestWaitMs) * (0.5 + Math.random() / 2);

/** In the message, so that it is found again; says nothing. */
const newMark = () => randomBytes(6).toString('hex');

const invoicesBefore = (mark: string) => (mark.match(/\d+/g) ?? []).map(Number);

const endsWithReference = (note: string, key: string) =>
  note
    .replace(/<[^>]*>/g, '')
    .trimEnd()
    .endsWith(referenceOf(key));
