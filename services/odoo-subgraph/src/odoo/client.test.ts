import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretText } from '@milepost/service-kit';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CallNotAllowedError } from './allowed-calls.ts';
import { key, openDoor, startOdooWire, usualAnswer, type WireAnswer, type WireCall } from './odoo-wire.test-support.ts';

let open = new AsyncDisposableStack();
afterEach(async () => {
  vi.useRealTimers();
  await open.disposeAsync();
  open = new AsyncDisposableStack();
});
const start = async (answer: (call: WireCall) => WireAnswer | Promise<WireAnswer>) =>
  open.use(await startOdooWire(answer));
const query = { domain: [['id', '>', 3]], fields: ['name'], limit: 10, order: 'id' };
const failed = (run: Promise<unknown>) =>
  run.then(
    () => null,
    (error: { kind?: string; reason?: string }) => error,
  );
const denied: WireAnswer = { error: { name: 'odoo.exceptions.AccessDenied', message: 'Access Denied', debug: '' } };

describe('the traps of JSON-RPC', () => {
  test('arguments go as they were recorded, with our name', async () => {
    const wire = await start(usualAnswer);
    await openDoor(wire).client.searchRead('sale.order', { ...query, context: { active_test: false } });
    expect(wire.names()).toEqual(['common.authenticate', 'sale.order.search_read']);
    expect(wire.calls[1]).toMatchObject({
      args: [[['id', '>', 3]], ['name']],
      kwargs: { limit: 10, order: 'id', context: { lang: 'en_US', active_test: false } },
      secret: key,
    });
    expect(wire.calls[1]?.headers['user-agent']).toMatch(/^milepost-odoo-subgraph\/\d/);
  });
  test('who we are is asked once, also by calls that come together', async () => {
    const wire = await start(usualAnswer);
    const { client } = openDoor(wire);
    await Promise.all(Array.from({ length: 8 }, () => client.searchRead('sale.order', query)));
    expect(wire.names().filter((name) => name === 'common.authenticate')).toHaveLength(1);
  });
  test('no result at all is null, and null is no list of records', async () => {
    const wire = await start((call) => (call.method === 'search_read' ? { none: true } : usualAnswer(call)));
    expect(await failed(openDoor(wire).client.searchRead('sale.order', query))).toMatchObject({ kind: 'bug' });
  });
  test('a false of authenticate is a refused key', async () => {
    const wire = await start((call) => (call.method === 'authenticate' ? { result: false } : usualAnswer(call)));
    expect(await failed(openDoor(wire).client.searchRead('sale.order', query))).toMatchObject({
      kind: 'authentication',
    });
  });
  test('an answer to another call is none', async () => {
    const wire = await start((call) =>
      call.method === 'search_read'
        ? { status: 200, type: 'application/json', body: '{"jsonrpc":"2.0","id":0,"result":[]}' }
        : usualAnswer(call),
    );
    expect(await failed(openDoor(wire).client.searchRead('sale.order', query))).toMatchObject({ kind: 'unavailable' });
  });
  test('a redirect is not followed: the key goes to nobody else', async () => {
    const elsewhere = await start(usualAnswer);
    const wire = await start(() => ({
      status: 307,
      type: 'text/html',
      body: '',
      headers: { location: `${elsewhere.url}/jsonrpc` },
    }));
    expect(await failed(openDoor(wire).client.searchRead('sale.order', query))).toMatchObject({ reason: 'HTTP 307' });
    expect(elsewhere.calls).toEqual([]);
  });
  test('a user who is gone is looked for again, once a minute', async () => {
    let now = 0;
    const missing: WireAnswer = { error: { name: 'odoo.exceptions.MissingError', message: '', debug: '' } };
    const wire = await start((call) => (call.method === 'search_read' ? missing : usualAnswer(call)));
    const { client } = openDoor(wire, { now: () => now });
    for (now of [0, 30_000, 61_000, 62_000, 63_000]) await failed(client.searchRead('sale.order', query));
    expect(wire.names().filter((name) => name === 'common.authenticate')).toHaveLength(2);
  });
});

