import { createLeadership, type Logger, runLoop } from '@milepost/service-kit';
import type { WakeBus } from '../wake/wake-bus.ts';

const batch = 2000;
const lockName = 'tracking.sequencer';

// The counter is a row, not a sequence: a rolled back pass leaves no gap.
const numberWaiting = `
  with b as (select id from tracking.outbox where seq is null order by id limit ${batch} for update),
    n as (select id, row_number() over (order by id) as k from b),
    h as (select value as v from tracking.outbox_head for update),
    u as (update tracking.outbox o set seq = (select v from h) + n.k from n where o.id = n.id returning 1)
  update tracking.outbox_head set value = value + (select count(*) from u) where exists (select 1 from u) returning (select count(*)::int from u) as numbered`;

/**
 * Gives committed milestones their numbers, so that a lower number never appears after a higher one was handed out. One leader, which numbers on
 * the very connection that holds its lock; when it dies another instance goes on.
 */
export async function startSequencer({
  databaseUrl,
  wakeBus,
  logger,
  pollMs = 100,
}: {
  databaseUrl: string;
  wakeBus: WakeBus;
  logger: Logger;
  /** How long it goes without looking where no wake-up comes. */
  pollMs?: number;
}): Promise<AsyncDisposable> {
  const leadership = createLeadership({ databaseUrl, lockName, application: 'milepost-sequencer' });

  async function step(): Promise<boolean> {
    const client = await leadership.lead();
    if (!client) return false;
    const [row] = await client.unsafe<{ numbered: number }[]>(numberWaiting, [], { prepare: true });
    if (!row) return false;
    wakeBus.wake('numbered');
    return row.numbered === batch;
  }

  const loop = runLoop({ name: 'sequencer', step, idleMs: pollMs, logger });
  const unlisten = wakeBus.onWake('outbox', () => loop.wake());
  return {
    async [Symbol.asyncDispose]() {
      unlisten();
      await loop.stop();
      await leadership[Symbol.asyncDispose]();
    },
  };
}
