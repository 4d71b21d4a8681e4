import type { Folded } from '../fact/fold.ts';

/** A date that a customer would be told now; without bounds it was taken back. */
interface Told {
  toldBy: 'SHOP' | 'CARRIER' | 'PROVIDER' | 'AGENT' | null;
  earliest: string | null;
  latest: string | null;
  /** Key of the fact behind it, 32 hex digits. */
  key: string | null;
  actor: string | null;
}

const nothing: Told = { toldBy: null, earliest: null, latest: null, key: null, actor: null };

/** What a person promised. */
const promiseOf = ({ promise: { date, earliest, toldBy, key, actor } }: Folded): Told =>
  date === null ? nothing : { toldBy, earliest, latest: date, key, actor };

/** What is believed. Undefined at the end of the journey: nobody expects anything then, and nobody took anything back. */
const estimateOf = ({ state: { estimate, evidence, isFinal } }: Folded): Told | undefined => {
  if (isFinal) return undefined;
  if (estimate === null || (estimate.earliest === null && estimate.latest === null)) return nothing;
  const { earliest, latest, source } = estimate;
  return { toldBy: source, earliest, latest, key: evidence.estimate, actor: null };
};

/** Which colleague said it is nothing that the customer is told. */
const isSame = (a: Told | undefined, b: Told) =>
  a?.toldBy === b.toldBy && a?.earliest === b.earliest && a?.latest === b.latest;

/**
 * What a fold may have to add to the ledger of a shipment: the promise, the estimate, or both, where they are not what they were. The statement (`insertPromises`) compares with what was told last, so one
 * too many adds nothing. `before` null: nobody knows what an earlier fold told.
 */
export function promiseRows(
  shipmentId: string,
  after: Folded,
  before: Folded | null,
  requestOf: (key: string | null) => string,
): object[] {
  const lines = [
    { isEstimate: false, now: promiseOf(after), was: before ? promiseOf(before) : undefined },
    { isEstimate: true, now: estimateOf(after), was: before ? estimateOf(before) : undefined },
  ];
  return lines.flatMap(({ isEstimate, now, was }) =>
    now === undefined || isSame(was, now)
      ? []
      : {
          shipment_id: shipmentId,
          is_estimate: isEstimate,
          told_by: now.toldBy,
          earliest: now.earliest,
          latest: now.latest,
          fact_key: now.key,
          actor: now.actor,
          // Why an earlier fold said so is not known.
          reason: before === null ? null : after.state.reason,
          request_id: requestOf(now.key),
        },
  );
}

/**
 * As one part of the statement that writes a fold, whose shipments are locked: rows of `promiseRows` that say something else than the last row of their kind, under the next numbers. What is told first
 * was told when its fact came, which matters to shipments from before there was a ledger; nothing made it change.
 */
export const insertPromises = (parameter: string) => `
  insert into tracking.promise (shipment_id, no, is_estimate, told_by, earliest, latest, told_at, reason, fact_key, actor, request_id)
  select g.shipment_id, n.last + row_number() over (partition by g.shipment_id order by g.is_estimate), g.is_estimate, coalesce(g.told_by, was.told_by), g.earliest, g.latest,
    coalesce(case when was.no is null then (select f.recorded_at from tracking.fact f where f.shipment_id = g.shipment_id and f.key = decode(g.fact_key, 'hex')) end, statement_timestamp()),
    case when n.last > 0 then g.reason end, decode(g.fact_key, 'hex'), g.actor, g.request_id
  from json_to_recordset(${parameter}::text::json) as g(shipment_id uuid, is_estimate boolean, told_by text, earliest text, latest text, fact_key text, actor text, reason text, request_id text)
  cross join lateral (select coalesce(max(p.no), 0) as last from tracking.promise p where p.shipment_id = g.shipment_id) n
  left join lateral (
    select p.no, p.told_by, p.earliest, p.latest from tracking.promise p
    where p.shipment_id = g.shipment_id and p.is_estimate = g.is_estimate order by p.no desc limit 1) was on true
  where (was.earliest, was.latest) is distinct from (g.earliest, g.latest) or g.told_by <> was.told_by`;