describe('JSON-2, as documented (unverified)', () => {
  test('arguments go by name, the key in a header, the database too', async () => {
    const wire = await start(usualAnswer);
    const { client } = openDoor(wire, { api: 'json2' });
    await client.searchRead('stock.picking', query);
    expect(wire.calls[0]).toMatchObject({
      path: '/json/2/stock.picking/search_read',
      kwargs: { domain: [['id', '>', 3]], fields: ['name'], limit: 10, order: 'id', context: { lang: 'en_US' } },
      secret: key,
    });
    expect(wire.calls[0]?.headers['x-odoo-database']).toBe('production');
    expect(await client.hasAccess('stock.picking', 'read')).toBe(true);
    expect(wire.calls[1]?.kwargs).toEqual({ ids: [], operation: 'read' });
    expect(await client.whoAmI()).toBe(8);
  });
  test('a password is no key', async () => {
    const wire = await start(usualAnswer);
    const { client } = openDoor(wire, { api: 'json2', apiKey: () => 'two words' });
    expect(await failed(client.searchRead('sale.order', query))).toMatchObject({ kind: 'authentication' });
    expect(wire.calls).toEqual([]);
  });
});

describe('which API', () => {
  const version = (info: unknown): WireAnswer => ({
    status: 200,
    type: 'application/json',
    body: JSON.stringify({ version_info: info, version: '19.0' }),
  });
  test.each<[string, WireAnswer, string]>([
    ['Odoo 19', version([19, 0, 0, 'final', 0, '']), '/json/2/sale.order/search_read'],
    ['Odoo 19 of the cloud', version(['saas~19', 2, 0, 'final', 0, '']), '/json/2/sale.order/search_read'],
    ['Odoo 18', { status: 404, type: 'text/html', body: '' }, '/jsonrpc'],
    ['a login page', { status: 200, type: 'text/html', body: '<form>' }, '/jsonrpc'],
    ['a redirect', { status: 303, type: 'text/html', body: '' }, '/jsonrpc'],
  ])('%s', async (_name, told, path) => {
    const wire = await start((call) => (call.path === '/web/version' ? told : usualAnswer(call)));
    const { client } = openDoor(wire, { api: null });
    await client.searchRead('sale.order', query);
    await client.searchRead('sale.order', query);
    expect(wire.calls.at(-1)?.path).toBe(path);
    expect(wire.calls.filter((call) => call.path === '/web/version')).toHaveLength(1);
  });
  test('cannot be said by a proxy: it is asked again', async () => {
    let isUp = false;
    const wire = await start((call) => {
      if (call.path !== '/web/version' || isUp) return usualAnswer(call);
      return { status: 502, type: 'text/html', body: '' };
    });
    const { client } = openDoor(wire, { api: null });
    expect(await failed(client.searchRead('sale.order', query))).toMatchObject({ kind: 'unavailable' });
    isUp = true;
    expect(await client.searchRead('sale.order', query)).toEqual([]);
  });
  test('is found anew when an upgrade takes one away', async () => {
    let isUpgraded = false;
    const wire = await start((call) => {
      if (call.path === '/web/version' && isUpgraded) return version([22, 0, 0, 'final', 0, '']);
      if (call.path === '/jsonrpc' && isUpgraded) return { status: 404, type: 'text/html', body: '' };
      return usualAnswer(call);
    });
    const { client } = openDoor(wire, { api: null });
    await client.searchRead('sale.order', query);
    isUpgraded = true;
    await failed(client.searchRead('sale.order', query));
    await client.searchRead('sale.order', query);
    expect(wire.calls.at(-1)?.path).toBe('/json/2/sale.order/search_read');
  });
});

