import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { graphOrders } from './support/graph-orders.ts';
import { masterKey, startMirror } from './support/mirror.ts';
import { rawOrders, rawSubjects } from './support/raw-orders.ts';
import { everythingTold, lastTold } from './support/told.ts';
import { startInstance } from './support/world.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The service as a process of its own, once it listens. */
async function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ...env,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  try {
    const privateUrl = await eventually(() => /"privateUrl":"([^"]+)"/.exec(output)?.[1] ?? false, {
      timeoutMs: 20_000,
    });
    return {
      privateUrl: privateUrl as string,
      /** At once, without a chance to say anything. */
      async kill() {
        const closed = once(child, 'close');
        child.kill('SIGKILL');
        await closed;
      },
      async [Symbol.asyncDispose]() {
        if (child.exitCode === null && child.signalCode === null) await this.kill();
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Calls to Odoo that this instance has made. */
async function callsOf({ privateUrl }: { privateUrl: string }): Promise<number> {
  const text = await (await fetch(`${privateUrl}/metrics`)).text();
  return [...text.matchAll(/^odoo_calls_total\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
}

test('of two instances one reads Odoo; when it is killed the other goes on, and nothing is told twice', {
  timeout: 120_000,
}, async () => {
  await using mirror = await startMirror();
  const { odoo, sql } = mirror;
  const pace = { SYNC_INTERVAL_MS: '50', SYNC_SWEEP_INTERVAL_MS: '50', SYNC_PAGE_SIZE: '20' };
  await using first = await startProcess({
    DATABASE_URL: mirror.database.url,
    PUBLIC_PORT: '0',
    PRIVATE_PORT: '0',
    TRACKING_EVENTS_URL: 'http://127.0.0.1:1/events',
    ODOO_URL: odoo.url,
    ODOO_DB: odoo.db,
    ODOO_LOGIN: odoo.login,
    ODOO_API_KEY: odoo.apiKey,
    KEY_ENCRYPTION_KEY: masterKey,
    INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
    ...pace,
  });
  const asOf = async () => (await sql`select as_of from odoo.sync_round`)[0]?.['as_of'] as Date | null;
  await eventually(async () => (await asOf()) !== null, { timeoutMs: 20_000 });
  await using second = await startInstance({ databaseUrl: mirror.database.url, odoo, env: pace });
  /** A whole round that began after now. */
  const round = async () => {
    const before = new Date();
    await eventually(async () => ((await asOf()) ?? 0) > before, { timeoutMs: 20_000 });
  };
  const told = await everythingTold(sql);

  odoo.world.setTrackingRef(20, '1Z999AA10300000001');
  await round();
  await round();
  expect(await callsOf(second.server)).toBe(0);
  expect(await callsOf(first)).toBeGreaterThan(20);
  expect(await graphOrders(second.query)).toEqual(rawOrders(odoo.world));

  // In the middle of a round: Odoo takes its time, and there is something new in each model.
  odoo.faults.latencyMs = 20;
  const before = [...odoo.stats.calls.values()].reduce((sum, n) => sum + n, 0);
  odoo.world.setTrackingRef(21, '1Z999AA10300000002');
  odoo.world.setCommitmentDate(46, '2026-12-24 09:00:00');
  await eventually(() => [...odoo.stats.calls.values()].reduce((sum, n) => sum + n, 0) > before + 4);
  await first.kill();
  odoo.faults.latencyMs = 0;
  odoo.world.setTrackingRef(22, '1Z999AA10300000003');
  await round();
  await round();
  expect(await callsOf(second.server)).toBeGreaterThan(20);
  expect(await graphOrders(second.query)).toEqual(rawOrders(odoo.world));
  expect(await lastTold(sql)).toEqual(rawSubjects(odoo.world));
  const of46 = [...odoo.world.table('stock.picking').values()].filter((row) => (row['sale_id'] as [number])[0] === 46);
  expect(
    (await everythingTold(sql))
      .slice(told.length)
      .map(({ key }) => key)
      .sort(),
  ).toEqual(
    ['delivery/20', 'delivery/21', 'delivery/22', 'order/46', ...of46.map(({ id }) => `delivery/${id}`)].sort(),
  );
});
