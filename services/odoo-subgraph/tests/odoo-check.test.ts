import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusedByOdoo } from '../src/mirror/record-store.ts';
import { hinted } from '../src/odoo-check/automation.ts';
import { loadCheckConfig } from '../src/odoo-check/check-config.ts';
import { checkOdoo } from '../src/odoo-check/check-odoo.ts';
import { findingJson, findingLines } from '../src/odoo-check/print-findings.ts';
import { logger, type Mirror, startMirror } from './support/mirror.ts';

const apiKey = 'a1'.repeat(20);
const adminKey = 'b2'.repeat(20);
const hookSecret = 'hook-5ecret-5ecret-5ecret';
let mirror: Mirror;
beforeAll(async () => {
  mirror = await startMirror({ simulator: { apiKey, adminKey } });
});
afterAll(() => mirror[Symbol.asyncDispose]());

async function check({
  env = {},
  withDatabase = true,
  isDeep = false,
  on = mirror,
  now = new Date(),
}: {
  env?: Record<string, string>;
  withDatabase?: boolean;
  isDeep?: boolean;
  on?: Mirror;
  now?: Date;
} = {}) {
  const { odoo, sql } = on;
  const config = loadCheckConfig({
    ODOO_URL: odoo.url,
    ODOO_DB: odoo.db,
    ODOO_LOGIN: odoo.login,
    ODOO_API_KEY: apiKey,
    ODOO_WEBHOOK_SECRET: hookSecret,
    ...env,
  });
  const findings = await checkOdoo({
    config,
    sql: withDatabase ? sql : null,
    isDeep,
    logger,
    now: () => now,
    callHints: async () => ({ status: 200 }),
  });
  const text = [...findingLines(config, findings), findingJson(config, findings)].join('\n');
  for (const secret of [apiKey, adminKey, hookSecret]) expect(text).not.toContain(secret);
  const of = (name: string) => findings.filter((finding) => finding.check === name);
  return { findings, of, notWell: findings.filter(({ state }) => state !== 'ok').map((finding) => finding.check) };
}

