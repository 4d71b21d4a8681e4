import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHintWebhook } from '../src/mirror/hint-webhook.ts';
import { hinted } from '../src/odoo-check/automation.ts';
import { loadCheckConfig } from '../src/odoo-check/check-config.ts';
import { checkOdoo } from '../src/odoo-check/check-odoo.ts';
import type { Finding } from '../src/odoo-check/finding.ts';
import { findingJson, findingLines, hasFailed } from '../src/odoo-check/print-findings.ts';
import { logger, type Mirror, startMirror } from './support/mirror.ts';

/** Each thing broken once, at an Odoo whose everything else is well: what is said, why, and what to do. */

const apiKey = 'a1'.repeat(20);
const adminKey = 'b2'.repeat(20);
const secret = 'hook-5ecret-5ecret-5ecret';
let mirror: Mirror;
/** Our own public address, and another server's. */
let hooks: { url: string; close(): void };
let elsewhere: { url: string; close(): void };

async function listen(handle: Parameters<typeof createServer>[1]) {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
const address = (base: string, ending = secret) => `${base}/webhooks/odoo/${ending}`;

beforeAll(async () => {
  mirror = await startMirror({ simulator: { apiKey, adminKey, hashingMs: 0 } });
  const take = createHintWebhook({ secrets: () => [secret], accept() {}, count() {} });
  hooks = await listen((request, response) => take(request, response) || response.writeHead(404).end());
  elsewhere = await listen((_request, response) => response.writeHead(404).end('no'));
  const { world } = mirror.odoo;
  // The data set has one reference of words.
  for (const row of world.table('stock.picking').values())
    if (row['name'] === 'WH/OUT/00052') world.setTrackingRef(row.id, '1Z999AA10123456784');
  for (const model of Object.keys(hinted))
    mirror.odoo.addWebhookRule({
      model,
      url: address(hooks.url),
      fields: [],
      triggerFields: [...(hinted[model] ?? [])],
    });
  await mirror.sync.runOnce();
  await mirror.sql`insert into odoo.hint_received (model, received_at, times) values ('stock.picking', now(), 1)`;
});
afterAll(async () => {
  hooks.close();
  elsewhere.close();
  await mirror[Symbol.asyncDispose]();
});

async function check(env: Record<string, string> = {}) {
  const { odoo, sql } = mirror;
  const config = loadCheckConfig({
    ODOO_URL: odoo.url,
    ODOO_DB: odoo.db,
    ODOO_LOGIN: odoo.login,
    ODOO_API_KEY: apiKey,
    ODOO_WEBHOOK_SECRET: secret,
    ODOO_ADMIN_LOGIN: odoo.adminLogin,
    ODOO_ADMIN_API_KEY: adminKey,
    ...env,
  });
  const findings = await checkOdoo({ config, sql, isDeep: true, logger });
  const text = [...findingLines(config, findings), findingJson(config, findings)].join('\n');
  for (const hidden of [apiKey, adminKey, secret]) expect(text).not.toContain(hidden);
  expect(JSON.parse(findingJson(config, findings)).isOk).toBe(!hasFailed(findings));
  return findings;
}
const well = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== 'ok');

/** What of a rule's action is changed, and back. */
function rule(model: string, change: { rule?: object; action?: object }) {
  const { world } = mirror.odoo;
  const found = [...world.table('base.automation').values()].find((row) => row['model_name'] === model);
  const [actionId = 0] = (found?.['action_server_ids'] ?? []) as number[];
  const action = world.table('ir.actions.server').get(actionId);
  const before = { rule: { ...found }, action: { ...action } };
  Object.assign(found as object, change.rule);
  Object.assign(action as object, change.action);
  return () => {
    Object.assign(found as object, before.rule);
    Object.assign(action as object, before.action);
  };
}

