import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execute, post } from './recorded.ts';
import { type OdooSimulator, startOdooSimulator } from './server.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

let odoo: OdooSimulator;
let now: Date;
beforeEach(async () => {
  now = new Date('2026-11-22T10:00:00Z');
  odoo = await startOdooSimulator({ hashingMs: 0, clock: () => now });
});
afterEach(() => odoo[Symbol.asyncDispose]());

const count = (secret?: string) =>
  execute(odoo, 'sale.order', 'search_count', [[]], {}, secret === undefined ? {} : { secret });
const outcome = async (secret?: string) => (await count(secret)).error?.data.name ?? 'ok';
const denied = 'odoo.exceptions.AccessDenied';

describe('credentials (recording 19)', () => {
  test('a removed key goes on working until the cache is cleared; never used before, it is refused', async () => {
    odoo.credentials.issue({ secret: 'used', userId: 8 });
    odoo.credentials.issue({ secret: 'fresh', userId: 8 });
    expect(await outcome('used')).toBe('ok');
    odoo.credentials.remove('used');
    odoo.credentials.remove('fresh');
    expect(await outcome('used')).toBe('ok');
    expect(await outcome('fresh')).toBe(denied);
    odoo.credentials.clearCache();
    expect(await outcome('used')).toBe(denied);
  });
  test('an expired key too; a restart ends it', async () => {
    odoo.credentials.issue({ secret: 'used', userId: 8, days: 1 });
    odoo.credentials.issue({ secret: 'fresh', userId: 8, days: 1 });
    expect(await outcome('used')).toBe('ok');
    now = new Date(now.getTime() + 2 * 86_400_000);
    expect(await outcome('used')).toBe('ok');
    expect(await outcome('fresh')).toBe(denied);
    await odoo.stop();
    await odoo.start();
    expect(await outcome('used')).toBe(denied);
  });
  test('an archived user is refused at once, whatever is cached', async () => {
    expect(await outcome()).toBe('ok');
    odoo.credentials.archiveUser(8);
    expect(await outcome()).toBe(denied);
  });
  test('every refused secret is hashed again, an accepted one once', async () => {
    const before = odoo.credentials.hashed;
    for (const _ of [1, 2, 3]) expect(await outcome('wrong')).toBe(denied);
    expect(odoo.credentials.hashed - before).toBe(3);
    for (const _ of [1, 2, 3]) expect(await outcome()).toBe('ok');
    expect(odoo.credentials.hashed - before).toBe(4);
  });
  test('authenticate hashes every time, and is false for an expired key that execute_kw still takes', async () => {
    const authenticate = async () =>
      (
        await post(odoo.url, {
          jsonrpc: '2.0',
          id: 1,
          params: { service: 'common', method: 'authenticate', args: [odoo.db, odoo.login, odoo.apiKey, {}] },
        })
      ).result;
    expect(await authenticate()).toBe(8);
    expect(await outcome()).toBe('ok');
    const before = odoo.credentials.hashed;
    odoo.credentials.expire(odoo.apiKey);
    expect(await authenticate()).toBe(false);
    expect(odoo.credentials.hashed - before).toBe(1);
    expect(await outcome()).toBe('ok');
  });
  test('the owner reads when the own key expires, and nobody else’s', async () => {
    const { result } = await execute(odoo, 'res.users.apikeys', 'search_read', [[], ['name', 'expiration_date']]);
    expect(result).toEqual([{ id: 1, name: 'integration', expiration_date: '2027-02-20 10:00:00' }]);
  });
});

describe('access to single records', () => {
  test('one forbidden record fails the whole read and is left out of a search', async () => {
    odoo.rules.forbid('sale.order', [46]);
    expect((await execute(odoo, 'sale.order', 'read', [[45, 46], ['name']])).error?.data.name).toBe(
      'odoo.exceptions.AccessError',
    );
    const found = await execute(odoo, 'sale.order', 'search_read', [[['id', 'in', [45, 46]]], ['name']]);
    expect(found.result).toEqual([{ id: 45, name: 'S00045' }]);
    const written = await execute(odoo, 'sale.order', 'write', [[45, 46], { client_order_ref: 'X' }]);
    expect(written.error?.data.name).toBe('odoo.exceptions.AccessError');
    expect(odoo.world.table('sale.order').get(45)?.['client_order_ref']).not.toBe('X');
    odoo.rules.allow();
    expect((await execute(odoo, 'sale.order', 'read', [[46], ['name']])).result).toHaveLength(1);
  });
  test('a user who loses a company loses its records', async () => {
    expect((await execute(odoo, 'sale.order', 'search_count', [[['company_id', '=', 3]]])).result).toBe(4);
    odoo.setRights({ companies: [1] });
    expect((await execute(odoo, 'sale.order', 'search_count', [[['company_id', '=', 3]]])).result).toBe(0);
    expect((await execute(odoo, 'sale.order', 'read', [[72], ['name']])).error?.data.name).toBe(
      'odoo.exceptions.AccessError',
    );
  });
});

