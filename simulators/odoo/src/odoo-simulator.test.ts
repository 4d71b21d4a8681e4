import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import badReferences from '../data/bad-references.json' with { type: 'json' };
import { compileDomain } from './domain.ts';
import { type OdooSimulator, startOdooSimulator } from './server.ts';
import { dpdNumber, fedexCheckDigit, mod10Check, s10CheckDigit, upsCheckDigit } from './tracking-numbers.ts';
import { loadDataset, World } from './world.ts';

let odoo: OdooSimulator;
beforeAll(async () => {
  odoo = await startOdooSimulator();
});
afterAll(() => odoo[Symbol.asyncDispose]());

async function post(body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const response = await fetch(`${odoo.url}/jsonrpc`, { method: 'POST', headers, body });
  return { status: response.status, connection: response.headers.get('connection'), text: await response.text() };
}
async function call(model: string, method: string, args: unknown[], kwargs: object = {}) {
  const { text } = await post(
    JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      params: { service: 'object', method: 'execute_kw', args: [odoo.db, 8, odoo.apiKey, model, method, args, kwargs] },
    }),
  );
  const { result, error } = JSON.parse(text) as { result?: unknown; error?: { data: { name: string } } };
  return error ? { error: error.data.name } : { result };
}

describe('transport', () => {
  test('bad JSON, arrays and a wrong content type are 400; every answer closes the connection', async () => {
    expect(await post('{oops')).toMatchObject({ status: 400, text: 'Invalid JSON data', connection: 'close' });
    expect(await post('[]')).toMatchObject({ status: 400, text: 'Invalid JSON-RPC data' });
    const wrong = await post('{}', { 'content-type': 'text/plain' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('<!doctype html>');
  });
  test('a bad secret is false on authenticate and AccessDenied on execute_kw', async () => {
    const authenticate = (secret: string) =>
      post(
        JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          params: { service: 'common', method: 'authenticate', args: [odoo.db, odoo.login, secret, {}] },
        }),
      ).then((r) => JSON.parse(r.text).result);
    expect(await authenticate(odoo.apiKey)).toBe(8);
    expect(await authenticate('wrong')).toBe(false);
  });
  test('a method that would need more of Odoo is 501 and named, never pretended', async () => {
    const body = {
      jsonrpc: '2.0',
      id: 1,
      params: {
        service: 'object',
        method: 'execute_kw',
        args: [odoo.db, 8, odoo.apiKey, 'sale.order', 'action_quotation_sent', [[25]], {}],
      },
    };
    expect(await post(JSON.stringify(body))).toMatchObject({
      status: 501,
      text: expect.stringContaining('sale.order.action_quotation_sent'),
    });
  });
});

describe('reading', () => {
  test('read keeps order and duplicates, drops missing ids, pairs or bare ids', async () => {
    expect(await call('sale.order', 'read', [[47, 46, 999_999, 47], ['name']])).toEqual({
      result: [
        { id: 47, name: 'S00047' },
        { id: 46, name: 'S00046' },
        { id: 47, name: 'S00047' },
      ],
    });
    expect(await call('sale.order', 'read', [[46], ['carrier_id']], { load: null })).toEqual({
      result: [{ id: 46, carrier_id: 4 }],
    });
    expect(await call('sale.order', 'read', [[46], ['carrier_id']])).toEqual({
      result: [{ id: 46, carrier_id: [4, 'UPS Ground'] }],
    });
  });
  test('read fails as a whole on one forbidden id, search_read drops it', async () => {
    const context = { allowed_company_ids: [1] };
    expect(await call('sale.order', 'read', [[46, 72], ['name']], { context })).toEqual({
      error: 'odoo.exceptions.AccessError',
    });
    expect(await call('sale.order', 'search_read', [[['id', 'in', [46, 72]]], ['name']], { context })).toEqual({
      result: [{ id: 46, name: 'S00046' }],
    });
    expect(await call('sale.order', 'search', [[]], { context: { allowed_company_ids: [2] } })).toEqual({
      error: 'odoo.exceptions.AccessError',
    });
  });
  test('archived records are hidden from search and shown on request', async () => {
    const domain = [['name', '=', 'Former Buyer']];
    expect(await call('res.partner', 'search_count', [domain])).toEqual({ result: 0 });
    expect(await call('res.partner', 'search_count', [domain], { context: { active_test: false } })).toEqual({
      result: 1,
    });
  });
  test('order on a field that is not stored is a ValueError', async () => {
    expect(await call('sale.order', 'search', [[]], { order: 'expected_date' })).toEqual({
      error: 'builtins.ValueError',
    });
  });
});

describe('domains', () => {
  const count = async (model: string, domain: unknown) =>
    (await call(model, 'search_count', [domain])).result as number;
  test.each([
    ['a leaf on a computed field matches everything', [['is_return_picking', '=', 'zzz']], 60],
    ['a related field filters', [['picking_type_code', '=', 'internal']], 7],
    ['not set', [['carrier_tracking_ref', '=', false]], null],
    ['prefix or', ['|', ['id', '=', 20], ['id', '=', 21]], 2],
    ['not', ['!', ['id', '=', 20]], 59],
    ['in', [['id', 'in', [20, 21, 999]]], 2],
    ['not in', [['id', 'not in', [20, 21]]], 58],
    ['dotted', [['sale_id.name', '=', 'S00046']], 2],
    ['any', [['sale_id', 'any', [['name', '=', 'S00046']]]], 2],
    ['ilike joined', [['carrier_tracking_ref', 'ilike', 'cc-10046']], 1],
    ['= misses a joined number', [['carrier_tracking_ref', '=', 'cc-10046']], 0],
    ['=like wildcard', [['name', '=like', 'HAM/OUT/%']], 5],
    ['many2one by id', [['company_id', '=', 3]], 5],
  ])('%s', async (_name, domain, expected) => {
    if (expected === null)
      expect(
        (await count('stock.picking', domain)) +
          (await count('stock.picking', [['carrier_tracking_ref', '!=', false]])),
      ).toBe(60);
    else expect(await count('stock.picking', domain)).toBe(expected);
  });
  test('child_of finds a customer with all contacts', async () => {
    const tree = (await call('res.partner', 'search', [[['id', 'child_of', [45]]]])).result as number[];
    expect(tree).toEqual(expect.arrayContaining([45, 46, 47, 48]));
    expect(await count('sale.order', [['partner_id', 'child_of', [45]]])).toBe(
      await count('sale.order', [['partner_id.commercial_partner_id', '=', 45]]),
    );
  });
});

