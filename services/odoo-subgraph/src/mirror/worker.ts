import { createLeadership, type Logger, runLoop } from '@milepost/service-kit';
import { sendOutbox } from '../channel/sender.ts';
import type { createSync } from './sync.ts';

const lockName = 'odoo.sync';

/**
 * The one reader of Odoo and the one sender to tracking, however many instances run: a session lock on a connection of its own decides, and
 * dies with it.
 */
export function startWorker({
  databaseUrl,
  sync,
  dropOld,
  applyRegions,
  send,
  intervalMs,
  sweepIntervalMs,
  logger,
}: {
  databaseUrl: string;
  sync: ReturnType<typeof createSync>;
  /** A batch of what tracking told, and what we wrote, long ago; true while there is more. */
  dropOld: () => Promise<boolean>;
  /** One batch of orders under changed rules; true while there is more. */
  applyRegions: () => Promise<boolean>;
  send: Omit<Parameters<typeof sendOutbox>[0], 'logger'>;
  intervalMs: number;
  /** Between two looks of the reconciliation. */
  sweepIntervalMs: number;
  logger: Logger;
}): AsyncDisposable {
  const leadership = createLeadership({ databaseUrl, lockName, application: 'milepost-odoo-leader' });
  let isLeader = false;
  let regionsStand = false;
  let sweptAt = Number.NEGATIVE_INFINITY;

  const sender = runLoop({
    name: 'channel',
    idleMs: 500,
    logger,
    step: async () => (isLeader ? sendOutbox({ ...send, logger }) : false),
  });
  const reader = runLoop({
    name: 'sync',
    idleMs: intervalMs,
    logger,
    step: async () => {
      const client = await leadership.lead().catch((error: unknown) => {
        isLeader = false;
        throw error;
      });
      isLeader = client !== null;
      if (!isLeader) return false;
      try {
        while (!regionsStand) regionsStand = !(await applyRegions());
        await sync.runOnce();
        if (performance.now() - sweptAt >= sweepIntervalMs) {
          sweptAt = performance.now();
          await sync.sweepPage();
        }
      } finally {
        sender.wake();
      }
      return false;
    },
  });
  const hints = runLoop({
    name: 'hints',
    idleMs: 500,
    logger,
    step: async () => {
      if (!isLeader) return false;
      const more = await sync.readHints();
      sender.wake();
      return more;
    },
  });
  const housekeeping = runLoop({ name: 'housekeeping', idleMs: 600_000, logger, step: dropOld });
  return {
    async [Symbol.asyncDispose]() {
      await housekeeping.stop();
      await hints.stop();
      await reader.stop();
      await sender.stop();
      await leadership[Symbol.asyncDispose]();
    },
  };
}
