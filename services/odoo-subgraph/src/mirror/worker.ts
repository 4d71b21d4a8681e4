import { type Logger, runLoop } from '@milepost/service-kit';
import postgres, { type Sql } from 'postgres';
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
  send,
  intervalMs,
  logger,
}: {
  databaseUrl: string;
  sync: ReturnType<typeof createSync>;
  send: Omit<Parameters<typeof sendOutbox>[0], 'logger'>;
  intervalMs: number;
  logger: Logger;
}): AsyncDisposable {
  let leader: Sql | undefined;

  async function isLeader(): Promise<boolean> {
    const client =
      leader ??
      postgres(databaseUrl, {
        max: 1,
        idle_timeout: 0,
        max_lifetime: null,
        connect_timeout: 5,
        onnotice: () => {},
        connection: { application_name: 'milepost-odoo-leader' },
      });
    try {
      // A connection made anew in silence holds no lock: asked on every pass.
      const [row] = await client<{ held: boolean }[]>`
        select case when exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted)
          then true else pg_try_advisory_lock(hashtext(${lockName})) end as held`;
      if (row?.held) {
        leader = client;
        return true;
      }
      leader = undefined;
      await client.end({ timeout: 1 });
      return false;
    } catch (error) {
      leader = undefined;
      await client.end({ timeout: 1 }).catch(() => {});
      throw error;
    }
  }

  const sender = runLoop({
    name: 'channel',
    idleMs: 500,
    logger,
    step: async () => (leader ? sendOutbox({ ...send, logger }) : false),
  });
  const reader = runLoop({
    name: 'sync',
    idleMs: intervalMs,
    logger,
    step: async () => {
      if (!(await isLeader())) return false;
      try {
        await sync.runOnce();
      } finally {
        sender.wake();
      }
      return false;
    },
  });
  return {
    async [Symbol.asyncDispose]() {
      await reader.stop();
      await sender.stop();
      await leader?.end({ timeout: 2 });
    },
  };
}
