import { createLogger } from '@milepost/service-kit';
import { afterEach, describe, expect, test } from 'vitest';
import {
  key,
  recorded,
  startOdooWire,
  usualAnswer,
  type WireAnswer,
  type WireCall,
} from '../odoo/odoo-wire.test-support.ts';
import { loadCheckConfig } from './check-config.ts';
import { checkOdoo } from './check-odoo.ts';
import { certificateFinding, clockFinding, connectionFailure } from './connection.ts';
import type { Finding } from './finding.ts';
import type { HintAnswer } from './hint-address.ts';
import { findingJson, findingLines, hasFailed } from './print-findings.ts';
import { referencesFinding } from './references.ts';
import { excess } from './rights.ts';

let open = new AsyncDisposableStack();
afterEach(async () => {
  await open.disposeAsync();
  open = new AsyncDisposableStack();
});
const logger = createLogger({ service: 'test', level: 'silent' });
const now = new Date('2026-11-21T12:00:00Z');
const raised = (name: string): WireAnswer => ({ error: { name, message: 'Ann Rivera', debug: 'Traceback' } });
const version = { result: { server_version: '18.0-20250421', server_version_info: [18, 0, 0, 'final', 0, ''] } };
const rule = recorded('09-outgoing-webhooks').find(({ name }) => name === 'read automation')?.response?.body?.result;
const secret = 'whs-5ecret-5ecret-5ecret';

/** A well-kept Odoo, as recorded: the integration user of recording 08 with a key that holds for 90 days. */
function wellKept(call: WireCall): WireAnswer {
  const { model, method, path, named } = call;
  const fields = (named['fields'] ?? []) as string[];
  if (path === '/web/health') return { result: { status: 'pass' } };
  if (method === 'version' && path === '/jsonrpc') return version;
  if (method === 'has_access')
    return { result: !excess.some((right) => right.model === model && right.operation === named['operation']) };
  if (method === 'fields_get')
    return { result: Object.fromEntries((named['allfields'] as string[]).map((name) => [name, { type: 'char' }])) };
  if (method !== 'search_read') return usualAnswer(call);
  if (model === 'res.users.apikeys')
    return { result: [{ id: 1, name: 'shipment visibility', expiration_date: '2027-02-19 00:00:00' }] };
  if (model === 'res.company')
    return {
      result: [
        { id: 1, name: 'Northpeak' },
        { id: 3, name: 'Northpeak Europe' },
      ],
    };
  if (model === 'stock.picking' && fields.includes('sale_id'))
    return {
      result: [
        { id: 20, sale_id: [46, 'S00046'] },
        { id: 21, sale_id: [46, 'S00046'] },
        { id: 22, sale_id: [47, 'S00047'] },
      ],
    };
  if (model === 'stock.picking')
    return { result: [{ id: 20, name: 'WH/OUT/00020', carrier_tracking_ref: '1Z999AA10123456784' }] };
  if (model === 'sale.order')
    return {
      result: [
        { id: 46, name: 'S00046' },
        { id: 47, name: 'S00047' },
      ],
    };
  if (model === 'base.automation')
    return {
      result: [
        { ...(rule as object[])[0], filter_domain: false, trigger_field_ids: [] },
        {
          ...(rule as object[])[0],
          id: 2,
          model_name: 'sale.order',
          filter_domain: '[]',
          trigger_field_ids: [],
          action_server_ids: [456],
        },
      ],
    };
  if (model === 'ir.actions.server')
    return {
      result: [455, 456].map((id) => ({
        id,
        state: 'webhook',
        webhook_url: `https://milepost.example/webhooks/odoo/${secret}`,
        webhook_field_ids: [],
      })),
    };
  return { result: [] };
}

const admin = { ODOO_ADMIN_LOGIN: 'admin', ODOO_ADMIN_API_KEY: 'one-day-key' };

