import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { graphOrders } from './support/graph-orders.ts';
import type { LoadOrder } from './support/load-worker.ts';
import { masterKey, startMirror } from './support/mirror.ts';
import { rawIds, rawOrders, rawSubjects } from './support/raw-orders.ts';
import { everythingTold, lastTold } from './support/told.ts';
import { startInstance } from './support/world.ts';

const worker = fileURLToPath(new URL('./support/load-worker.ts', import.meta.url));

/** Runs one process to its end. Answers which pages it asked for. */
function load(
  order: LoadOrder,
  compileCache: string,
): Promise<{ signal: NodeJS.Signals | null; code: number | null; pages: string[] }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [worker, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('close', (code, signal) => resolve({ signal, code, pages: output.split('\n').filter(Boolean) }));
  });
}

/** Each at the first page of the model that this process reads: of lines the first and the second. */
const deaths = [
  ['res.partner', 'answered'],
  ['sale.order', 'committing'],
  ['sale.order.line', 'stored'],
  ['sale.order.line', 'committing'],
  ['stock.move', 'answered'],
  ['stock.move.line', 'committing'],
] as const satisfies [string, LoadOrder['when']][];

// Seven processes, one after the other, which takes as long as the machine is busy.
test('killed in the middle of any model, the load goes on with the page that was not stored, and ends as if nothing had been', {
  timeout: 120_000,
}, async () => {
  await using mirror = await startMirror({ pageSize: 20 });
  await using compileCache = await mkdtempDisposable(join(tmpdir(), 'load-worker-'));
  const order = {
    databaseUrl: mirror.database.url,
    masterKey,
    odoo: { url: mirror.odoo.url, db: mirror.odoo.db, login: mirror.odoo.login },
    apiKey: mirror.odoo.apiKey,
    pageSize: 20,
  };
  const asked: string[] = [];
  /** The page that the one before had asked for and not stored. */
  let lost: string[] = [];
  for (const [diesAt, when] of [...deaths, [null, 'stored'] as const]) {
    const { signal, code, pages } = await load({ ...order, diesAt, when }, compileCache.path);
    expect([signal, code], `${diesAt}`).toEqual(diesAt === null ? [null, 0] : ['SIGKILL', null]);
    if (diesAt !== null) expect(pages.at(-1)).toMatch(new RegExp(`^${diesAt} \\d+$`));
    // Small tables are read whole by everybody who goes on behind them.
    const again = pages.filter((page) => asked.includes(page) && !/^(res\.c|delivery\.)/.test(page));
    expect(again, `${diesAt}`).toEqual(lost);
    lost = when === 'stored' ? [] : pages.slice(-1);
    asked.push(...pages);
  }
  expect(asked.length).toBeGreaterThan(25);

  for (const [table, ids] of Object.entries(rawIds(mirror.odoo.world)))
    expect(
      (await mirror.sql.unsafe(`select id from odoo.${table} order by id`)).map((row) => row['id']),
      table,
    ).toEqual(ids);
  await using instance = await startInstance({
    databaseUrl: mirror.database.url,
    odoo: mirror.odoo,
    env: { ROLES: 'api' },
  });
  expect(await graphOrders(instance.query)).toEqual(rawOrders(mirror.odoo.world));
  expect(await lastTold(mirror.sql)).toEqual(rawSubjects(mirror.odoo.world));
  // Each of them once, as if nobody had died.
  expect(await everythingTold(mirror.sql)).toHaveLength(Object.keys(rawSubjects(mirror.odoo.world)).length);
  expect(await mirror.sync.runOnce()).toBe(0);
});
