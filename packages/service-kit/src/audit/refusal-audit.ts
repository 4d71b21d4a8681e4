import { createHmac, type KeyObject } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Logger } from '../logger.ts';
import type { AuditAction, AuditSchema } from './audit-actions.ts';
import { recordAudits } from './record-audit.ts';

/** Data key under which refused names are hashed. */
export const refusedNamesKey = 'audit-refused-names';

/** Different names in one write; what comes beyond them within the same moments is counted together. */
const maxNames = 1_000;

export interface RefusalAudit extends AsyncDisposable {
  /** Counts a refusal in memory; costs the answer nothing. `name` is what was asked for, `reason` a code of ours. */
  add(refusal: { name: string; reason: string; requestId: string }): void;
  /** Writes what was counted; called by itself every few seconds and at the end. */
  flush(): Promise<void>;
}

/**
 * Refusals go into the audit as counts, a row per name and some seconds: whoever guesses thousands of times must not fill a table that is never emptied, nor learn anything from the
 * time of an answer. Names are hashed with a key, because they may be other people's. A process that is killed loses the counts of its last seconds.
 */
export function createRefusalAudit<S extends AuditSchema>({
  sql,
  schema,
  action,
  kind,
  key,
  logger,
  everyMs = 10_000,
}: {
  sql: Pick<Sql, 'unsafe'>;
  schema: S;
  action: AuditAction<S>;
  /** What the name is of, for the subject: `order-name`, `address`, `client`. */
  kind: string;
  key: KeyObject;
  logger: Logger;
  everyMs?: number;
}): RefusalAudit {
  let counted = new Map<string, { reasons: Record<string, number>; requestId: string }>();
  const subjectOf = (name: string) =>
    `${kind} ${createHmac('sha256', key).update(`${kind}\0${name}`).digest('base64url').slice(0, 22)}`;
  const count = (subject: string, reason: string, requestId: string, times = 1) => {
    const place = counted.has(subject) || counted.size < maxNames ? subject : `${kind} (others)`;
    const entry = counted.get(place) ?? { reasons: {}, requestId };
    entry.reasons[reason] = (entry.reasons[reason] ?? 0) + times;
    entry.requestId = requestId;
    counted.set(place, entry);
  };

  async function flush(): Promise<void> {
    if (counted.size === 0) return;
    const taken = counted;
    counted = new Map();
    try {
      await recordAudits(
        sql,
        [...taken].map(([subject, { reasons, requestId }]) => ({
          schema,
          actor: 'anonymous',
          role: null,
          action,
          subject,
          requestId,
          detail: { reasons },
        })),
      );
    } catch (err) {
      // Counted again with what comes next.
      for (const [subject, { reasons, requestId }] of taken)
        for (const [reason, times] of Object.entries(reasons)) count(subject, reason, requestId, times);
      logger.warn({ err, audit: { schema, action } }, 'refusals could not be recorded yet');
    }
  }

  const timer = setInterval(() => void flush(), everyMs).unref();
  return {
    add: ({ name, reason, requestId }) => count(subjectOf(name), reason, requestId),
    flush,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await flush();
    },
  };
}