async function check(
  answer: (call: WireCall) => WireAnswer | Promise<WireAnswer> | undefined = () => undefined,
  {
    env = {},
    isDeep = false,
    hintAnswer = { status: 200 },
  }: { env?: Record<string, string>; isDeep?: boolean; hintAnswer?: HintAnswer } = {},
) {
  const wire = open.use(await startOdooWire((call) => answer(call) ?? wellKept(call)));
  const config = loadCheckConfig({
    ODOO_URL: wire.url,
    ODOO_DB: 'production',
    ODOO_LOGIN: 'integration@example.com',
    ODOO_API_KEY: key,
    ODOO_WEBHOOK_SECRET: `older-${secret},${secret}`,
    ...env,
  });
  const findings = await checkOdoo({
    config,
    sql: null,
    isDeep,
    logger,
    now: () => now,
    callHints: async () => hintAnswer,
  });
  const text = [...findingLines(config, findings), findingJson(config, findings)].join('\n');
  // Whatever is found: neither secrets nor what Odoo says of people.
  for (const hidden of [key, 'one-day-key', secret, 'Ann Rivera', 'Traceback', '1Z999AA1'])
    expect(text).not.toContain(hidden);
  for (const { state, cause, remedy } of findings)
    if (state === 'failure' || state === 'warning') expect([cause, remedy].every(Boolean)).toBe(true);
  return { findings, wire, text, of: (name: string) => findings.filter((finding) => finding.check === name) };
}
const states = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ check: name, state }) => [name, state]));

test('a well-kept Odoo is well, and is only read', async () => {
  const { findings, wire } = await check();
  expect(states(findings)).toEqual({
    connection: 'ok',
    tls: 'ok',
    clock: expect.any(String),
    version: 'ok',
    credentials: 'ok',
    key: 'ok',
    'rights.read': 'ok',
    'rights.orders': 'ok',
    'rights.write': 'ok',
    'rights.excess': 'ok',
    companies: 'ok',
    fields: 'ok',
    references: 'ok',
    mirror: 'skipped',
  });
  expect(hasFailed(findings)).toBe(false);
  const methods = new Set(wire.calls.map(({ method }) => method));
  expect([...methods].sort()).toEqual(['authenticate', 'fields_get', 'has_access', 'search_read', 'version']);
});

const html = (status: number, headers: Record<string, string> = {}): WireAnswer => ({
  status,
  type: 'text/html',
  body: '<h1>',
  headers,
});
/** What is wrong, what is said of it, and words that the operator needs. */
const situations: [string, (call: WireCall) => WireAnswer | undefined, string, Finding['state'], RegExp][] = [
  ['Odoo is down behind its proxy', () => html(502), 'connection', 'failure', /status 502/],
  [
    'the address is another',
    () => html(301, { location: 'https://odoo.example.com/web/health' }),
    'connection',
    'failure',
    /ODOO_URL to https:\/\/odoo\.example\.com,/,
  ],
  [
    'a proxy hides the health address',
    (c) => (c.path === '/web/health' ? html(404) : undefined),
    'connection',
    'warning',
    /404/,
  ],
  ['nothing of it is Odoo', () => html(404), 'version', 'failure', /no Odoo/],
  [
    'Odoo 16',
    (c) =>
      c.method === 'version' && c.path === '/jsonrpc'
        ? { result: { server_version: '16.0', server_version_info: [16, 0] } }
        : undefined,
    'version',
    'failure',
    /too old/,
  ],
  [
    'Odoo 19',
    (c) => (c.path === '/web/version' ? { result: { version: '19.0', version_info: [19, 0, 0] } } : undefined),
    'version',
    'warning',
    /ODOO_API=jsonrpc/,
  ],
  [
    'a wrong key',
    (c) => (c.method === 'authenticate' ? { result: false } : undefined),
    'credentials',
    'failure',
    /new API key/,
  ],
  [
    'a wrong database',
    (c) => (c.method === 'authenticate' ? raised('psycopg2.OperationalError') : undefined),
    'database',
    'failure',
    /ODOO_DB/,
  ],
  [
    'a key that ends soon',
    (c) =>
      c.model === 'res.users.apikeys' ? { result: [{ id: 1, expiration_date: '2026-11-30 00:00:00' }] } : undefined,
    'key',
    'warning',
    /ends in 8 days/,
  ],
  [
    'a key that has ended and still works',
    (c) =>
      c.model === 'res.users.apikeys' ? { result: [{ id: 1, expiration_date: '2026-11-20 00:00:00' }] } : undefined,
    'key',
    'failure',
    /still works/,
  ],
  [
    'a removed key that still works',
    (c) => (c.model === 'res.users.apikeys' ? { result: [] } : undefined),
    'key',
    'failure',
    /removed.*archive the user/s,
  ],
  [
    'a persistent key',
    (c) => (c.model === 'res.users.apikeys' ? { result: [{ id: 1, expiration_date: false }] } : undefined),
    'key',
    'ok',
    /never/,
  ],
  [
    'keys that may not be read',
    (c) => (c.model === 'res.users.apikeys' ? raised('odoo.exceptions.AccessError') : undefined),
    'key',
    'skipped',
    /AccessError/,
  ],
  [
    'a group is missing',
    (c) => (c.model === 'stock.move' && c.method === 'has_access' ? { result: false } : undefined),
    'rights.read',
    'failure',
    /stock\.move.*All Documents/s,
  ],
  [
    'invoices may not be read',
    (c) => (c.model === 'account.move' && c.method === 'has_access' ? { result: false } : undefined),
    'rights.read',
    'warning',
    /invoice number/,
  ],
  [
    'own documents only',
    (c) =>
      c.model === 'sale.order' && c.method === 'search_read' ? { result: [{ id: 46, name: 'S00046' }] } : undefined,
    'rights.orders',
    'failure',
    /1 order of the 2.*Own Documents/s,
  ],
  [
    'an administrator',
    (c) => (c.method === 'has_access' ? { result: true } : undefined),
    'rights.excess',
    'failure',
    /Administration \/ Settings/,
  ],
  [
    'a user who makes contacts',
    (c) => (c.model === 'res.partner' && c.method === 'has_access' ? { result: true } : undefined),
    'rights.excess',
    'warning',
    /addresses.*Contact Creation/s,
  ],
  [
    'a user who only reads',
    (c) => (c.model === 'mail.activity' && c.method === 'has_access' ? { result: false } : undefined),
    'rights.write',
    'warning',
    /may not write back: mail.activity.*no to-dos.*WRITE_BACK_POLICY/s,
  ],
  [
    'automation rules are not installed',
    (c) => (c.model === 'base.automation' ? raised('odoo.exceptions.UserError') : undefined),
    'rights.excess',
    'ok',
    /no right/,
  ],
  [
    'no company',
    (c) => (c.model === 'res.company' && c.method === 'search_read' ? { result: [] } : undefined),
    'companies',
    'failure',
    /allowed companies/,
  ],
  [
    'a module is missing',
    (c) => (c.model === 'delivery.carrier' ? raised('odoo.exceptions.UserError') : undefined),
    'fields',
    'failure',
    /Delivery Costs \(delivery\) is not installed/,
  ],
  [
    'a field is missing',
    (c) =>
      c.model === 'stock.picking' && c.method === 'fields_get' ? { result: { name: { type: 'char' } } } : undefined,
    'fields',
    'failure',
    /stock\.picking has no .*carrier_tracking_ref.*stock_delivery/s,
  ],
  [
    'a reference of words',
    (c) =>
      c.method === 'search_read' && c.model === 'stock.picking' && !(c.named['fields'] as string[]).includes('sale_id')
        ? { result: [{ id: 52, name: 'WH/OUT/00052', carrier_tracking_ref: 'ask Ann Rivera' }] }
        : undefined,
    'references',
    'warning',
    /WH\/OUT\/00052/,
  ],
];