describe('write_date', () => {
  const world = () => new World(loadDataset(), () => new Date('2026-11-22T10:00:00.250Z'));
  const finds = (w: World, domain: unknown) =>
    [...w.table('stock.picking').values()].filter(compileDomain(w, 'stock.picking', domain)).map((row) => row.id);

  test('is kept finer than it is told: > on the told second still matches, = never does', () => {
    const w = world();
    w.setTrackingRef(20, 'X');
    expect(finds(w, [['write_date', '>', '2026-11-22 10:00:00']])).toEqual([20]);
    expect(finds(w, [['write_date', '=', '2026-11-22 10:00:00']])).toEqual([]);
    expect(finds(w, [['write_date', '>', '2026-11-22 10:00:01']])).toEqual([]);
  });
  test('is the start of the transaction: a slow one becomes visible after a later one, with an earlier time', () => {
    const w = world();
    const slow = w.begin();
    slow.write('stock.picking', 21, { carrier_tracking_ref: 'SLOW' });
    w.setTrackingRef(20, 'FAST');
    const fast = String(w.table('stock.picking').get(20)?.['write_date']);
    expect(w.table('stock.picking').get(21)?.['carrier_tracking_ref']).not.toBe('SLOW');
    slow.commit();
    expect(String(w.table('stock.picking').get(21)?.['write_date']) < fast).toBe(true);
  });
  test('what people do within it is there when it commits, or never', () => {
    const w = world();
    for (const ends of ['rollback', 'commit'] as const) {
      const slow = w.begin();
      const id = w.within(slow, () => w.placeOrder({ partner_id: [46, 'Ann'] }));
      w.within(slow, () => w.setTrackingRef(20, 'SLOW'));
      expect(w.table('sale.order').has(id)).toBe(false);
      expect(() => w.setTrackingRef(20, 'FAST')).toThrow('locked');
      slow[ends]();
      expect([w.table('sale.order').has(id), w.table('stock.picking').get(20)?.['carrier_tracking_ref']]).toEqual(
        ends === 'commit' ? [true, 'SLOW'] : [false, false],
      );
    }
  });
  test('an id is given once, also that of a record that is gone', () => {
    const w = world();
    const last = Math.max(...w.table('delivery.carrier').keys());
    w.transact((tx) => tx.unlink('delivery.carrier', last));
    expect(w.transact((tx) => tx.create('delivery.carrier', { name: 'New' }))).toBe(last + 1);
  });
  test('bumps what Odoo bumps and nothing else', () => {
    const w = world();
    const dates = () => ({
      order: w.table('sale.order').get(29)?.['write_date'],
      picking: w.table('stock.picking').get(20)?.['write_date'],
      move: w.table('stock.move').get(76)?.['write_date'],
    });
    const before = dates();
    w.setTrackingRef(20, 'X');
    expect(dates()).toMatchObject({ order: before.order, move: before.move });
    expect(dates().picking).not.toBe(before.picking);
    const tracked = dates();
    w.setCommitmentDate(29, '2026-12-01 10:00:00');
    for (const name of ['order', 'picking', 'move'] as const) expect(dates()[name]).not.toBe(tracked[name]);
  });
});

describe('tracking references of the data set', () => {
  test('check digits agree with public examples', () => {
    expect(upsCheckDigit('5R8939035756712')).toBe(7);
    expect(s10CheckDigit('47312482')).toBe(9);
    expect(mod10Check('940011120108080548301')).toBe(6);
    expect(fedexCheckDigit('98657878885')).toBe(5);
    expect(dpdNumber(1)).toHaveLength(14);
  });
  test('every one is valid for its carrier but the five that are bad on purpose', () => {
    const valid = (number: string): boolean => {
      if (/^1Z[0-9A-Z]{16}$/.test(number)) return upsCheckDigit(number.slice(2, -1)) === Number(number.at(-1));
      if (/^[A-Z]{2}\d{9}[A-Z]{2}$/.test(number)) return s10CheckDigit(number.slice(2, 10)) === Number(number[10]);
      if (/^\d{22}$/.test(number)) return mod10Check(number.slice(0, -1)) === Number(number.at(-1));
      if (/^\d{12}$/.test(number)) return fedexCheckDigit(number.slice(0, -1)) === Number(number.at(-1));
      return /^JD01\d{16}$/.test(number) || /^\d{14}$/.test(number) || /^CC-\d{5}$/.test(number);
    };
    const failing = [...new World(loadDataset()).table('stock.picking').values()]
      .filter((row) => row['carrier_tracking_ref'])
      .filter(
        (row) =>
          !String(row['carrier_tracking_ref'])
            .split(/[,/]/)
            .every((number) => valid(number.trim().toUpperCase())),
      )
      .map((row) => row['name']);
    expect(failing.sort()).toEqual(Object.keys(badReferences).sort());
  });
});
