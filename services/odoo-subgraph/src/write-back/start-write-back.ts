import { createLeadership, type Logger, runLoop, type Sql } from '@milepost/service-kit';
import type { OdooClient } from '../odoo/client.ts';
import { noticeClosedToDos } from './closed-to-dos.ts';
import type { Wanted } from './plan-effects.ts';
import type { WriteBackPolicy } from './policy.ts';
import { takeNews } from './take-news.ts';
import { odooGivesUpMs, writeDue } from './write-effects.ts';

const lockName = 'odoo.write-back';
/** Between two looks at what came. Nobody waits for it: what is to be written is gathered for longer. */
const takeMs = 2_000;

/**
 * The one writer to Odoo, however many instances run: a session lock decides. Takes news, writes what is due, and looks each minute which of our to-dos people have closed.
 */
export function startWriteBack({
  databaseUrl,
  sql,
  odoo,
  policy,
  logger,
  onOutcome,
  now = () => new Date(),
  uncertainMs = odooGivesUpMs,
  lookMs = 60_000,
}: {
  databaseUrl: string;
  sql: Sql;
  odoo: OdooClient;
  policy: WriteBackPolicy;
  logger: Logger;
  onOutcome: (kind: Wanted['kind'], outcome: string) => void;
  now?: () => Date;
  uncertainMs?: number;
  /** Between two looks at our open to-dos; milliseconds. */
  lookMs?: number;
}): AsyncDisposable {
  const leadership = createLeadership({ databaseUrl, lockName, application: 'milepost-odoo-writer' });
  let isLeader = false;
  const writer = runLoop({
    name: 'write-back',
    idleMs: 1_000,
    logger,
    step: async () => isLeader && writeDue({ sql, odoo, policy, logger, now, uncertainMs, onOutcome }),
  });
  const taker = runLoop({
    name: 'news',
    // Not woken by each message: taken one by one, their transactions would take the disk from those that somebody waits for.
    idleMs: takeMs,
    logger,
    step: async () => {
      const client = await leadership.lead().catch((error: unknown) => {
        isLeader = false;
        throw error;
      });
      isLeader = client !== null;
      if (!isLeader) return false;
      const { isMore } = await takeNews(sql, {
        policy,
        now,
        onUnreadable: (webhookId) =>
          logger.error({ webhookId }, 'a message of tracking is not as documented, and nothing is written for it'),
      });
      return isMore;
    },
  });
  const looker = runLoop({
    name: 'closed to-dos',
    idleMs: lookMs,
    logger,
    step: async () => {
      if (isLeader) await noticeClosedToDos({ sql, odoo, now });
      return false;
    },
  });
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all([writer.stop(), taker.stop(), looker.stop()]);
      await leadership[Symbol.asyncDispose]();
    },
  };
}
