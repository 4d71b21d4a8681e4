import type { TransactionSql } from '@milepost/service-kit';
import { mappingVersion } from '../taxonomy/taxonomy.ts';
import type { Fact } from './fact.ts';
import { type FoldedEvent, fold, foldVersion, type ShipmentState } from './fold.ts';

/** A fact offered for a shipment whose row the caller has locked. */
export interface OfferedFact {
  shipmentId: string;
  fact: Fact;
  inboxId: string | null;
  requestId: string;
}

const insertFacts = `
  with given as (
    select * from json_to_recordset($1::text::json) as g(shipment_id uuid, key text, source text, data jsonb, inbox_id bigint, request_id text)),
  kept as (
    insert into tracking.fact (shipment_id, key, source, data, mapping_version, inbox_id, request_id)
    select shipment_id, decode(key, 'hex'), source, data, $2, inbox_id, request_id from given order by shipment_id, key
    on conflict do nothing returning shipment_id, key, source, data, request_id),
  added as (
    select shipment_id, json_agg(json_build_array(encode(key, 'hex'), source, data, request_id)) as facts from kept group by shipment_id)
  select a.shipment_id, a.facts as added,
    (select json_agg(json_build_array(encode(f.key, 'hex'), f.source, f.data)) from tracking.fact f where f.shipment_id = a.shipment_id) as old
  from added a`;

const writeOutput = `
  with u as (
    select * from json_to_recordset($1::text::json) as u(id uuid, carrier_code text, direction text, status text, milestone text, reason text,
      is_delayed boolean, is_final boolean, last_event_at timestamptz, checked_at timestamptz, state jsonb)),
  s as (
    update tracking.shipment t set carrier_code = coalesce(nullif(t.registered_carrier, ''), u.carrier_code), direction = u.direction,
      status = u.status, milestone = u.milestone, reason = u.reason, is_delayed = u.is_delayed, is_final = u.is_final,
      last_event_at = u.last_event_at, checked_at = greatest(t.checked_at, u.checked_at), state = u.state, fold_version = $5, version = t.version + 1
    from u where t.id = u.id),
  e as (
    insert into tracking.event as e (shipment_id, key, sort_key, milestone, status, reason, description, occurred_instant, occurred_local,
      occurred_precision, place_text, city, country_code, latitude, longitude, source)
    select shipment_id, decode(key, 'hex'), sort_key, milestone, status, reason, description, occurred_instant, occurred_local,
      occurred_precision, place_text, city, country_code, latitude, longitude, source
    from json_to_recordset($2::text::json) as g(shipment_id uuid, key text, sort_key text, milestone text, status text, reason text, description text,
      occurred_instant timestamptz, occurred_local text, occurred_precision text, place_text text, city text, country_code text,
      latitude double precision, longitude double precision, source text)
    on conflict (shipment_id, key) do update set sort_key = excluded.sort_key, milestone = excluded.milestone, status = excluded.status,
      reason = excluded.reason, description = excluded.description, place_text = excluded.place_text, city = excluded.city,
      country_code = excluded.country_code, latitude = excluded.latitude, longitude = excluded.longitude),
  x as (
    delete from tracking.event e using json_to_recordset($3::text::json) as g(shipment_id uuid, key text)
    where e.shipment_id = g.shipment_id and e.key = decode(g.key, 'hex'))
  insert into tracking.outbox (shipment_id, event_key, request_id)
  select shipment_id, decode(key, 'hex'), request_id from json_to_recordset($4::text::json) as g(n int, shipment_id uuid, key text, request_id text)
  order by n on conflict do nothing returning id`;

export type StoredFact = [key: string, source: string, data: Fact['data'], requestId?: string];

/**
 * Facts, state, timeline and outbox of a batch in two statements, whatever its size; the caller's transaction commits them together or
 * not at all. Facts already known change nothing: no fold, no write. Answers how many milestones were told.
 */
