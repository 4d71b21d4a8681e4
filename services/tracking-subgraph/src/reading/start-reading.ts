import { type Logger, runLoop } from '@milepost/service-kit';
import { Gauge, type Registry } from 'prom-client';
import type { ProviderConfig } from '../config/config.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Pacer } from '../connectors/pacing/pacer.ts';
import { ProviderError, reactions } from '../connectors/provider-errors.ts';
import type { ProviderReader } from '../connectors/provider-reader.ts';
import { ensurePoll, pollOnce } from './catch-up-poll.ts';
import { type ReadingDeps, readBackSome } from './read-back.ts';

const readBackIdleMs = 1_000;
const maxPollIdleMs = 5_000;

export interface Reading extends AsyncDisposable {
  /** Something waits to be read back. */
  wake(): void;
}

/**
 * Everything that we ask providers for by ourselves: ends that have to be confirmed, and what changed in case a webhook was lost. For each provider with an API,
 * while it has a key. Several instances share the work.
 */
export function startReading(
  deps: ReadingDeps & {
    metrics: { registry: Registry };
    connectors: ReadonlyMap<
      string,
      {
        connector: Pick<Connector, 'provider' | 'variables' | 'needsPathToken' | 'createReader'>;
        config: Pick<ProviderConfig, 'webhookSecrets' | 'apiKeys' | 'apiUrl'>;
      }
    >;
    pollIntervalMs: number;
    /** Shared with everybody else who asks providers for something. */
    pacer: Pacer;
  },
): Reading {
  const { sql, logger, metrics, connectors, pollIntervalMs, pacer } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops: ReturnType<typeof runLoop>[] = [];
  const readBacks: ReturnType<typeof runLoop>[] = [];
  for (const { connector, config } of connectors.values()) {
    const { provider, variables, needsPathToken, createReader } = connector;
    const hasKey = () => config.apiKeys().length > 0;
    if (needsPathToken && config.webhookSecrets().length > 0 && !(createReader && hasKey()))
      logger.warn(
        { provider },
        `ends that ${provider} tells are not confirmed by anybody and decide nothing: ${variables}_API_KEY is not set`,
      );
    if (!createReader) continue;
    const reader = createReader({ baseUrl: config.apiUrl, apiKeys: config.apiKeys, pacer });
    const given = { provider, reader, signal };
    const steps = createSteps(deps, given, hasKey, noteOnce(logger, provider), pollIntervalMs);
    const readBack = runLoop({ name: `read-back-${provider}`, idleMs: readBackIdleMs, logger, step: steps.readBack });
    const idleMs = Math.min(maxPollIdleMs, pollIntervalMs);
    loops.push(readBack, runLoop({ name: `poll-${provider}`, idleMs, logger, step: steps.poll }));
    readBacks.push(readBack);
  }
  new Gauge({
    name: 'tracking_poll_last_success_timestamp_seconds',
    help: 'When the last listing of what changed at a provider came to its end, by whichever instance',
    labelNames: ['provider'],
    registers: [metrics.registry],
    async collect() {
      const rows = await sql<{ provider: string; at: string }[]>`
        select provider, extract(epoch from last_success_at) as at from tracking.provider_poll where last_success_at is not null`.catch(
        () => [],
      );
      for (const { provider, at } of rows) this.set({ provider }, Number(at));
    },
  });
  new Gauge({
    name: 'tracking_read_back_waiting',
    help: 'Shipments with an end that waits for its confirmation',
    labelNames: ['provider'],
    registers: [metrics.registry],
    async collect() {
      const rows = await sql<{ provider: string; n: number }[]>`
        select provider, count(*)::int as n from tracking.read_back where given_up_at is null group by provider`.catch(
        () => null,
      );
      if (rows === null) return;
      this.reset();
      for (const { provider, n } of rows) this.set({ provider }, n);
    },
  });
  return {
    wake() {
      for (const loop of readBacks) loop.wake();
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

function createSteps(
  deps: ReadingDeps,
  given: { provider: string; reader: ProviderReader; signal: AbortSignal },
  hasKey: () => boolean,
  note: (error: ProviderError | null) => void,
  intervalMs: number,
) {
  let isThere = false;
  /** Until there is nothing more to do; what a provider did wrong is told once and waits for its time in the table. */
  const quietly = async (work: () => Promise<boolean>): Promise<boolean> => {
    if (!hasKey() || given.signal.aborted) return false;
    if (!isThere) await ensurePoll(deps, given.provider);
    isThere = true;
    try {
      const isWorking = await work();
      if (isWorking) note(null);
      return isWorking;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (!given.signal.aborted) note(error);
      return false;
    }
  };
  return {
    readBack: () => quietly(async () => (await readBackSome(deps, given)) > 0),
    poll: () => quietly(() => pollOnce(deps, { ...given, intervalMs })),
  };
}

/** A provider that is out of order is told when that begins, when it becomes something else, and when it is over; not with each try. */
function noteOnce(logger: Logger, provider: string): (error: ProviderError | null) => void {
  let known: ProviderError['kind'] | null = null;
  return (error) => {
    if ((error?.kind ?? null) === known) return;
    known = error?.kind ?? null;
    if (error === null) return logger.info({ provider }, 'the provider answers again');
    const { kind } = error;
    const needsSomebody = kind === 'AUTHENTICATION' || reactions[kind].next === 'show it to an operator';
    logger[needsSomebody ? 'error' : 'warn']({ provider, kind, code: error.code }, 'a provider cannot be read');
  };
}
