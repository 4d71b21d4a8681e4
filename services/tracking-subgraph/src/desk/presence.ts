import { randomUUID } from 'node:crypto';
import {
  BadUserInputError,
  odooIdFrom,
  type Sql,
  seesEverything,
  shipmentIdFrom,
  toGlobalId,
  type Viewer,
} from '@milepost/service-kit';
import { createParams, inScope, type Params } from '../case/find-cases.ts';
import { localUuid, type StaffRow } from '../case/staff.ts';
import { scopeCondition } from '../scope.ts';

/** What somebody looks at, as a row of tracking.presence says it. */
interface Subject {
  subject: string;
  order_id: number | null;
  shipment_id: string | null;
  case_id: string | null;
}
const nothing = { order_id: null, shipment_id: null, case_id: null };
const mostSubjects = 3;

/** Throws BAD_USER_INPUT for what is no id of an order, a shipment or a case, and for too many. */
export function readSubjects(ids: readonly string[]): Subject[] {
  if (ids.length > mostSubjects) throw new BadUserInputError('lookingAt', `lookingAt has at most ${mostSubjects} ids`);
  return [...new Set(ids)].map((id) => {
    const order = odooIdFrom('Order', id);
    if (order !== null) return { ...nothing, subject: `o:${order}`, order_id: order };
    const shipment = shipmentIdFrom(id);
    if (shipment !== null) return { ...nothing, subject: `s:${shipment}`, shipment_id: shipment };
    const one = localUuid('Case', id);
    if (one !== null) return { ...nothing, subject: `c:${one}`, case_id: one };
    throw new BadUserInputError('lookingAt', 'lookingAt has only ids of type Order, Shipment or Case');
  });
}

/** A colleague who looks at something, as the graph shows it. */
export interface PresenceView {
  subjectId: string;
  staff: StaffRow;
  since: string;
}

const mostShown = 200;

/** Who looks at what in the viewer's scope, without the viewer, as a subselect: a JSON array of ShownPresence. Row-level security says the scope again. */
export function presenceSeenBy(viewer: Viewer, params: Params): string {
  const me = params.add(viewer.sub ?? viewer.sid, 'text');
  return `(select coalesce(json_agg(json_build_object('orderId', t.order_id, 'shipmentId', t.shipment_id, 'caseId', t.case_id, 'since', t.since, 'staff', json_build_object('id', s.id, 'sub', s.sub, 'name', s.name))
      order by t.since, t.subject), '[]') from (
    select p.subject, p.staff_id, p.order_id, p.shipment_id, p.case_id, min(p.since) as since from tracking.presence p
    where p.until_at > now() and p.staff_id is distinct from (select id from tracking.staff where sub = ${me}) and ${isSeen(viewer, params, 'p')}
    group by 1, 2, 3, 4, 5 order by since, p.subject limit ${mostShown}) t join tracking.staff s on s.id = t.staff_id)`;
}

interface ShownPresence {
  orderId: number | null;
  shipmentId: string | null;
  caseId: string | null;
  since: string;
  staff: StaffRow;
}
export const toPresenceView = ({ orderId, shipmentId, caseId, since, staff }: ShownPresence): PresenceView => ({
  subjectId:
    orderId !== null
      ? toGlobalId('Order', orderId)
      : shipmentId !== null
        ? toGlobalId('Shipment', shipmentId)
        : toGlobalId('Case', caseId ?? ''),
  staff,
  since: new Date(since).toISOString(),
});
export type { ShownPresence };

/** Whether the viewer may see the subject of a row of presence. */
function isSeen(viewer: Viewer, params: Params, alias: string): string {
  if (seesEverything(viewer)) return 'true';
  const onLink = scopeCondition(viewer, 'l', params.values.length + 1);
  params.values.push(...onLink.values);
  const onOrder = scopeCondition(viewer, alias, params.values.length + 1);
  params.values.push(...onOrder.values);
  const onCase = inScope(viewer, params, 'v');
  return `case when ${alias}.case_id is not null then exists (select 1 from tracking.work_case v where v.id = ${alias}.case_id and ${onCase})
    when ${alias}.shipment_id is not null then exists (select 1 from tracking.link l where l.shipment_id = ${alias}.shipment_id and ${onLink.text})
    else ${onOrder.text} end`;
}

/** Whose an order is, by what was told of it last. */
const ownerOf = (order: string) => `left join lateral (
    select (t.data->>'companyId')::int as company_id, (t.data->>'customerId')::int as customer_id, t.data->>'region' as region from (
      select version, data from tracking.order_state where id = ${order} union all select version, data from tracking.delivery where order_id = ${order}) t
    order by t.version desc limit 1) o on ${order} is not null`;
const given =
  'json_to_recordset($1::text::json) as w(stream uuid, staff_id uuid, subject text, order_id int, shipment_id uuid, case_id uuid)';

/** How long it stands without a sign of life of its stream's process. */
const livesMs = 45_000;

/** What the streams of this process say that their viewers look at. Of the moment only: nothing of it is kept, and it ends within 45 seconds of its process. */
export function createPresence({ sql, changed }: { sql: Sql; changed: () => void }) {
  const own = new Map<string, readonly (Subject & { stream: string; staff_id: string })[]>();
  const until = () => new Date(Date.now() + livesMs);

  async function remove(streams: readonly string[]): Promise<void> {
    for (const stream of streams) own.delete(stream);
    await sql`delete from tracking.presence where stream = any(${streams as string[]}::uuid[])`;
    changed();
  }

  return {
    /** Says what a viewer looks at, as far as they may see it; answers how to end it. */
    async begin(viewer: Viewer, staffId: string, subjects: readonly Subject[]): Promise<() => Promise<void>> {
      if (subjects.length === 0) return async () => {};
      const stream = randomUUID();
      const rows = subjects.map((one) => ({ ...one, stream, staff_id: staffId }));
      const params = createParams();
      params.add(JSON.stringify(rows), 'text');
      const end = params.add(until(), 'timestamptz');
      const seen = isSeen(viewer, params, 'w');
      const said = await sql.unsafe<{ subject: string }[]>(
        `insert into tracking.presence (stream, subject, staff_id, order_id, shipment_id, case_id, company_id, customer_id, region, until_at)
         select w.* from (select w.stream, w.subject, w.staff_id, w.order_id, w.shipment_id, w.case_id, o.company_id, o.customer_id, o.region, ${end} from ${given} ${ownerOf('w.order_id')}) w
         where ${seen} returning subject`,
        params.values as never,
      );
      const seenSubjects = new Set(said.map(({ subject }) => subject));
      own.set(
        stream,
        rows.filter(({ subject }) => seenSubjects.has(subject)),
      );
      changed();
      return () => remove([stream]);
    },
    /** Another 45 seconds for all, with the scope as it is now; and those whose process died are forgotten. */
    async beat(): Promise<void> {
      const rows = [...own.values()].flat();
      await sql.unsafe(
        `with gone as (delete from tracking.presence where until_at < now())
         insert into tracking.presence as p (stream, subject, staff_id, order_id, shipment_id, case_id, company_id, customer_id, region, until_at)
         select w.stream, w.subject, w.staff_id, w.order_id, w.shipment_id, w.case_id, o.company_id, o.customer_id, o.region, $2 from ${given} ${ownerOf('w.order_id')}
         on conflict (stream, subject) do update set until_at = excluded.until_at, company_id = excluded.company_id, customer_id = excluded.customer_id, region = excluded.region`,
        [JSON.stringify(rows), until()],
      );
    },
    get isEmpty() {
      return own.size === 0;
    },
    end: () => remove([...own.keys()]),
  };
}