describe('npm run odoo:check against the simulator', () => {
  test('before the first load: references are read from Odoo, the mirror says that it is not there', async () => {
    const { of, notWell } = await check();
    expect(notWell).toEqual(['references', 'mirror', 'hints']);
    expect(of('references')[0]?.what).toContain('WH/OUT/00052');
    expect(of('mirror')).toMatchObject([{ state: 'warning', what: 'the first load is not through' }]);
  });

  test('afterwards the same references come from the mirror, also while Odoo is away', async () => {
    const before = (await check({ withDatabase: false })).of('references');
    await mirror.sync.runOnce();
    const { of, notWell } = await check();
    expect(notWell).toEqual(['references', 'hints']);
    expect(of('references')[0]?.details?.['deliveries']).toEqual(before[0]?.details?.['deliveries']);
    expect(of('hints')).toMatchObject([
      { state: 'skipped', what: 'no hint has arrived yet, and nothing has changed in Odoo since everything was read' },
    ]);
    await mirror.odoo.stop();
    const away = await check();
    await mirror.odoo.start();
    expect(away.of('connection')).toMatchObject([{ state: 'failure' }]);
    expect(away.of('references')).toEqual(of('references'));
  });

  test('an old copy is said to be old, and misfits are counted', async () => {
    await mirror.sql`update odoo.sync_round set as_of = now() - interval '1 hour'`;
    await mirror.sql`insert into odoo.misfit (model, id, problem) values ('sale.order', 29, 'state: invalid_value')`;
    const { of } = await check();
    expect(of('mirror')).toMatchObject([{ state: 'failure', what: 'the copy that customers see is 60 minutes old' }]);
    expect(of('misfits')).toMatchObject([{ state: 'warning', details: { count: 1 } }]);
    await mirror.sql`update odoo.misfit set problem = ${refusedByOdoo}`;
    expect((await check()).of('misfits')).toMatchObject([
      { state: 'ok' },
      { state: 'warning', what: 'Odoo refuses our user 1 record, served as they last were' },
    ]);
    await mirror.sql`delete from odoo.misfit`;
    await mirror.sync.runOnce();
  });

  test.each([
    ['own-sales', 'rights.orders', 'failure'],
    ['none', 'rights.read', 'failure'],
    ['none', 'rights.write', 'warning'],
    ['stock', 'rights.read', 'warning'],
    ['admin', 'rights.excess', 'failure'],
  ] as const)('rights of %s', async (role, name, state) => {
    mirror.odoo.setRights({ role });
    const { of } = await check();
    mirror.odoo.setRights({ role: 'integration' });
    expect(of(name).map((finding) => finding.state)).toContain(state);
  });

  test('Sales alone is enough', async () => {
    mirror.odoo.setRights({ role: 'sales' });
    const { notWell } = await check();
    mirror.odoo.setRights({ role: 'integration' });
    expect(notWell).toEqual(['references', 'hints']);
  });

  test('hints: not taken, received, and none for days although something changed', async () => {
    await using own = await startMirror({ simulator: { apiKey } });
    const hints = async (more: Parameters<typeof check>[0] = {}) => (await check({ on: own, ...more })).of('hints');
    expect(await hints({ env: { ODOO_WEBHOOK_SECRET: '' } })).toMatchObject([
      { state: 'warning', what: 'hints are not taken' },
    ]);
    expect(await hints()).toMatchObject([
      { state: 'skipped', what: 'no hint has arrived yet, and the first load is not through' },
    ]);
    await own.sync.runOnce();
    // Everything was read an hour ago, and somebody has changed something since.
    await own.sql`update odoo.sync_cursor set loaded_at = now() - interval '1 hour'`;
    expect(await hints()).toMatchObject([
      { state: 'skipped', what: expect.stringContaining('nothing has changed in Odoo since') },
    ]);
    own.odoo.world.setTrackingRef(20, '1Z999AA10123456784');
    await own.sync.runOnce();
    expect(await hints()).toMatchObject([
      {
        state: 'warning',
        what: 'no hint has ever arrived; 1 order or delivery was changed (WH/OUT/00015) since everything was read',
        cause: expect.stringContaining('no automation rule'),
      },
    ]);
    const changedAt = new Date();
    const receive = (minutes: number) => own.sql`
      insert into odoo.hint_received (model, received_at, times) values ('stock.picking', ${new Date(changedAt.getTime() + minutes * 60_000)}, 3), ('sale.order', now() - interval '9 days', 1)
      on conflict (model) do update set received_at = excluded.received_at`;
    const inFourDays = new Date(changedAt.getTime() + 4 * 86_400_000);
    await receive(1);
    expect(await hints()).toMatchObject([
      { state: 'ok', details: { lastOf: { 'stock.picking': expect.any(String), 'sale.order': expect.any(String) } } },
    ]);
    // Quiet days are no reason to worry.
    expect(await hints({ now: inFourDays })).toMatchObject([
      { state: 'ok', what: expect.stringMatching(/; nothing changed since$/) },
    ]);
    await receive(-10);
    expect(await hints({ now: inFourDays })).toMatchObject([
      {
        state: 'warning',
        what: 'the last hint arrived 96 hours ago; 1 order or delivery was changed (WH/OUT/00015) since',
      },
    ]);
  });

  test('a company that is taken away hides orders from nobody who may not see them', async () => {
    mirror.odoo.setRights({ companies: [1] });
    const { of } = await check();
    mirror.odoo.setRights({ companies: [1, 3] });
    expect(of('companies')[0]?.details).toEqual({ ids: [1] });
  });

  test('a clock that goes wrong', async () => {
    mirror.odoo.world.setClockSkew(300_000);
    const { of } = await check();
    mirror.odoo.world.setClockSkew(0);
    expect(of('clock')).toMatchObject([{ state: 'warning', what: expect.stringContaining('ahead of ours') }]);
  });

  test('a key that ends soon, and one that was removed', async () => {
    const other = 'c3'.repeat(20);
    mirror.odoo.credentials.issue({ secret: other, userId: 8, days: 3 });
    expect((await check({ env: { ODOO_API_KEY: other } })).of('key')).toMatchObject([
      { state: 'warning', what: expect.stringMatching(/the first of this user’s 2 keys ends in [23] days/) },
    ]);
    mirror.odoo.credentials.remove(other);
    // Signing in is never remembered; only who is in already goes on.
    expect((await check({ env: { ODOO_API_KEY: other } })).of('credentials')).toMatchObject([{ state: 'failure' }]);
  });

  test('a database that is not there', async () => {
    expect((await check({ env: { ODOO_DB: 'nowhere' } })).of('database')).toMatchObject([{ state: 'failure' }]);
  });

  test('--deep finds the rules that an administrator has set, and says so when he has not', async () => {
    const admin = { ODOO_ADMIN_LOGIN: mirror.odoo.adminLogin, ODOO_ADMIN_API_KEY: adminKey };
    const none = await check({ env: admin, isDeep: true });
    expect(none.of('automation.sale.order')).toMatchObject([{ state: 'failure', cause: 'nobody has made one' }]);
    for (const model of Object.keys(hinted))
      mirror.odoo.addWebhookRule({
        model,
        url: `https://milepost.example/webhooks/odoo/${hookSecret}`,
        fields: ['write_date'],
        triggerFields: [...(hinted[model] ?? [])],
      });
    const { of } = await check({ env: admin, isDeep: true });
    for (const model of Object.keys(hinted))
      expect(of(`automation.${model}`)).toMatchObject([{ state: 'ok', details: { host: 'milepost.example' } }]);
    const asOurUser = await check({
      env: { ODOO_ADMIN_LOGIN: mirror.odoo.login, ODOO_ADMIN_API_KEY: apiKey },
      isDeep: true,
    });
    expect(asOurUser.of('automation')).toMatchObject([
      { state: 'failure', cause: 'he lacks Administration / Settings' },
    ]);
  });
});

test('over JSON-2 (unverified) everything is found as over JSON-RPC, and the mirror is the same', async () => {
  await using other = await startMirror({ simulator: { apiKey, json2: true } });
  await other.sync.runOnce();
  const rows = (of: Mirror, table: string) => of.sql`select * from ${of.sql(`odoo.${table}`)} order by id`;
  for (const table of ['sale_order', 'order_line', 'picking', 'move', 'delivery_carrier', 'company', 'currency'])
    expect(await rows(other, table)).toEqual(await rows(mirror, table));
  const config = loadCheckConfig({
    ODOO_URL: other.odoo.url,
    ODOO_DB: other.odoo.db,
    ODOO_LOGIN: other.odoo.login,
    ODOO_API_KEY: apiKey,
    ODOO_WEBHOOK_SECRET: hookSecret,
  });
  const findings = await checkOdoo({ config, sql: other.sql, isDeep: false, logger });
  expect(findings.filter(({ state }) => state !== 'ok').map((finding) => finding.check)).toEqual([
    'version',
    'references',
    'hints',
  ]);
  expect(findings.find((finding) => finding.check === 'version')).toMatchObject({
    state: 'warning',
    details: { api: 'json2' },
  });
});
