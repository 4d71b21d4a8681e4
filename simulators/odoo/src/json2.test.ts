import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OdooSimulator, startOdooSimulator } from './server.ts';

/** JSON-2 as section 12 of the contract tells it from Odoo's documentation; never compared with a running Odoo 19. */
let odoo: OdooSimulator;
beforeAll(async () => {
  odoo = await startOdooSimulator({ hashingMs: 0, json2: true });
});
afterAll(() => odoo[Symbol.asyncDispose]());

async function call(
  path: string,
  body: unknown,
  { key = odoo.apiKey, headers = {} }: { key?: string; headers?: object } = {},
) {
  const response = await fetch(`${odoo.url}/json/2/${path}`, {
    method: 'POST',
    headers: { authorization: `bearer ${key}`, 'content-type': 'application/json; charset=utf-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

describe('JSON-2 (unverified)', () => {
  test('named arguments, a bare answer', async () => {
    const domain = [['sale_id', 'in', [46]]];
    expect(await call('stock.picking/search_read', { domain, fields: ['name'], limit: 1, order: 'id' })).toEqual({
      status: 200,
      body: [{ id: 37, name: 'WH/OUT/00032' }],
    });
    expect(await call('sale.order/read', { ids: [46], fields: ['partner_id'], load: null })).toEqual({
      status: 200,
      body: [{ id: 46, partner_id: 46 }],
    });
    expect(await call('stock.picking/write', { ids: [20], vals: { carrier_tracking_ref: 'X' } })).toEqual({
      status: 200,
      body: true,
    });
    expect(await call('res.users/context_get', {})).toEqual({
      status: 200,
      body: { lang: 'en_US', tz: 'UTC', uid: 8 },
    });
  });
  test('None is null, a record set is a list of ids', async () => {
    expect(await call('sale.order/action_unlock', { ids: [46] })).toEqual({ status: 200, body: null });
    expect(await call('stock.picking/activity_schedule', { ids: [20], summary: 'x' })).toEqual({
      status: 200,
      body: [1],
    });
  });
  test.each<[string, string, unknown, number, string | null]>([
    ['an unknown model', 'helpdesk.ticket/search', {}, 404, 'odoo.exceptions.UserError'],
    ['an unknown method', 'sale.order/nope', {}, 404, 'builtins.AttributeError'],
    ['a private method', 'sale.order/_search', {}, 403, 'odoo.exceptions.AccessError'],
    ['a missing record', 'sale.order/write', { ids: [999_999], vals: {} }, 404, 'odoo.exceptions.MissingError'],
    ['an unknown argument', 'sale.order/search', { nolimit: 1 }, 422, 'builtins.TypeError'],
    ['ids where there are none', 'sale.order/search', { ids: [1], domain: [] }, 422, 'builtins.TypeError'],
    ['a business rule', 'sale.order/action_confirm', { ids: [46] }, 422, 'odoo.exceptions.UserError'],
    [
      'another company',
      'sale.order/search',
      { domain: [], context: { allowed_company_ids: [2] } },
      403,
      'odoo.exceptions.AccessError',
    ],
    ['an unknown field', 'sale.order/read', { ids: [46], fields: ['nope'] }, 500, 'builtins.ValueError'],
    ['no JSON', 'sale.order/search', '{oops', 400, null],
  ])('%s', async (_name, path, body, status, name) => {
    const answer = await call(path, body);
    expect(answer.status).toBe(status);
    if (name) expect(answer.body).toMatchObject({ name });
    expect(Object.keys(answer.body as object).sort()).toEqual(['arguments', 'context', 'debug', 'message', 'name']);
  });
  test('a wrong key, and a wrong database', async () => {
    expect(await call('sale.order/search', {}, { key: 'wrong' })).toMatchObject({ status: 401 });
    expect(await call('sale.order/search', {}, { headers: { 'x-odoo-database': 'other' } })).toMatchObject({
      status: 404,
    });
    expect(await call('sale.order/search_count', {}, { headers: { 'x-odoo-database': odoo.db } })).toMatchObject({
      status: 200,
    });
  });
  test('/web/version tells of Odoo 19 only where JSON-2 is', async () => {
    expect(await (await fetch(`${odoo.url}/web/version`)).json()).toEqual({
      version_info: [19, 0, 0, 'final', 0, ''],
      version: '19.0',
    });
    await using eighteen = await startOdooSimulator({ hashingMs: 0 });
    expect((await fetch(`${eighteen.url}/web/version`)).status).toBe(404);
  });
});