describe('a refused key', () => {
  const guarding = (good: () => string) => (call: WireCall) => {
    if (call.method === 'authenticate') return call.secret === good() ? { result: 8 } : { result: false };
    return call.secret === good() ? usualAnswer(call) : denied;
  };
  test('stops every call until the pause is over; then one tries for all', async () => {
    let now = 0;
    let good = 'another';
    const wire = await start(guarding(() => good));
    const { client, lines } = openDoor(wire, { now: () => now, refusedPauseMs: 1_000 });
    for (let i = 0; i < 5; i += 1) await failed(client.searchRead('sale.order', query));
    expect(wire.calls).toHaveLength(1);
    expect(lines.filter((line) => line.includes('refuses our key'))).toHaveLength(1);

    now = 1_000;
    const tries = () => Promise.all(Array.from({ length: 6 }, () => failed(client.searchRead('sale.order', query))));
    expect((await tries()).every((error) => error?.kind === 'authentication')).toBe(true);
    expect(wire.calls).toHaveLength(2);
    now = 1_999;
    await tries();
    expect(wire.calls).toHaveLength(2);
    now = 2_000;
    good = key;
    await tries();
    expect((await tries()).every((error) => error === null)).toBe(true);
  });
  test('that worked before is tried by one call alone, however many come', async () => {
    let now = 0;
    let good = key;
    const wire = await start(guarding(() => good));
    const { client } = openDoor(wire, { now: () => now, refusedPauseMs: 1_000 });
    await client.searchRead('sale.order', query);
    good = 'another';
    await failed(client.searchRead('sale.order', query));
    now = 1_000;
    const before = wire.calls.length;
    await Promise.all(Array.from({ length: 6 }, () => failed(client.searchRead('sale.order', query))));
    expect(wire.calls.length - before).toBe(1);
  });
  test('that cannot be tried because Odoo is away is tried by the next call', async () => {
    let now = 0;
    let state: 'refuses' | 'away' | 'good' = 'refuses';
    const wire = await start((call) => {
      if (state === 'away') return { status: 502, type: 'text/html', body: '' };
      return state === 'refuses' ? { result: false } : usualAnswer(call);
    });
    const { client } = openDoor(wire, { now: () => now, refusedPauseMs: 1_000 });
    await failed(client.searchRead('sale.order', query));
    now = 1_000;
    state = 'away';
    expect(await failed(client.searchRead('sale.order', query))).toMatchObject({ kind: 'unavailable' });
    state = 'good';
    expect(await failed(client.searchRead('sale.order', query))).toBeNull();
  });
  test('is sent no more once its file holds another, without a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milepost-key-'));
    open.defer(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'odoo-api-key');
    writeFileSync(file, 'old, with a comma\n');
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const apiKey = secretText({ ODOO_API_KEY_FILE: file }, 'ODOO_API_KEY');
    const wire = await start(guarding(() => 'new'));
    const { client } = openDoor(wire, { apiKey });
    for (let i = 0; i < 3; i += 1)
      expect(await failed(client.searchRead('sale.order', query))).toMatchObject({ kind: 'authentication' });
    expect(wire.calls.map(({ secret }) => secret)).toEqual(['old, with a comma']);
    writeFileSync(file, 'new\n');
    utimesSync(file, 2_000, 2_000);
    // The file is looked at once a second.
    vi.setSystemTime(1_001_000);
    expect(await failed(client.searchRead('sale.order', query))).toBeNull();
  });
  test('none at all is not sent', async () => {
    const wire = await start(usualAnswer);
    const { client } = openDoor(wire, { apiKey: () => null });
    expect(await failed(client.searchRead('sale.order', query))).toMatchObject({ reason: 'no key is set' });
    expect(wire.calls).toEqual([]);
  });
});

