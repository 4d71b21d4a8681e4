import { decodeCursor, encodeCursor, type Page, pageSize, type Reader, toPage } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { EventMark, LocatedPlace } from '../fact/timeline.ts';
import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';

export interface EventRow {
  shipmentId: string;
  /** 32 hex digits. */
  key: string;
  sortKey: string;
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  reason: ReasonCode | null;
  description: string | null;
  occurredInstant: Date | null;
  occurredLocal: string;
  occurredPrecision: 'INSTANT' | 'LOCAL' | 'DATE';
  placeText: string | null;
  city: string | null;
  countryCode: string | null;
  latitude: number | null;
  longitude: number | null;
  placePrecision: LocatedPlace['precision'];
  source: string;
  leg: number | null;
  sources: readonly string[];
  marks: readonly EventMark[];
}

export const eventColumns = `e.shipment_id as "shipmentId", encode(e.key, 'hex') as key, e.sort_key as "sortKey", e.milestone, e.status, e.reason, e.description,
  e.occurred_instant as "occurredInstant", e.occurred_local as "occurredLocal", e.occurred_precision as "occurredPrecision", e.place_text as "placeText", e.city,
  e.country_code as "countryCode", e.latitude, e.longitude, e.place_precision as "placePrecision", e.source, e.leg, e.sources, e.marks`;

export interface EventPageKey {
  shipmentId: string;
  first: number | null | undefined;
  after: string | null | undefined;
  /** Its events lie in the archive. */
  isArchived: boolean;
  /** The fold knows of events: a page without any means that the shipment was archived since its row was read. */
  hasEvents: boolean;
  /** For a shipment that is seen only because its number is known; null for those in scope. */
  byNumber: string | null;
}

/**
 * Pages of events, newest first, of many shipments in one statement per distinct page size and cursor (one for a list, where all
 * ask alike). Scope was tested on the shipment that asks; a shipment's events are never read by any other path.
 */
export function createEventLoaders({ reader, readNumber }: { reader: Reader; readNumber: (number: string) => Reader }) {
  return {
    page: new DataLoader<EventPageKey, Page<EventRow>, string>(
      async (keys) => {
        const pages = new Map<string, Page<EventRow> | Error>();
        for (const group of Map.groupBy(
          [...keys],
          (key) => `${key.byNumber ?? ''}|${key.isArchived}|${key.first ?? ''}|${key.after ?? ''}`,
        ).values()) {
          const { first, after, isArchived, byNumber } = group[0] as EventPageKey;
          try {
            const size = pageSize(first, 50);
            const before = after ? (decodeCursor(after, ['string'])[0] as string) : null;
            const read = (table: 'event' | 'known_event', ids: readonly string[]) =>
              (byNumber === null ? reader : readNumber(byNumber)).unsafe<EventRow[]>(
                `select p.* from unnest($1::uuid[]) i(id) cross join lateral (
                   select ${eventColumns} from tracking.${table} e where e.shipment_id = i.id and e.sort_key > '' and ($2::text is null or e.sort_key < $2)
                   order by e.sort_key desc limit $3) p`,
                [[...ids], before, size + 1],
              );
            const rows = await read(
              isArchived ? 'known_event' : 'event',
              group.map((key) => key.shipmentId),
            );
            const byShipment = Map.groupBy([...rows], (row) => row.shipmentId);
            const gone = group.filter((key) => !isArchived && key.hasEvents && !byShipment.has(key.shipmentId));
            if (gone.length > 0) {
              const found = await read(
                'known_event',
                gone.map((key) => key.shipmentId),
              );
              for (const [id, events] of Map.groupBy([...found], (row) => row.shipmentId)) byShipment.set(id, events);
            }
            for (const key of group)
              pages.set(
                cacheKey(key),
                toPage(byShipment.get(key.shipmentId) ?? [], size, (row) => encodeCursor([row.sortKey])),
              );
          } catch (error) {
            for (const key of group) pages.set(cacheKey(key), error as Error);
          }
        }
        return keys.map((key) => pages.get(cacheKey(key)) as Page<EventRow> | Error);
      },
      { cacheKeyFn: cacheKey },
    ),
  };
}
export type EventLoaders = ReturnType<typeof createEventLoaders>;

function cacheKey({ shipmentId, first, after }: EventPageKey): string {
  return `${shipmentId}|${first ?? ''}|${after ?? ''}`;
}
