import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createProviderApi } from './provider-api.ts';
import type { ProviderError } from './provider-errors.ts';
import { startProviderStub, waitingClock } from './provider-stub.test-support.ts';

const good = { body: { meta: { code: 200 }, data: { n: 1 } } };
const never = new AbortController().signal;
const secret = 'key-that-nobody-may-read';
const said = 'Ann Rivera, whom nobody-may-read of either';

function open(baseUrl: string, more: Partial<Parameters<typeof createProviderApi>[0]> = {}) {
  const clock = waitingClock();
  const api = createProviderApi({
    provider: 'some',
    baseUrl,
    keyHeader: 'x-key',
    apiKeys: () => [secret],
    perSecond: { list: 9, other: 1 },
    pauseMs: () => 2_000,
    clock,
    ...more,
  });
  const get = (signal = never, endpoint = 'list') =>
    api.call(
      { method: 'GET', endpoint, path: '/things', query: { q: 'a+b' }, data: z.object({ n: z.number() }) },
      signal,
      'live',
    );
  /** Something that must not be done twice. */
  const add = (signal = never) =>
    api.call(
      {
        method: 'POST',
        endpoint: 'list',
        path: '/things',
        body: { said },
        data: z.object({ n: z.number() }),
        isOnce: true,
      },
      signal,
      'live',
    );
  return { get, add, clock };
}
const refusal = async (call: Promise<unknown>): Promise<ProviderError> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'ProviderError' });
  // Whatever went wrong: the key is nobody's to read, nor what was sent or answered.
  expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain('nobody-may-read');
  return error as ProviderError;
};

test('asks with the key of the moment, and answers the data', async () => {
  await using stub = await startProviderStub(() => good);
  let key = 'first';
  const { get } = open(stub.url, { apiKeys: () => [key, 'spare'] });
  expect(await get()).toEqual({ n: 1 });
  key = 'second';
  await get();
  expect(stub.asked.map(({ headers }) => headers['x-key'])).toEqual(['first', 'second']);
  expect(stub.asked[0]).toMatchObject({ path: '/things', query: { q: 'a+b' } });
});

test('keeps the published rate of each endpoint, evenly', async () => {
  const clock = waitingClock();
  await using stub = await startProviderStub(() => good, clock);
  const { get } = open(stub.url, { clock });
  for (let i = 0; i < 20; i += 1) await get();
  await get(never, 'other');
  const times = stub.asked.slice(0, 20).map(({ at }) => at);
  for (const [i, at] of times.entries())
    expect(times.filter((other) => other >= at && other < at + 1_000).length, String(i)).toBeLessThanOrEqual(9);
  // The other endpoint has a rate of its own and was not asked yet.
  expect(stub.asked[20]?.at).toBe(times[19]);
  // Not slower than needed either.
  expect((times[19] as number) - (times[0] as number)).toBeLessThan(19 * 130);
});

test('what passes is tried again with growing waits; then it is UNAVAILABLE', async () => {
  let failures = 2;
  await using stub = await startProviderStub(() => {
    failures -= 1;
    return failures >= 0 ? { status: 503, body: '<html>busy</html>' } : good;
  });
  const { get, clock } = open(stub.url);
  expect(await get()).toEqual({ n: 1 });
  const waits = clock.waits.filter((ms) => ms > 200);
  expect(waits).toHaveLength(2);
  expect(waits[1]).toBeGreaterThan(waits[0] as number);
  failures = 99;
  expect(await refusal(get())).toMatchObject({ kind: 'UNAVAILABLE', code: '503' });
  expect(stub.asked).toHaveLength(6);
});

test.each([
  ['a wrong key', { status: 401, body: { meta: { code: 401 } } }, 'AUTHENTICATION', '401'],
  ['a key without the right', { status: 403 }, 'AUTHENTICATION', '403'],
  ['a request that makes no sense', { status: 400, body: { meta: { code: 4110 } } }, 'INVALID_REQUEST', '400, 4110'],
  ['a wrong path', { status: 404, body: 'nothing here' }, 'BUG', '404'],
  ['a status of nobody', { status: 418, body: said }, 'INVALID_REQUEST', '418'],
  ['an error told with status 200', { body: { meta: { code: 401 } } }, 'AUTHENTICATION', '200, 401'],
  ['a code of its own', { status: 400, body: { meta: { code: 77 } } }, 'QUOTA_USED_UP', '400, 77'],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'UNAVAILABLE', '302'],
  ['another shape', { body: { meta: { code: 200 }, data: [] } }, 'UNAVAILABLE', 'SHAPE'],
  ['an answer of somebody between, without an envelope', { body: { data: { n: 1 } } }, 'UNAVAILABLE', 'SHAPE'],
  ['no JSON', { body: 'garbage' }, 'UNAVAILABLE', 'NOT_JSON'],
  ['no object', { body: [] }, 'UNAVAILABLE', 'SHAPE'],
] as const)('%s is %s', async (_name, answer, kind, code) => {
  await using stub = await startProviderStub(() => answer);
  const { get } = open(stub.url, { errors: [{ status: 400, code: 77, means: 'used up', kind: 'QUOTA_USED_UP' }] });
  expect(await refusal(get())).toMatchObject({ kind, code });
});

