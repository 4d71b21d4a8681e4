import type { TransactionSql } from '@milepost/service-kit';
import { isAtRisk, type OnTheWay } from './at-risk.ts';
import { type Case, decide, type Policy, type Standing } from './decide.ts';
import { type SealedFacts, storeFactsGiven } from './registration-facts.ts';

/** "Look at this shipment's registration": what is to be done stands in its row, so a job too many does no harm. */
export interface RegistrationJob {
  shipmentId: string;
  provider: string;
  priority: number;
  /** Not before; at once when left out. */
  startAfter?: Date;
  /** Not later than now, though a job for later is there. A statement each: for few. */
  isUrgent?: boolean;
}

interface Row extends Omit<Case, 'standing' | 'isByHand' | 'isAtRisk'>, OnTheWay {
  shipmentId: string;
  standing: Standing | null;
}

/** What a process needs to want registrations: its rules, and where jobs go. */
export interface Registering {
  policy: Policy;
  /** In the caller's transaction. */
  addJobs: (tx: TransactionSql, jobs: readonly RegistrationJob[]) => Promise<void>;
}

/**
 * Looks at shipments whose deliveries, owners or carriers may have changed, and stores what is wanted of a provider, with the job, in the caller's transaction. Asked twice it does nothing
 * twice. Five statements at most, however many shipments. `byHand`: somebody asks for these by name; `given`: facts that they give with it, by shipment. Answers how many jobs there are.
 */
export async function wantRegistrations(
  tx: TransactionSql,
  { policy, addJobs }: Registering,
  shipmentIds: readonly string[],
  {
    byHand = false,
    given = new Map(),
    now = new Date(),
  }: { byHand?: boolean; given?: ReadonlyMap<string, SealedFacts>; now?: Date } = {},
): Promise<number> {
  if (shipmentIds.length === 0) return 0;
  const ids = [...new Set(shipmentIds)].sort();
  // Whoever does their jobs writes them, too.
  await tx`select 1 from tracking.registration where shipment_id = any(${ids}) order by shipment_id for update`;
  const rows = await tx<Row[]>`
    select s.id as "shipmentId", coalesce(nullif(s.registered_carrier, ''), s.carrier_code) as "carrierCode", s.is_final or s.archived_at is not null as "isOver",
      d.serving as "isServing", d.left_at as "leftAt", d.promised_at as "promisedAt", s.last_event_at as "lastEventAt",
      case r.state when 'REGISTERED' then r.facts <> '{}'
        when 'NEEDS_FACTS' then r.needs <> '{}' and r.needs <@ (array(select jsonb_object_keys(r.facts)) || array_remove(array[case when d.country is not null then 'destinationCountry' end, case when d.left_at is not null then 'shipDate' end,
          case when d.has_postcode then 'destinationPostalCode' end], null))
        else false end as "hasFacts",
      case when r.shipment_id is not null then json_build_object('wanted', r.wanted, 'state', r.state, 'provider', r.provider, 'carrierCode', r.carrier_code,
        'isByHand', r.is_by_hand, 'cause', r.cause, 'priority', r.priority, 'isAsked', r.asked_at is not null, 'pending', r.pending) end as standing
    from unnest(${ids}::uuid[]) i(id)
    cross join lateral (select * from tracking.shipment s where s.id = i.id offset 0) s
    left join tracking.registration r on r.shipment_id = i.id
    cross join lateral (
      select coalesce(bool_or(not x.cancelled), false) as serving, max(x.shipped_at) filter (where not x.cancelled) as left_at, min(x.promised_at) filter (where not x.cancelled) as promised_at, max(x.country) as country, bool_or(x.has_postcode) as has_postcode from (
        select l.country_code as country, d.postcode_sealed is not null as has_postcode, (d.data->>'cancelled')::boolean or (d.data->>'deleted')::boolean or coalesce(o.version > d.version and ((o.data->>'cancelled')::boolean or (o.data->>'deleted')::boolean), false) as cancelled,
          (d.data->>'shippedAt')::timestamptz as shipped_at, (case when o.version > d.version then o.data else d.data end->>'promisedAt')::timestamptz as promised_at
        from tracking.link l join tracking.delivery d on d.id = l.delivery_id left join tracking.order_state o on o.id = d.order_id where l.shipment_id = i.id) x) d
    order by i.id`;
  const decided = rows.flatMap(({ shipmentId, ...row }) => {
    const hasFacts = row.hasFacts || (row.standing?.state === 'REGISTERED' && given.has(shipmentId));
    const decision = decide({ ...row, hasFacts, isByHand: byHand, isAtRisk: isAtRisk(row, now) }, policy, now);
    const isUrgent = row.standing !== null && row.standing.priority < (decision?.standing.priority ?? 0);
    return decision ? [{ shipmentId, ...decision, isUrgent }] : [];
  });
  if (decided.length > 0) await storeDecided(tx, decided);
  await storeFactsGiven(tx, given);
  const jobs = decided.flatMap(({ shipmentId, standing: { provider, priority }, job, isUrgent }) =>
    job && provider !== null ? [{ shipmentId, provider, priority, ...(isUrgent && { isUrgent }) }] : [],
  );
  if (jobs.length > 0) await addJobs(tx, jobs);
  return jobs.length;
}

async function storeDecided(
  tx: TransactionSql,
  decided: readonly { shipmentId: string; standing: Standing }[],
): Promise<void> {
  await tx.unsafe(
    `insert into tracking.registration as r (shipment_id, wanted, state, provider, carrier_code, is_by_hand, cause, priority, pending, pending_since, problem)
     select "shipmentId", wanted, state, provider, "carrierCode", "isByHand", cause, priority, pending, case when pending is not null then now() end,
       case when state = 'REFUSED' then jsonb_build_object('kind', 'NO_PROVIDER', 'code', null, 'message', 'No provider of REGISTER_AT knows this carrier.', 'since', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end
     from json_to_recordset($1::text::json) as g("shipmentId" uuid, wanted text, state text, provider text, "carrierCode" text, "isByHand" boolean, cause text, priority int, pending text)
     on conflict (shipment_id) do update set wanted = excluded.wanted, state = excluded.state, provider = excluded.provider, carrier_code = excluded.carrier_code, is_by_hand = excluded.is_by_hand,
       cause = excluded.cause, priority = excluded.priority, updated_at = now(),
       pending = excluded.pending, pending_since = case when r.pending = excluded.pending then r.pending_since else excluded.pending_since end,
       problem = case when excluded.state = 'REFUSED' and excluded.provider is null then excluded.problem when r.state = excluded.state then r.problem end,
       -- What the provider said that it wants is remembered until it has it; of another carrier it is no word.
       needs = case when r.state = excluded.state or (excluded.state = 'QUEUED' and r.carrier_code is not distinct from excluded.carrier_code) then r.needs else '{}' end,
       facts = case when excluded.state = 'STOPPED' then '{}' else r.facts end`,
    [JSON.stringify(decided.map(({ shipmentId, standing }) => ({ shipmentId, ...standing })))],
  );
}
