import type { Sql } from '@milepost/service-kit';
import type { FactName } from '../connectors/tracking-fields.ts';
import type { RegistrationAction, RegistrationState } from './decide.ts';
import type { JobQueue, TakenJob } from './job-queue.ts';
import type { SealedFacts, SealedPostcode } from './registration-facts.ts';

/** A registration that this process holds, with what decides about it. */
export interface HeldRegistration {
  shipmentId: string;
  number: string;
  /** As known now, or what it was sent with where its outcome is not known; the one it is registered with may be another. */
  carrierCode: string | null;
  countryCode: string | null;
  shippedAt: Date | null;
  /** Of the order it serves; null where it serves none, or several. */
  orderName: string | null;
  isOver: boolean;
  /** Its shipment was deleted: nothing is left but what the provider shall forget. */
  isGone: boolean;
  /** Another shipment is tracked under the same number at the provider. */
  isShared: boolean;
  wanted: 'TRACKED' | 'STOPPED';
  state: RegistrationState;
  provider: string | null;
  registeredWith: string | null;
  remoteId: string | null;
  isAsked: boolean;
  attempts: number;
  priority: number;
  pending: RegistrationAction | null;
  /** The same; `pending` may be done by now. */
  wasPending: RegistrationAction | null;
  /** That the provider said it wants; beside what the carrier is known to want. */
  needs: readonly FactName[];
  /** Given by hand and not sent yet, sealed; with each giving the version rises. */
  sealed: SealedFacts;
  /** Where its last delivery goes, sealed, as Odoo told it; null where it did not. */
  postcode: SealedPostcode | null;
  factsVersion: number;
}

/** A shipment that another round works on is looked at again after this. */
const busyMs = 1_000;

/** What is to be written about one shipment. */
export interface Settled {
  shipmentId: string;
  state: RegistrationState;
  remoteId: string | null;
  carrierCode: string | null;
  /** It was sent, and nobody knows what became of it. */
  isAsked: boolean;
  /** What is still to be done. */
  pending: RegistrationAction | null;
  /** As it was held: whatever was asked for since counts. */
  wasPending: RegistrationAction | null;
  needs: readonly string[];
  problem: { kind: string; code: string | null; message: string } | null;
  /** The version of the facts that were held, and whether the provider has seen them (`needs` says which it does not take): they are not kept any longer then. */
  factsVersion: number;
  isTold: boolean;
  /** When somebody looks at it again; null: when something changes. */
  againAt: Date | null;
  /** The provider took it now: it costs. */
  isNew: boolean;
}

interface Holding {
  sql: Sql;
  queue: JobQueue;
  provider: string;
  /** Of this round. */
  holder: string;
}

/** Marks what will be sent, and holds it. Those that somebody else holds are left out: their jobs are made anew. */
export async function holdRegistrations(
  { sql, queue, provider, holder }: Holding,
  shipmentIds: readonly string[],
): Promise<HeldRegistration[]> {
  return sql<HeldRegistration[]>`
    with held as (
      update tracking.registration r set held_by = ${holder}, held_until = now() + ${queue.leaseSeconds} * interval '1 second', attempts = attempts + 1,
        asked_at = case when r.wanted = 'TRACKED' and (r.state = 'QUEUED' and r.pending is null or r.pending = 'RETRACK') then coalesce(r.asked_at, now()) else r.asked_at end
      from (select shipment_id, asked_at is not null as is_asked from tracking.registration
        where shipment_id = any(${shipmentIds as string[]}) and provider = ${provider} and (held_until is null or held_until < now()) order by shipment_id for update) before
      where r.shipment_id = before.shipment_id
      returning r.*, before.is_asked)
    select h.shipment_id as "shipmentId", coalesce(s.tracking_number, h.tracking_number) as number, case when s.id is null or h.is_asked and h.carrier_code is not null then h.carrier_code else coalesce(nullif(s.registered_carrier, ''), s.carrier_code) end as "carrierCode",
      s.id is null or s.is_final or s.archived_at is not null as "isOver", s.id is null as "isGone",
      exists (select 1 from tracking.registration o where o.provider = h.provider and o.remote_id = h.remote_id and o.shipment_id <> h.shipment_id and o.pending is distinct from 'DELETE')
        or exists (select 1 from tracking.ref r join tracking.registration o on o.shipment_id = r.shipment_id where r.number = coalesce(s.tracking_number, h.tracking_number) and o.shipment_id <> h.shipment_id
          and o.provider = h.provider and o.state = 'QUEUED' and o.carrier_code = h.carrier_code) as "isShared",
      d.country as "countryCode", d.shipped_at as "shippedAt", d.order_name as "orderName", h.wanted, h.state, h.provider, h.carrier_code as "registeredWith", h.remote_id as "remoteId", h.is_asked as "isAsked", h.attempts, h.priority, h.pending, h.pending as "wasPending",
      h.needs, h.facts as sealed, h.facts_version as "factsVersion", d.postcode
    from held h left join lateral (select * from tracking.shipment s where s.id = h.shipment_id offset 0) s on true
    left join lateral (select max(l.country_code) as country, max((x.data->>'shippedAt')::timestamptz) as shipped_at,
        (array_agg(json_build_object('deliveryId', x.id, 'cell', encode(x.postcode_sealed, 'base64')) order by x.id desc) filter (where x.postcode_sealed is not null))[1] as postcode,
        case when count(distinct l.order_id) = 1 then max(x.data->>'orderName') end as order_name from tracking.link l join tracking.delivery x on x.id = l.delivery_id
      where l.shipment_id = h.shipment_id) d on true`;
}

