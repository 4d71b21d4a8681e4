import type { OrderChanged, Sql } from '@milepost/service-kit';
import type { Classifier } from '../classification/classifier.ts';
import type { ShipmentState } from '../fact/fold.ts';
import { type Delivery, ownerOf, type ToldDelivery } from '../order-link/link-deliveries.ts';
import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';
import type { CaseDelivery, CaseEvent, DeliverySubject, OrderSubject, ShipmentSubject, Subject } from './subject.ts';

const mostEvents = 60;

export const subjectKey = {
  shipment: (id: string) => `s:${id}`,
  delivery: (id: number) => `d:${id}`,
  order: (id: number) => `o:${id}`,
};

type Reading = Pick<Sql, 'unsafe'>;

/** What rules look at, of these subjects; those that do not exist (any more) are left out. At most four statements, however many there are. */
export async function readSubjects(
  sql: Reading,
  subjects: readonly string[],
  classifier: Classifier,
): Promise<Map<string, Subject>> {
  const idsOf = (kind: string) => subjects.flatMap((key) => (key.startsWith(`${kind}:`) ? key.slice(2) : []));
  const [shipments, deliveries, orders] = [idsOf('s'), idsOf('d').map(Number), idsOf('o').map(Number)];
  const found = [
    ...(shipments.length > 0 ? await readShipments(sql, shipments, classifier) : []),
    ...(deliveries.length > 0 ? await readDeliveries(sql, deliveries) : []),
    ...(orders.length > 0 ? await readOrders(sql, orders) : []),
  ];
  return new Map(found.map((subject) => [subject.key, subject]));
}

interface ShipmentRow {
  id: string;
  tracking_number: string;
  carrier_code: string | null;
  direction: 'FORWARD' | 'RETURN';
  status: ShipmentStatus;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  is_delayed: boolean;
  is_final: boolean;
  created_at: Date;
  state: Partial<ShipmentState>;
  deliveries: ToldDelivery[] | null;
  return_booked_at: string | null;
  registration: {
    state: NonNullable<ShipmentSubject['registration']>['state'];
    provider: string | null;
    needs: string[];
    problem: { kind: string; message: string; since: string } | null;
    created_at: string;
  } | null;
  events: EventJson[] | null;
  is_outage: boolean;
}

interface EventJson {
  key: string;
  sort_key: string;
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  reason: ReasonCode | null;
  description: string | null;
  city: string | null;
  country_code: string | null;
  place_text: string | null;
  marks: string[];
}

const newestEvents = (of: string) => `(select json_agg(e order by e.sort_key desc) from (
      select encode(e.key, 'hex') as key, e.sort_key, e.milestone, e.status, e.reason, e.description, e.city, e.country_code, e.place_text, e.marks
      from ${of} e where e.shipment_id = s.id and e.sort_key <> '' order by e.sort_key desc limit ${mostEvents}) e)`;

// The archive is looked into only where it holds something. Look-ups stay apart (offset 0): the planner does not count the months that are left out at run time.
const shipmentsStatement = `
  select s.*,
    (select json_agg(json_build_object('version', d.version, 'data', d.data, 'order_version', o.version, 'order_data', o.data) order by l.created_at, d.id)
      from tracking.link l join tracking.delivery d on d.id = l.delivery_id left join tracking.order_state o on o.id = d.order_id where l.shipment_id = s.id) as deliveries,
    (select max(d.data->>'shippedAt') from tracking.link l join tracking.delivery d on d.order_id = l.order_id where l.shipment_id = s.id
      and d.data->>'kind' = 'RETURN' and d.data->>'shippedAt' is not null) as return_booked_at,
    (select json_build_object('state', r.state, 'provider', r.provider, 'needs', r.needs, 'problem', r.problem, 'created_at', r.created_at)
      from tracking.registration r where r.shipment_id = s.id) as registration,
    case when s.is_archived then ${newestEvents('tracking.known_event')} else ${newestEvents('tracking.event')} end as events,
    exists (select 1 from tracking.carrier_outage a where a.carrier_code = s.carrier_code and a.until_at is null) as is_outage
  from unnest($1::uuid[]) i(id) cross join lateral (
    select s.id, s.tracking_number, s.carrier_code, s.direction, s.status, s.milestone, s.reason, s.is_delayed, s.is_final, s.created_at, s.state, s.archived_at is not null as is_archived
    from tracking.shipment s where s.id = i.id offset 0) s`;

