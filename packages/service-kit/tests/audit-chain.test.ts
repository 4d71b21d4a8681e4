import { type ChildProcess, spawn } from 'node:child_process';
import { createSecretKey } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { eventually } from '@milepost/testkit';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChainRow, chainColumns, chainStart, hashRow, signHead } from '../src/audit/audit-chain.ts';
import { createLogger, recordAudit, recordAudits, type Sql, startAuditChain, verifyAudit } from '../src/index.ts';
import { auditDatabase } from './support/audit-database.ts';

const macKey = createSecretKey(Buffer.alloc(32, 9));
const lines: string[] = [];
const logger = createLogger({ service: 'test', level: 'info', destination: { write: (line) => lines.push(line) } });
const entry = {
  schema: 'auth',
  actor: 'olga',
  role: 'operator',
  sid: 'person:1',
  action: 'grant.changed',
  requestId: 'request-1',
} as const;

type Database = Awaited<ReturnType<typeof auditDatabase>>;
const chain = ({ url, sql }: Database, metrics = new Registry()) =>
  startAuditChain({ databaseUrl: url, sql, schema: 'auth', macKey, alarm: null, metrics, logger });
const verify = ({ sql }: { sql: Sql }, more: object = {}) => verifyAudit({ sql, schema: 'auth', macKey, ...more });
const chained = async (sql: Sql) => {
  const [row] = await sql<
    { waiting: number; chained: number }[]
  >`select count(*) filter (where seq is null)::int as waiting, count(seq)::int as chained from auth.audit`;
  return row as { waiting: number; chained: number };
};
const untilChained = (sql: Sql, rows: number) =>
  eventually(async () => (await chained(sql)).chained === rows, { timeoutMs: 20_000 });

