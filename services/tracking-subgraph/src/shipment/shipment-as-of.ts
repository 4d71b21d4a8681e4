import {
  BadUserInputError,
  decodeCursor,
  encodeCursor,
  type Page,
  pageSize,
  type Reader,
  toPage,
} from '@milepost/service-kit';
import type { EventRow } from '../event/event.loaders.ts';
import { fold } from '../fact/fold.ts';
import { type StoredFact, sourcesOf, toFact } from '../fact/store-facts.ts';
import { type FoldedEvent, isListed } from '../fact/timeline.ts';
import type { ShipmentView } from './shipment-row.ts';

/**
 * A shipment as it was known at an instant: today's fold over the facts that had been stored by then. Null when it was not registered yet. The caller has tested
 * scope on the shipment as it is now: who may see it follows today's links.
 */
export async function shipmentAsOf(
  reader: Reader,
  shipment: ShipmentView | null,
  asOf: string,
): Promise<ShipmentView | null> {
  const at = new Date(asOf);
  if (Number.isNaN(at.getTime()))
    throw new BadUserInputError('asOf', 'asOf is not an instant, for example 2026-11-21T08:30:00Z');
  if (!shipment) return null;
  const [row] = await reader.unsafe<{ facts: StoredFact[] | null; newest: Date | null }[]>(
    `select (select json_agg(json_build_array(encode(f.key, 'hex'), f.source, f.data)) from tracking.known_fact f where f.shipment_id = s.id and f.recorded_at <= $2) as facts,
       (select max(f.recorded_at) from tracking.known_fact f where f.shipment_id = s.id and f.recorded_at <= $2 and f.source <> 'odoo') as newest
     from tracking.shipment s where s.id = $1 and s.created_at <= $2`,
    [shipment.id, at.toISOString()],
  );
  if (!row) return null;
  const { state, events } = fold((row.facts ?? []).map(toFact));
  return {
    ...shipment,
    carrierCode: state.carrierCode ?? shipment.carrierCode,
    direction: state.direction,
    status: state.status,
    milestone: state.milestone,
    reason: state.reason,
    isDelayed: state.isDelayed,
    lastEventAt: state.lastEventAt === null ? null : new Date(state.lastEventAt),
    checkedAt: row.newest,
    state,
    asOf: at,
    eventsThen: events
      .filter(isListed)
      .map((event) => eventRowOf(shipment.id, event))
      .reverse(),
  };
}

/** A page of what the timeline was, newest first; cursors are those of the stored timeline. */
export function pageOfEventsThen(
  events: readonly EventRow[],
  { first, after }: { first: number | null | undefined; after: string | null | undefined },
): Page<EventRow> {
  const size = pageSize(first, 50);
  const before = after ? (decodeCursor(after, ['string'])[0] as string) : null;
  const rows = before === null ? events : events.filter(({ sortKey }) => sortKey < before);
  return toPage(rows.slice(0, size + 1), size, (row) => encodeCursor([row.sortKey]));
}

function eventRowOf(shipmentId: string, event: FoldedEvent): EventRow {
  const { occurred, place } = event;
  return {
    shipmentId,
    key: event.key,
    sortKey: event.sortKey,
    milestone: event.milestone,
    status: event.status,
    reason: event.reason,
    description: event.description,
    occurredInstant: occurred.instant === null ? null : new Date(occurred.instant),
    occurredLocal: occurred.local,
    occurredPrecision: occurred.precision,
    placeText: place?.text ?? null,
    city: place?.city ?? null,
    countryCode: place?.countryCode ?? null,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    placePrecision: place?.precision ?? null,
    source: event.source,
    leg: event.leg,
    sources: sourcesOf(event),
    marks: event.marks,
  };
}
