import type { Sql } from 'postgres';
import { Counter, type Registry } from 'prom-client';
import type { Logger } from '../logger.ts';
import type { ChainRow } from './audit-chain.ts';

/** What counts as opened, by schema: kinds of subjects, each by itself. */
const counted = { odoo: ['order', 'customer'], tracking: ['shipment'] } as const;
/** One reader is counted at most this often. */
const lookEveryMs = 10_000;
/** Newest reads of one reader that a count looks at, so that its cost has a bound. */
const maxReads = 50_000;

export interface ReadAlarm {
  /** A new leader: whoever read during the last hour may be over the limit without having been counted. */
  begin(client: Sql): Promise<void>;
  /** Rows that were chained now. */
  look(client: Sql, rows: readonly ChainRow[]): Promise<void>;
}

/** What a count runs, for one reader: $1 who, $2 how the alarm names them, $3 the limit. By the index audit_reads, of one hour. Adds the alarm's row, once an hour. */
export const countReads = (schema: keyof typeof counted) => `
  with recent as materialized (
    select subjects from ${schema}.audit where action = 'personal_data.read' and actor = $1 and at > now() - interval '1 hour' and not detail ? 'isBulk'
    order by at desc limit ${maxReads}),
  opened as (select greatest(${counted[schema].map((kind) => `count(distinct s) filter (where s like '${kind} %')`).join(', ')})::int as n from recent cross join lateral unnest(subjects) s)
  insert into ${schema}.audit (actor, action, subject, request_id, detail)
  select 'audit', 'alarm.unusual_reading', $2, 'audit', jsonb_build_object('opened', n, 'limit', $3::int) from opened
  where n >= $3::int and not exists (
    select 1 from ${schema}.audit where subject = $2 and action = 'alarm.unusual_reading' and at > now() - interval '1 hour')
  returning (detail->>'opened')::int as opened`;

/**
 * Alarms when one member of staff, or one partner client that is not known to read in bulk, was shown the data of `limit` different orders (in tracking: shipments) within an hour:
 * a line in the log, a metric, a row in the audit, once an hour. Counted from the audit itself, shortly after the fact.
 */
export function createReadAlarm({
  schema,
  limit,
  metrics,
  logger,
  now = Date.now,
}: {
  schema: keyof typeof counted;
  limit: number;
  metrics: Registry;
  logger: Logger;
  now?: () => number;
}): ReadAlarm {
  const alarms = new Counter({
    name: 'audit_alarms_total',
    help: 'Readers who were shown an unusual number of different orders or shipments within an hour',
    labelNames: ['schema'],
    registers: [metrics],
  });
  /** Readers to be counted, and how an alarm names them. */
  const due = new Map<string, string>();
  const countedAt = new Map<string, number>();
  const nameOf = (actor: string, role: string | null) => `${role === 'partner' ? 'client' : 'person'} ${actor}`;

  return {
    async begin(client) {
      const readers = await client.unsafe<{ actor: string; role: string | null }[]>(
        `select distinct actor, role from ${schema}.audit where action = 'personal_data.read' and at > now() - interval '1 hour' limit 10000`,
      );
      for (const { actor, role } of readers) due.set(actor, nameOf(actor, role));
    },
    async look(client, rows) {
      for (const { action, actor, role } of rows)
        if (action === 'personal_data.read') due.set(actor, nameOf(actor, role));
      for (const [actor, at] of countedAt) if (now() - at >= lookEveryMs) countedAt.delete(actor);
      for (const [actor, name] of [...due]) {
        if (countedAt.has(actor)) continue;
        due.delete(actor);
        countedAt.set(actor, now());
        const [alarm] = await client.unsafe<{ opened: number }[]>(countReads(schema), [actor, name, limit], {
          prepare: true,
        });
        if (!alarm) continue;
        alarms.inc({ schema });
        logger.error(
          { audit: { schema, reader: name, opened: alarm.opened, limit } },
          'unusual reading: somebody was shown the data of very many different people within an hour',
        );
      }
    },
  };
}
