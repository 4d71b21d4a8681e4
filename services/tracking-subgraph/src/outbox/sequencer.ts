import { type Logger, runLoop } from '@milepost/service-kit';
import postgres, { type Sql } from 'postgres';
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
 * Gives committed milestones their numbers, so that a lower number never appears after a higher one was handed out. One leader: it holds a
 * session lock on the very connection that numbers, so when it dies the lock dies with it and another instance goes on. Needs a
 * direct connection, not a transaction-mode pooler.
 */
export async function startSequencer({
  databaseUrl,
  wakeBus,
  logger,
}: {
  databaseUrl: string;
  wakeBus: WakeBus;
  logger: Logger;
}): Promise<AsyncDisposable> {
  let leader: Sql | undefined;
  // Without idle timeout and life time: losing the connection must mean losing the lock, and nothing else may end it.
  const connect = () =>
    postgres(databaseUrl, {
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 5,
      onnotice: () => {},
      connection: { application_name: 'milepost-sequencer' },
    });

  async function step(): Promise<boolean> {
    const client = leader ?? connect();
    try {
      // Asked again on each pass, nested on the same session: a connection made anew in silence holds no lock and must not number.
      const [held] = await client<{ held: boolean }[]>`
        select case when exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted)
          then true else pg_try_advisory_lock(hashtext(${lockName})) end as held`;
      if (!held?.held) {
        leader = undefined;
        await client.end({ timeout: 1 });
        return false;
      }
      leader = client;
      const [row] = await client.unsafe<{ numbered: number }[]>(numberWaiting, [], { prepare: true });
      if (!row) return false;
      wakeBus.wake('numbered');
      return row.numbered === batch;
    } catch (error) {
      leader = undefined;
      await client.end({ timeout: 1 }).catch(() => {});
      throw error;
    }
  }

  const loop = runLoop({ name: 'sequencer', step, idleMs: 100, logger });
  const unlisten = wakeBus.onWake('outbox', () => loop.wake());
  return {
    async [Symbol.asyncDispose]() {
      unlisten();
      await loop.stop();
      await leader?.end({ timeout: 2 });
    },
  };
}
