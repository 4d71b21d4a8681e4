import {
  type ChannelEvent,
  type DeliveryChanged,
  type Logger,
  maxEventsPerPost,
  type Sql,
  signWebhook,
  UpstreamUnavailableError,
} from '@milepost/service-kit';
import type { ReadPostcodes } from './destination-postcodes.ts';

const timeoutMs = 10_000;

/**
 * Sends the outbox to tracking in order, signed, and deletes what was accepted. At least once: after a crash between the two, the same events go out
 * again and their versions make them harmless. Answers whether more is waiting; throws when tracking did not accept:
 * UPSTREAM_UNAVAILABLE where trying again will help.
 */
export async function sendOutbox({
  sql,
  url,
  secrets,
  readPostcodes = null,
  logger,
  now = () => new Date(),
}: {
  sql: Sql;
  url: string;
  secrets: () => readonly string[];
  /** Where parcels go, added to what is told of deliveries that leave; null: nobody wants to know. */
  readPostcodes?: ReadPostcodes | null;
  logger: Logger;
  now?: () => Date;
}): Promise<boolean> {
  const rows = await sql<
    { id: string; body: Omit<ChannelEvent, 'version'> }[]
  >`select id, body from odoo.outbox order by id limit ${maxEventsPerPost}`;
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return false;
  const leaving = rows.flatMap(({ body }) => (isLeaving(body) ? body.delivery.id : []));
  const postcodes = readPostcodes && leaving.length > 0 ? await readPostcodes(leaving) : new Map<number, string>();
  const body = JSON.stringify({
    events: rows.map((row) => ({ ...withPostcode(row.body, postcodes), version: Number(row.id) })),
  });
  const [secret] = secrets();
  if (!secret) throw new Error('INTERNAL_EVENTS_SECRET is not set');
  const headers = signWebhook([secret], { id: `odoo-${first.id}-${last.id}`, body, now: now() });
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (error: unknown) => {
      throw new UpstreamUnavailableError('tracking cannot be reached', error);
    },
  );
  if (response.status >= 500) throw new UpstreamUnavailableError(`tracking answered ${response.status}`);
  if (!response.ok) throw new Error(`tracking answered ${response.status} to events ${first.id} to ${last.id}`);
  // By id, not by range: what committed late within the range has not been sent.
  await sql`delete from odoo.outbox where id = any(${rows.map((row) => row.id)}::bigint[])`;
  logger.info({ events: rows.length, firstId: first.id, lastId: last.id }, 'told tracking');
  return rows.length === maxEventsPerPost;
}

type Told = Omit<ChannelEvent, 'version'>;

/** A return comes to the warehouse, and what is cancelled goes nowhere. */
const isLeaving = (event: Told): event is Omit<DeliveryChanged, 'version'> =>
  event.type === 'delivery.changed' &&
  'delivery' in event &&
  (event as DeliveryChanged).delivery.kind === 'OUTGOING' &&
  !(event as DeliveryChanged).delivery.cancelled &&
  !(event as DeliveryChanged).delivery.deleted;

function withPostcode(event: Told, postcodes: ReadonlyMap<number, string>): Told {
  const destinationPostalCode = isLeaving(event) ? postcodes.get(event.delivery.id) : undefined;
  if (!isLeaving(event) || destinationPostalCode === undefined || destinationPostalCode.length > 50) return event;
  return { ...event, delivery: { ...event.delivery, destinationPostalCode } } as Told;
}
