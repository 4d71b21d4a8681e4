import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OdooSimulator, startOdooSimulator } from './server.ts';

let odoo: OdooSimulator;
beforeAll(async () => {
  odoo = await startOdooSimulator({ hashingMs: 0, control: true });
});
afterAll(() => odoo[Symbol.asyncDispose]());

async function control(method: string, path: string, body?: object) {
  const response = await fetch(`${odoo.url}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const act = (verb: string, name: string, value?: string) => control('POST', 'do', { verb, name, value });

describe('what a person tries', () => {
  test('an order through a warehouse of two steps, half of it, and back', async () => {
    expect((await act('validate-half', 'EAST/PICK/00001')).body).toMatchObject({
      name: 'S00061',
      delivery_status: 'started',
    });
    const order = async () =>
      (await control('GET', 'orders/S00061')).body['transfers'] as { name: string; kind: string; state: string }[];
    const out = (await order()).find(({ kind }) => kind === 'outgoing');
    expect(out?.state).toBe('assigned');
    await act('track', out?.name as string, '1Z999AA10123456784');
    await act('validate', out?.name as string);
    await act('return', out?.name as string);
    expect((await order()).map(({ kind }) => kind).sort()).toEqual(['internal', 'outgoing', 'return']);
  });
  test.each([
    ['an unknown verb', 'explode', 'S00029', undefined, 'there is no verb "explode"'],
    ['an unknown transfer', 'validate', 'WH/OUT/99999', undefined, 'there is no transfer "WH/OUT/99999"'],
    ['a transfer that is done', 'validate', 'WH/OUT/00024', undefined, 'WH/OUT/00024 is done'],
    ['a value where none is taken', 'confirm', 'S00025', 'now', 'confirm takes no value'],
    ['a moment that is none', 'promise', 'S00029', 'tomorrow', '"tomorrow" is no moment'],
    ['what Odoo refuses', 'confirm', 'S00029', undefined, 'not in a state requiring confirmation'],
  ])('%s is refused by name', async (_what, verb, name, value, message) => {
    const answer = await act(verb, name, value);
    expect(answer.status).toBe(422);
    expect(answer.body['message']).toContain(message);
  });
  test('faults are set and mended', async () => {
    expect((await control('PUT', 'faults/proxyError', { value: 3 })).body).toMatchObject({ proxyError: { count: 3 } });
    expect((await control('PUT', 'faults/clockSkewMs', { value: 5000 })).body).toMatchObject({ clockSkewMs: 5000 });
    expect(odoo.faults.proxyError.count).toBe(3);
    await control('DELETE', 'faults');
    expect([odoo.faults.proxyError.count, odoo.world.clockSkewMs]).toEqual([0, 0]);
    expect((await control('PUT', 'faults/nothing', { value: 1 })).status).toBe(422);
  });
});

describe('who may', () => {
  /** fetch sets its own Host. */
  const statusWith = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${odoo.url}/control/do`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end('{}');
    });
  test.each([
    ['a page under another name', { host: 'evil.example', 'content-type': 'application/json' }],
    ['a page that says where it comes from', { origin: 'http://localhost:3000', 'content-type': 'application/json' }],
    ['a form', { 'content-type': 'text/plain' }],
  ])('%s may not', async (_who, headers) => {
    expect(await statusWith(headers as unknown as Record<string, string>)).toBe(403);
  });
  test('there is none unless it is asked for', async () => {
    await using plain = await startOdooSimulator();
    expect((await fetch(`${plain.url}/control/status`)).status).toBe(404);
  });
});
