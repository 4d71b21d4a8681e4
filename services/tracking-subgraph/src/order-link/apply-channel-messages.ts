import {
  type ActivityClosed,
  type ChannelEvent,
  channelBody,
  type OrderChanged,
  open,
  type ProblemChanged,
  type Sql,
  type TransactionSql,
} from '@milepost/service-kit';
import { type PublishedCarrierRules, rulesNow } from '../carrier-rules/published-carrier-rules.ts';
import type { CasePolicy } from '../case/case-policy.ts';
import { closeFromOdoo } from '../case/close-from-odoo.ts';
import { subjectKey } from '../case/read-subjects.ts';
import { eraseCustomers } from '../document/erase-customer.ts';
import { BatchFailedError } from '../inbox/batch-failed.ts';
import type { BodyKeys } from '../inbox/body-keys.ts';
import { bodyContext } from '../inbox/inbox-writer.ts';
import { keepToldOrders } from '../order-progress/keep-told-orders.ts';
import { type FactSeal, readFacts } from '../registration/registration-facts.ts';
import type { Registering } from '../registration/want-registrations.ts';
import { type Delivery, lockLinks, ownerOf, readTold, type ToldDelivery } from './link-deliveries.ts';
import { registerDeliveries } from './register-deliveries.ts';

/** The lane of our own channel from odoo-subgraph. */
export const channelLane = 5;

/**
 * Applies what odoo-subgraph told: deliveries and orders by version (arrival order does not matter, repeats do nothing), shipments made out
 * of references, links with their scope columns, and Odoo's facts for the fold. One transaction. Answers what was claimed and told,
 * whether anybody's view of a shipment changed, how many registrations have to be done and how many cases were ended; throws
 * BatchFailedError.
 */
export async function applyChannelMessages(
  {
    sql,
    keys,
    carrierRules,
    registering,
    postcodeSeal = null,
    casePolicy,
  }: {
    sql: Sql;
    keys: BodyKeys;
    carrierRules: Pick<PublishedCarrierRules, 'current' | 'refresh'>;
    registering: Registering;
    /** Seals where deliveries go; null: the shop does not have it told to providers, and it is not kept. */
    postcodeSeal?: Pick<FactSeal, 'keyOf' | 'sealPostcode'> | null;
    casePolicy: Pick<CasePolicy, 'calendar'>;
  },
  // One post of up to 500 events: the locks it needs are not held for the next one's sake.
  { limit = 1 } = {},
) {
  let claimed: string[] = [];
  const applied = sql.begin(async (tx) => {
    const rows = await tx<
      { id: string; provider: string; dedupe: Buffer; request_id: string; key_id: number; body: Buffer }[]
    >`
      with d as (delete from tracking.inbox_todo where ctid = any(array(
        select ctid from tracking.inbox_todo where lane = ${channelLane} order by id limit ${limit} for update skip locked)) returning id)
      select i.id, i.provider, i.dedupe, i.request_id, i.key_id, i.body from d join tracking.inbox i using (id) order by i.id`;
    claimed = rows.map((row) => row.id);
    if (rows.length === 0) return { claimed: 0, ...nothing };
    const events: ChannelEvent[] = [];
    for (const row of rows) {
      // The body was checked against this schema before it was accepted.
      const body = open(await keys.find(row.key_id), row.body, bodyContext(row.provider, row.dedupe));
      events.push(...channelBody.parse(JSON.parse(body.toString('utf8'))).events);
    }
    const outcome = await applyEvents(tx, events, { carrierRules, registering, postcodeSeal, casePolicy });
    // Those that an operator sent through again are dead letters no more.
    await tx`delete from tracking.dead_letter where inbox_id = any(${claimed}::bigint[])`;
    return { claimed: rows.length, ...outcome };
  });
  return applied.catch((error: unknown) => {
    throw new BatchFailedError(claimed, error);
  });
}

/** What a message may lead to. */
export const nothing = { milestones: 0, isRescoped: false, registrations: 0, closedCases: 0 };

