import type { Sql, TransactionSql } from 'postgres';

/** Statements as one viewer may read them, prepared: see `readAs`. */
export interface Reader {
  unsafe<T extends readonly object[]>(text: string, values?: readonly unknown[]): Promise<T>;
}

/**
 * Reads under the settings that row-level security tests (the second wall; the statement carries its scope itself, which is the first). `sql` is a client
 * whose sessions have a role that owns nothing. Statements that come together share a read-only transaction, which holds the settings and ends as soon as
 * nobody asks any more: the loaders of one operation pay for one. A statement that fails takes only itself down; its neighbours are asked again.
 */
export function readAs(sql: Sql, settings: Readonly<Record<string, string>>): Reader {
  const names = Object.keys(settings);
  const values = names.flatMap((name) => [name, settings[name] as string]);
  const set = `select ${names.map((_, i) => `set_config($${i * 2 + 1}, $${i * 2 + 2}, true)`).join(', ')}`;
  let current: Burst | null = null;

  function begin(): Burst {
    let running = 0;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const opened = new Promise<TransactionSql>((resolve, reject) => {
      sql
        .begin('read only', async (tx) => {
          // Sent ahead of the first statement, not waited for: without them nothing is seen.
          tx.unsafe(set, values, { prepare: true }).catch(() => {});
          resolve(tx);
          await ended;
        })
        // What failed inside has been told to whoever asked.
        .catch(reject);
    });
    const burst: Burst = {
      async run(text, given) {
        running += 1;
        try {
          return await (await opened).unsafe(text, given as never, { prepare: true });
        } catch (error) {
          if (current === burst) current = null;
          throw error;
        } finally {
          running -= 1;
          if (running === 0) afterwards(() => running === 0 && leave());
        }
      },
    };
    const leave = () => {
      if (current === burst) current = null;
      end();
    };
    return burst;
  }

  return {
    async unsafe<T extends readonly object[]>(text: string, given: readonly unknown[] = []) {
      const ask = () => {
        current ??= begin();
        return current.run(text, given);
      };
      // A neighbour's failure ended the transaction under this one.
      const rows = await ask().catch((error: unknown) => {
        if ((error as { code?: unknown } | null)?.code === inFailedTransaction) return ask();
        throw error;
      });
      // What a statement gives is for its caller to say, as with the client itself.
      return rows as T;
    },
  };
}

interface Burst {
  run(text: string, given: readonly unknown[]): Promise<unknown>;
}

const inFailedTransaction = '25P02';

/** When everything that follows from an answer at once has been asked: loaders collect within a turn of the event loop. */
function afterwards(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
