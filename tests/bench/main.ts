import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@milepost/local-stack';
import postgres from 'postgres';
import { benchAcknowledge } from './acknowledge.ts';
import { benchDesk } from './desk.ts';
import { benchDrain } from './drain.ts';
import { benchLive } from './live.ts';
import { benchOrderQuery } from './order-query.ts';
import { type Row, report } from './report.ts';
import { benchSearch } from './search.ts';

/**
 * Speed as ratios against a floor measured in the same run, on a PostgreSQL of its own with durability on. Usage: npm run bench -- [--only
 * acknowledge|desk|drain|live|order-query|search] [--rounds 5] [--orders 1000000 (of search)] [--subscribers 10000 (of live)] [--shipments 50000 (of desk, with 20 facts each)] [--cases N (of desk: filled up to so many beside those that the rules find)] [--strict]; with --strict a missed aim is exit code 1.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    orders: { type: 'string', default: '1000000' },
    subscribers: { type: 'string', default: '10000' },
    shipments: { type: 'string', default: '50000' },
    cases: { type: 'string', default: '0' },
    strict: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const print = (line: string) => process.stdout.write(`${line}\n`);
const orders = Number(values.orders);
const subscribers = Number(values.subscribers);
const shipments = Number(values.shipments);
const cases = Number(values.cases);
const known = ['acknowledge', 'desk', 'drain', 'live', 'order-query', 'search'];
if (
  (values.only && !known.includes(values.only)) ||
  !(rounds >= 1) ||
  !(orders >= 1000) ||
  !(subscribers >= 1) ||
  !(shipments >= 20) ||
  !(cases >= 0)
) {
  process.stderr.write(
    `usage: npm run bench -- [--only ${known.join('|')}] [--rounds N] [--orders N] [--subscribers N] [--shipments N] [--cases N] [--strict]\n`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'milepost-bench-'));
chmodSync(folder, 0o755);
const server = await startPostgres({ dataDir: join(folder, 'postgres'), durable: true });
const rows: Row[] = [];
try {
  const admin = postgres(server.url, { max: 1 });
  const settings: string[] = [];
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const [row] = await admin.unsafe(`show ${name}`);
    if (row?.[name] !== 'on') throw new Error(`${name} is ${row?.[name]}: figures without durability mean nothing`);
    settings.push(`${name} on`);
  }
  const [version] = await admin`show server_version`;
  const databases = ['acknowledge', 'desk', 'drain', 'live', 'order_query', 'search'];
  for (const name of databases) await admin.unsafe(`create database ${name}`);
  await admin.end();
  print(
    `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, PostgreSQL ${version?.['server_version']}: ${settings.join(', ')}\n`,
  );
  const wanted = (name: string) => !values.only || values.only === name;
  if (wanted('acknowledge'))
    rows.push(
      ...(await benchAcknowledge({
        databaseUrl: server.urlOf('acknowledge'),
        postgresPid: server.pid,
        rounds,
        perRound: 8_000,
      })),
    );
  if (wanted('desk'))
    rows.push(...(await benchDesk({ databaseUrl: server.urlOf('desk'), rounds, shipments, cases, print })));
  if (wanted('drain'))
    rows.push(...(await benchDrain({ databaseUrl: server.urlOf('drain'), postgresPid: server.pid, rounds })));
  if (wanted('live'))
    rows.push(...(await benchLive({ databaseUrl: server.urlOf('live'), rounds, subscribers, print })));
  if (wanted('order-query'))
    rows.push(
      ...(await benchOrderQuery({
        databaseUrl: server.urlOf('order_query'),
        postgresPid: server.pid,
        rounds,
        perRound: 300,
      })),
    );
  if (wanted('search'))
    rows.push(...(await benchSearch({ databaseUrl: server.urlOf('search'), rounds, perRound: 40, orders, print })));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
const isReached = report(rows, print);
if (values.strict && !isReached) process.exit(1);
