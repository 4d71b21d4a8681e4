import { connectDatabase, type Sql } from '@milepost/service-kit';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../src/connectors/pacing/memory-store.ts';
import {
  createPacer,
  type Outcome,
  type PaceRequest,
  type Pacer,
  type PacingStore,
  type Permit,
  restMs,
  type Token,
} from '../src/connectors/pacing/pacer.ts';
import { createPostgresStore } from '../src/connectors/pacing/postgres-store.ts';
import { isProviderPaused, listProviderHealth, startProviderPacing } from '../src/connectors/pacing/provider-health.ts';
import { realClock } from '../src/connectors/provider-api.ts';
import { createTrackingDatabase } from './support/database.ts';

let database: Awaited<ReturnType<typeof createTrackingDatabase>>;
let sql: Sql;
beforeAll(async () => {
  database = await createTrackingDatabase();
  sql = connectDatabase(database.url, { application: 'pacing', searchPath: 'tracking', max: 4 });
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database.drop();
});
const request = (more: Partial<PaceRequest> = {}): PaceRequest & { reserve: number; isForced: boolean } => ({
  provider: 'some',
  endpoint: 'create',
  perSecond: 3,
  priority: 'live',
  keyDigest: 'k',
  timeoutMs: 20_000,
  reserve: 0,
  isForced: false,
  ...more,
});

interface Opened {
  store: PacingStore;
  /** As if so much time had gone by. */
  pass: (ms: number) => Promise<void>;
}
const stores: [string, () => Promise<Opened>][] = [
  [
    'in memory',
    async () => {
      const clock = { at: 1_790_000_000_000, now: () => clock.at };
      return {
        store: createMemoryStore(clock),
        pass: async (ms) => {
          clock.at += ms;
        },
      };
    },
  ],
  [
    'in PostgreSQL',
    async () => {
      await sql`delete from tracking.provider_token`;
      await sql`delete from tracking.provider_endpoint`;
      return {
        store: createPostgresStore(sql),
        async pass(ms) {
          await sql`update tracking.provider_token set free_at = free_at - ${ms} * interval '1 millisecond'`;
          await sql`update tracking.provider_endpoint set retry_at = retry_at - ${ms} * interval '1 millisecond',
            paused_until = paused_until - ${ms} * interval '1 millisecond'`;
        },
      };
    },
  ],
];

describe.each(stores)('tokens %s', (_where, open) => {
  const taken = async ({ store }: Opened, given = request()) => {
    const { token } = await store.take(given);
    if (!token) throw new Error('no token is free');
    return token;
  };

  test('are as many as requests a second, and rest for a second after their answer', async () => {
    const opened = await open();
    const { store, pass } = opened;
    const tokens = [await taken(opened), await taken(opened), await taken(opened)];
    expect(new Set(tokens.map(({ slot }) => slot)).size).toBe(3);
    expect(await store.take(request())).toMatchObject({ token: null });
    await store.giveBack(request(), tokens[1] as Token, true);
    const { token, freeInMs } = await store.take(request());
    expect(token).toBeNull();
    // Those that are out come back a rest before they are free.
    expect(freeInMs[0]).toBeGreaterThan(restMs - 500);
    expect(freeInMs[2]).toBeLessThanOrEqual(restMs);
    await pass(1_000);
    // The hundredth that clocks run apart.
    await pass(restMs - 1_000);
    expect((await taken(opened)).slot).toBe(tokens[1]?.slot);
  });

  test('of other endpoints and providers are others', async () => {
    const opened = await open();
    await taken(opened, request({ perSecond: 1 }));
    await taken(opened, request({ perSecond: 1, endpoint: 'list' }));
    await taken(opened, request({ perSecond: 1, provider: 'another' }));
    expect((await opened.store.take(request({ perSecond: 1 }))).token).toBeNull();
  });

  test('that are never given back come back by themselves, and whoever lost one gives none of another back', async () => {
    const opened = await open();
    const { store, pass } = opened;
    const one = request({ perSecond: 1 });
    const lost = await taken(opened, one);
    await pass(20_000);
    expect((await store.take(one)).token).toBeNull();
    await pass(restMs);
    const again = await taken(opened, one);
    await store.giveBack(one, lost, false);
    expect((await store.take(one)).token).toBeNull();
    await store.giveBack(one, again, false);
    expect((await store.take(one)).token).not.toBeNull();
  });

  test('are left to those who may take the last ones', async () => {
    const opened = await open();
    const { store } = opened;
    const modest = { ...request(), reserve: 2 };
    await taken(opened, modest);
    expect((await store.take(modest)).token).toBeNull();
    await taken(opened);
    await taken(opened);
  });

  test('are not given out while something is wrong, unless it is known', async () => {
    const opened = await open();
    const { store, pass } = opened;
    const { own, whole, now } = await store.take(request());
    expect(await store.change('some', own, { ...own, state: 'OPEN', version: own.version + 1 })).toBe(true);
    expect(await store.take(request())).toMatchObject({ token: null, own: { state: 'OPEN' } });
    expect((await store.take({ ...request(), isForced: true })).token).not.toBeNull();
    expect((await store.take(request({ endpoint: 'list' }))).token).not.toBeNull();
    const paused = { ...whole, pausedUntil: now + 60_000, version: whole.version + 1 };
    expect(await store.change('some', whole, paused)).toBe(true);
    expect(await store.take(request({ endpoint: 'list' }))).toMatchObject({ token: null, whole: { version: 1 } });
    await pass(60_000);
    expect((await store.take(request({ endpoint: 'list' }))).token).not.toBeNull();
  });

  test('change what is known of an endpoint for one of two who saw the same', async () => {
    const { store } = await open();
    await store.take(request());
    const { own } = await store.read(request());
    const after = (failures: number) => ({
      ...own,
      failures,
      failingSince: 1_790_000_000_123,
      retryAt: 1_790_000_005_123,
      lastError: 'UNAVAILABLE' as const,
      refusedKey: 'digest',
      version: own.version + 1,
    });
    const both = await Promise.all([1, 2].map((n) => store.change('some', own, after(n))));
    expect(both.filter(Boolean)).toHaveLength(1);
    const { own: known } = await store.read(request());
    expect(known).toEqual(after(both[0] ? 1 : 2));
  });
});