interface Broken {
  /** Breaks it; answers what mends it. */
  breaks?: () => (() => unknown) | Promise<() => unknown>;
  env?: Record<string, string>;
  check: string;
  state: Finding['state'];
  what: RegExp;
  cause: RegExp;
  remedy: RegExp;
}
const broken: Record<string, Broken> = {
  'Odoo is stopped': {
    env: { ODOO_URL: 'http://127.0.0.1:9' },
    check: 'connection',
    state: 'failure',
    what: /127\.0\.0\.1:9/,
    cause: /stopped|failed/,
    remedy: /start Odoo|look at/,
  },
  'a proxy without Odoo behind it': {
    breaks() {
      mirror.odoo.faults.proxyError.count = Number.POSITIVE_INFINITY;
      return () => {
        mirror.odoo.faults.proxyError.count = 0;
      };
    },
    check: 'connection',
    state: 'failure',
    what: /status 502/,
    cause: /proxy/,
    remedy: /whether Odoo runs/,
  },
  'an old version': {
    breaks() {
      mirror.odoo.faults.tellsVersion = 17;
      return () => {
        mirror.odoo.faults.tellsVersion = 0;
      };
    },
    check: 'version',
    state: 'failure',
    what: /17\.0 is too old/,
    cause: /came with Odoo 18/,
    remedy: /upgrade/,
  },
  'a clock five minutes ahead': {
    breaks() {
      mirror.odoo.world.setClockSkew(300_000);
      return () => mirror.odoo.world.setClockSkew(0);
    },
    check: 'clock',
    state: 'warning',
    what: /(300|299|301) s ahead of ours/,
    cause: /does not keep its clock/,
    remedy: /NTP/,
  },
  'a clock five minutes behind': {
    breaks() {
      mirror.odoo.world.setClockSkew(-300_000);
      return () => mirror.odoo.world.setClockSkew(0);
    },
    check: 'clock',
    state: 'warning',
    what: /(300|299|301) s behind ours/,
    cause: /does not keep its clock/,
    remedy: /NTP/,
  },
  'another database': {
    env: { ODOO_DB: 'nowhere' },
    check: 'database',
    state: 'failure',
    what: /nowhere/,
    cause: /no database of this name/,
    remedy: /ODOO_DB/,
  },
  'a wrong key': {
    env: { ODOO_API_KEY: 'c3'.repeat(20) },
    check: 'credentials',
    state: 'failure',
    what: /refuses integration@example\.com/,
    cause: /key is wrong/,
    remedy: /new API key/,
  },
  'an unknown login': {
    env: { ODOO_LOGIN: 'somebody@example.com' },
    check: 'credentials',
    state: 'failure',
    what: /refuses somebody@example\.com/,
    cause: /login or the key is wrong/,
    remedy: /new API key/,
  },
  'a key that was never set': {
    env: { ODOO_API_KEY: '' },
    check: 'credentials',
    state: 'failure',
    what: /no key is set/,
    cause: /ODOO_API_KEY/,
    remedy: /set one/,
  },
  'a user without any group': {
    breaks: () => rights('none'),
    check: 'rights.read',
    state: 'failure',
    what: /sale\.order.*stock\.picking/,
    cause: /group is missing.*stock\.move: what a delivery carries/,
    remedy: /Sales \/ User: All Documents/,
  },
  'own documents only': {
    breaks: () => rights('own-sales'),
    check: 'rights.orders',
    state: 'failure',
    what: /orders? of the/,
    cause: /Own Documents Only/,
    remedy: /All Documents/,
  },
  'Inventory alone': {
    breaks: () => rights('stock'),
    check: 'rights.read',
    state: 'warning',
    what: /account\.move/,
    cause: /invoice number/,
    remedy: /All Documents, or leave it/,
  },
  'an administrator as integration user': {
    breaks: () => rights('admin'),
    check: 'rights.excess',
    state: 'failure',
    what: /change anything in Odoo/,
    cause: /Administration \/ Settings/,
    remedy: /take these groups away/,
  },
  'a reference of words': {
    async breaks() {
      const { odoo, sync } = mirror;
      const before = odoo.world.table('stock.picking').get(29)?.['carrier_tracking_ref'] as string;
      const write = async (reference: string) => {
        await odoo.change((tx) => tx.write('stock.picking', 29, { carrier_tracking_ref: reference }));
        // What is said of references follows the mirror.
        await sync.runOnce();
      };
      await write('see e-mail');
      return () => write(before);
    },
    check: 'references',
    state: 'warning',
    what: /1 of \d+ .*WH\/OUT\/00024/,
    cause: /holds no number/,
    remedy: /carrier’s number/,
  },
  'no rule for orders': {
    breaks: () => rule('sale.order', { rule: { model_name: 'res.partner' } }),
    check: 'automation.sale.order',
    state: 'failure',
    what: /no rule tells us of changes of sale\.order/,
    cause: /nobody has made one/,
    remedy: /docs\/odoo\.md, "Hints"/,
  },
  'a rule that is archived': {
    breaks: () => rule('stock.picking', { rule: { active: false } }),
    check: 'automation.stock.picking',
    state: 'failure',
    what: /no rule/,
    cause: /"stock\.picking changed" is archived/,
    remedy: /docs\/odoo\.md, "Hints"/,
  },
  'a rule with another path': {
    breaks: () => rule('stock.picking', { action: { webhook_url: `${elsewhere.url}/hooks` } }),
    check: 'automation.stock.picking',
    state: 'failure',
    what: /no rule/,
    cause: /at another path/,
    remedy: /docs\/odoo\.md, "Hints"/,
  },
  'a rule that calls another server': {
    breaks: () => rule('stock.picking', { action: { webhook_url: address(elsewhere.url) } }),
    check: 'automation.stock.picking',
    state: 'failure',
    what: /answers hints with status 404/,
    cause: /something else listens there/,
    remedy: /public address of the odoo-subgraph/,
  },
  'a rule that calls where nobody is': {
    breaks: () => rule('stock.picking', { action: { webhook_url: address('http://127.0.0.1:9') } }),
    check: 'automation.stock.picking',
    state: 'warning',
    what: /127\.0\.0\.1:9, where nobody answers us/,
    cause: /address is wrong/,
    remedy: /public address of the odoo-subgraph/,
  },
  'a rule with another secret': {
    breaks: () => rule('stock.picking', { action: { webhook_url: address(hooks.url, 'another-5ecret-another-5') } }),
    check: 'automation.stock.picking',
    state: 'failure',
    what: /another secret than we take/,
    cause: /changed, or mistyped/,
    remedy: /ODOO_WEBHOOK_SECRET/,
  },
  'a rule that runs for one field': {
    breaks() {
      const state = [...mirror.odoo.world.table('ir.model.fields').values()].find(
        (row) => row['model'] === 'stock.picking' && row['name'] === 'state',
      );
      return rule('stock.picking', { rule: { trigger_field_ids: [state?.id] } });
    },
    check: 'automation.stock.picking',
    state: 'warning',
    what: /says nothing when carrier_tracking_ref, carrier_id, scheduled_date change/,
    cause: /runs for state only/,
    remedy: /docs\/odoo\.md, "Hints"/,
  },
  'a wrong key of the administrator': {
    env: { ODOO_ADMIN_API_KEY: 'd4'.repeat(20) },
    check: 'automation',
    state: 'failure',
    what: /refuses the administrator/,
    cause: /ODOO_ADMIN_API_KEY/,
    remedy: /key of one day/,
  },
};

function rights(role: 'none' | 'own-sales' | 'stock' | 'admin') {
  mirror.odoo.setRights({ role });
  return () => mirror.odoo.setRights({ role: 'integration' });
}

describe('npm run odoo:check -- --deep', () => {
  test('where all is well, all is well', async () => {
    expect(well(await check())).toEqual([]);
  });

  test.each(Object.entries(broken))('%s', async (_name, { breaks, env, check: name, state, what, cause, remedy }) => {
    const mend = await breaks?.();
    try {
      const findings = await check(env);
      const found = findings.find((finding) => finding.check === name && finding.state === state);
      expect(found, JSON.stringify(well(findings))).toMatchObject({
        what: expect.stringMatching(what),
        cause: expect.stringMatching(cause),
        remedy: expect.stringMatching(remedy),
      });
      // And nothing that hangs not on it is called broken.
      if (name.startsWith('automation') || name === 'clock' || name === 'references')
        expect(well(findings).map((finding) => finding.check)).toEqual([name]);
    } finally {
      await mend?.();
    }
  });

  test('and when everything is mended, all is well again', async () => {
    expect(well(await check())).toEqual([]);
  });
});