describe('conflicts', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    odoo.addWebhookRule({
      model: 'stock.picking',
      url: receiver.url,
      fields: ['carrier_tracking_ref'],
      triggerFields: ['carrier_tracking_ref'],
    });
  });
  afterEach(() => receiver[Symbol.asyncDispose]());
  const write = () => execute(odoo, 'stock.picking', 'write', [[20], { carrier_tracking_ref: 'X' }]);

  test('Odoo overcomes four in one call; its rules send again on every try', async () => {
    odoo.faults.conflicts = 4;
    expect((await write()).result).toBe(true);
    expect(receiver.take()).toHaveLength(5);
    expect(odoo.world.table('stock.picking').get(20)?.['carrier_tracking_ref']).toBe('X');
  });
  test('the fifth reaches the client, nothing is written, all events were phantoms', async () => {
    odoo.faults.conflicts = 5;
    expect((await write()).error?.data.name).toBe('psycopg2.errors.SerializationFailure');
    expect(receiver.take()).toHaveLength(5);
    expect(odoo.world.table('stock.picking').get(20)?.['carrier_tracking_ref']).toBe(false);
  });
});

describe('the network', () => {
  test('a connection lost before the work, and one lost after it', async () => {
    const write = (ref: string) => execute(odoo, 'stock.picking', 'write', [[20], { carrier_tracking_ref: ref }]);
    odoo.faults.drop = 1;
    await expect(write('BEFORE')).rejects.toThrow();
    expect(odoo.world.table('stock.picking').get(20)?.['carrier_tracking_ref']).toBe(false);
    odoo.faults.dropAfter = 1;
    await expect(write('AFTER')).rejects.toThrow();
    expect(odoo.world.table('stock.picking').get(20)?.['carrier_tracking_ref']).toBe('AFTER');
  });
  test('a hanging request ends by Odoo’s own limit, without an answer', async () => {
    Object.assign(odoo.faults, { hang: 1, hangMs: 1 });
    await expect(count()).rejects.toThrow();
    expect(await outcome()).toBe('ok');
  });
  test('a proxy’s HTML as long as it is set', async () => {
    odoo.faults.proxyError = { status: 502, count: Number.POSITIVE_INFINITY };
    for (const _ of [1, 2]) await expect(count()).rejects.toThrow('HTTP 502: <html>');
    const health = await fetch(`${odoo.url}/web/health`);
    expect(health.status).toBe(502);
    odoo.faults.proxyError.count = 0;
    expect(await outcome()).toBe('ok');
  });
  test('an outage refuses connections; afterwards it is all there, at the same address', async () => {
    odoo.world.setTrackingRef(20, 'X');
    await odoo.stop();
    await expect(count()).rejects.toThrow();
    odoo.world.setTrackingRef(20, 'DURING');
    await odoo.start();
    const { result } = await execute(odoo, 'stock.picking', 'read', [[20], ['carrier_tracking_ref']]);
    expect(result).toEqual([{ id: 20, carrier_tracking_ref: 'DURING' }]);
  });
  test('a wrong clock shows in the header Date and in write_date', async () => {
    odoo.world.setClockSkew(-90_000);
    const response = await fetch(`${odoo.url}/web/health`);
    expect(response.headers.get('date')).toBe('Sun, 22 Nov 2026 09:58:30 GMT');
    odoo.world.setTrackingRef(20, 'X');
    expect(String(odoo.world.table('stock.picking').get(20)?.['write_date'])).toMatch(/^2026-11-22 09:58:30/);
  });
});