test('several at once get different tokens, and no more than there are', async () => {
  await sql`delete from tracking.provider_token`;
  const store = createPostgresStore(sql);
  const ten = request({ perSecond: 10 });
  await store.take({ ...ten, reserve: 10 });
  const tokens = (await Promise.all(Array.from({ length: 40 }, () => store.take(ten)))).flatMap(
    ({ token }) => token ?? [],
  );
  expect(tokens).toHaveLength(10);
  expect(new Set(tokens.map(({ slot }) => slot)).size).toBe(10);
});

test('a rate that is lower than before takes tokens away', async () => {
  await createPostgresStore(sql).take(request({ perSecond: 5, endpoint: 'slower' }));
  await createPostgresStore(sql).take(request({ perSecond: 2, endpoint: 'slower' }));
  const [row] = await sql`select count(*)::int as n from tracking.provider_token where endpoint = 'slower'`;
  expect(row?.['n']).toBe(2);
});

describe('processes that share a provider', () => {
  const clock = { ...realClock, now: () => performance.now() };
  const { signal } = new AbortController();
  /** As two processes have it; what either logs goes to one list. */
  function two() {
    const lines: [string, object, string?][] = [];
    const told = (level: string) => (facts: object, message?: string) => void lines.push([level, facts, message]);
    const logger = { info: told('info'), warn: told('warn'), error: told('error') } as never;
    const registries = [new Registry(), new Registry()];
    const pacers = registries.map((registry) => startProviderPacing({ sql, metrics: { registry }, logger }));
    return { pacers: pacers as [Pacer, Pacer], registries, lines };
  }
  const done = async (permit: Permit, kind: Outcome['kind'] = null, more: Partial<Outcome> = {}) =>
    permit.done({ kind, waitMs: null, keyDigest: 'k', ...more });
  const later = () => sql`update tracking.provider_endpoint set retry_at = now(), paused_until = null`;
  beforeEach(async () => {
    await sql`delete from tracking.provider_token`;
    await sql`delete from tracking.provider_endpoint`;
  });
  const wide = (more: Partial<PaceRequest> = {}) => request({ perSecond: 50, ...more });
  const refusals = (pacers: Pacer[], given: PaceRequest) =>
    Promise.all(
      pacers.map((pacer) =>
        pacer.take(given, signal).then(
          () => null,
          ({ kind, code }) => `${kind} ${code}`,
        ),
      ),
    );

  test('hear of a broken endpoint from each other; one request of all tries whether it is over', async () => {
    const { pacers, registries, lines } = two();
    for (let n = 0; n < 3; n += 1) await done(await pacers[0].take(wide(), signal), 'UNAVAILABLE');
    // What can wait is refused first, in the other process as well.
    expect(await refusals(pacers, wide({ priority: 'reading' }))).toEqual(['UNAVAILABLE SHED', 'UNAVAILABLE SHED']);
    expect(await refusals(pacers, wide({ priority: 'back-fill' }))).toEqual(['UNAVAILABLE SHED', 'UNAVAILABLE SHED']);
    for (let n = 0; n < 3; n += 1) await done(await pacers[1].take(wide(), signal), 'UNCLEAR');
    expect(await refusals(pacers, wide())).toEqual(['UNAVAILABLE OPEN', 'UNAVAILABLE OPEN']);
    // Another endpoint goes on.
    await done(await pacers[0].take(wide({ endpoint: 'list' }), signal));
    expect(await listProviderHealth(sql)).toMatchObject([
      { provider: 'some', endpoint: null, state: 'CLOSED', retryAt: null },
      { endpoint: 'create', state: 'OPEN', failures: 6, lastError: 'UNCLEAR', retryAt: expect.any(Date) },
      { endpoint: 'list', state: 'CLOSED', failures: 0 },
    ]);

    await later();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => (pacers[n % 2] as Pacer).take(wide(), signal)),
    );
    const [probe, ...others] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(others).toEqual([]);
    expect((await listProviderHealth(sql))[1]).toMatchObject({ state: 'HALF_OPEN' });
    await done(probe as Permit, 'UNAVAILABLE');
    expect(await refusals(pacers, wide())).toEqual(['UNAVAILABLE OPEN', 'UNAVAILABLE OPEN']);

    await later();
    // A no is an answer.
    await done(await pacers[1].take(wide(), signal), 'INVALID_REQUEST');
    for (const pacer of pacers) await done(await pacer.take(wide({ priority: 'reading' }), signal));
    expect((await listProviderHealth(sql))[1]).toMatchObject({ state: 'CLOSED', failures: 0, retryAt: null });
    expect(lines.map(([level, , message]) => [level, message])).toEqual([
      ['warn', 'a provider is not asked any more'],
      ['info', 'a provider is asked again'],
    ]);
    const metrics = await (registries[0] as Registry).metrics();
    // Whether it was this process that tried, is chance.
    expect(metrics).toMatch(/requests_total\{provider="some",endpoint="create",outcome="UNAVAILABLE"\} [34]/);
    expect(metrics).toContain('tracking_provider_state{provider="some",endpoint="create"} 0');
  });

  test('whoever tries and dies is followed by another', async () => {
    const { pacers } = two();
    for (let n = 0; n < 6; n += 1) await done(await pacers[0].take(wide(), signal), 'UNAVAILABLE');
    await later();
    await pacers[0].take(wide(), signal);
    expect(await refusals(pacers, wide())).toEqual(['UNAVAILABLE OPEN', 'UNAVAILABLE OPEN']);
    await later();
    await done(await pacers[1].take(wide(), signal));
    expect((await listProviderHealth(sql))[1]).toMatchObject({ state: 'CLOSED' });
  });

  test('a refused key is used by none of them on any endpoint, and is an alarm; another one is used at once', async () => {
    const { pacers, lines } = two();
    await done(await pacers[0].take(wide(), signal), 'AUTHENTICATION');
    for (const endpoint of ['create', 'list'])
      expect(await refusals(pacers, wide({ endpoint }))).toEqual(['AUTHENTICATION REFUSED', 'AUTHENTICATION REFUSED']);
    expect(lines).toEqual([
      [
        'error',
        { provider: 'some', endpoint: '*', failures: 1, kind: 'AUTHENTICATION' },
        'a provider is not asked any more',
      ],
    ]);
    const [{ retryAt } = { retryAt: null }] = await listProviderHealth(sql);
    expect(Math.round(((retryAt?.getTime() ?? 0) - Date.now()) / 60_000)).toBe(10);
    // The same key, once its time is over: one request.
    await later();
    const probe = await pacers[0].take(wide(), signal);
    expect(await refusals(pacers, wide())).toEqual(['AUTHENTICATION REFUSED', 'AUTHENTICATION REFUSED']);
    // It says nothing about the key that nobody answered.
    await done(probe, 'UNAVAILABLE');
    await done(await pacers[1].take(wide(), signal), 'AUTHENTICATION');
    await done(await pacers[1].take(wide({ keyDigest: 'another' }), signal), null, { keyDigest: 'another' });
    expect((await listProviderHealth(sql))[0]).toMatchObject({ endpoint: null, state: 'CLOSED' });
  });

  test('a pause holds for all of them; a quota that is used up for its endpoint', async () => {
    const { pacers } = two();
    await done(await pacers[0].take(wide(), signal), 'RATE_LIMITED', { waitMs: 120_000 });
    expect(await refusals(pacers, wide({ endpoint: 'list' }))).toEqual(['RATE_LIMITED PAUSED', 'RATE_LIMITED PAUSED']);
    expect(await isProviderPaused(sql, 'some')).toBe(true);
    await later();
    expect(await isProviderPaused(sql, 'some')).toBe(false);
    await done(await pacers[0].take(wide(), signal), 'QUOTA_USED_UP');
    expect(await refusals(pacers, wide())).toEqual(['QUOTA_USED_UP OPEN', 'QUOTA_USED_UP OPEN']);
    await done(await pacers[1].take(wide({ endpoint: 'list' }), signal));
  });

  test('without the database nothing goes out, and it is known why', async () => {
    const problems: unknown[] = [];
    const gone = connectDatabase('postgres://nobody@127.0.0.1:1/nothing', {
      application: 'x',
      searchPath: 'x',
      max: 1,
    });
    const pacer = createPacer({
      store: createPostgresStore(gone),
      clock,
      onProblem: (error) => void problems.push(error),
    });
    await expect(pacer.take(wide(), signal)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(problems).toHaveLength(1);
    await gone.end({ timeout: 1 });
  });
});
