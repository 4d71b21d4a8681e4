import { describe, expect, test } from 'vitest';
import { waitingClock } from '../provider-stub.test-support.ts';
import { createMemoryStore } from './memory-store.ts';
import { createPacer, type PaceRequest, type Pacer, type Permit, type Priority, restMs } from './pacer.ts';

const { signal } = new AbortController();
const request = (priority: Priority, more: Partial<PaceRequest> = {}): PaceRequest => ({
  provider: 'some',
  endpoint: 'list',
  perSecond: 10,
  priority,
  keyDigest: 'k',
  timeoutMs: 20_000,
  ...more,
});
function open() {
  const clock = waitingClock();
  const pacer = createPacer({ store: createMemoryStore(clock), clock });
  return { clock, pacer };
}
const good = { kind: null, waitMs: null, keyDigest: 'k' } as const;
/** Waits until nothing more happens by itself; time stands still unless somebody waits. */
const settled = async () => {
  for (let n = 0; n < 50; n += 1) await Promise.resolve();
};

test('as many go out as the rate allows; the next ones a second after the answers', async () => {
  const { clock, pacer } = open();
  const begun = clock.at;
  const permits: Permit[] = [];
  for (let n = 0; n < 10; n += 1) permits.push(await pacer.take(request('live'), signal));
  expect(clock.at).toBe(begun);
  clock.at += 300;
  for (const permit of permits) await permit.done(good);
  await pacer.take(request('live'), signal);
  expect(clock.at).toBe(begun + 300 + restMs);
});

test('a permit ends before its token is given to somebody else', async () => {
  const { clock, pacer } = open();
  const permit = await pacer.take(request('live'), signal);
  expect(permit.msLeft()).toBe(20_000);
  clock.at += 20_000;
  expect(permit.msLeft()).toBe(0);
});

describe('priorities', () => {
  test.each([
    ['live', 10],
    ['at-risk', 9],
    ['back-fill', 8],
    ['reading', 7],
  ] as const)('%s may use %i of ten tokens', async (priority, most) => {
    const { clock, pacer } = open();
    const begun = clock.at;
    const permits: Permit[] = [];
    for (let n = 0; n < most; n += 1) permits.push(await pacer.take(request(priority), signal));
    expect(clock.at).toBe(begun);
    const next = pacer.take(request(priority), signal);
    await settled();
    expect(clock.at).toBeGreaterThan(begun);
    for (const permit of permits) await permit.done(good);
    await next;
  });

  test('whoever comes first in the list is first, however late he came', async () => {
    const { clock, pacer } = open();
    const only = { perSecond: 1 };
    const first = await pacer.take(request('live', only), signal);
    const order: string[] = [];
    const waiting = (['reading', 'back-fill', 'live', 'at-risk', 'live'] as const).map(async (priority, n) => {
      const permit = await pacer.take(request(priority, only), signal);
      order.push(`${priority} ${n}`);
      await permit.done(good);
    });
    await first.done(good);
    await Promise.all(waiting);
    expect(order).toEqual(['live 2', 'live 4', 'at-risk 3', 'back-fill 1', 'reading 0']);
    expect(clock.at).toBeGreaterThan(0);
  });

  test('nobody waits for ever: after a while the last is as good as the first', async () => {
    const { pacer } = open();
    const only = { perSecond: 1 };
    let isServed = false;
    const first = await pacer.take(request('live', only), signal);
    const last = pacer.take(request('reading', only), signal).then(async (permit) => {
      isServed = true;
      await permit.done(good);
    });
    // There is always somebody live.
    let next = pacer.take(request('live', only), signal);
    await first.done(good);
    let served = 0;
    while (!isServed && served < 100) {
      const permit = await next;
      served += 1;
      next = pacer.take(request('live', only), signal);
      await permit.done(good);
    }
    await last;
    expect(served).toBeGreaterThan(5);
    expect(served).toBeLessThan(20);
    await (await next).done(good);
  });
});

test('whoever gives up leaves the line, and costs no token', async () => {
  const { pacer } = open();
  const only = { perSecond: 1 };
  const first = await pacer.take(request('live', only), signal);
  const leaving = new AbortController();
  const gone = pacer.take(request('live', only), leaving.signal);
  const stays = pacer.take(request('live', only), signal);
  leaving.abort();
  await expect(gone).rejects.toMatchObject({ kind: 'UNAVAILABLE', code: 'STOPPED' });
  await expect(pacer.take(request('live', only), leaving.signal)).rejects.toMatchObject({ code: 'STOPPED' });
  await first.done(good);
  await (await stays).done(good);
});

test('a short pause is sat out by everybody, a long one is told', async () => {
  const { clock, pacer } = open();
  const begun = clock.at;
  await (await pacer.take(request('live'), signal)).done({ kind: 'RATE_LIMITED', waitMs: 4_000, keyDigest: 'k' });
  await (await pacer.take(request('reading', { endpoint: 'another' }), signal)).done(good);
  expect(clock.at).toBeGreaterThanOrEqual(begun + 4_000);
  await (await pacer.take(request('live'), signal)).done({ kind: 'RATE_LIMITED', waitMs: 120_000, keyDigest: 'k' });
  await expect(pacer.take(request('live'), signal)).rejects.toMatchObject({
    kind: 'RATE_LIMITED',
    code: 'PAUSED',
    waitMs: 120_000,
  });
});

test('of those who find at the same moment that it may be tried again, one tries', async () => {
  const clock = waitingClock();
  const store = createMemoryStore(clock);
  const pacers = Array.from({ length: 5 }, () => createPacer({ store, clock }));
  for (let n = 0; n < 6; n += 1)
    await (await (pacers[0] as Pacer).take(request('live'), signal)).done({ ...good, kind: 'UNAVAILABLE' });
  clock.at += 60_000;
  const tries = await Promise.allSettled(pacers.map((pacer) => pacer.take(request('live'), signal)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'OPEN' });
});
