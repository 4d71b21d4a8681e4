import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OdooSimulator, startOdooSimulator } from '@milepost/odoo-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';

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

function run(args: string[], env: Record<string, string>) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const variables = { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, ...env };
    const script = join(import.meta.dirname, 'odoo-check.ts');
    execFile(process.execPath, [script, ...args], { env: variables }, (error, out, err) =>
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

test('without ODOO_URL it looks at the demo that was started here', async () => {
  const demo = join(folder, 'demo');
  mkdirSync(demo);
  writeFileSync(join(demo, 'secrets.json'), JSON.stringify({ ODOO_API_KEY: apiKey }));
  const { code, out } = await run([], { DATA_DIR: demo, ODOO_SIM_PORT: String(odoo.port) });
  expect(out).toContain(`Odoo at http://127.0.0.1:${odoo.port}`);
  expect(code).toBe(0);
}, 30_000);

test('without an Odoo, or with a word too many, it says how', async () => {
  const [none, more] = await Promise.all([run([], {}), run(['--all'], ours())]);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('ODOO_URL is not set') });
  expect(more).toMatchObject({ code: 1, err: expect.stringContaining('usage: npm run odoo:check') });
}, 30_000);
