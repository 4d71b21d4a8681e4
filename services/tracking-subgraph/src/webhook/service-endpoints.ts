import type { Sql } from '@milepost/service-kit';
import { eventTypes } from './event-types.ts';

/** Our own services that are told, and where; null: not (any more). */
export type ServiceAddresses = Readonly<Record<string, string | null>>;

/**
 * Endpoints of our own services: made at the start, with the address of the configuration, from now on; one whose address is taken away is paused. They see everything and are told everything. Several instances may do it at once.
 */
export async function ensureServiceEndpoints(sql: Sql, services: ServiceAddresses): Promise<void> {
  for (const [service, url] of Object.entries(services)) {
    if (url === null) {
      await sql`update tracking.webhook_endpoint set url = '', state = 'PAUSED', state_since = now() where service = ${service} and url <> ''`;
      continue;
    }
    await sql`
      with e as (
        insert into tracking.webhook_endpoint as w (service, name, url, event_types, secret, state, state_since)
        values (${service}, ${service}, ${url}, ${[...eventTypes]}, '', 'ACTIVE', now())
        on conflict (service) do update set url = excluded.url, event_types = excluded.event_types,
          -- It was away from the configuration, or failed for days: a start is a new beginning. What a colleague paused stays paused.
          state = case when w.state = 'PAUSED' and w.url <> '' then 'PAUSED' else 'ACTIVE' end, state_reason = null,
          state_since = case when w.state = 'ACTIVE' or (w.state = 'PAUSED' and w.url <> '') then w.state_since else now() end,
          failures = 0, failing_since = null, resting_until = null, rest_reason = null
        returning id)
      insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position) select e.id, 'LIVE', 'RUNNING', h.value, h.value from e, tracking.outbox_head h
      on conflict (endpoint_id) where kind = 'LIVE' do nothing`;
  }
}
