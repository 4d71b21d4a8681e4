import postgres, { type Sql } from 'postgres';
import { clientDefaults } from './database.ts';

/** How long a follower waits between tries: also the longest pause after a leader has died, beside what its session takes to end. */
const retryMs = 100;
const answerMs = 10_000;

export interface Leadership extends AsyncDisposable {
  /**
   * The connection that holds the lock, or null while another instance leads. Asked before each piece of work, which is then done on this very
   * connection: when it dies, the lock dies with it. Throws when the database cannot be reached.
   */
  lead(): Promise<Sql | null>;
}

/**
 * One leader among all instances, by a session lock. A follower keeps its connection and only asks again. A leader whose machine has vanished without a word
 * is found out by the server within about ten seconds, instead of the two hours that TCP allows by itself. Needs a direct connection, not a
 * transaction-mode pooler.
 */
export function createLeadership({
  databaseUrl,
  lockName,
  application,
}: {
  databaseUrl: string;
  lockName: string;
  application: string;
}): Leadership {
  let client: Sql | undefined;
  let isLeader = false;
  let askedAt = 0;

  const drop = async () => {
    const lost = client;
    client = undefined;
    isLeader = false;
    await lost?.end({ timeout: 1 }).catch(() => {});
  };
  return {
    async lead() {
      if (!isLeader && client && Date.now() - askedAt < retryMs) return null;
      askedAt = Date.now();
      // Without idle timeout and life time: losing the connection must mean losing the lock, and nothing else may end it.
      client ??= postgres(databaseUrl, {
        max: 1,
        idle_timeout: 0,
        max_lifetime: null,
        keep_alive: 5,
        ...clientDefaults,
        connection: {
          application_name: application,
          tcp_keepalives_idle: 5,
          tcp_keepalives_interval: 2,
          tcp_keepalives_count: 3,
          tcp_user_timeout: 10_000,
        },
      });
      try {
        // Asked again each time, on the same session: a connection made anew in silence holds no lock and must not lead.
        const [row] = await answered(
          client<{ held: boolean }[]>`
            select case when exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted)
              then true else pg_try_advisory_lock(hashtext(${lockName})) end as held`,
        );
        isLeader = row?.held === true;
        return isLeader ? client : null;
      } catch (error) {
        await drop();
        throw error;
      }
    },
    [Symbol.asyncDispose]: drop,
  };
}

/** A database that vanished gives no answer at all. */
async function answered<T>(query: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      query,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(Object.assign(new Error('the database gave no answer'), { code: 'CONNECT_TIMEOUT' })),
          answerMs,
        );
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