async function readShipments(sql: Reading, ids: readonly string[], classifier: Classifier): Promise<ShipmentSubject[]> {
  const rows = await sql.unsafe<ShipmentRow[]>(shipmentsStatement, [ids as string[]], { prepare: true });
  const events = await Promise.all(
    rows.map((row) => Promise.all((row.events ?? []).map((event) => toEvent(event, row.carrier_code, classifier)))),
  );
  return rows.map((row, n) => ({
    kind: 'SHIPMENT',
    key: subjectKey.shipment(row.id),
    id: row.id,
    trackingNumber: row.tracking_number,
    carrierCode: row.carrier_code,
    direction: row.direction,
    status: row.status,
    milestone: row.milestone,
    reason: row.reason,
    isDelayed: row.is_delayed,
    isFinal: row.is_final,
    journeys: row.state.journeys ?? 1,
    promisedDate: row.state.promisedDate ?? null,
    estimateLatest: row.state.estimate?.latest ?? row.state.estimate?.earliest ?? null,
    pickupLastDay: row.state.pickupPoint?.lastDay ?? null,
    hasProof: row.state.proof != null,
    deliveryDoubts: row.state.deliveryDoubts ?? [],
    evidence: {
      status: row.state.evidence?.status ?? null,
      estimate: row.state.evidence?.estimate ?? null,
      promise: row.state.evidence?.promise ?? null,
      delayed: row.state.evidence?.delayed ?? [],
    },
    createdAt: row.created_at,
    deliveries: (row.deliveries ?? []).map(toDelivery),
    returnBookedAt: dateOf(row.return_booked_at),
    registration: row.registration && {
      state: row.registration.state,
      provider: row.registration.provider,
      needs: row.registration.needs,
      problem: row.registration.problem,
      createdAt: new Date(row.registration.created_at),
    },
    events: events[n] ?? [],
    isOutage: row.is_outage,
  }));
}

async function readDeliveries(sql: Reading, ids: readonly number[]): Promise<DeliverySubject[]> {
  const rows = await sql.unsafe<(ToldDelivery & { shipments: number })[]>(
    `select d.version, d.data, o.version as order_version, o.data as order_data, (select count(*)::int from tracking.link l where l.delivery_id = d.id) as shipments
     from tracking.delivery d left join tracking.order_state o on o.id = d.order_id where d.id = any($1::int[])`,
    [ids as number[]],
    { prepare: true },
  );
  return rows.map(({ shipments, ...told }) => ({
    kind: 'DELIVERY',
    key: subjectKey.delivery(told.data.id),
    delivery: toDelivery(told),
    shipmentCount: shipments,
  }));
}

async function readOrders(sql: Reading, ids: readonly number[]): Promise<OrderSubject[]> {
  const rows = await sql.unsafe<
    {
      id: number;
      delivery: ToldDelivery | null;
      problems: { id: string; message: string; since: string; deliveryName: string | null }[] | null;
      told: OrderChanged['order'] | null;
    }[]
  >(
    `select i.id,
       (select json_build_object('version', d.version, 'data', d.data, 'order_version', o.version, 'order_data', o.data)
         from tracking.delivery d left join tracking.order_state o on o.id = d.order_id where d.order_id = i.id order by d.id desc limit 1) as delivery,
       (select json_agg(json_build_object('id', p.id, 'message', p.message, 'since', p.since, 'deliveryName', d.data->>'name') order by p.since, p.id) from tracking.order_problem p
         left join tracking.delivery d on d.id = p.delivery_id where p.order_id = i.id and p.since is not null) as problems,
       (select o.data from tracking.order_state o where o.id = i.id) as told
     from unnest($1::int[]) i(id)`,
    [ids as number[]],
  );
  return rows.map(({ id, delivery, problems, told }) => ({
    kind: 'ORDER',
    key: subjectKey.order(id),
    orderId: id,
    delivery: delivery && toDelivery(delivery),
    owner: delivery
      ? ownerOf(delivery)
      : told && { companyId: told.companyId, customerId: told.customerId, region: told.region ?? null },
    problems: (problems ?? []).map((problem) => ({ ...problem, since: new Date(problem.since) })),
  }));
}

function toDelivery(told: ToldDelivery): CaseDelivery {
  const { data, order_data: order } = told;
  const { orderId, companyId, customerId, region } = ownerOf(told);
  return {
    id: data.id,
    name: data.name,
    kind: data.kind,
    orderId,
    orderName: data.orderName,
    companyId,
    customerId,
    region,
    warehouseId: data.warehouseId,
    countryCode: data.countryCode,
    deliveryMethod: data.deliveryMethod,
    references: data.references,
    // What an older process stored does not say.
    scheduledAt: dateOf((data as Partial<Delivery>).scheduledAt),
    shippedAt: dateOf(data.shippedAt),
    promisedAt: dateOf(data.promisedAt),
    isCancelled: data.cancelled || data.deleted || order?.cancelled === true || order?.deleted === true,
    total: order?.total ?? null,
  };
}

const dateOf = (text: string | null | undefined) => (text == null ? null : new Date(text));

async function toEvent(row: EventJson, carrierCode: string | null, classifier: Classifier): Promise<CaseEvent> {
  const place = [row.city, row.country_code].filter((part) => part !== null).join(', ');
  return {
    key: row.key,
    at: new Date(row.sort_key.split('|', 1)[0] as string),
    milestone: row.milestone,
    status: row.status,
    reason: row.reason,
    classified: await classifier.classify({ ...row, carrierCode }),
    description: row.description,
    place: place === '' ? row.place_text : place,
    countryCode: row.country_code,
    isVoid: row.marks.includes('VOIDED') || row.marks.includes('UNCONFIRMED'),
  };
}
