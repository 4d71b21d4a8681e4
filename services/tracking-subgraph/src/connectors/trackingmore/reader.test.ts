import { expect, test } from 'vitest';
import { apiSample, pagesOf, startProviderStub, waitingClock } from '../provider-stub.test-support.ts';
import { createTrackingmoreReader } from './reader.ts';

const never = new AbortController().signal;
const open = (baseUrl: string, clock = waitingClock()) =>
  createTrackingmoreReader({ baseUrl, apiKeys: () => ['tm-test'], maxPages: 50, clock });
const numbersOf = (texts: readonly Buffer[]) =>
  texts.map((text) => (JSON.parse(text.toString()) as { tracking_number: string }).tracking_number);
const trackings = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ tracking_number: `TM${from + i}`, courier_code: 'dhl' }));
const answer = (data: unknown) => ({ body: { meta: { code: 200, message: 'ok' }, data } });

test('numbers are asked for together, with their header', async () => {
  await using stub = await startProviderStub(() => apiSample('trackingmore', 'get-200-page-1'));
  const texts = await open(stub.url).readNumbers(['RF423511785GB', 'A,B'], never);
  expect(numbersOf(texts)).toEqual(['RF423511785GB', 'LP112233464DE']);
  expect(JSON.parse(texts[0]?.toString() ?? '')).toEqual(
    (apiSample('trackingmore', 'get-200-page-1').body.data as object[])[0],
  );
  expect(stub.asked).toMatchObject([
    {
      path: '/v4/trackings/get',
      query: { tracking_numbers: 'RF423511785GB', pages_amount: '1', items_amount: '100' },
      headers: { 'tracking-api-key': 'tm-test' },
    },
  ]);
});

test('pages are read until one is short, and once more, because what changes under way moves others', async () => {
  // All of 210; while the first pass runs, the one at the head moves to the end, and its successors one place forward.
  const list = trackings(0, 210);
  let asked = 0;
  await using stub = await startProviderStub(({ query }) => {
    asked += 1;
    if (asked === 2) list.push(...list.splice(0, 1));
    const from = (Number(query['pages_amount']) - 1) * 100;
    return answer(list.slice(from, from + 100));
  });
  const pages = await pagesOf(open(stub.url).changedSince(new Date('2026-10-07T00:00:00Z'), never));
  const numbers = numbersOf(pages.flat());
  expect(new Set(numbers).size).toBe(210);
  // Handed on once, whatever pass they were seen in.
  expect(numbers).toHaveLength(210);
  // The second pass found TM100, which had moved to the first page; the third found nothing.
  expect(stub.asked.map(({ query }) => query['pages_amount'])).toEqual(['1', '2', '3', '1', '2', '3', '1', '2', '3']);
  expect(stub.asked[0]?.query['updated_date_min']).toBe('2026-10-07T00:00:00+00:00');
});

test('one short page is all: nothing can have moved', async () => {
  await using stub = await startProviderStub(() => answer(trackings(0, 99)));
  await pagesOf(open(stub.url).changedSince(new Date(), never));
  expect(stub.asked).toHaveLength(1);
});

test.each([
  ['an empty list', apiSample('trackingmore', 'get-200-empty-page')],
  ['an empty object', answer({})],
  ['null', answer(null)],
])('nothing found, told as %s, is nothing', async (_name, nothing) => {
  await using stub = await startProviderStub(() => nothing);
  expect(await open(stub.url).readNumbers(['A1'], never)).toEqual([]);
});

test('a page that comes whatever number is asked for ends the listing as an error', async () => {
  await using stub = await startProviderStub(() => answer(trackings(0, 100)));
  await expect(pagesOf(open(stub.url).changedSince(new Date(), never))).rejects.toMatchObject({
    kind: 'UNAVAILABLE',
    code: 'PAGES',
  });
  expect(stub.asked).toHaveLength(2);
});

test('pages in a circle end the listing as an error, and so do pages without end', async () => {
  await using circle = await startProviderStub(({ query }) =>
    answer(trackings(Number(query['pages_amount']) % 3 ? 0 : 500, 100)),
  );
  await expect(pagesOf(open(circle.url).changedSince(new Date(), never))).rejects.toMatchObject({ code: 'PAGES' });
  expect(circle.asked.length).toBeLessThan(10);
  await using endless = await startProviderStub(({ query }) =>
    answer(trackings(Number(query['pages_amount']) * 100, 100)),
  );
  let read = 0;
  const listing = async () => {
    for await (const { length } of open(endless.url).changedSince(new Date(), never)) read += length;
  };
  await expect(listing()).rejects.toMatchObject({ kind: 'UNAVAILABLE', code: 'PAGES' });
  expect(read).toBe(5_000);
});

test('an answer of somebody between is not "nothing changed"', async () => {
  await using stub = await startProviderStub(() => ({ body: { status: 'please log in' } }));
  await expect(pagesOf(open(stub.url).changedSince(new Date(), never))).rejects.toMatchObject({ code: 'SHAPE' });
});

test('after a 429 nothing at all is asked for 120 seconds', async () => {
  let isLimited = true;
  const clock = waitingClock();
  await using stub = await startProviderStub(
    () => apiSample('trackingmore', isLimited ? 'error-429' : 'get-200-page-1'),
    clock,
  );
  const reader = open(stub.url, clock);
  const begun = clock.at;
  await expect(reader.readNumbers(['A1'], never)).rejects.toMatchObject({ kind: 'RATE_LIMITED', waitMs: 120_000 });
  isLimited = false;
  while (clock.at < begun + 105_000) {
    await expect(reader.readNumbers(['A1'], never)).rejects.toMatchObject({ kind: 'RATE_LIMITED' });
    await expect(pagesOf(reader.changedSince(new Date(), never))).rejects.toMatchObject({
      kind: 'RATE_LIMITED',
    });
    clock.at += 10_000;
  }
  expect(stub.asked).toHaveLength(1);
  expect(await reader.readNumbers(['A1'], never)).toHaveLength(2);
  // Whoever comes shortly before its end sits the rest out.
  expect(stub.asked[1]?.at).toBeGreaterThanOrEqual(begun + 120_000);
});

test.each([
  ['error-401', 'AUTHENTICATION', '401'],
  ['error-500-511', 'UNAVAILABLE', '500, 511'],
  ['create-400-4190-quota', 'QUOTA_USED_UP', '400, 4190'],
  ['create-400-4121-undetected', 'CARRIER_UNKNOWN', '400, 4121'],
])('the sample %s is %s', async (sample, kind, code) => {
  await using stub = await startProviderStub(() => apiSample('trackingmore', sample));
  await expect(open(stub.url).readNumbers(['A1'], never)).rejects.toMatchObject({ kind, code });
});