async function applyEvents(
  tx: TransactionSql,
  events: readonly ChannelEvent[],
  {
    carrierRules,
    registering,
    postcodeSeal,
    casePolicy,
  }: Pick<Parameters<typeof applyChannelMessages>[0], 'carrierRules' | 'registering' | 'casePolicy'> & {
    postcodeSeal: Pick<FactSeal, 'keyOf' | 'sealPostcode'> | null;
  },
) {
  await lockLinks(tx);
  const deliveries = newest(
    events.filter((e) => e.type === 'delivery.changed'),
    (e) => e.delivery.id,
  );
  const orders = newest(
    events.filter((e) => e.type === 'order.changed'),
    (e) => e.order.id,
  );
  const changedDeliveries = await keepNewer(
    tx,
    'delivery',
    deliveries.map(({ delivery, version }) => {
      // Where it goes is kept apart, sealed.
      const { destinationPostalCode: _, ...data } = delivery;
      return { id: delivery.id, version, order_id: delivery.orderId, data };
    }),
  );
  const changedIds = new Set(changedDeliveries.map(({ id }) => id));
  if (postcodeSeal !== null)
    await keepPostcodes(
      tx,
      postcodeSeal,
      deliveries.flatMap(({ delivery }) => (changedIds.has(delivery.id) ? delivery : [])),
    );
  const changedOrders = await keepNewer(
    tx,
    'order_state',
    orders.map((e) => ({ id: e.order.id, version: e.version, order_id: e.order.id, data: e.order })),
  );
  await keepProblems(
    tx,
    newest(
      events.filter((e) => e.type === 'problem.changed'),
      (e) => e.problem.id,
    ),
  );
  await eraseCustomers(
    tx,
    events.filter((e) => e.type === 'customer.erased'),
  );
  const done: ActivityClosed[] = newest(
    events.filter((e) => e.type === 'activity.closed'),
    (e) => e.caseId,
  );
  if (changedDeliveries.length === 0 && changedOrders.length === 0 && done.length === 0) return nothing;

  const current = await readTold(tx, {
    deliveries: changedDeliveries.map(({ id }) => id),
    orders: changedOrders.map(({ id }) => id),
  });
  const before = new Map(changedDeliveries.map(({ id, before }) => [id, before as Delivery | null]));
  // Also the order that a delivery belonged to.
  await keepToldOrders(tx, [
    ...changedOrders.map(({ id }) => id),
    ...current.map(({ data }) => data.orderId),
    ...[...before.values()].flatMap((data) => data?.orderId ?? []),
  ]);
  const ordersNow = new Set(changedOrders.map(({ id }) => id));
  const owned = caseOwners(
    current,
    orders.flatMap(({ order }) => (ordersNow.has(order.id) ? order : [])),
  );
  const closedCases = await closeFromOdoo(tx, done, {
    policy: casePolicy,
    now: new Date(),
    subjects: owned.map(({ subject }) => subject),
  });
  await rescopeCases(tx, owned);
  const requestIds = new Map([
    ...deliveries.map((e) => [`d${e.delivery.id}`, e.correlationId] as const),
    ...orders.map((e) => [`o${e.order.id}`, e.correlationId] as const),
  ]);
  const requestOf = (d: Delivery) => requestIds.get(`d${d.id}`) ?? requestIds.get(`o${d.orderId}`) ?? 'unknown';

  if (current.length === 0) return { ...nothing, closedCases };
  const told = await registerDeliveries(
    tx,
    current.map((row) => ({ ...row, isMoved: isMoved(before.get(row.data.id) ?? null, row.data) })),
    { rules: await rulesNow(tx, carrierRules), registering, actor: 'odoo', requestOf },
  );
  return { ...told, closedCases };
}

/** Seals where these deliveries go; what is not told any more is not kept any longer. */
async function keepPostcodes(
  tx: TransactionSql,
  seal: Pick<FactSeal, 'keyOf' | 'sealPostcode'>,
  deliveries: readonly Delivery[],
): Promise<void> {
  const told = deliveries.map(({ id, destinationPostalCode }) => ({
    id,
    // What is none is of no use to a carrier.
    text: readFacts({ destinationPostalCode }).facts.destinationPostalCode ?? null,
  }));
  if (told.length === 0) return;
  const key = told.some(({ text }) => text !== null) ? await seal.keyOf(tx, new Date()) : null;
  const cells = told.map(({ id, text }) => ({
    id,
    cell: key && text !== null ? seal.sealPostcode(key, id, text).toString('hex') : null,
  }));
  await tx.unsafe(
    `update tracking.delivery d set postcode_sealed = decode(g.cell, 'hex'), postcode_at = case when g.cell is not null then now() end
     from json_to_recordset($1::text::json) as g(id int, cell text) where d.id = g.id and (g.cell is not null or d.postcode_sealed is not null)`,
    [JSON.stringify(cells)],
  );
}