describe('what is wrong is said, with cause and remedy', () => {
  test.each(situations)('%s', async (_name, answer, name, state, words) => {
    const { findings, of } = await check(answer);
    expect(of(name).map((finding) => finding.state)).toContain(state);
    const said = of(name).find((finding) => finding.state === state);
    expect(`${said?.what}\n${said?.cause}\n${said?.remedy}`).toMatch(words);
    expect(hasFailed(findings)).toBe(findings.some((finding) => finding.state === 'failure'));
  });
  test('where Odoo lets nobody in, nothing more is tried with the key', async () => {
    const { wire, of } = await check((call) => (call.method === 'authenticate' ? { result: false } : undefined));
    expect(wire.names().filter((name) => name === 'common.authenticate')).toHaveLength(1);
    expect(of('rights')).toMatchObject([{ state: 'skipped' }]);
    expect(of('references')).toMatchObject([{ state: 'skipped' }]);
  });
  test('what sends us on gets no key', async () => {
    const { wire } = await check(() => html(301, { location: 'https://odoo.example.com/' }));
    expect(wire.calls.map(({ path }) => path)).toEqual(['/web/health']);
  });
  test('of several keys the first to end counts', async () => {
    const ends = ['2027-02-19 00:00:00', '2026-11-30 00:00:00', '2027-01-19 00:00:00'];
    const { of } = await check((c) =>
      c.model === 'res.users.apikeys'
        ? { result: ends.map((expiration_date, i) => ({ id: i + 1, expiration_date })) }
        : undefined,
    );
    expect(of('key')).toMatchObject([{ what: 'the first of this user’s 3 keys ends in 8 days' }]);
  });
  test('a user who may not read invoices has all that is needed', async () => {
    const { findings, of } = await check((c) =>
      c.model === 'account.move' && c.method === 'has_access' ? { result: false } : undefined,
    );
    expect(of('rights.read')).toHaveLength(1);
    expect(hasFailed(findings)).toBe(false);
  });
  test('a password instead of a key, and none at all', async () => {
    expect((await check(undefined, { env: { ODOO_API_KEY: 'hunter2, twice' } })).of('key')).toMatchObject([
      { state: 'warning' },
    ]);
    const none = await check(undefined, { env: { ODOO_API_KEY: '' } });
    expect(none.of('credentials')).toMatchObject([{ state: 'failure', what: 'no key is set' }]);
  });
  test.each([
    ['ENOTFOUND', /name/],
    ['ECONNREFUSED', /port/],
    ['TimeoutError', /firewall/],
    ['CERT_HAS_EXPIRED', /expired/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /whole chain/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /another name/],
    ['EPROTO', /plain HTTP/],
    ['ECONNRESET', /ECONNRESET/],
  ])('%s', (code, words) => {
    expect(JSON.stringify(connectionFailure(new URL('https://odoo.example:8069'), code))).toMatch(words);
  });
  test('a server that is not there', async () => {
    const wire = await startOdooWire(usualAnswer);
    await wire[Symbol.asyncDispose]();
    expect((await check(undefined, { env: { ODOO_URL: wire.url } })).of('connection')).toMatchObject([
      { state: 'failure', details: { reason: 'ECONNREFUSED' } },
    ]);
  });
  test('http elsewhere, and an address with a password', async () => {
    const config = loadCheckConfig({ ODOO_URL: 'http://joe:pa55@odoo.invalid', ODOO_DB: 'x', ODOO_LOGIN: 'x' });
    const findings = await checkOdoo({ config, sql: null, isDeep: false, logger });
    expect(findings).toEqual(expect.arrayContaining([expect.objectContaining({ check: 'address', state: 'failure' })]));
    expect([...findingLines(config, findings), findingJson(config, findings)].join()).not.toContain('pa55');
  });
  test('clocks and certificates', () => {
    const at = Date.parse('2026-11-21T12:00:00Z');
    expect(clockFinding('Sat, 21 Nov 2026 12:00:20 GMT', at)).toMatchObject({ state: 'ok' });
    expect(clockFinding('Sat, 21 Nov 2026 12:05:00 GMT', at)).toMatchObject({
      state: 'warning',
      what: expect.stringContaining('ahead of'),
    });
    expect(clockFinding('Sat, 21 Nov 2026 11:55:00 GMT', at)).toMatchObject({
      state: 'warning',
      what: expect.stringContaining('behind'),
    });
    expect(clockFinding(null, at)).toMatchObject({ state: 'skipped' });
    expect(certificateFinding('Dec  1 12:00:00 2026 GMT', now)).toMatchObject({ state: 'warning' });
    expect(certificateFinding('Dec 31 12:00:00 2026 GMT', now)).toMatchObject({ state: 'ok' });
    expect(certificateFinding(null, now)).toMatchObject({ state: 'skipped' });
  });
  test('a long list is cut for people and not for scripts', () => {
    const references = Array.from({ length: 50 }, (_, i) => ({ name: `OUT/${i}`, text: 'see e-mail' }));
    const finding = referencesFinding(references);
    expect(finding.what).toContain('and 30 more');
    expect(finding.details?.['deliveries']).toHaveLength(50);
  });
});

