import type { KeyObject } from 'node:crypto';
import type { Sql } from 'postgres';
import { equalBytes } from '../crypto.ts';
import type { AuditSchema } from './audit-actions.ts';
import { type ChainRow, chainColumns, chainStart, hashRow, signHead } from './audit-chain.ts';

/** A head that was written down elsewhere. */
export interface KnownHead {
  schema: AuditSchema;
  seq: number;
  hash: Buffer;
}

export interface AuditProblem {
  kind: 'altered' | 'removed' | 'inserted' | 'reordered' | 'rewritten' | 'waiting';
  /** Place of the first row that is not as it was; null for a row without one. */
  seq: number | null;
  message: string;
}

export interface AuditReport {
  schema: AuditSchema;
  /** Rows that hold together, from the first on. */
  rows: number;
  head: { seq: number; hash: Buffer };
  /** The first one found; null when everything is as it was written. */
  problem: AuditProblem | null;
}

interface StoredRow extends ChainRow {
  seq: string;
  prev_hash: Buffer;
  hash: Buffer;
}

/** How far from its place a row is looked for, to tell what was done. */
const nearby = 1_000;
const waitingSeconds = 60;

/**
 * Computes the whole chain of one schema's audit anew, a page at a time, while everything runs. Without `macKey` the signature of the head is not tested: then only `known` heads show
 * that rows were taken off the end or the whole chain computed anew.
 */
export async function verifyAudit({
  sql,
  schema,
  macKey,
  known = [],
  pageSize = 2_000,
  onProgress = () => {},
}: {
  sql: Sql;
  schema: AuditSchema;
  macKey: KeyObject | null;
  known?: readonly KnownHead[];
  pageSize?: number;
  onProgress?: (rows: number, of: number) => void;
}): Promise<AuditReport> {
  const expected = new Map(known.filter((head) => head.schema === schema).map(({ seq, hash }) => [seq, hash]));
  let seq = 0;
  let hash: Buffer = chainStart;
  const broken = (problem: AuditProblem): AuditReport => ({ schema, rows: seq, head: { seq, hash }, problem });
  let head = await readHead(sql, schema);
  for (;;) {
    const rows = await sql.unsafe<StoredRow[]>(
      `select a.seq::text as seq, a.prev_hash, a.hash, ${chainColumns} from ${schema}.audit a where a.seq > $1 order by a.seq limit $2`,
      [seq, pageSize],
      { prepare: true },
    );
    for (const row of rows) {
      const place = seq + 1;
      const holds =
        Number(row.seq) === place &&
        equalBytes(row.prev_hash, hash) &&
        equalBytes(hashRow(schema, place, hash, row), row.hash);
      if (!holds) return broken(await diagnose({ sql, schema, place, previous: hash, row }));
      const wanted = expected.get(place);
      if (wanted && !equalBytes(wanted, row.hash))
        return broken({
          kind: 'rewritten',
          seq: place,
          message: `row ${place} has another hash than the one that was kept: it or one before it was changed, and the chain computed anew`,
        });
      seq = place;
      hash = row.hash;
    }
    onProgress(seq, Math.max(seq, head.seq));
    if (rows.length === pageSize) continue;
    // Rows and head change together: whoever reads the rows first finds a head that is no older, or somebody took it back.
    head = await readHead(sql, schema);
    if (head.seq <= seq || rows.length === 0) break;
  }
  const furthest = Math.max(head.seq, ...expected.keys());
  if (furthest > seq)
    return broken({
      kind: 'removed',
      seq: seq + 1,
      message: `rows ${seq + 1} to ${furthest} are missing at the end`,
    });
  if (head.seq < seq)
    return broken({
      kind: 'inserted',
      seq: head.seq + 1,
      message: `rows ${head.seq + 1} to ${seq} stand behind the end of the chain`,
    });
  const isSigned =
    seq === 0 || macKey === null || (head.mac && equalBytes(head.mac, signHead(macKey, schema, seq, hash)));
  if (!equalBytes(head.hash, hash) || !isSigned)
    return broken({
      kind: 'rewritten',
      seq,
      message: `the end of the chain (row ${seq}) is not signed with this installation's key: the chain was computed anew, or KEY_ENCRYPTION_KEY is another one`,
    });
  const [waiting] = await sql.unsafe<{ id: string; count: number }[]>(
    `select min(id)::text as id, count(*)::int as count from ${schema}.audit where seq is null and at < now() - interval '${waitingSeconds} seconds' having count(*) > 0`,
  );
  if (waiting)
    return broken({
      kind: 'waiting',
      seq: null,
      message: `${waiting.count} rows from id ${waiting.id} on have waited for their place for more than a minute: nobody is chaining, and they could be changed unseen`,
    });
  return { schema, rows: seq, head: { seq, hash }, problem: null };
}

async function readHead(sql: Sql, schema: AuditSchema): Promise<{ seq: number; hash: Buffer; mac: Buffer | null }> {
  const [row] = await sql.unsafe<{ seq: string; hash: Buffer; mac: Buffer | null }[]>(
    `select seq::text as seq, hash, mac from ${schema}.audit_head`,
  );
  return row ? { ...row, seq: Number(row.seq) } : { seq: 0, hash: chainStart, mac: null };
}

/** What was done to the first row that does not fit behind the hash before it. Where several things were done, one of them. */
async function diagnose({
  sql,
  schema,
  place,
  previous,
  row,
}: {
  sql: Sql;
  schema: AuditSchema;
  place: number;
  previous: Buffer;
  row: StoredRow;
}): Promise<AuditProblem> {
  const seq = Number(row.seq);
  if (seq > place)
    return {
      kind: 'removed',
      seq: place,
      message: `${seq - place === 1 ? `row ${place} is` : `rows ${place} to ${seq - 1} are`} missing`,
    };
  const has = async (column: 'hash' | 'prev_hash', value: Buffer) =>
    (await sql.unsafe(`select 1 from ${schema}.audit where ${column} = $1 and id <> $2 limit 1`, [value, row.id]))
      .length > 0;
  const stood = placeOf(schema, place, row);
  if (stood === place && place > 1)
    return {
      kind: 'altered',
      seq: place - 1,
      message: `row ${place - 1} is not the one that row ${place} was chained to`,
    };
  if (stood !== null && stood < place)
    return { kind: 'inserted', seq: stood, message: `${place - stood} rows were inserted at ${stood}` };
  if (stood !== null && stood > place)
    return (await has('hash', row.prev_hash))
      ? { kind: 'reordered', seq: place, message: `row ${place} is the one that stood at ${stood}` }
      : {
          kind: 'removed',
          seq: place,
          message: `row ${place} is the one that stood at ${stood}: ${stood - place} before it are missing`,
        };
  if (await has('prev_hash', previous))
    return { kind: 'inserted', seq: place, message: `row ${place} (id ${row.id}) was inserted` };
  return { kind: 'altered', seq: place, message: `row ${place} (id ${row.id}) is not as it was written` };
}

/** The place for which a row's hash was computed; null when it is none nearby, because the row itself was changed. */
function placeOf(schema: AuditSchema, place: number, row: StoredRow): number | null {
  for (let distance = 0; distance <= nearby; distance += 1)
    for (const candidate of new Set([place - distance, place + distance]))
      if (candidate > 0 && equalBytes(hashRow(schema, candidate, row.prev_hash, row), row.hash)) return candidate;
  return null;
}
