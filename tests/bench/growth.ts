import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@milepost/local-stack';
import { connectDatabase, type Sql } from '@milepost/service-kit';
import postgres from 'postgres';
import { ensurePartitions } from '../../services/tracking-subgraph/src/db/partitions.ts';
import { migrate } from '../../services/tracking-subgraph/src/server.ts';
import {
  blockSize,
  checkSample,
  createDataSet,
  type DataSet,
  load,
  monthsBefore,
  prepare,
  printSizes,
  RefusedError,
  warm,
} from './growth-load.ts';
import {
  ask,
  checkIngested,
  deliver,
  type Ingested,
  measureIngestion,
  measureReads,
  openSide,
  processor,
  questions,
  type ReadTimes,
  type Side,
} from './growth-measure.ts';
import { capturePlans, judge, planLines, planLogSettings, type Statement } from './growth-plans.ts';
import { makeTemplates } from './growth-templates.ts';
import { median, quantile } from './load.ts';
import { type Row, report } from './report.ts';

/**
 * What growth costs: the hot reads and the ingestion on a small data set and on one grown from it, in turns, on a PostgreSQL of its own with durability on. Usage:
 * npm run bench:growth -- [--from 10000] [--to 1000000] [--facts 20] [--rounds 200] [--batches 20] [--loaders 2] [--data-dir folder] [--seed n] [--strict].
 * With --data-dir an interrupted load goes on where it stopped, and the folder stays. Plans that read whole tables or partitions in vain, and a number of statements
 * that depends on the size, are exit code 1; a missed aim is with --strict.
 */
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '10000' },
    to: { type: 'string', default: '1000000' },
    facts: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '200' },
    batches: { type: 'string', default: '20' },
    loaders: { type: 'string', default: String(Math.min(4, cpus().length)) },
    'data-dir': { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    strict: { type: 'boolean', default: false },
  },
});
const [from, to, facts, rounds, batches, loaders, seed] = [
  values.from,
  values.to,
  values.facts,
  values.rounds,
  values.batches,
  values.loaders,
  values.seed,
].map(Number) as [number, number, number, number, number, number, number];
const usable =
  [from, to, facts, rounds, batches, loaders, seed].every(Number.isInteger) &&
  [from, to].every((size) => size % blockSize === 0) &&
  from > 0 &&
  to > from &&
  to <= 2_000_000 &&
  facts >= 3 &&
  facts <= 200 &&
  rounds > 0 &&
  batches > 0 &&
  loaders > 0;
if (!usable) {
  process.stderr.write(
    `usage: npm run bench:growth -- [--from N] [--to N] [--facts 3 to 200] [--rounds N] [--batches N] [--loaders N] [--data-dir folder] [--seed N] [--strict]; sizes are multiples of ${blockSize}, at most 2,000,000\n`,
  );
  process.exit(2);
}
const print = (line: string) => process.stdout.write(`${line}\n`);

/** Of a fact with its event, indexes, and its share of the shipment's rows (measured); the log of changes comes on top. */
const bytesPerFact = 1_900;
const walBytes = 6 * 2 ** 30;

/** What a read and a batch send, in this order. */
const readNames = ['links and shipments', 'first 50 events of each'];
const workNames = ['claim', 'lock and known keys', 'facts in, journey out', 'state, events and outbox'];

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => interrupted.abort(new RefusedError(`stopped by ${name}`)));

