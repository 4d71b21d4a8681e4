import { type KeyStore, type Logger, runLoop, type Sql } from '@milepost/service-kit';
import type { WakeBus } from '../wake/wake-bus.ts';
import { openColumn } from './endpoint-secrets.ts';
import type { OwnerViewers } from './owner-viewers.ts';
import type { WebhookPoster } from './post-webhook.ts';
import { stepFeed } from './run-feeds.ts';
import {
  claimMessages,
  type OwnServices,
  type SendingPolicy,
  type Settlement,
  sendClaimed,
  settleMessages,
} from './send-messages.ts';

/** Under way in this process at a time. */
const maxUnderWay = 256;

export type AttemptOutcome = 'accepted' | 'refused' | 'unreachable' | 'withdrawn' | 'held_back';

/**
 * Loops: feeds make messages of the stream, messages are claimed and sent, what became of them is written down together, and owners are told of endpoints that were switched off. Several processes share the work; what a dead one had under way is sent again
 * when its lease ends, under the same webhook-id.
 */
export function startWebhooks({
  sql,
  readSql,
  keys,
  owners,
  poster,
  services,
  policy,
  wakeBus,
  onAttempt = () => {},
  logger,
  now = () => new Date(),
}: {
  sql: Sql;
  readSql: Sql;
  keys: KeyStore;
  owners: OwnerViewers;
  poster: WebhookPoster;
  services: OwnServices;
  policy: SendingPolicy;
  wakeBus: WakeBus;
  onAttempt?: (outcome: AttemptOutcome, milliseconds: number) => void;
  logger: Logger;
  now?: () => Date;
}): AsyncDisposable {
  const settled: Settlement[] = [];
  let underWay = 0;

  const feeds = runLoop({
    name: 'webhook-feeds',
    idleMs: 250,
    logger,
    async step() {
      const { isMore, made } = await stepFeed({ sql, readSql, owners, now });
      if (made > 0) wakeBus.wake('webhooks');
      return isMore;
    },
  });
  const sending = runLoop({
    name: 'webhook-sending',
    idleMs: 250,
    logger,
    async step() {
      // What cannot be written down is sent again: no more of it than there is place for.
      const room = maxUnderWay - underWay - settled.length;
      if (room <= 0) return false;
      const claimed = await claimMessages(sql, { limit: room, now: now(), leaseMs: policy.leaseMs });
      underWay += claimed.length;
      await sendClaimed(claimed, { readSql, owners, poster, services, keys, now, settle, logger });
      return claimed.length > 0;
    },
  });
  function settle(settlement: Settlement): void {
    underWay -= 1;
    settled.push(settlement);
    onAttempt(outcomeOf(settlement), settlement.outcome?.durationMs ?? 0);
    settling.wake();
  }
  const settling = runLoop({
    name: 'webhook-settling',
    idleMs: 1_000,
    logger,
    async step() {
      const batch = settled.slice(0, 500);
      if (batch.length === 0) return false;
      const { disabled } = await settleMessages(sql, batch, { policy, now: now() });
      // Only now: what could not be written down is written when the database is back, or sent again when its lease has ended.
      settled.splice(0, batch.length);
      for (const { id, reason } of disabled)
        logger.error({ endpoint: { id }, reason }, 'a webhook endpoint was switched off');
      if (disabled.length > 0) notices.wake();
      sending.wake();
      // There may be room for more messages now.
      feeds.wake();
      return settled.length > 0;
    },
  });
  const notices = runLoop({
    name: 'webhook-notices',
    idleMs: 30_000,
    logger,
    step: () => tellOneOwner({ sql, keys, owners, logger }),
  });
  const unlisten = [
    wakeBus.onWake('numbered', () => feeds.wake()),
    wakeBus.onWake('webhooks', () => {
      sending.wake();
      feeds.wake();
    }),
  ];
  return {
    async [Symbol.asyncDispose]() {
      for (const stop of unlisten) stop();
      await Promise.all([feeds.stop(), sending.stop(), notices.stop()]);
      // What is under way gets its time, so that the next process need not send it again.
      const deadline = Date.now() + 3_000;
      while (underWay > 0 && Date.now() < deadline) await new Promise((next) => setTimeout(next, 20));
      while (settled.length > 0 && Date.now() < deadline + 1_000) {
        settling.wake();
        await new Promise((next) => setTimeout(next, 20));
      }
      await settling.stop();
    },
  };
}

function outcomeOf({ outcome, result }: Settlement): AttemptOutcome {
  if (result === 'WITHDRAWN') return 'withdrawn';
  if (outcome === null) return 'held_back';
  if (outcome.problem === null) return 'accepted';
  return outcome.status === null ? 'unreachable' : 'refused';
}

/** One owner whose endpoint was switched off; true: there may be another. What the gateway does not take now is told later. */
async function tellOneOwner({
  sql,
  keys,
  owners,
  logger,
}: {
  sql: Sql;
  keys: KeyStore;
  owners: OwnerViewers;
  logger: Logger;
}): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [row] = await tx<
      {
        id: string;
        name: string;
        url: string;
        reason: 'FAILING' | 'GONE';
        since: Date | null;
        email: Uint8Array | null;
      }[]
    >`select id, name, url, state_reason as reason, failing_since as since, alert_email as email from tracking.webhook_endpoint
      where notice_due and state = 'DISABLED' order by state_since limit 1 for update skip locked`;
    if (!row) return false;
    if (row.email) {
      const isQueued = await owners.tell({
        to: await openColumn(keys, 'alert_email', row.id, row.email),
        endpoint: row.name,
        host: new URL(row.url).host,
        reason: row.reason,
        failingSince: row.since?.toISOString() ?? null,
      });
      if (!isQueued)
        logger.warn(
          { endpoint: { id: row.id } },
          'the owner of a webhook endpoint was not told: mails are off, or this one was refused',
        );
    }
    await tx`update tracking.webhook_endpoint set notice_due = false where id = ${row.id}`;
    return true;
  });
}