describe('bounds', () => {
  test('four calls at a time, whoever comes when', async () => {
    const waiting: (() => void)[] = [];
    const wire = await start(async (call) => {
      if (call.method === 'search_read') await new Promise<void>((resolve) => waiting.push(resolve));
      return usualAnswer(call);
    });
    const { client } = openDoor(wire);
    const all: Promise<unknown>[] = [];
    for (let i = 0; i < 24; i += 1) {
      all.push(client.searchRead('sale.order', query));
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
      // Ends one while the next is on its way in.
      if (i % 2 === 0) waiting.shift()?.();
    }
    const end = setInterval(() => waiting.shift()?.(), 1);
    await Promise.all(all);
    clearInterval(end);
    expect(wire.maxConcurrent()).toBeLessThanOrEqual(4);
    expect(wire.names().filter((name) => name === 'sale.order.search_read')).toHaveLength(24);
  });
  test('who has no patience left leaves the queue, and the others go on', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const wire = await start(async (call) => {
      if (call.method === 'search_read') await held;
      return usualAnswer(call);
    });
    const { client } = openDoor(wire);
    const held4 = Promise.all(Array.from({ length: 4 }, () => client.searchRead('sale.order', query)));
    expect(await failed(client.searchRead('stock.picking', { ...query, withinMs: 20 }))).toMatchObject({
      kind: 'unavailable',
    });
    letGo();
    await held4;
    await client.searchRead('res.partner', query);
    expect(wire.names()).not.toContain('stock.picking.search_read');
  });
  test('an answer over the limit is not read to its end', async () => {
    const wire = await start((call) =>
      call.method === 'search_read' ? { result: [{ id: 1, name: 'x'.repeat(100_000) }] } : usualAnswer(call),
    );
    const { client } = openDoor(wire, { maxBytes: 50_000 });
    expect(await failed(client.searchRead('sale.order', query))).toMatchObject({
      kind: 'bug',
      reason: 'answer over 50000 bytes',
    });
  });
  test('stopping ends what is under way', async () => {
    const stopping = new AbortController();
    const wire = await start((call) => (call.method === 'search_read' ? 'hang' : usualAnswer(call)));
    const { client } = openDoor(wire, { signal: stopping.signal });
    const reading = failed(client.searchRead('sale.order', query));
    await vi.waitFor(() => expect(wire.names()).toContain('sale.order.search_read'));
    stopping.abort();
    expect(await reading).toMatchObject({ kind: 'unavailable' });
    expect(wire.names()).toHaveLength(2);
  });
});

