import { listOf, parseTime } from '../api.ts';
import type { Known, Tracking } from '../tracking.ts';
import { AftershipError } from './errors.ts';
import { aftershipTracking, subtagOf } from './tracking-body.ts';

/** GET /trackings: filters, and pages by a cursor. Newest registration first, so that updates during paging move nothing. */

const dayMs = 24 * 3_600_000;
const oldestMs = 120 * dayMs;

export interface Listed {
  tracking: Tracking;
  known: Known;
}

/** Throws AftershipError. `now` is the provider's clock. */
export function listTrackings(everything: readonly Listed[], query: URLSearchParams, now: number) {
  const limit = query.get('limit') === null ? 100 : Number(query.get('limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw new AftershipError(4008, { field: 'limit' });
  const time = (name: string, otherwise: number) => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const at = parseTime(text);
    if (at === null) throw new AftershipError(4008, { field: name });
    return at;
  };
  const created = [
    Math.max(time('created_at_min', now - oldestMs), now - oldestMs),
    time('created_at_max', now + dayMs),
  ];
  const updated = [time('updated_at_min', 0), time('updated_at_max', Number.MAX_SAFE_INTEGER)];
  const numbers = listOf(query.get('tracking_numbers')).map((number) => number.toUpperCase());
  if (numbers.length > 50) throw new AftershipError(4008, { field: 'tracking_numbers' });
  const among = (name: string) => {
    const wanted = listOf(query.get(name));
    return (value: unknown) => wanted.length === 0 || wanted.includes(String(value));
  };
  const isWanted = {
    slug: among('slug'),
    tag: among('tag'),
    order: among('order_id'),
    origin: among('origin'),
    destination: among('destination'),
    courierDestination: among('courier_destination_country_region'),
    transitTime: among('transit_time'),
    returnToSender: among('return_to_sender'),
  };
  const shipmentTags = listOf(query.get('shipment_tags'));
  const keyword = query.get('keyword')?.toLowerCase();
  // Records show whole seconds, and so does the comparison.
  const seconds = (at: number) => Math.floor(at / 1000) * 1000;
  const found = everything
    .filter(({ tracking, known }) => {
      const [from = 0, to = 0] = created;
      const [changedFrom = 0, changedTo = 0] = updated;
      if (tracking.createdAt < from || tracking.createdAt > to) return false;
      if (seconds(known.updatedAt) < changedFrom || seconds(known.updatedAt) > changedTo) return false;
      if (numbers.length > 0 && !numbers.includes(tracking.number)) return false;
      return isWanted.slug(tracking.code) && isWanted.tag(subtagOf(known).split('_', 1)[0]);
    })
    .map(({ tracking, known }) => ({ tracking, body: aftershipTracking(tracking, known) as Record<string, unknown> }))
    .filter(
      ({ body }) =>
        isWanted.order(body['order_id']) &&
        isWanted.origin(body['origin_country_region']) &&
        isWanted.destination(body['destination_country_region']) &&
        isWanted.courierDestination(body['courier_destination_country_region']) &&
        isWanted.transitTime(body['transit_time']) &&
        isWanted.returnToSender(body['return_to_sender']) &&
        shipmentTags.every((tag) => (body['shipment_tags'] as unknown[]).includes(tag)) &&
        (keyword === undefined ||
          [body['tracking_number'], body['title'], body['order_id'], body['order_number']].some((text) =>
            String(text ?? '')
              .toLowerCase()
              .includes(keyword),
          )),
    )
    .sort((a, b) => b.tracking.createdAt - a.tracking.createdAt || (a.tracking.id < b.tracking.id ? -1 : 1));
  const after = cursorOf(query.get('cursor'));
  const rest = after
    ? found.filter(
        ({ tracking: { createdAt, id } }) =>
          createdAt < after.createdAt || (createdAt === after.createdAt && id > after.id),
      )
    : found;
  const page = rest.slice(0, limit);
  const last = page.at(-1)?.tracking;
  const hasNext = rest.length > page.length;
  return {
    pagination: {
      total: found.length,
      next_cursor: hasNext && last ? Buffer.from(JSON.stringify([last.createdAt, last.id])).toString('base64') : '',
      has_next_page: hasNext,
    },
    trackings: page.map(({ body }) => chosen(body, query.get('fields'))),
  };
}

/** Only the fields that are asked for; the id is always there. */
export function chosen(body: Record<string, unknown>, fields: string | null): Record<string, unknown> {
  const names = listOf(fields);
  if (names.length === 0) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name === 'id' || names.includes(name)));
}

function cursorOf(text: string | null): { createdAt: number; id: string } | null {
  if (text === null || text === '') return null;
  try {
    const [createdAt, id] = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as [unknown, unknown];
    if (typeof createdAt === 'number' && typeof id === 'string') return { createdAt, id };
  } catch {
    // Below.
  }
  throw new AftershipError(4008, { field: 'cursor' });
}