/** What rules look at became another. */
const isMoved = (before: Delivery | null, { deliveryMethod, countryCode, companyId }: Delivery) =>
  before !== null &&
  (before.deliveryMethod !== deliveryMethod || before.countryCode !== countryCode || before.companyId !== companyId);

function newest<T extends { version: number }, Id extends number | string>(
  events: readonly T[],
  idOf: (event: T) => Id,
): T[] {
  const kept = new Map<Id, T>();
  for (const event of events) if (event.version > (kept.get(idOf(event))?.version ?? 0)) kept.set(idOf(event), event);
  return [...kept.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** What cannot be done in Odoo stands until it is told that it is over. */
async function keepProblems(tx: TransactionSql, events: readonly ProblemChanged[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ version, problem: { id, kind, orderId, deliveryId, message, since } }) => ({
    id,
    version,
    kind,
    order_id: orderId,
    delivery_id: deliveryId,
    message,
    since,
  }));
  await tx.unsafe(
    `insert into tracking.order_problem as p (id, version, kind, order_id, delivery_id, message, since)
     select id, version, kind, order_id, delivery_id, message, since from json_to_recordset($1::text::json) as g(id text, version bigint, kind text, order_id int, delivery_id int, message text, since timestamptz)
     on conflict (id) do update set version = excluded.version, kind = excluded.kind, order_id = excluded.order_id, delivery_id = excluded.delivery_id, message = excluded.message, since = excluded.since
     where p.version < excluded.version`,
    [JSON.stringify(rows)],
  );
}

interface CaseOwner {
  subject: string;
  order_id: number;
  company_id: number;
  customer_id: number;
  region: string | null;
}

/** Whose cases of these deliveries and orders are; each subject once. */
function caseOwners(deliveries: readonly ToldDelivery[], orders: readonly OrderChanged['order'][]): CaseOwner[] {
  const alone = orders.map(({ id, companyId, customerId, region }) => ({
    subject: subjectKey.order(id),
    order_id: id,
    company_id: companyId,
    customer_id: customerId,
    region,
  }));
  const rows = deliveries.flatMap((told) => {
    const { orderId, companyId, customerId, region } = ownerOf(told);
    const owner = { order_id: orderId, company_id: companyId, customer_id: customerId, region };
    return [
      { subject: subjectKey.delivery(told.data.id), ...owner },
      { subject: subjectKey.order(orderId), ...owner },
    ];
  });
  // What follows from a delivery counts.
  return [...new Map([...alone, ...rows].map((row) => [row.subject, row])).values()];
}

/** Who may see cases that have no shipment follows their order, at once. */
async function rescopeCases(tx: TransactionSql, owners: readonly CaseOwner[]): Promise<void> {
  // Held in the order in which whoever else holds several does it.
  await tx.unsafe(
    `with g as (select * from json_to_recordset($1::text::json) as g(subject text, order_id int, company_id int, customer_id int, region text)),
     h as (select c.id, g.* from tracking.work_case c join g using (subject)
       where (c.order_id, c.company_id, c.customer_id, c.region) is distinct from (g.order_id, g.company_id, g.customer_id, g.region) order by c.id for update of c)
     update tracking.work_case c set order_id = h.order_id, company_id = h.company_id, customer_id = h.customer_id, region = h.region from h where c.id = h.id`,
    [JSON.stringify(owners)],
  );
}

/** Stores what is newer than what is there. Answers which that was, with what stood there before. */
async function keepNewer(
  tx: TransactionSql,
  table: 'delivery' | 'order_state',
  rows: readonly { id: number; version: number; order_id: number; data: object }[],
): Promise<{ id: number; before: object | null }[]> {
  if (rows.length === 0) return [];
  const columns = table === 'delivery' ? 'id, version, order_id, data' : 'id, version, data';
  return tx.unsafe<{ id: number; before: object | null }[]>(
    `insert into tracking.${table} as t (${columns}) select ${columns} from json_to_recordset($1::text::json) as g(id int, version bigint, order_id int, data jsonb) order by id
     on conflict (id) do update set version = excluded.version, ${table === 'delivery' ? 'order_id = excluded.order_id,' : ''} data = excluded.data where t.version < excluded.version returning t.id, old.data as before`,
    [JSON.stringify(rows)],
  );
}