test('rows get their places after the commit, also those that were there before; head, log and metric say where it ends', async () => {
  await using database = await auditDatabase();
  const { sql } = database;
  await recordAudits(
    sql,
    Array.from({ length: 2_500 }, (_, i) => ({
      ...entry,
      subject: `person ${i}`,
      detail: { n: i, 'ö"\\': [1.5, null] },
    })),
  );
  await recordAudit(sql, { ...entry, sid: null, subject: 'person "x"', subjects: ['a,b', '{"}', ''] });
  const metrics = new Registry();
  await using _chain = chain(database, metrics);
  await untilChained(sql, 2_501);
  const order = await sql<{ same: boolean }[]>`select bool_and(seq = id) as same from auth.audit`;
  expect(order[0]?.same).toBe(true);
  const steps: number[] = [];
  const report = await verify(database, { pageSize: 1_000, onProgress: (rows: number) => steps.push(rows) });
  expect(report).toMatchObject({ rows: 2_501, head: { seq: 2_501 }, problem: null });
  expect(steps).toEqual([1_000, 2_000, 2_501]);
  expect(await metrics.getSingleMetricAsString('audit_head_seq')).toContain('{schema="auth"} 2501');
  expect(await metrics.getSingleMetricAsString('audit_waiting_seconds')).toContain('{schema="auth"} 0');
  const told = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'head of the audit');
  expect(told.audit).toMatchObject({ schema: 'auth', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test('sessions of any time zone and date style compute the same hashes', async () => {
  await using database = await auditDatabase();
  {
    await using _chain = chain(database);
    await recordAudit(database.sql, { ...entry, subject: 'person 1', detail: { at: 1.5e-7 } });
    await untilChained(database.sql, 1);
  }
  await database.sql.unsafe(
    `do $$ begin execute format('alter database %I set timezone = ''Asia/Kathmandu''', current_database());
     execute format('alter database %I set datestyle = ''German''', current_database()); end $$`,
  );
  const other = (await import('../src/index.ts')).connectDatabase(database.url, {
    application: 'test',
    searchPath: 'public',
  });
  expect((await other`show timezone`)[0]).toEqual({ TimeZone: 'Asia/Kathmandu' });
  expect((await verify({ sql: other })).problem).toBeNull();
  await other.end({ timeout: 2 });
});

test('20 writers, some committing late or never, two chainers, and killed ones in the middle: every row once, no hole', async () => {
  await using database = await auditDatabase();
  const { sql, url } = database;
  const start = () =>
    spawn(process.execPath, [fileURLToPath(new URL('./support/chain-process.ts', import.meta.url)), url], {
      stdio: 'inherit',
    });
  const children: ChildProcess[] = [start(), start()];
  await using _killed = { [Symbol.asyncDispose]: async () => children.forEach((child) => void child.kill('SIGKILL')) };
  let isWriting = true;
  const writers = Array.from({ length: 20 }, async (_, writer) => {
    let committed = 0;
    for (let n = 0; n < 40 || isWriting; n += 1) {
      await sql
        .begin(async (tx) => {
          await recordAudit(tx, { ...entry, subject: `person ${writer}`, detail: { n } });
          // Slowly, so that the chain is not behind; some draw their id early and commit when others with higher ones are chained already.
          await tx`select pg_sleep(0.02)`;
          if (n % 10 === 3) await tx`select pg_sleep(0.1 + random() * 0.4)`;
          if (n % 10 === 7) throw new Error('undone');
          committed += 1;
        })
        .catch((error: Error) => {
          if (error.message !== 'undone') throw error;
        });
    }
    return committed;
  });
  // Each leader dies in the middle of the writing, as a process does that is killed.
  for (let kills = 0; kills < 2; kills += 1) {
    const before = (await chained(sql)).chained;
    await eventually(async () => (await chained(sql)).chained > before, { timeoutMs: 20_000 });
    const [leader] = await sql<{ pid: number }[]>`select pid from pg_locks where locktype = 'advisory' and granted
      and objid::bigint = (hashtext('auth.audit')::bigint & 4294967295) and database = (select oid from pg_database where datname = current_database())`;
    expect(leader).toBeDefined();
    // Which of the two it was does not matter: the other one goes on.
    children.shift()?.kill('SIGKILL');
    children.push(start());
  }
  isWriting = false;
  const committed = (await Promise.all(writers)).reduce((sum, count) => sum + count, 0);
  await untilChained(sql, committed);
  expect(await chained(sql)).toEqual({ waiting: 0, chained: committed });
  expect(await verify(database)).toMatchObject({ rows: committed, problem: null });
  const [late] = await sql<{ late: number }[]>`
    select count(*)::int as late from auth.audit a join auth.audit b on b.seq = a.seq + 1 where b.id < a.id`;
  expect(late?.late).toBeGreaterThan(0);
}, 120_000);

describe('what somebody did who may switch the triggers off', () => {
  let database: Database;
  let report: Awaited<ReturnType<typeof verify>>;
  beforeAll(async () => {
    database = await auditDatabase();
    await using _chain = chain(database);
    for (let i = 1; i <= 50; i += 1) await recordAudit(database.sql, { ...entry, subject: `person ${i}` });
    await untilChained(database.sql, 50);
    report = await verify(database);
    expect(report.problem).toBeNull();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  class UndoError extends Error {}
  /** Verifies what a tampering leaves, and undoes it. */
  async function after(tamper: (tx: Sql) => Promise<unknown>, more: object = {}) {
    let found: Awaited<ReturnType<typeof verify>> | undefined;
    await database.sql
      .begin(async (tx) => {
        await tx`alter table auth.audit disable trigger all`;
        await tamper(tx as unknown as Sql);
        found = await verify({ sql: tx as unknown as Sql }, more);
        throw new UndoError();
      })
      .catch((error: unknown) => {
        if (!(error instanceof UndoError)) throw error;
      });
    return found?.problem;
  }
  /** Computes the chain anew from a place on, as anybody can, and moves the head along, without the key. */
  async function recompute(tx: Sql, from: number, { mac = null as Buffer | null } = {}) {
    const rows = await tx.unsafe<(ChainRow & { seq: string })[]>(
      `select a.seq::text as seq, ${chainColumns} from auth.audit a where a.seq >= $1 order by a.seq`,
      [from],
    );
    const [before] = await tx<{ hash: Buffer }[]>`select hash from auth.audit where seq = ${from - 1}`;
    let previous = before?.hash ?? chainStart;
    for (const row of rows) {
      const hash = hashRow('auth', Number(row.seq), previous, row);
      await tx`update auth.audit set prev_hash = ${previous}, hash = ${hash} where id = ${row.id}`;
      previous = hash;
    }
    const last = Number(rows.at(-1)?.seq ?? from - 1);
    await tx`update auth.audit_head set seq = ${last}, hash = ${previous}, mac = coalesce(${mac}, mac)`;
  }
  const shift = (tx: Sql, by: number, from: number) =>
    // Past all others first: places are unique.
    tx.unsafe(
      `update auth.audit set seq = seq + 1000000 where seq >= ${from}; update auth.audit set seq = seq - 1000000 + ${by} where seq > 1000000`,
    );
  const insert = (tx: Sql, seq: number, previous: Buffer = Buffer.alloc(32, 7), hash: Buffer = Buffer.alloc(32, 8)) =>
    tx`insert into auth.audit (actor, action, subject, request_id, seq, prev_hash, hash) values ('mallory', 'x', 'y', 'z', ${seq}, ${previous}, ${hash})`;

  test.each<[string, string, number, (tx: Sql) => Promise<unknown>]>([
    ['a changed word', 'altered', 20, (tx) => tx`update auth.audit set subject = 'person 99' where seq = 20`],
    [
      'a changed instant',
      'altered',
      20,
      (tx) => tx`update auth.audit set at = at + interval '1 microsecond' where seq = 20`,
    ],
    ['a changed detail', 'altered', 1, (tx) => tx`update auth.audit set detail = '{"n": 1}' where seq = 1`],
    ['an emptied column', 'altered', 50, (tx) => tx`update auth.audit set sid = null where seq = 50`],
    ['a changed hash', 'altered', 20, (tx) => tx`update auth.audit set hash = ${chainStart} where seq = 20`],
    [
      'a changed row with its hash',
      'altered',
      20,
      async (tx) => {
        await tx`update auth.audit set subject = 'person 99' where seq = 20`;
        const [row] = await tx.unsafe<(ChainRow & { prev_hash: Buffer })[]>(
          `select a.prev_hash, ${chainColumns} from auth.audit a where seq = 20`,
        );
        if (row) await tx`update auth.audit set hash = ${hashRow('auth', 20, row.prev_hash, row)} where seq = 20`;
      },
    ],
    ['a row removed in the middle', 'removed', 20, (tx) => tx`delete from auth.audit where seq = 20`],
    ['the first row removed', 'removed', 1, (tx) => tx`delete from auth.audit where seq = 1`],
    [
      'rows removed, the hole closed',
      'removed',
      20,
      async (tx) => {
        await tx`delete from auth.audit where seq in (20, 21)`;
        await shift(tx, -2, 22);
      },
    ],
    ['rows removed at the end', 'removed', 49, (tx) => tx`delete from auth.audit where seq >= 49`],
    ['everything removed', 'removed', 1, (tx) => tx`delete from auth.audit`],
    [
      'a row inserted in the middle',
      'inserted',
      20,
      async (tx) => {
        await shift(tx, 1, 20);
        await insert(tx, 20);
      },
    ],
    [
      'a row inserted with fitting hashes',
      'inserted',
      20,
      async (tx) => {
        await shift(tx, 1, 20);
        const [before] = await tx<{ hash: Buffer }[]>`select hash from auth.audit where seq = 19`;
        await insert(tx, 20, before?.hash);
        const [row] = await tx.unsafe<ChainRow[]>(`select ${chainColumns} from auth.audit a where seq = 20`);
        if (row && before)
          await tx`update auth.audit set hash = ${hashRow('auth', 20, before.hash, row)} where seq = 20`;
      },
    ],
    [
      'a row inserted behind the end',
      'inserted',
      51,
      async (tx) => {
        const { hash } = report.head;
        await insert(tx, 51, hash);
        const [row] = await tx.unsafe<ChainRow[]>(`select ${chainColumns} from auth.audit a where seq = 51`);
        if (row) await tx`update auth.audit set hash = ${hashRow('auth', 51, hash, row)} where seq = 51`;
      },
    ],
    [
      'two rows that changed places',
      'reordered',
      20,
      async (tx) => {
        await tx`update auth.audit set seq = 1020 where seq = 20`;
        await tx`update auth.audit set seq = 20 where seq = 30`;
        await tx`update auth.audit set seq = 30 where seq = 1020`;
      },
    ],
    [
      'a chain computed anew behind a change',
      'rewritten',
      50,
      async (tx) => {
        await tx`update auth.audit set subject = 'person 99' where seq = 20`;
        await recompute(tx, 20);
      },
    ],
    [
      'a chain cut off, its head computed anew',
      'rewritten',
      40,
      async (tx) => {
        await tx`delete from auth.audit where seq > 40`;
        await recompute(tx, 41);
      },
    ],
    ['a head that is gone', 'inserted', 1, (tx) => tx`delete from auth.audit_head`],
  ])('%s: %s at %i', async (_name, kind, seq, tamper) => {
    expect(await after(tamper)).toMatchObject({ kind, seq });
  });

  test('an old head put back with its signature is found by a head that was kept elsewhere, and only so', async () => {
    const [row] = await database.sql<{ hash: Buffer }[]>`select hash from auth.audit where seq = 40`;
    const hash = row?.hash as Buffer;
    const putBack = async (tx: Sql) => {
      await tx`delete from auth.audit where seq > 40`;
      await tx`update auth.audit_head set seq = 40, hash = ${hash}, mac = ${signHead(macKey, 'auth', 40, hash)}`;
    };
    expect(await after(putBack)).toBeNull();
    const known = [{ schema: 'auth', seq: 50, hash: report.head.hash }];
    expect(await after(putBack, { known })).toMatchObject({ kind: 'removed', seq: 41 });
    expect((await verify(database, { known })).problem).toBeNull();
    // The key got lost as well: then a kept head still shows what happened before it.
    const forge = async (tx: Sql) => {
      await tx`update auth.audit set subject = 'person 99' where seq = 20`;
      await recompute(tx, 20);
    };
    expect(await after(forge, { known, macKey: null })).toMatchObject({ kind: 'rewritten', seq: 50 });
    expect(await after(forge, { known: [], macKey: null })).toBeNull();
  });

  test('rows that nobody chains are found after a minute', async () => {
    const waiting = (age: string) => (tx: Sql) =>
      tx`insert into auth.audit (actor, action, subject, request_id, at) values ('a', 'b', 'c', 'd', now() - ${age}::text::interval)`;
    expect(await after(waiting('30 seconds'))).toBeNull();
    expect(await after(waiting('61 seconds'))).toMatchObject({ kind: 'waiting', seq: null });
  });

  test('another key does not fit', async () => {
    const other = createSecretKey(Buffer.alloc(32, 1));
    expect((await verify(database, { macKey: other })).problem).toMatchObject({ kind: 'rewritten', seq: 50 });
  });
});

test('nothing is added to a chain whose end is not the signed one: a forged one would become a signed one', async () => {
  await using database = await auditDatabase();
  const { sql } = database;
  await recordAudit(sql, { ...entry, subject: 'person 1' });
  {
    await using _chain = chain(database);
    await untilChained(sql, 1);
  }
  await sql`update auth.audit_head set mac = ${Buffer.alloc(32)}`;
  await recordAudit(sql, { ...entry, subject: 'person 2' });
  lines.length = 0;
  await using _chain = chain(database);
  await eventually(() => lines.some((line) => line.includes('AuditHeadError')));
  expect(await chained(sql)).toEqual({ waiting: 1, chained: 1 });
});