/** What came of it and the jobs, together, where this round still holds them. Whatever changed meanwhile (not wanted any more, another carrier) gets a job of its own. */
export async function settleRegistrations(
  { sql, queue, provider, holder }: Holding,
  jobs: readonly TakenJob[],
  rows: readonly Settled[],
): Promise<void> {
  await sql.begin(async (tx) => {
    const stale = await tx.unsafe<{ shipmentId: string; priority: number; againAt: Date | null }[]>(
      `with g as (select * from json_to_recordset($1::text::json) as g("shipmentId" uuid, state text, "remoteId" text, "carrierCode" text, "isAsked" boolean, needs jsonb, problem jsonb, "againAt" timestamptz, "isNew" boolean, pending text, "wasPending" text, "factsVersion" int, "isTold" boolean)),
       l as materialized (select r.shipment_id from tracking.registration r join g on g."shipmentId" = r.shipment_id where r.held_by = $3 order by 1 for update of r),
       u as (update tracking.registration r set
           -- Taken back meanwhile and not sent: nothing is to be done.
           state = case when g.state = 'QUEUED' and not g."isAsked" and r.wanted = 'STOPPED' then 'STOPPED' when g.state = 'DELETED' and r.wanted = 'TRACKED' then 'QUEUED'
             -- Facts that were given meanwhile were not looked at.
             when g.state in ('NEEDS_FACTS', 'REFUSED') and r.facts_version > g."factsVersion" then 'QUEUED' else g.state end,
           facts = case when g.state = 'STOPPED' or (g.state = 'QUEUED' and not g."isAsked" and r.wanted = 'STOPPED') then '{}'
             when r.facts_version > g."factsVersion" then r.facts when g.state = 'DELETED' then '{}' when not g."isTold" then r.facts
             when g.state = 'REGISTERED' then '{}' else r.facts - array(select jsonb_array_elements_text(g.needs)) end,
           -- What was deleted to be registered anew goes to whoever is chosen for its carrier then.
           provider = case when g.state = 'DELETED' and r.wanted = 'TRACKED' then null else r.provider end,
           pending = case when r.pending is distinct from g."wasPending" then r.pending else g.pending end, pending_since = case when r.pending is distinct from g."wasPending" or g.pending is not null then r.pending_since end,
           remote_id = g."remoteId", carrier_code = g."carrierCode", asked_at = case when g."isAsked" then r.asked_at end, held_until = null, held_by = null, updated_at = now(),
           registered_at = case when g.state = 'REGISTERED' then coalesce(r.registered_at, now()) when g.state <> 'DELETED' then r.registered_at end,
           needs = array(select jsonb_array_elements_text(g.needs)),
           problem = case when g.problem is null then null else g.problem || jsonb_build_object('since', case when r.problem->>'kind' = g.problem->>'kind' then r.problem->>'since' else to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end) end
         from g, l where g."shipmentId" = r.shipment_id and l.shipment_id = r.shipment_id
         returning r.shipment_id, r.state, r.wanted, r.priority, r.carrier_code, r.pending, r.request, g."againAt" as again_at, g."isNew" as is_new, r.cause, g.state = 'DELETED' and g."wasPending" = 'DELETE' as is_deleted,
           r.state = 'QUEUED' and g.state in ('NEEDS_FACTS', 'REFUSED') as is_reopened, r.facts <> '{}' and r.remote_id is not null as has_facts),
       d as (insert into tracking.audit (actor, action, subject, request_id, detail)
         select 'registration', 'registration.deleted', 'shipment ' || shipment_id, coalesce(request->>'requestId', 'registration'), jsonb_build_object('provider', $2::text) from u where is_deleted),
         c as (insert into tracking.registration_spend as c (provider, day, cause, count)
           select $2, (now() at time zone 'UTC')::date, cause, count(*) from u where is_new group by cause
           on conflict (provider, day, cause) do update set count = c.count + excluded.count)
       select u.shipment_id as "shipmentId", u.priority, u.again_at as "againAt" from u
       left join lateral (select coalesce(nullif(s.registered_carrier, ''), s.carrier_code) as carrier, s.is_final or s.archived_at is not null as is_over from tracking.shipment s where s.id = u.shipment_id offset 0) s on true
       where case when u.again_at is not null then u.state <> 'STOPPED' or u.pending is not null
         else u.pending is not null or u.is_reopened
           or u.state = 'REGISTERED' and (u.wanted = 'STOPPED' or not s.is_over and (s.carrier is distinct from u.carrier_code or u.has_facts)) end`,
      [JSON.stringify(rows), provider, holder],
    );
    // The shipment went first: nothing is left to stand for.
    await tx`delete from tracking.registration where shipment_id = any(${rows.map(({ shipmentId }) => shipmentId)}) and state = 'DELETED' and tracking_number is not null`;
    const others = jobs.filter(({ data }) => !rows.some((row) => row.shipmentId === data.shipmentId));
    const busy = await tx<{ shipment_id: string; priority: number }[]>`
      select shipment_id, priority from tracking.registration
      where shipment_id = any(${others.map(({ data }) => data.shipmentId)}) and provider = ${provider} and held_until > now()`;
    await queue.done(tx, provider, jobs);
    await queue.add(tx, [
      ...stale.map(({ shipmentId, priority, againAt }) => ({
        shipmentId,
        provider,
        priority,
        ...(againAt ? { startAfter: againAt } : { isUrgent: true }),
      })),
      ...busy.map((row) => ({
        shipmentId: row.shipment_id,
        provider,
        priority: row.priority,
        // Soon, and not when the other one's time is over: this job stands for all that come until then.
        startAfter: new Date(Date.now() + busyMs),
      })),
    ]);
  });
}
