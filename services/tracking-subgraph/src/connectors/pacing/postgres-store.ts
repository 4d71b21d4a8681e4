import type { Sql } from '@milepost/service-kit';
import { type BreakerState, type Health, healthy, wholeProvider } from './breaker.ts';
import { type PaceRequest, type PacingStore, restMs } from './pacer.ts';

interface HealthRow extends Omit<Health, 'refusedKey'> {
  state: BreakerState;
  refusedKey: string | null;
}

const health = `
  endpoint, state, extract(epoch from since) * 1000 as since, failures, extract(epoch from failing_since) * 1000 as "failingSince",
  extract(epoch from retry_at) * 1000 as "retryAt", extract(epoch from paused_until) * 1000 as "pausedUntil", refused_key as "refusedKey",
  last_error as "lastError", version`;

/**
 * $1 provider, $2 endpoint, $3 tokens to leave, $4 also while something is wrong, $5 milliseconds of the lease. clock_timestamp(), because a token must be free now, not when the statement began; a token that another
 * session took meanwhile is looked at again when its lock is got, and left.
 */
const take = `
  with health as materialized (
    select ${health} from tracking.provider_endpoint where provider = $1 and endpoint in ('${wholeProvider}', $2)),
  gate as materialized (
    select coalesce(bool_or(state <> 'CLOSED' or "pausedUntil" > extract(epoch from clock_timestamp()) * 1000), false) as is_troubled from health),
  free as materialized (
    select slot from tracking.provider_token where provider = $1 and endpoint = $2 and free_at <= clock_timestamp()
      and ($4::boolean or not (select is_troubled from gate))),
  one as materialized (
    select slot from tracking.provider_token where provider = $1 and endpoint = $2 and free_at <= clock_timestamp()
      and (select count(*) from free) > $3::int
    order by slot limit 1 for update skip locked),
  taken as (
    update tracking.provider_token t set free_at = clock_timestamp() + $5::float8 * interval '1 millisecond', lease = gen_random_uuid()
    from one where t.provider = $1 and t.endpoint = $2 and t.slot = one.slot returning t.slot, t.lease)
  select (select json_build_object('slot', slot, 'lease', lease) from taken) as token,
    (select coalesce(json_agg(health), '[]') from health) as rows,
    (select json_agg(least(greatest(extract(epoch from free_at - clock_timestamp()) * 1000, 0), case when lease is null then 'infinity'::float8 else ${restMs} end))
      from tracking.provider_token where provider = $1 and endpoint = $2) as waits,
    extract(epoch from clock_timestamp()) * 1000 as now`;

/**
 * Tokens and breakers in the tables provider_token and provider_endpoint, shared by all processes on one database: they share the provider's account, too. The database's clock alone
 * counts. One statement to take a token and one to give it back; breakers are written only when something changes.
 */
export function createPostgresStore(sql: Sql): PacingStore {
  const made = new Map<string, Promise<void>>();

  /** The rows of an endpoint, once for each process: a rate that changed changes the number of tokens. */
  function ensure({ provider, endpoint, perSecond }: PaceRequest): Promise<void> {
    const name = `${provider} ${endpoint}`;
    const known = made.get(name);
    if (known) return known;
    const making = (async () => {
      await sql`
        insert into tracking.provider_endpoint (provider, endpoint) values (${provider}, ${wholeProvider}), (${provider}, ${endpoint})
        on conflict do nothing`;
      await sql`
        insert into tracking.provider_token (provider, endpoint, slot)
        select ${provider}, ${endpoint}, n from generate_series(1, ${perSecond}) n on conflict do nothing`;
      await sql`delete from tracking.provider_token where provider = ${provider} and endpoint = ${endpoint} and slot > ${perSecond}`;
    })();
    made.set(name, making);
    making.catch(() => made.delete(name));
    return making;
  }

  const pick = (rows: readonly HealthRow[], endpoint: string): Health =>
    rows.find((row) => row.endpoint === endpoint) ?? healthy(endpoint);

  return {
    async take(request) {
      await ensure(request);
      const { provider, endpoint, reserve, isForced, timeoutMs } = request;
      const [row] = await sql.unsafe<
        { token: { slot: number; lease: string } | null; rows: HealthRow[]; waits: number[] | null; now: string }[]
      >(take, [provider, endpoint, reserve, isForced, timeoutMs + restMs], { prepare: true });
      if (!row) throw new Error('a select without a row');
      return {
        token: row.token,
        freeInMs: (row.waits ?? []).toSorted((a, b) => a - b),
        now: Number(row.now),
        whole: pick(row.rows, wholeProvider),
        own: pick(row.rows, endpoint),
      };
    },
    async giveBack({ provider, endpoint }, { slot, lease }, isUsed) {
      await sql`
        update tracking.provider_token set free_at = clock_timestamp() + ${isUsed ? restMs : 0} * interval '1 millisecond', lease = null
        where provider = ${provider} and endpoint = ${endpoint} and slot = ${slot} and lease = ${lease}`;
    },
    async read({ provider, endpoint }) {
      const [row] = await sql.unsafe<{ rows: HealthRow[]; now: string }[]>(
        `with health as (select ${health} from tracking.provider_endpoint where provider = $1 and endpoint in ('${wholeProvider}', $2))
         select coalesce(json_agg(health), '[]') as rows, extract(epoch from clock_timestamp()) * 1000 as now from health`,
        [provider, endpoint],
        { prepare: true },
      );
      const rows = row?.rows ?? [];
      return { now: Number(row?.now), whole: pick(rows, wholeProvider), own: pick(rows, endpoint) };
    },
    async change(provider, before, after) {
      const at = (ms: number | null) => (ms === null ? null : ms / 1_000);
      const changed = await sql`
        update tracking.provider_endpoint set state = ${after.state}, since = to_timestamp(${at(after.since)}::float8), failures = ${after.failures},
          failing_since = to_timestamp(${at(after.failingSince)}::float8), retry_at = to_timestamp(${at(after.retryAt)}::float8),
          paused_until = to_timestamp(${at(after.pausedUntil)}::float8), refused_key = ${after.refusedKey}, last_error = ${after.lastError}, version = ${after.version}
        where provider = ${provider} and endpoint = ${before.endpoint} and version = ${before.version} returning 1`;
      return changed.length > 0;
    },
  };
}
