import type { Logger, Sql } from '@milepost/service-kit';
import { Counter, Gauge, type Registry } from 'prom-client';
import { realClock } from '../provider-api.ts';
import type { ProviderErrorKind } from '../provider-errors.ts';
import type { BreakerState } from './breaker.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createPostgresStore } from './postgres-store.ts';

export interface ProviderHealthRow {
  provider: string;
  /** Null: the provider as a whole, for its key and its pauses. */
  endpoint: string | null;
  state: BreakerState;
  since: Date;
  /** One after the other, without an answer between. */
  failures: number;
  /** When it is tried again, or the pause is over; null while it is asked. */
  retryAt: Date | null;
  /** Of the last failure, also when it is over. */
  lastError: ProviderErrorKind | null;
}

/** How providers fare, as all processes see it; an endpoint shows once something was sent to it. */
export async function listProviderHealth(sql: Sql): Promise<readonly ProviderHealthRow[]> {
  return sql<ProviderHealthRow[]>`
    select provider, nullif(endpoint, '*') as endpoint, state, since, failures, last_error as "lastError",
      nullif(greatest(case when state <> 'CLOSED' then retry_at end, case when paused_until > now() then paused_until end), '-infinity') as "retryAt"
    from tracking.provider_endpoint order by provider, provider_endpoint.endpoint <> '*', provider_endpoint.endpoint`;
}

/** Whether the provider asked for silence: then work need not even be looked for. */
export async function isProviderPaused(sql: Sql, provider: string): Promise<boolean> {
  const rows = await sql`
    select 1 from tracking.provider_endpoint where provider = ${provider} and endpoint = '*' and paused_until > now()`;
  return rows.length > 0;
}

/** The pacer of a process, which shares its tokens and breakers with all others on the database; with its metrics, and a line in the log when a breaker moves. */
export function startProviderPacing({
  sql,
  metrics,
  logger,
}: {
  sql: Sql;
  metrics: { registry: Registry };
  logger: Logger;
}): Pacer {
  const registers = [metrics.registry];
  const requests = new Counter({
    name: 'tracking_provider_requests_total',
    help: 'Requests to providers by endpoint and what came of them: ok, or the kind of error',
    labelNames: ['provider', 'endpoint', 'outcome'],
    registers,
  });
  new Gauge({
    name: 'tracking_provider_state',
    help: 'Breakers: 0 asked, 1 only for what cannot wait, 2 one request tries, 3 not asked; endpoint * is the provider as a whole',
    labelNames: ['provider', 'endpoint'],
    registers,
    async collect() {
      const rows = await listProviderHealth(sql).catch(() => null);
      if (rows === null) return;
      this.reset();
      for (const { provider, endpoint, state } of rows)
        this.set({ provider, endpoint: endpoint ?? '*' }, ['CLOSED', 'SHEDDING', 'HALF_OPEN', 'OPEN'].indexOf(state));
    },
  });
  return createPacer({
    store: createPostgresStore(sql),
    // Nobody sets it: what is left of a request's time is what it is.
    clock: { ...realClock, now: () => performance.now() },
    onDone: ({ provider, endpoint }, { kind }) => requests.inc({ provider, endpoint, outcome: kind ?? 'ok' }),
    onChange({ provider }, before, { endpoint, state, failures, lastError }) {
      const facts = { provider, endpoint, failures, kind: lastError };
      if (state === 'CLOSED') logger.info(facts, 'a provider is asked again');
      else if (state === 'OPEN' && before.state !== 'HALF_OPEN')
        // Only a person helps against these two.
        logger[lastError === 'AUTHENTICATION' || lastError === 'QUOTA_USED_UP' ? 'error' : 'warn'](
          facts,
          'a provider is not asked any more',
        );
    },
    onProblem: (err) => logger.warn({ err }, 'the tokens for requests to providers cannot be reached'),
  });
}