describe('one forbidden record of many', () => {
  const refused = { error: { name: 'odoo.exceptions.AccessError', message: 'top-secret records', debug: '' } };
  /** 1 to 200, of which Odoo refuses some. */
  const odooWith = (forbidden: readonly number[]) => (call: WireCall) => {
    if (call.method !== 'search_read' && call.method !== 'search') return usualAnswer(call);
    const [domain] = call.args as [[string, string, number & number[]][]];
    const all = Array.from({ length: 200 }, (_, i) => i + 1).filter((id) =>
      domain.every(([, operator, value]) =>
        operator === '>' ? id > value : operator === 'in' ? value.includes(id) : !value.includes(id),
      ),
    );
    const page = all.slice(0, call.kwargs['limit'] as number);
    if (call.method === 'search') return { result: page };
    return page.some((id) => forbidden.includes(id)) ? refused : { result: page.map((id) => ({ id, name: `S${id}` })) };
  };
  const ids = (records: { id: number }[]) => records.map(({ id }) => id);

  test('does not hide the others; the page stays whole, and is not searched through again', async () => {
    const wire = await start(odooWith([7, 60]));
    const { client, lines } = openDoor(wire);
    const first = await client.searchRead<{ id: number }>('sale.order', { ...query, limit: 50 });
    expect(ids(first)).toEqual(Array.from({ length: 51 }, (_, i) => i + 4).filter((id) => id !== 7));
    const next = await client.searchRead<{ id: number }>('sale.order', {
      ...query,
      domain: [['id', '>', 54]],
      limit: 50,
    });
    expect(next).toHaveLength(50);
    expect(ids(next)).not.toContain(60);
    expect(lines.filter((line) => line.includes('left out'))).toHaveLength(2);
    const before = wire.calls.length;
    await client.searchRead('sale.order', { ...query, limit: 100 });
    expect(wire.calls.length - before).toBe(1);
  });
  test('batches by id go the same way', async () => {
    const wire = await start(odooWith([9]));
    const wanted = Array.from({ length: 200 }, (_, i) => i + 1);
    const records = await openDoor(wire).client.readByIds<{ id: number }>('sale.order', [...wanted, 3, 999], {
      fields: ['name'],
    });
    expect(ids(records)).toEqual(wanted.filter((id) => id !== 9));
  });
  test('in one field hides nothing of the others', async () => {
    const answer = odooWith([9]);
    const wire = await start((call) =>
      call.method === 'search_read' && !(call.args[1] as string[]).includes('invoice_ids')
        ? odooWith([])(call)
        : answer(call),
    );
    const { client } = openDoor(wire);
    const invoices = { ...query, fields: ['invoice_ids'] };
    expect(ids(await client.searchRead('sale.order', invoices))).not.toContain(9);
    expect(ids(await client.searchRead('sale.order', query))).toContain(9);
  });
  test('is tried again after ten minutes', async () => {
    let now = 0;
    const forbidden = [9];
    const wire = await start(odooWith(forbidden));
    const { client } = openDoor(wire, { now: () => now });
    await client.searchRead('sale.order', query);
    forbidden.length = 0;
    now = 600_000;
    expect(ids(await client.searchRead('sale.order', query))).toContain(9);
  });
  test('a model that is refused as a whole is asked for once, not record by record', async () => {
    const wire = await start((call) =>
      call.method === 'search_read' ? refused : call.method === 'has_access' ? { result: false } : usualAnswer(call),
    );
    const { client } = openDoor(wire);
    expect(await failed(client.searchRead('sale.order', query))).toMatchObject({ kind: 'access' });
    expect(wire.names()).toEqual(['common.authenticate', 'sale.order.search_read', 'sale.order.has_access']);
    expect(await failed(client.searchRead('sale.order', query))).toMatchObject({ kind: 'access' });
    expect(wire.calls).toHaveLength(4);
  });
  test('a field that is refused everywhere costs a bounded number of calls, and none the next time', async () => {
    const wire = await start(odooWith(Array.from({ length: 200 }, (_, i) => i + 1)));
    const { client } = openDoor(wire);
    expect(await failed(client.searchRead('sale.order', { ...query, limit: 200 }))).toMatchObject({ kind: 'access' });
    expect(wire.calls.length).toBeLessThan(70);
    const before = wire.calls.length;
    await failed(client.searchRead('sale.order', { ...query, limit: 200 }));
    expect(wire.calls.length - before).toBe(1);
  });
});

test('what is not allowed is not sent, by whichever way', async () => {
  const wire = await start(usualAnswer);
  const { client } = openDoor(wire);
  const hidden = { ...query, fields: ['access_token'] };
  const byHidden = { ...query, domain: [['access_token', '!=', false]] };
  for (const run of [
    () => client.searchRead('sale.order', hidden),
    () => client.searchRead('sale.order', byHidden),
    () => client.readByIds('sale.order', [1], hidden),
    () => client.searchIds('sale.order', byHidden),
    () => client.presentFields('sale.order', ['access_token']),
    () => client.hasAccess('ir.config_parameter', 'read'),
  ])
    await expect(async () => run()).rejects.toThrow(CallNotAllowedError);
  expect(wire.calls).toEqual([]);
});

test('every request is measured, by model, method and outcome', async () => {
  const wire = await start((call) =>
    call.method === 'fields_get' ? { result: { name: { type: 'char' } } } : usualAnswer(call),
  );
  const { client, measured } = openDoor(wire);
  expect(await client.presentFields('res.partner', ['name', 'mobile'])).toEqual(['name']);
  expect(wire.calls.at(-1)).toMatchObject({ args: [['name', 'mobile']], kwargs: { attributes: ['type'] } });
  await client.searchIds('sale.order', query);
  expect(measured.map(({ model, method, outcome }) => `${model} ${method} ${outcome}`)).toEqual([
    'res.partner fields_get ok',
    'sale.order search ok',
  ]);
  expect(measured.every(({ seconds }) => seconds >= 0)).toBe(true);
});