test('a refused key is not used again for a while; another one is used at once', async () => {
  let key = secret;
  await using stub = await startProviderStub(({ headers }) => (headers['x-key'] === secret ? { status: 401 } : good));
  const { get, clock } = open(stub.url, { apiKeys: () => [key] });
  await refusal(get());
  expect(await refusal(get())).toMatchObject({ kind: 'AUTHENTICATION', code: 'REFUSED', waitMs: expect.any(Number) });
  expect(stub.asked).toHaveLength(1);
  key = 'another';
  expect(await get()).toEqual({ n: 1 });
  key = secret;
  clock.at += 700_000;
  await refusal(get());
  expect(stub.asked).toHaveLength(3);
});

test('a code may come as text', async () => {
  let code = '200';
  await using stub = await startProviderStub(() => ({ body: { meta: { code }, data: { n: 1 } } }));
  const { get } = open(stub.url);
  expect(await get()).toEqual({ n: 1 });
  code = '401';
  expect(await refusal(get())).toMatchObject({ kind: 'AUTHENTICATION' });
});

test('without a key nothing is sent', async () => {
  await using stub = await startProviderStub(() => good);
  expect(await refusal(open(stub.url, { apiKeys: () => [] }).get())).toMatchObject({ code: 'NO_KEY' });
  // A key that no header can hold: the error of fetch would name it.
  expect(await refusal(open(stub.url, { apiKeys: () => [`${secret}\n${secret}`] }).get())).toMatchObject({
    kind: 'UNAVAILABLE',
  });
  expect(stub.asked).toHaveLength(0);
});

test('a short pause after a 429 is sat out; a long one stops every call without a request', async () => {
  let limited = 1;
  let pause = 2_000;
  await using stub = await startProviderStub(() => {
    limited -= 1;
    return limited >= 0 ? { status: 429 } : good;
  });
  const { get, clock } = open(stub.url, { pauseMs: () => pause });
  const begun = clock.at;
  expect(await get()).toEqual({ n: 1 });
  expect(clock.at - begun).toBeGreaterThanOrEqual(2_000);
  limited = 1;
  pause = 120_000;
  expect(await refusal(get())).toMatchObject({ kind: 'RATE_LIMITED', waitMs: 120_000 });
  const sent = stub.asked.length;
  expect(await refusal(get(never, 'other'))).toMatchObject({ kind: 'RATE_LIMITED', code: 'PAUSED' });
  clock.at += 60_000;
  expect((await refusal(get())).waitMs).toBeLessThanOrEqual(60_000);
  expect(stub.asked).toHaveLength(sent);
  clock.at += 60_001;
  expect(await get()).toEqual({ n: 1 });
});

test('a call that waits its turn behind a 429 does not go out either', async () => {
  await using stub = await startProviderStub(() => ({ status: 429 }));
  const { get } = open(stub.url, { pauseMs: () => 120_000 });
  const both = await Promise.all([refusal(get()), refusal(get())]);
  expect(both.map(({ kind }) => kind)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  expect(stub.asked.length).toBeLessThanOrEqual(2);
  await refusal(get());
  expect(stub.asked.length).toBeLessThanOrEqual(2);
});

test('a huge answer is not read to its end, packed or not', async () => {
  const huge = JSON.stringify({ meta: { code: 200 }, data: { n: 1, text: 'x'.repeat(2_000_000) } });
  await using stub = await startProviderStub(({ query }, response) => {
    if (query['q'] === undefined) return good;
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(huge));
    return undefined;
  });
  expect(await refusal(open(stub.url, { maxBytes: 100_000 }).get())).toMatchObject({ code: 'TOO_LARGE' });
  expect(stub.asked).toHaveLength(1);
  expect(await open(stub.url).get()).toEqual({ n: 1 });
});

test('whoever stops ends the call, under way and waiting', async () => {
  const stopping = new AbortController();
  await using stub = await startProviderStub(() => {
    stopping.abort();
    return undefined; // no answer ever
  });
  const { get } = open(stub.url);
  expect(await refusal(get(stopping.signal))).toMatchObject({ kind: 'UNAVAILABLE', code: 'STOPPED' });
  expect(await refusal(get(stopping.signal))).toMatchObject({ code: 'STOPPED' });
  expect(stub.asked).toHaveLength(1);
});