const folder = values['data-dir'] ? resolve(values['data-dir']) : mkdtempSync(join(tmpdir(), 'milepost-growth-'));
mkdirSync(folder, { recursive: true });
if (!values['data-dir']) chmodSync(folder, 0o755);
const faults: string[] = [];
let isReached = false;
try {
  isReached = await run();
} catch (error) {
  if (!(error instanceof RefusedError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  if (!values['data-dir']) rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) print(`FAILED: ${fault}`);
if (faults.length > 0 || (values.strict && !isReached)) process.exitCode = 1;

async function run(): Promise<boolean> {
  const sharedBuffers = Math.round(Math.min(totalmem() / 8, 4 * 2 ** 30) / 2 ** 20);
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'),
    durable: true,
    settings: {
      ...planLogSettings,
      shared_buffers: `${sharedBuffers}MB`,
      effective_cache_size: `${Math.round(totalmem() / 2 / 2 ** 20)}MB`,
      max_wal_size: `${walBytes / 2 ** 30}GB`,
      checkpoint_timeout: '15min',
    },
  });
  const open: { end(options: { timeout: number }): Promise<void> }[] = [];
  const connect = (database: string, max: number) => {
    const sql = connectDatabase(server.urlOf(database), { application: 'growth', searchPath: 'tracking', max });
    open.push(sql);
    return sql;
  };
  const sides: Side[] = [];
  try {
    const admin = postgres(server.url, { max: 1, onnotice: () => {} });
    open.push(admin);
    await checkDurability(admin);
    print(
      `${cpus().length} x ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}, shared_buffers ${sharedBuffers} MB, seed ${seed}, data in ${folder}`,
    );
    // The small one is quick to make and gets other rows by measuring, so it is made anew; the large one stays.
    await admin.unsafe('drop database if exists growth_small with (force)');
    const there = await admin<{ name: string; bytes: string }[]>`
      select datname as name, pg_database_size(datname) as bytes from pg_database where datname = 'growth_large'`;
    checkFreeSpace(Number(there[0]?.bytes ?? 0));
    await admin.unsafe('create database growth_small');
    if (there.length === 0) await admin.unsafe('create database growth_large');

    const templates = makeTemplates(facts);
    const months = monthsBefore(new Date());
    const random = randomFrom(seed);
    const first = { from: 0, to: from };
    // Vacuum comes once, after loading; it would only get in the way of it.
    await admin.unsafe('alter system set autovacuum = off');
    await admin.unsafe('select pg_reload_conf()');
    for (const [name, phases] of [
      ['small', [first]],
      ['large', [first, { from, to }]],
    ] as const) {
      const database = `growth_${name}`;
      await migrate(server.urlOf(database));
      const sql = connect(database, loaders + 1);
      const data = createDataSet({ sql, templates, months, phases });
      await ensurePartitions(sql, new Date());
      await loadAll(name, data);
      print(
        `  ${await checkSample(data, random, 200)} random shipments are what the connector and the fold make of their messages`,
      );
      sides.push(
        await openSide({ name, databaseUrl: server.urlOf(database), data, scans: facts, random: randomFrom(seed + 1) }),
      );
    }
    await admin.unsafe('alter system reset autovacuum');
    await admin.unsafe('select pg_reload_conf()');
    for (const { data } of sides) print(`read into the system's cache: ${await warm(data.sql)} of tables and indexes`);
    await admin.unsafe('checkpoint');
    return await measure(sides as [Side, Side], admin);
  } finally {
    for (const side of sides) await side.close();
    await Promise.all(open.map((client) => client.end({ timeout: 5 })));
    await server.stop();
  }
}

async function checkDurability(admin: Sql): Promise<void> {
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const [row] = await admin.unsafe(`show ${name}`);
    if (row?.[name] !== 'on')
      throw new RefusedError(`${name} is ${row?.[name]}: figures without durability mean nothing`);
  }
}

function checkFreeSpace(thereBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const needed = Math.max(0, (from + to) * facts * bytesPerFact - thereBytes) + walBytes;
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  print(`disk: ${gigabytes(free)} free, about ${gigabytes(needed)} needed`);
  if (free < needed)
    throw new RefusedError(
      `${folder} lacks ${gigabytes(needed - free)} of free space: make room, give another --data-dir, or a smaller --to`,
    );
}

async function loadAll(name: string, data: DataSet): Promise<void> {
  const { sql } = data;
  await prepare(data);
  const begun = performance.now();
  let firstCount: number | undefined;
  let printedAt = 0;
  await load(data, {
    loaders,
    signal: interrupted.signal,
    onProgress(shipments) {
      firstCount ??= shipments;
      if (performance.now() - printedAt < 1_000 && shipments < data.size) return;
      printedAt = performance.now();
      const seconds = (performance.now() - begun) / 1000;
      const perSecond = (shipments - firstCount) / seconds;
      const left = perSecond > 0 ? `, about ${((data.size - shipments) / perSecond / 60).toFixed(1)} min left` : '';
      print(
        `${name}: ${shipments.toLocaleString('en')} of ${data.size.toLocaleString('en')} shipments after ${seconds.toFixed(0)} s${left}`,
      );
    },
  });
  const loaded = performance.now();
  await sql.unsafe('vacuum analyze');
  print(
    `${name}: loaded in ${((loaded - begun) / 1000).toFixed(1)} s, vacuum analyze ${((performance.now() - loaded) / 1000).toFixed(1)} s`,
  );
  await printSizes(sql, print);
}

async function measure(sides: [Side, Side], admin: Sql): Promise<boolean> {
  const rows: Row[] = [];
  const sizes = `${to.toLocaleString('en')} against ${from.toLocaleString('en')} shipments`;
  for (const question of Object.values(questions)) {
    const times = await measureReads(sides, question, rounds, interrupted.signal);
    const pages = { small: await pagesOf(sides[0], admin), large: await pagesOf(sides[1], admin) };
    rows.push({
      what: `${question.what}: p95, ${sizes}`,
      values: groupRatios(times.large.ms, times.small.ms),
      target: { atMost: 1.5 },
      details: (['small', 'large'] as const).map((name) => `${name}: ${readLine(times[name])}, ${pages[name]}`),
    });

    async function pagesOf(side: Side, admin: Sql): Promise<string> {
      const asked = 20;
      const statements = await capturePlans(side.reader, admin, async () => {
        for (let i = 0; i < asked; i += 1) await ask(side, question);
      });
      const sum = (key: 'hit' | 'read') => statements.reduce((all, { pages }) => all + pages[key], 0) / asked;
      return `${(sum('hit') + sum('read')).toFixed(0)} pages touched (${sum('read').toFixed(0)} not in shared_buffers), ${statements.length / asked} statements`;
    }
  }

  const [before, after] = [await rowCounts(sides), { small: 0, large: 0 }];
  const ingested = await measureIngestion(sides, batches, interrupted.signal);
  rows.push({
    what: `messages processed per second in batches of 500 (whole histories, one new scan each): ${sizes}`,
    values: ingested.large.perSecond.map((value, i) => value / (ingested.small.perSecond[i] as number)),
    target: { atLeast: 0.8 },
    details: (['small', 'large'] as const).map((name) => `${name}: ${ingestionLine(ingested[name])}`),
  });
  const counts = new Set([...ingested.small.statements, ...ingested.large.statements]);
  if (counts.size !== 1) faults.push(`statements per batch differ: ${[...counts].join(', ')}`);

  await checkPlans(sides, admin);
  for (const side of sides) {
    after[side.name] = (await rowCounts([side]))[side.name];
    await checkIngested(side, after[side.name]);
  }
  print(`\nEach message made one fact: ${after.small - before.small} small, ${after.large - before.large} large.`);
  for (const side of sides) await checkSample(side.data, side.random, 50);
  print('After ingestion, 50 random shipments of each are still what the fold makes of their facts.\n');
  return report(rows, print);
}

