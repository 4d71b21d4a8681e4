import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from './support/system.ts';

const page = `/orders/${Buffer.from('Order:46').toString('base64url')}`;
const right = { orderName: 'S00046', email: 'ann.rivera@alpine.example.com' };

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system[Symbol.asyncDispose]());

const post = (path: string, form: Record<string, string>, cookie = '') =>
  fetch(system.origin + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
    headers: cookie ? { cookie } : {},
  });
const cookieIn = (response: Response) => String(response.headers.getSetCookie()[0]).split(';', 1)[0] as string;
const show = async (cookie: string) => (await fetch(system.origin + page, { headers: { cookie } })).text();
async function lastCode(): Promise<string | undefined> {
  const response = await fetch(`${system.gatewayUrl}/auth/mailbox`, { headers: { accept: 'application/json' } });
  const { mails } = (await response.json()) as { mails: { to: string; text: string; purpose: string }[] };
  const mail = mails.find(({ purpose }) => purpose === 'order code');
  expect(mail?.to ?? right.email).toMatch(/@alpine\.example\.com$/);
  return /(\d{3} \d{3})/.exec(mail?.text ?? '')?.[1];
}

test('somebody who looked the order up proves the address on file by a code, without JavaScript', async () => {
  const l1 = cookieIn(await post('/track', right));
  const before = await show(l1);
  expect(before).toContain('Send me a code');
  const asked = await post(`${page}/code`, {}, l1);
  const form = await asked.text();
  expect(asked.status).toBe(200);
  const codeId = /name="codeId" value="([\w-]+)"/.exec(form)?.[1] as string;
  expect(form).toContain('autoComplete="one-time-code"');
  await eventually(async () => expect(await lastCode()).toBeDefined(), { timeoutMs: 10_000 });
  const code = (await lastCode()) as string;

  const wrong = await post(`${page}/code`, { codeId, code: code === '000 000' ? '111111' : '000000' }, l1);
  expect([wrong.status, await wrong.text()]).toEqual([
    422,
    expect.stringContaining('This code is not right. Look at the newest e-mail.'),
  ]);
  const opened = await post(`${page}/code`, { codeId, code }, l1);
  expect([opened.status, opened.headers.get('location')]).toEqual([303, page]);
  const l3 = cookieIn(opened);
  expect(l3).toMatch(/^mp-order-46=mpo_/);
  const after = await show(l3);
  expect(after).not.toContain('Send me a code');
  expect(after).toContain('Delivery address');
});

test('without access to the order, from another site, or with another order’s cookie no code leaves', async () => {
  const own = cookieIn(await post('/track', right));
  expect((await post(`${page}/code`, {})).status).toBe(403);
  const other = `/orders/${Buffer.from('Order:43').toString('base64url')}`;
  expect((await post(`${other}/code`, {}, own)).status).toBe(403);
  expect((await post(`${other}/code`, {}, `mp-order-43=${own.split('=')[1]}`)).status).toBe(422);
  const foreign = await fetch(`${system.origin}${page}/code`, {
    method: 'POST',
    headers: { cookie: own, origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(foreign.status).toBe(403);
  expect(await system.sql`select 1 from auth.order_code where order_id = 43`).toEqual([]);
});
