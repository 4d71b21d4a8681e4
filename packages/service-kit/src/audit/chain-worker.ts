import type { KeyObject } from 'node:crypto';
import type { Sql } from 'postgres';
import { Gauge, type Registry } from 'prom-client';
import { equalBytes } from '../crypto.ts';
import { createLeadership } from '../leadership.ts';
import type { Logger } from '../logger.ts';
import { runLoop } from '../run-loop.ts';
import type { AuditSchema } from './audit-actions.ts';
import { type ChainRow, chainColumns, chainStart, hashRow, signHead } from './audit-chain.ts';
import type { ReadAlarm } from './unusual-reading.ts';

const batch = 1_000;
/** How long a committed row waits for its place when nothing goes wrong. */
const idleMs = 1_000;
const headEveryMs = 3_600_000;

interface Head {
  head_seq: string;
  head_hash: Buffer;
  head_mac: Buffer | null;
  /** Of the row in the head's place; null when there is none. */
  last_hash: Buffer | null;
}

/** The stored end of the chain is none that we signed. Nothing is added to it: that would make a forged chain a signed one. */
class AuditHeadError extends Error {
  constructor(schema: AuditSchema) {
    super(`the head of ${schema}.audit is not the one that was signed; run "npm run audit -- verify"`);
    this.name = 'AuditHeadError';
  }
}

/**
 * Gives committed rows of one schema's audit their place in the chain, oldest first. One leader among all instances, which works on the very connection that holds its lock; rows and
 * head change in one transaction that also compares the head, so that even two could not break the chain. What commits late gets a later place: writers wait for nobody.
 */
export function startAuditChain({
  databaseUrl,
  sql,
  schema,
  macKey,
  alarm,
  metrics,
  logger,
}: {
  databaseUrl: string;
  /** For the metrics. */
  sql: Sql;
  schema: AuditSchema;
  /** Signs the head; kept where the database's users cannot read it. */
  macKey: KeyObject;
  /** Told of every row that was chained; null where no personal data is read. */
  alarm: ReadAlarm | null;
  metrics: Registry;
  logger: Logger;
}): AsyncDisposable {
  const leadership = createLeadership({
    databaseUrl,
    lockName: `${schema}.audit`,
    application: `milepost-${schema}-audit-chain`,
  });
  const headSeq = new Gauge({
    name: 'audit_head_seq',
    help: 'Place of the last row in the chain of the audit, as far as this process wrote it',
    labelNames: ['schema'],
    registers: [metrics],
  });
  new Gauge({
    name: 'audit_waiting_seconds',
    help: 'For how long the oldest row of the audit has been waiting for its place in the chain',
    labelNames: ['schema'],
    registers: [metrics],
    async collect() {
      const [row] = await sql.unsafe<{ seconds: number }[]>(
        `select coalesce(extract(epoch from now() - (select at from ${schema}.audit where seq is null order by id limit 1)), 0)::float8 as seconds`,
      );
      this.set({ schema }, row?.seconds ?? 0);
    },
  });
  let isLeading = false;
  let toldAt = 0;

  async function step(): Promise<boolean> {
    const client = await leadership.lead();
    if (!client) {
      isLeading = false;
      return false;
    }
    const rows = await client.unsafe<(Head & (ChainRow | { id: null }))[]>(
      `select h.seq::text as head_seq, h.hash as head_hash, h.mac as head_mac, (select l.hash from ${schema}.audit l where l.seq = h.seq) as last_hash, w.*
       from ${schema}.audit_head h left join lateral (select ${chainColumns} from ${schema}.audit a where a.seq is null order by a.id limit ${batch}) w on true order by w.id::bigint`,
      [],
      { prepare: true },
    );
    const [head] = rows;
    if (!head) throw new AuditHeadError(schema);
    checkHead(head);
    if (!isLeading) await alarm?.begin(client);
    isLeading = true;
    const waiting = rows.flatMap((row) => (row.id === null ? [] : [row as ChainRow]));
    const end = waiting.length > 0 ? await append(client, head, waiting) : { seq: head.head_seq, hash: head.head_hash };
    headSeq.set({ schema }, Number(end.seq));
    await alarm?.look(client, waiting);
    if (Date.now() - toldAt > headEveryMs) {
      toldAt = Date.now();
      logger.info({ audit: { schema, seq: Number(end.seq), hash: end.hash.toString('hex') } }, 'head of the audit');
    }
    return waiting.length === batch;
  }

  function checkHead({ head_seq, head_hash, head_mac, last_hash }: Head): void {
    const seq = Number(head_seq);
    const isEmpty = seq === 0 && head_mac === null && equalBytes(head_hash, chainStart);
    const isSigned = head_mac !== null && equalBytes(head_mac, signHead(macKey, schema, seq, head_hash));
    const fitsLast = last_hash !== null && equalBytes(last_hash, head_hash);
    if (!isEmpty && !(isSigned && fitsLast)) throw new AuditHeadError(schema);
  }

  async function append(client: Sql, head: Head, waiting: readonly ChainRow[]) {
    const first = Number(head.head_seq) + 1;
    const hashes: string[] = [];
    let previous = head.head_hash;
    for (const [i, row] of waiting.entries()) {
      previous = hashRow(schema, first + i, previous, row);
      hashes.push(previous.toString('hex'));
    }
    const end = { seq: String(first + waiting.length - 1), hash: previous };
    await client.begin(async (tx) => {
      const [moved] = await tx.unsafe(
        `update ${schema}.audit_head set seq = $1, hash = $2, mac = $3, updated_at = now() where seq = $4::bigint and hash = $5 returning 1`,
        [end.seq, end.hash, signHead(macKey, schema, Number(end.seq), end.hash), head.head_seq, head.head_hash],
        { prepare: true },
      );
      if (!moved) throw new AuditHeadError(schema);
      const placed = await tx.unsafe(
        `update ${schema}.audit a set seq = g.seq, prev_hash = decode(g.previous, 'hex'), hash = decode(g.hash, 'hex')
         from (select unnest($1::bigint[]) as id, unnest($2::text[]) as previous, unnest($3::text[]) as hash, generate_series($4::bigint, $4::bigint + cardinality($1::bigint[]) - 1) as seq) g
         where a.id = g.id and a.seq is null`,
        [waiting.map(({ id }) => id), [head.head_hash.toString('hex'), ...hashes.slice(0, -1)], hashes, first],
        { prepare: true },
      );
      if (placed.count !== waiting.length) throw new AuditHeadError(schema);
    });
    return end;
  }

  const loop = runLoop({ name: `${schema}.audit`, step, idleMs, logger });
  return {
    async [Symbol.asyncDispose]() {
      await loop.stop();
      await leadership[Symbol.asyncDispose]();
    },
  };
}
