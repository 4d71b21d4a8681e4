import {
  type ChannelEvent,
  type Logger,
  maxEventsPerPost,
  type Sql,
  signWebhook,
  UpstreamUnavailableError,
} from '@milepost/service-kit';

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
  logger,
  now = () => new Date(),
}: {
  sql: Sql;
  url: string;
  secrets: () => readonly string[];
  logger: Logger;
  now?: () => Date;
}): Promise<boolean> {
  const rows = await sql<
    { id: string; body: Omit<ChannelEvent, 'version'> }[]
  >`select id, body from odoo.outbox order by id limit ${maxEventsPerPost}`;
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return false;
  const body = JSON.stringify({ events: rows.map((row) => ({ ...row.body, version: Number(row.id) })) });
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
