import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from './support/system.ts';

let system: System;
beforeAll(async () => {
  // The gateway stands behind a proxy on this machine, which names the readers.
  system = await startSystem({ env: { RATE_LIMIT_ADDRESS: '20000', TRUSTED_PROXIES: '127.0.0.0/8' } });
});
afterAll(() => system[Symbol.asyncDispose]());

const page = (reader: string, number: string) =>
  fetch(`${system.gatewayUrl}/track/${number}`, { headers: { 'x-forwarded-for': reader } });

test('pages count for their reader, not for the portal, and say when to come back', async () => {
  const answers: Response[] = [];
  for (let i = 0; i < 15; i += 1) answers.push(await page('203.0.113.7', `UNKNOWN${1_000 + i}`));
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
  expect(statuses.lastIndexOf(404)).toBeLessThan(statuses.indexOf(429));
  const last = answers.at(-1) as Response;
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  const text = await last.text();
  expect(text).toContain('One moment, please');
  expect(text).toMatch(/in \d+ seconds/);
  expect((await page('203.0.113.8', 'UNKNOWN1')).status).toBe(404);
});

test('a look-up says the same', async () => {
  const lookUp = (reader: string) =>
    fetch(`${system.gatewayUrl}/track`, {
      method: 'POST',
      headers: { 'x-forwarded-for': reader },
      body: new URLSearchParams({ orderName: 'S00046', email: 'x@y.example' }),
    });
  await eventually(async () => (await page('203.0.113.9', 'UNKNOWN2')).status === 429);
  expect((await lookUp('203.0.113.9')).status).toBe(429);
  expect((await lookUp('203.0.113.10')).status).toBe(422);
});

test('who asks too much gets no copy from memory: it could be older than a right that was taken away', async () => {
  const [row] = await system.sql<{ number: string }[]>`select tracking_number as number from tracking.shipment limit 1`;
  const reader = '203.0.113.10';
  expect((await page(reader, row?.number as string)).status).toBe(200);
  for (let i = 0; (await page(reader, `UNKNOWN${2_000 + i}`)).status !== 429; i += 1) expect(i).toBeLessThan(50);
  const answer = await page(reader, row?.number as string);
  expect([answer.status, (await answer.text()).includes('One moment, please')]).toEqual([429, true]);
});