test('an answer that never comes, or never ends, has an end', async () => {
  for (const begins of [false, true]) {
    await using stub = await startProviderStub((_asked, response) => {
      if (begins) response.writeHead(200, { 'content-type': 'application/json' }).write('{"meta":');
      return undefined;
    });
    const { get } = open(stub.url, { timeoutMs: 30 });
    expect(await refusal(get())).toMatchObject({ kind: 'UNAVAILABLE', code: 'TimeoutError' });
    expect(stub.asked).toHaveLength(3);
  }
});

describe('what must not be done twice', () => {
  test('is sent with its body, once', async () => {
    await using stub = await startProviderStub(() => good);
    expect(await open(stub.url).add()).toEqual({ n: 1 });
    expect(stub.asked).toMatchObject([
      { method: 'POST', body: { said }, headers: { 'content-type': 'application/json' } },
    ]);
  });

  test.each([
    ['no answer', 'hang', 'TimeoutError'],
    ['a connection that is dropped', 'drop', 'UND_ERR_SOCKET'],
    ['an answer that breaks off', 'cut', 'UND_ERR_SOCKET'],
    ['a status of 5xx, whoever says it', { status: 502, body: `<h1>${said}</h1>` }, '502'],
    ['a success without the envelope', { body: 'done' }, 'NOT_JSON'],
    ['a success of another shape', { body: { meta: { code: 200 }, data: said } }, 'SHAPE'],
  ] as const)('%s is UNCLEAR, and it is not sent again', async (_name, answer, code) => {
    await using stub = await startProviderStub((_asked, response) => {
      if (typeof answer === 'object') return answer;
      if (answer === 'cut') response.writeHead(200, { 'content-length': '100' }).write('{"meta":');
      if (answer !== 'hang') response.socket?.destroySoon();
      return undefined;
    });
    const { add, get } = open(stub.url, { timeoutMs: answer === 'hang' ? 50 : 5_000 });
    expect(await refusal(add())).toMatchObject({ kind: 'UNCLEAR', code });
    expect(stub.asked).toHaveLength(1);
    // The same of what may be repeated is nothing to think about.
    expect(await refusal(get())).toMatchObject({ kind: 'UNAVAILABLE' });
  });

  test('is UNAVAILABLE where it cannot have arrived', async () => {
    const gone = await startProviderStub(() => good);
    await gone[Symbol.asyncDispose]();
    const { add, clock } = open(gone.url);
    expect(await refusal(add())).toMatchObject({ kind: 'UNAVAILABLE' });
    expect(clock.waits.filter((ms) => ms > 200)).toHaveLength(2);
    await using stub = await startProviderStub(() => ({ status: 302, headers: { location: '/' } }));
    expect(await refusal(open(stub.url).add())).toMatchObject({ kind: 'UNAVAILABLE', code: '302' });
    expect(await refusal(open(stub.url, { apiKeys: () => [`${secret}\n${secret}`] }).add())).toMatchObject({
      kind: 'UNAVAILABLE',
    });
  });

  test('is sent again after a 429: nothing was done', async () => {
    let n = 0;
    await using stub = await startProviderStub(() => {
      n += 1;
      return n === 1 ? { status: 429 } : good;
    });
    expect(await open(stub.url).add()).toEqual({ n: 1 });
  });

  test('is UNCLEAR when whoever stops does not wait for the answer; nothing goes out afterwards', async () => {
    const stopping = new AbortController();
    await using stub = await startProviderStub(() => {
      stopping.abort();
      return undefined;
    });
    const { add } = open(stub.url);
    expect(await refusal(add(stopping.signal))).toMatchObject({ kind: 'UNCLEAR', code: 'STOPPED' });
    expect(await refusal(add(stopping.signal))).toMatchObject({ kind: 'UNAVAILABLE', code: 'STOPPED' });
    expect(stub.asked).toHaveLength(1);
  });
});

test('what a refusal names is told in our words, and nothing else of its sentence', async () => {
  await using stub = await startProviderStub(() => ({
    status: 400,
    body: { meta: { code: 78, message: `\`ship\` missing for ${said}` } },
  }));
  const { get } = open(stub.url, {
    errors: [{ status: 400, code: 78, means: 'needs more', kind: 'NEEDS_FACTS' }],
    detailsOf: (sentence) => ({ field: null, facts: sentence.includes('`ship`') ? ['shipDate'] : [] }),
  });
  expect(await refusal(get())).toMatchObject({
    kind: 'NEEDS_FACTS',
    code: '400, 78',
    facts: ['shipDate'],
    field: null,
  });
});

test('nobody there is UNAVAILABLE', async () => {
  expect(await refusal(open('http://127.0.0.1:1').get())).toMatchObject({
    kind: 'UNAVAILABLE',
    code: expect.stringMatching(/ECONNREFUSED|Error/),
  });
});
