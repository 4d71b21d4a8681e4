import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startService } from '@milepost/local-stack';
import { type OdooSimulator, startOdooSimulator } from '@milepost/odoo-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentOf, planStack } from './stack-config.ts';
import { loadSecrets } from './stack-secrets.ts';

const apiKey = 'a1'.repeat(20);
let odoo: OdooSimulator;
let folder: string;
beforeAll(async () => {
  odoo = await startOdooSimulator({ apiKey });
  folder = mkdtempSync(join(tmpdir(), 'milepost-check-'));
});
afterAll(async () => {
  await odoo[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function run(args: string[], env: Record<string, string>, script = 'odoo-check.ts') {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
    const variables = { PATH, NODE_COMPILE_CACHE, DATA_DIR: folder, ...env };
    execFile(process.execPath, [join(import.meta.dirname, script), ...args], { env: variables }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
}
const ours = () => ({ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login, ODOO_API_KEY: apiKey });

test('says what it found, for people and for scripts; its exit code says whether something failed', async () => {
  const [people, scripts, wrong] = await Promise.all([
    run([], ours()),
    run(['--json'], ours()),
    run(['--json'], { ...ours(), ODOO_API_KEY: 'wrong' }),
  ]);
  expect(people).toMatchObject({ code: 0, err: '' });
  expect(people.out).toMatch(/^ok {7}version: Odoo 18\.0/m);
  expect(people.out).toMatch(/^WARNING {2}references: .*\n {9}why: .*\n {9}do: {2}/m);
  expect(scripts.code).toBe(0);
  expect(JSON.parse(scripts.out)).toMatchObject({ isOk: true, database: odoo.db });
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.out).findings).toContainEqual(
    expect.objectContaining({ check: 'credentials', state: 'failure' }),
  );
  for (const { out } of [people, scripts, wrong]) expect(out).not.toContain(apiKey);
}, 30_000);

test('without ODOO_URL it looks at the demo that was started here, whose Odoo sends hints by rules that are well', async () => {
  const demo = join(folder, 'demo');
  const secrets = loadSecrets(join(demo, 'secrets.json'));
  const hints: { path: string | undefined; body: string }[] = [];
  const subgraph = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part)).on('end', () => hints.push({ path: request.url, body }));
    response.end('{}');
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const ports = {
    ODOO_SIM_PORT: String(await freePort()),
    ODOO_SUBGRAPH_PORT: String((subgraph.address() as AddressInfo).port),
    ODOO_SUBGRAPH_PRIVATE_PORT: String(await freePort()),
  };
  const decision = planStack(ports);
  if (!('plan' in decision)) throw new Error(decision.problems.join());
  const root = join(import.meta.dirname, '..');
  const simulator = startService({
    name: 'odoo-simulator',
    entry: join(root, 'simulators/odoo/src/main.ts'),
    env: environmentOf('odoo-simulator', { plan: decision.plan, secrets, databaseUrl: '', env: ports }),
    readyUrl: `http://127.0.0.1:${ports.ODOO_SIM_PORT}/readyz`,
  });
  try {
    await simulator.ready();
    const here = { DATA_DIR: demo, ...ports };
    const [{ code, out }, tried] = await Promise.all([
      run(['--deep', '--json'], here),
      run(['track', 'WH/OUT/00015', '1Z999AA10123456784'], here, 'sim-odoo.ts'),
    ]);
    const { odoo: looked, findings } = JSON.parse(out) as {
      odoo: string;
      findings: { check: string; state: string }[];
    };
    expect(looked).toBe(`http://127.0.0.1:${ports.ODOO_SIM_PORT}`);
    expect(code).toBe(0);
    expect(findings.filter(({ check }) => check.startsWith('automation'))).toMatchObject([
      { check: 'automation.stock.picking', state: 'ok' },
      { check: 'automation.sale.order', state: 'ok' },
    ]);
    for (const secret of Object.values(secrets)) expect(out).not.toContain(secret);
    // What somebody does there is hinted at, and nothing is said but where.
    expect(tried).toMatchObject({ code: 0, out: expect.stringContaining('1Z999AA10123456784') });
    const told = hints.map(({ path, body }) => ({ path, ...(JSON.parse(body) as object) }));
    const path = `/webhooks/odoo/${secrets.ODOO_WEBHOOK_SECRET}`;
    expect(told).toContainEqual({
      path,
      _action: expect.stringContaining('Milepost: transfers'),
      _id: 20,
      _model: 'stock.picking',
      id: 20,
    });
    // The other one is of odoo:check, about nothing.
    expect(told).toMatchObject([{ path }, { path }]);
  } finally {
    await simulator.stop();
    subgraph.close();
  }
}, 30_000);

test('without an Odoo, or with a word too many, it says how', async () => {
  const [none, more] = await Promise.all([run([], {}), run(['--all'], ours())]);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('ODOO_URL is not set') });
  expect(more).toMatchObject({ code: 1, err: expect.stringContaining('usage: npm run odoo:check') });
}, 30_000);