/** Messages in the inbox. */
async function rowCounts(sides: readonly Side[]): Promise<Record<Side['name'], number>> {
  const counts = { small: 0, large: 0 };
  for (const { name, data } of sides) {
    const [row] = await data.sql<{ n: number }[]>`select count(*)::int as n from tracking.inbox`;
    counts[name] = row?.n as number;
  }
  return counts;
}

/** What the hot reads and one batch send on a side, each with the plan it ran by. */
async function hotStatements(side: Side, admin: Sql): Promise<{ title: string; statement: Statement }[]> {
  const capture = async (sql: Sql, names: readonly string[], who: string, work: () => Promise<unknown>) => {
    const statements = await capturePlans(sql, admin, work);
    if (statements.length !== names.length)
      throw new Error(
        `${statements.length} plans instead of ${names.length}: ${statements.map(({ text }) => text).join('\n')}`,
      );
    return statements.map((statement, i) => ({ title: `${names[i]} (${who})`, statement }));
  };
  const reads: { title: string; statement: Statement }[] = [];
  for (const [who, question] of [
    ['20 orders, operator', questions.operator20],
    ['20 orders, customer', questions.customer20],
    ['one order, operator', questions.operator1],
  ] as const)
    reads.push(...(await capture(side.reader, readNames, who, () => ask(side, question))));
  const process500 = processor();
  const size = await deliver(side);
  return [...reads, ...(await capture(side.worker, workNames, `${size} messages`, () => process500(side, size)))];
}

/** Prints and judges the large side's plans. The small side's are judged too: one that reads whole tables there makes the ratios look better than they are. */
async function checkPlans([small, large]: readonly [Side, Side], admin: Sql): Promise<void> {
  print(`\nPlans at ${to.toLocaleString('en')} shipments, as the service's own prepared statements ran:`);
  for (const { title, statement } of await hotStatements(large, admin)) {
    const { faults: found, visited, lookups } = judge(statement.plan);
    print(
      `\n${title}: ${lookups ? `${visited} partitions looked into in ${lookups} lookups` : 'no choice of partitions'}`,
    );
    for (const line of planLines(statement.plan, 1)) print(line);
    for (const fault of new Set(found)) faults.push(`${title}: ${fault}`);
  }
  print('');
  for (const { title, statement } of await hotStatements(small, admin))
    for (const fault of new Set(judge(statement.plan).faults))
      print(`Note: at ${from.toLocaleString('en')} shipments, ${title}: ${fault}. The ratio looks better for it.`);
}

/** Ratios of the 95th percentiles of groups of rounds, each with its own pair. */
function groupRatios(large: readonly number[], small: readonly number[]): number[] {
  const groups = Math.max(1, Math.floor(large.length / 40));
  const size = Math.floor(large.length / groups);
  return Array.from({ length: groups }, (_, i) => {
    const p95 = (ms: readonly number[]) => quantile(ms.slice(i * size, (i + 1) * size), 0.95);
    return p95(large) / p95(small);
  });
}

function readLine({ ms, rows, nodeMs, postgresMs }: ReadTimes): string {
  return `p50 ${quantile(ms, 0.5).toFixed(1)} ms, p95 ${quantile(ms, 0.95).toFixed(1)} ms, ${rows.toFixed(0)} rows, CPU ${nodeMs.toFixed(1)} ms + PostgreSQL ${postgresMs.toFixed(1)} ms`;
}

function ingestionLine({ perSecond, statements, nodeMs, postgresMs }: Ingested): string {
  return `${median(perSecond).toFixed(0)}/s (batches ${Math.min(...perSecond).toFixed(0)} to ${Math.max(...perSecond).toFixed(0)}), ${median(statements)} statements a batch, CPU ${nodeMs.toFixed(3)} ms + PostgreSQL ${postgresMs.toFixed(3)} ms a message`;
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
