import { isProviderPaused } from '../connectors/pacing/provider-health.ts';
import { ProviderError } from '../connectors/provider-errors.ts';
import type { ProviderReader } from '../connectors/provider-reader.ts';
import type { ReadingDeps } from './read-back.ts';
import { takeIn } from './take-in.ts';
import { waitAfter } from './wait-after.ts';

/** How far the first listing of all looks back: what a shop that starts with us has under way is registered with its history anyway. */
const firstLookDays = 3;
/** Longer than the longest page with its tries and pauses; a listing whose process died goes on after it. */
const leaseSeconds = 300;
const maxWaitMs = 600_000;

/** A key that was refused before is not sent again: nobody was asked. */
export const wasAsked = ({ code }: ProviderError): boolean => code !== 'REFUSED';

/** The provider's row, made once. */
export async function ensurePoll({ sql }: Pick<ReadingDeps, 'sql'>, provider: string): Promise<void> {
  await sql`
    insert into tracking.provider_poll (provider, read_until) values (${provider}, now() - ${firstLookDays} * interval '1 day') on conflict do nothing`;
}

/**
 * Lists what changed at a provider since the last listing that came to its end, and puts every tracking into the inbox, so that a webhook that never came costs one
 * interval. One instance at a time; one that dies leaves the window as it was, and what was read twice is one message. Answers whether it listed.
 * Throws ProviderError after it has noted when to try again.
 */
export async function pollOnce(
  deps: ReadingDeps,
  {
    provider,
    reader,
    intervalMs,
    signal,
  }: { provider: string; reader: ProviderReader; intervalMs: number; signal: AbortSignal },
): Promise<boolean> {
  const { sql, metrics, logger } = deps;
  if (await isProviderPaused(sql, provider)) return false;
  const [held] = await sql<{ lease: string; read_until: Date; started_at: string }[]>`
    with due as (
      select provider from tracking.provider_poll
      where provider = ${provider} and next_at <= now() and coalesce(leased_until, '-infinity') <= now()
      for update skip locked)
    update tracking.provider_poll p set lease = gen_random_uuid(), leased_until = now() + ${leaseSeconds} * interval '1 second' from due
    where p.provider = due.provider returning p.lease, p.read_until, now()::text as started_at`;
  if (!held) return false;
  const { lease, read_until, started_at } = held;
  let trackings = 0;
  try {
    for await (const texts of reader.changedSince(new Date(read_until.getTime() - reader.overlapMs), signal)) {
      await takeIn(deps, provider, texts);
      trackings += texts.length;
      metrics.trackingsRead.inc({ provider, by: 'poll' }, texts.length);
      const kept = await sql`
        update tracking.provider_poll set leased_until = now() + ${leaseSeconds} * interval '1 second' where provider = ${provider} and lease = ${lease} returning 1`;
      if (kept.length === 0) return true; // Too slow: another instance does it all.
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (signal.aborted) {
      await sql`update tracking.provider_poll set lease = null, leased_until = null where provider = ${provider} and lease = ${lease}`;
      return false;
    }
    metrics.providerReads.inc({ provider, outcome: error.kind });
    // Growing waits would keep another key waiting, too.
    const mostDoubled = error.kind === 'AUTHENTICATION' ? 0 : 10;
    await sql`
      with a as (insert into tracking.provider_ask (provider, outcome) select ${provider}, ${error.kind} where ${wasAsked(error)})
      update tracking.provider_poll set lease = null, leased_until = null, failures = failures + 1, last_error = ${`${error.kind} (${error.code})`},
        next_at = now() + greatest(${waitAfter(error)}, least(${Math.min(intervalMs, maxWaitMs)}, 15000 * 2 ^ least(failures, ${mostDoubled}))) * interval '1 millisecond'
      where provider = ${provider} and lease = ${lease}`;
    throw error;
  }
  metrics.providerReads.inc({ provider, outcome: 'ok' });
  await sql`
    with a as (insert into tracking.provider_ask (provider, at, outcome) values (${provider}, ${started_at}::text::timestamptz, 'ANSWERED'))
    update tracking.provider_poll set lease = null, leased_until = null, failures = 0, last_error = null, last_success_at = now(),
      read_until = ${started_at}::text::timestamptz, next_at = ${started_at}::text::timestamptz + ${intervalMs} * interval '1 millisecond'
    where provider = ${provider} and lease = ${lease}`;
  logger.debug({ provider, trackings }, 'polled');
  return true;
}
