import { expect, test } from 'vitest';
import { builtInMapping } from '../../mapping/mapping.ts';
import { apiSample, pagesOf, startProviderStub, waitingClock } from '../provider-stub.test-support.ts';
import { mapAftership } from './map.ts';
import { createAftershipReader } from './reader.ts';

const never = new AbortController().signal;
const open = (baseUrl: string, clock = waitingClock()) =>
  createAftershipReader({ baseUrl, apiKeys: () => ['asat_test'], maxPages: 50, clock });
const numbersOf = (texts: readonly Buffer[]) =>
  texts.map((text) => (JSON.parse(text.toString()) as { tracking_number: string }).tracking_number);

test('pages are followed by their cursor, and each tracking is a message that the mapper reads', async () => {
  await using stub = await startProviderStub(({ query }) =>
    apiSample('aftership', query['cursor'] ? 'list-page-2' : 'list-page-1'),
  );
  const pages = await pagesOf(open(stub.url).changedSince(new Date('2026-09-20T00:00:00Z'), never));
  expect(pages.map(numbersOf)).toEqual([['1ZW5E8903910456781', 'LX473012561CN'], ['JD014600006281230704']]);
  expect(stub.asked.map(({ path, query }) => [path, query])).toEqual([
    ['/tracking/2026-07/trackings', { updated_at_min: '2026-09-20T00:00:00.000Z', limit: '200' }],
    [
      '/tracking/2026-07/trackings',
      { updated_at_min: '2026-09-20T00:00:00.000Z', limit: '200', cursor: 'WzE3NTk5MTIzNDUwMDAsImEiXQ==' },
    ],
  ]);
  expect(stub.asked[0]?.headers).toMatchObject({ 'as-api-key': 'asat_test' });
  for (const text of pages.flat()) {
    const mapped = mapAftership(text, builtInMapping, 'read');
    expect(mapped.outcome === 'facts' && mapped.facts().length).toBeGreaterThan(2);
  }
});

test('numbers are asked for together; those that cannot be asked for are left out', async () => {
  await using stub = await startProviderStub(() => apiSample('aftership', 'list-page-2'));
  const reader = open(stub.url);
  expect(numbersOf(await reader.readNumbers(['JD014600006281230704', 'B1', 'A,B'], never))).toEqual([
    'JD014600006281230704',
  ]);
  expect(stub.asked[0]?.query).toEqual({ tracking_numbers: 'JD014600006281230704,B1', limit: '200' });
  expect(await reader.readNumbers(['A,B'], never)).toEqual([]);
  expect(stub.asked).toHaveLength(1);
});

test('never asks for more than can be listed', async () => {
  await using stub = await startProviderStub(() => apiSample('aftership', 'list-page-2'));
  const clock = waitingClock(Date.parse('2026-11-21T00:00:00Z'));
  await pagesOf(open(stub.url, clock).changedSince(new Date('2020-01-01'), never));
  expect(stub.asked[0]?.query['updated_at_min']).toBe('2026-07-25T00:00:00.000Z');
});

test('a cursor that comes again ends the listing as an error', async () => {
  await using stub = await startProviderStub(() => apiSample('aftership', 'list-page-1'));
  await expect(pagesOf(open(stub.url).changedSince(new Date(), never))).rejects.toMatchObject({
    kind: 'UNAVAILABLE',
    code: 'CURSOR',
  });
  expect(stub.asked).toHaveLength(2);
});

test('pages without end are an error', async () => {
  let n = 0;
  await using stub = await startProviderStub(() => {
    n += 1;
    return {
      body: { meta: { code: 200 }, data: { pagination: { next_cursor: `c${n}`, has_next_page: true }, trackings: [] } },
    };
  });
  await expect(pagesOf(open(stub.url).changedSince(new Date(), never))).rejects.toMatchObject({ code: 'PAGES' });
  expect(stub.asked).toHaveLength(50);
});

test('after a 429 it waits until the reset, by the clock of the provider', async () => {
  const limited = apiSample('aftership', 'error-429');
  const reset = Number(limited.headers?.['x-ratelimit-reset']) * 1_000;
  let n = 0;
  const clock = waitingClock();
  await using stub = await startProviderStub(() => {
    n += 1;
    return n === 1
      ? { ...limited, headers: { ...limited.headers, date: new Date(reset - 7_000).toUTCString() } }
      : apiSample('aftership', 'list-page-2');
  }, clock);
  const begun = clock.at;
  await open(stub.url, clock).readNumbers(['A1'], never);
  expect((stub.asked[1]?.at ?? 0) - begun).toBeGreaterThanOrEqual(7_000);
  expect((stub.asked[1]?.at ?? 0) - begun).toBeLessThan(8_000);
  // A reset that makes no sense stops nobody for long.
  n = 0;
  limited.headers = { 'x-ratelimit-reset': '99999999999' };
  await expect(open(stub.url).readNumbers(['A1'], never)).rejects.toMatchObject({
    kind: 'RATE_LIMITED',
    waitMs: expect.toSatisfy((ms: number) => ms >= 60_000 && ms < 61_000),
  });
});

test.each([
  ['error-401', 'AUTHENTICATION', '401'],
  ['get-404', 'NOT_FOUND', '404, 4004'],
  ['create-400-4011-fields', 'NEEDS_FACTS', '400, 4011'],
])('the sample %s is %s', async (sample, kind, code) => {
  await using stub = await startProviderStub(() => apiSample('aftership', sample));
  await expect(open(stub.url).readNumbers(['A1'], never)).rejects.toMatchObject({ kind, code });
});
