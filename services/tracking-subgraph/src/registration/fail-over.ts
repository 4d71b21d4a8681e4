import type { Sql } from '@milepost/service-kit';
import { listProviderHealth, type ProviderHealthRow } from '../connectors/pacing/provider-health.ts';
import type { Policy } from './decide.ts';
import type { JobQueue } from './job-queue.ts';

const pageSize = 500;
/** Endpoints by which numbers are registered. */
const registering = ['create', 'batch'];

/**
 * Providers at which nothing can be registered: at once where only a person helps (the key is refused, the account has no registrations left), after `afterMs` where they do not answer. Pure.
 */
export function providersDown(
  health: readonly ProviderHealthRow[],
  { afterMs, now }: { afterMs: number; now: Date },
): ReadonlySet<string> {
  const down = health.filter(({ endpoint, state, since, lastError }) => {
    if (state !== 'OPEN' && state !== 'HALF_OPEN') return false;
    if (endpoint !== null && !registering.includes(endpoint)) return false;
    if (lastError === 'AUTHENTICATION' || lastError === 'QUOTA_USED_UP') return true;
    return now.getTime() - since.getTime() >= afterMs;
  });
  return new Set(down.map(({ provider }) => provider));
}

/**
 * Gives numbers that wait for a provider that is down to another one that knows their carrier. Only those that were never sent: what may exist there waits until it is known. One page, in one
 * transaction; answers how many went over, and to whom.
 */
export async function failOver(
  { sql, queue, policy, afterMs }: { sql: Sql; queue: JobQueue; policy: Policy; afterMs: number },
  now: Date,
): Promise<{ moved: number; isMore: boolean; from: readonly string[] }> {
  const down = providersDown(await listProviderHealth(sql), { afterMs, now });
  if (down.size === 0) return { moved: 0, isMore: false, from: [] };
  const { moved, seen } = await sql.begin(async (tx) => {
    const rows = await tx<{ shipmentId: string; carrierCode: string; priority: number }[]>`
      select shipment_id as "shipmentId", carrier_code as "carrierCode", priority from tracking.registration
      where state = 'QUEUED' and wanted = 'TRACKED' and provider = any(${[...down]}) and asked_at is null and remote_id is null and pending is null and carrier_code is not null and (held_until is null or held_until < now())
      order by priority desc, created_at limit ${pageSize} for update skip locked`;
    const jobs = rows.flatMap(({ shipmentId, carrierCode, priority }) => {
      const provider = policy.providerFor(carrierCode, down);
      return provider === null || down.has(provider) ? [] : [{ shipmentId, provider, priority }];
    });
    await tx`
      update tracking.registration r set provider = g.provider, problem = null, updated_at = now()
      from json_to_recordset(${JSON.stringify(jobs)}::text::json) as g("shipmentId" uuid, provider text) where r.shipment_id = g."shipmentId"`;
    await queue.add(tx, jobs);
    return { moved: jobs.length, seen: rows.length };
  });
  // What nobody else can take stands in front: more of the same is not looked through again and again.
  return { moved, isMore: seen === pageSize && moved === seen, from: [...down] };
}
