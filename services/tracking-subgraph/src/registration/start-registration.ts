import { type Logger, runLoop, type Sql } from '@milepost/service-kit';
import type { ProviderRegistrar } from '../connectors/provider-registrar.ts';
import type { WakeBus } from '../wake/wake-bus.ts';
import { failOver } from './fail-over.ts';
import type { JobQueue } from './job-queue.ts';
import { createRegistrar } from './registrar.ts';
import type { FactSeal } from './registration-facts.ts';
import { countOverdue, overdueHours } from './registration-report.ts';
import type { Switchable } from './told-fields.ts';
import { type Registering, wantRegistrations } from './want-registrations.ts';

const sweepEveryMs = 60_000;
const failOverEveryMs = 5_000;
const sweepSize = 500;
/** What was asked for so long ago and is not done: its job is looked after. */
const pendingGraceMs = 600_000;

/**
 * Does registrations at providers until told to stop: `workers` loops a provider, and a sweep that finds what has no job (it was wanted while no provider was configured, or its job was given
 * up) or whose carrier is known now, and says when some have waited for too long. Many processes may run it.
 */
export function startRegistration({
  registrars,
  workers,
  retryMs,
  sends,
  factSeal,
  failOverMs,
  queue,
  registering,
  sql,
  wakeBus,
  onSettled,
  onOverdue,
  logger,
}: {
  registrars: ReadonlyMap<string, ProviderRegistrar>;
  workers: number;
  retryMs: number;
  sends: readonly Switchable[];
  factSeal: FactSeal;
  /** After so long without an answer another provider gets what waits; null: never. */
  failOverMs: number | null;
  queue: JobQueue;
  registering: Registering;
  sql: Sql;
  wakeBus: WakeBus;
  onSettled: (provider: string, outcome: string, count: number) => void;
  /** How many have waited for too long, now. */
  onOverdue: (count: number) => void;
  logger: Logger;
}): AsyncDisposable {
  const stopping = new AbortController();
  const loops = [...registrars].flatMap(([provider, registrar]) => {
    const doJobs = createRegistrar({
      provider,
      registrar,
      queue,
      sql,
      retryMs,
      sends,
      factSeal,
      logger,
      onSettled(outcome, count) {
        onSettled(provider, outcome, count);
        // Some of it may be wanted anew.
        if (outcome === 'DELETED') sweep.wake();
      },
    });
    let pausedUntil = 0;
    return Array.from({ length: workers }, (_, i) =>
      runLoop({
        name: `registration-${provider}-${i + 1}`,
        idleMs: 1_000,
        logger,
        async step() {
          if (stopping.signal.aborted || Date.now() < pausedUntil) return false;
          const { jobs, pauseMs } = await doJobs(stopping.signal);
          if (pauseMs > 0) pausedUntil = Date.now() + pauseMs;
          return jobs > 0 && pauseMs === 0;
        },
      }),
    );
  });
  let isOverdue = false;
  const failingOver = runLoop({
    name: 'registration-fail-over',
    idleMs: failOverEveryMs,
    logger,
    async step() {
      if (failOverMs === null || registrars.size < 2) return false;
      const { moved, isMore, from } = await failOver(
        { sql, queue, policy: registering.policy, afterMs: failOverMs },
        new Date(),
      );
      if (moved === 0) return false;
      logger.warn({ moved, from }, 'registrations go to another provider');
      onSettled(from.join(','), 'FAILED_OVER', moved);
      for (const loop of loops) loop.wake();
      return isMore;
    },
  });
  const sweep = runLoop({
    name: 'registration-sweep',
    idleMs: sweepEveryMs,
    logger,
    async step() {
      const count = await sql.begin(async (tx) => {
        // Wanted while their provider was not configured, or given up by the queue; one that has a job gets no second one.
        const pending = await tx<{ shipmentId: string; provider: string; priority: number }[]>`
          select shipment_id as "shipmentId", provider, priority from tracking.registration
          where pending is not null and pending_since < now() - ${pendingGraceMs} * interval '1 millisecond' and provider = any(${[...registrars.keys()]}) order by pending_since limit ${sweepSize}`;
        await queue.add(tx, pending);
        const rows = await tx<{ shipment_id: string }[]>`
          select shipment_id from tracking.registration where state = 'QUEUED' and provider is null order by created_at limit ${sweepSize}`;
        return wantRegistrations(
          tx,
          registering,
          rows.map((row) => row.shipment_id),
        );
      });
      if (count > 0) for (const loop of loops) loop.wake();
      const { oldest, overdue } = await countOverdue(sql);
      onOverdue(overdue);
      if (overdue > 0 && !isOverdue)
        logger.error({ overdue, oldest }, `registrations or deletions wait for more than ${overdueHours} hours`);
      isOverdue = overdue > 0;
      return count >= sweepSize;
    },
  });
  const unlisten = wakeBus.onWake('registration', () => {
    for (const loop of loops) loop.wake();
  });
  return {
    async [Symbol.asyncDispose]() {
      unlisten();
      stopping.abort();
      await Promise.all([sweep, failingOver, ...loops].map((loop) => loop.stop()));
    },
  };
}