export async function storeFacts(
  tx: TransactionSql,
  offers: readonly OfferedFact[],
  checkedAt: ReadonlyMap<string, string>,
): Promise<{ milestones: number; shipments: number }> {
  if (offers.length === 0) return { milestones: 0, shipments: 0 };
  const given = offers.map(({ shipmentId, fact, inboxId, requestId }) => ({
    shipment_id: shipmentId,
    key: fact.key,
    source: fact.source,
    data: fact.data,
    inbox_id: inboxId,
    request_id: requestId,
  }));
  const rows = await tx.unsafe<{ shipment_id: string; added: StoredFact[]; old: StoredFact[] | null }[]>(
    insertFacts,
    [JSON.stringify(given), mappingVersion],
    { prepare: true },
  );
  if (rows.length === 0) return { milestones: 0, shipments: 0 };

  const shipments: object[] = [];
  const changed: object[] = [];
  const gone: object[] = [];
  const told: object[] = [];
  for (const row of rows) {
    const before = fold((row.old ?? []).map(toFact));
    const after = fold([...(row.old ?? []), ...row.added].map(toFact));
    shipments.push(shipmentOutput(row.shipment_id, after.state, checkedAt.get(row.shipment_id) ?? null));
    const known = new Map(before.events.map((event) => [event.key, event]));
    const requestOf = new Map(
      row.added.map(([key, , data, requestId]) => [data.kind === 'carrier-event' ? data.scan : key, requestId]),
    );
    const anyRequest = row.added[0]?.[3] ?? '';
    for (const event of after.events) {
      const old = known.get(event.key);
      known.delete(event.key);
      if (!old || differs(old, event)) changed.push(eventRow(row.shipment_id, event));
      if (event.isMilestone && !old?.isMilestone)
        told.push({
          n: told.length,
          shipment_id: row.shipment_id,
          key: event.key,
          request_id: requestOf.get(event.key) ?? anyRequest,
        });
    }
    for (const key of known.keys()) gone.push({ shipment_id: row.shipment_id, key });
  }
  return { milestones: await writeFolded(tx, { shipments, changed, gone, told }), shipments: rows.length };
}

/** What a fold gave, into its tables, in one statement. Answers how many milestones were told that had not been told before. */
export async function writeFolded(
  tx: TransactionSql,
  { shipments, changed, gone, told }: Record<'shipments' | 'changed' | 'gone' | 'told', readonly object[]>,
): Promise<number> {
  const numbered = await tx.unsafe(
    writeOutput,
    [JSON.stringify(shipments), JSON.stringify(changed), JSON.stringify(gone), JSON.stringify(told), foldVersion],
    { prepare: true },
  );
  return numbered.length;
}

export function shipmentOutput(id: string, state: ShipmentState, checkedAt: string | null): object {
  return {
    id,
    carrier_code: state.carrierCode,
    direction: state.direction,
    status: state.status,
    milestone: state.milestone,
    reason: state.reason,
    is_delayed: state.isDelayed,
    is_final: state.isFinal,
    last_event_at: state.lastEventAt,
    checked_at: checkedAt,
    state: {
      estimate: state.estimate,
      proof: state.proof,
      packageCount: state.packageCount,
      promisedDate: state.promisedDate,
      journeys: state.journeys,
      foreignEvents: state.foreignEvents,
      evidence: state.evidence,
    },
  };
}

export function toFact([key, source, data]: StoredFact): Fact {
  return { key, source, data };
}

/** The stored columns that a fold may change after the fact; the rest is given by the key. */
function differs(a: FoldedEvent, b: FoldedEvent): boolean {
  return (
    a.sortKey !== b.sortKey ||
    a.milestone !== b.milestone ||
    a.status !== b.status ||
    a.reason !== b.reason ||
    a.description !== b.description ||
    a.place?.text !== b.place?.text ||
    a.place?.city !== b.place?.city ||
    a.place?.countryCode !== b.place?.countryCode ||
    a.place?.latitude !== b.place?.latitude ||
    a.place?.longitude !== b.place?.longitude
  );
}

export function eventRow(shipmentId: string, event: FoldedEvent): object {
  return {
    shipment_id: shipmentId,
    key: event.key,
    sort_key: event.sortKey,
    milestone: event.milestone,
    status: event.status,
    reason: event.reason,
    description: event.description,
    occurred_instant: event.occurred.instant,
    occurred_local: event.occurred.local,
    occurred_precision: event.occurred.precision,
    place_text: event.place?.text ?? null,
    city: event.place?.city ?? null,
    country_code: event.place?.countryCode ?? null,
    latitude: event.place?.latitude ?? null,
    longitude: event.place?.longitude ?? null,
    source: event.source,
  };
}