describe('the rules that send hints, as an administrator', () => {
  const deep = (answer?: Parameters<typeof check>[0], env: Record<string, string> = admin) =>
    check(answer, { env, isDeep: true });
  const rules =
    (change: object): ((call: WireCall) => WireAnswer | undefined) =>
    (call) => {
      if (call.model !== 'base.automation' || call.method !== 'search_read') return undefined;
      const { result } = wellKept(call) as { result: object[] };
      return { result: [{ ...result[0], ...change }, result[1]] };
    };
  const actions =
    (change: object): ((call: WireCall) => WireAnswer | undefined) =>
    (call) => {
      if (call.model !== 'ir.actions.server') return undefined;
      const { result } = wellKept(call) as { result: object[] };
      return { result: [{ ...result[0], ...change }, result[1]] };
    };
  const named = (call: WireCall): WireAnswer | undefined =>
    call.model === 'ir.model.fields'
      ? {
          result: [
            { id: 7854, name: 'state' },
            { id: 6468, name: 'carrier_tracking_ref' },
            { id: 9, name: 'access_token' },
          ],
        }
      : undefined;

  test('are found where they are, and their secret is not told', async () => {
    const { of, wire } = await deep();
    expect(of('automation.stock.picking')).toMatchObject([{ state: 'ok', details: { host: 'milepost.example' } }]);
    expect(of('automation.sale.order')).toMatchObject([{ state: 'ok' }]);
    const asAdmin = wire.calls.filter(({ secret: used }) => used === 'one-day-key').map(({ model }) => model);
    expect([...new Set(asAdmin)].sort()).toEqual(['base.automation', 'common', 'ir.actions.server']);
  });
  test.each<[string, (call: WireCall) => WireAnswer | undefined, Finding['state'], RegExp]>([
    ['archived', rules({ active: false }), 'failure', /archived/],
    ['of another trigger', rules({ trigger: 'on_create' }), 'warning', /on_create/],
    [
      'of too few fields',
      (call) => named(call) ?? rules({ trigger_field_ids: [7854, 6468] })(call),
      'warning',
      /carrier_id, scheduled_date change/,
    ],
    ['with a condition', rules({ filter_domain: "[['picking_type_code','=','outgoing']]" }), 'warning', /some records/],
    [
      'for another address',
      actions({ webhook_url: 'https://crm.example/hook?token=s3cret' }),
      'failure',
      /crm\.example at another path/,
    ],
    ['without an address', actions({ webhook_url: false }), 'failure', /no address/],
    [
      'unencrypted',
      actions({ webhook_url: `http://milepost.example/webhooks/odoo/${secret}` }),
      'warning',
      /unencrypted/,
    ],
    [
      'that sends too much',
      (call) => named(call) ?? actions({ webhook_field_ids: [9] })(call),
      'failure',
      /access_token/,
    ],
    ['that do something else', actions({ state: 'code' }), 'failure', /nobody has made one/],
  ])('%s', async (_name, answer, state, words) => {
    const { of, text } = await deep(answer);
    const [finding] = of('automation.stock.picking');
    expect(finding?.state).toBe(state);
    expect(`${finding?.what} ${finding?.cause}`).toMatch(words);
    expect(text).not.toContain('s3cret');
  });
  test.each<[string, WireAnswer, Finding['state'], RegExp]>([
    ['may not be read', raised('odoo.exceptions.AccessError'), 'failure', /Settings/],
    ['are not installed', raised('odoo.exceptions.UserError'), 'warning', /base_automation/],
  ])('%s', async (_name, told, state, words) => {
    const { of } = await deep((call) =>
      call.model === 'base.automation' && call.method === 'search_read' ? told : undefined,
    );
    expect(of('automation')).toMatchObject([{ state }]);
    expect(JSON.stringify(of('automation'))).toMatch(words);
  });
  test.each<[HintAnswer, Finding['state'], RegExp]>([
    [{ status: 404 }, 'failure', /answers hints with status 404/],
    [{ status: 301 }, 'failure', /sends on to another address/],
    [{ status: 502 }, 'failure', /proxy before the odoo-subgraph/],
    [{ reason: 'ECONNREFUSED' }, 'warning', /nobody answers us.*ECONNREFUSED/s],
  ])('whose address answers %j', async (hintAnswer, state, words) => {
    const { of } = await check(undefined, { env: admin, isDeep: true, hintAnswer });
    const [finding] = of('automation.stock.picking');
    expect(finding?.state).toBe(state);
    expect(`${finding?.what} ${finding?.cause}`).toMatch(words);
    expect(finding?.remedy).toContain('public address of the odoo-subgraph');
  });
  test('with another secret than ours', async () => {
    for (const other of ['', 'another-5ecret-another-5ecret']) {
      const { of } = await deep(undefined, { ...admin, ODOO_WEBHOOK_SECRET: other });
      expect(of('automation.stock.picking')).toMatchObject([
        { state: 'failure', what: expect.stringContaining('another secret') },
      ]);
    }
  });
  test('need an administrator, who may be refused', async () => {
    expect((await deep(undefined, {})).of('automation')).toMatchObject([
      { state: 'failure', cause: expect.stringContaining('ODOO_ADMIN_LOGIN') },
    ]);
    const refused = await deep((call) =>
      call.method === 'authenticate' && call.args[1] === 'admin' ? { result: false } : undefined,
    );
    expect(refused.of('automation')).toMatchObject([{ state: 'failure', what: 'Odoo refuses the administrator' }]);
  });
});
