import type { Sql } from '@milepost/service-kit';
import type { ProviderError } from '../connectors/provider-errors.ts';

/** When a provider asks for silence, all instances keep it: they share its account. */
export async function pauseProvider(sql: Sql, provider: string, { kind, waitMs }: ProviderError): Promise<void> {
  if (kind !== 'RATE_LIMITED' || waitMs === null) return;
  await sql`
    update tracking.provider_poll set paused_until = greatest(paused_until, now() + ${waitMs} * interval '1 millisecond')
    where provider = ${provider}`;
}

/** For how long the work waits. A refused key is kept in by the door to the API; another one may lie in its file any moment. */
export function waitAfter({ kind, waitMs }: ProviderError): number {
  return kind === 'AUTHENTICATION' ? 0 : (waitMs ?? 0);
}
