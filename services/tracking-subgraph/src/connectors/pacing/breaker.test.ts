import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProviderErrorKind } from '../provider-errors.ts';
import { reactions } from '../provider-errors.ts';
import { afterOutcome, type BreakerState, gateOf, type Health, healthy, probing } from './breaker.ts';
import { type Outcome, priorities } from './pacer.ts';

const now = 1_790_000_000_000;
const as = (state: BreakerState, more: Partial<Health> = {}): Health => ({
  ...healthy('create'),
  state,
  failures: state === 'CLOSED' ? 0 : state === 'SHEDDING' ? 3 : 6,
  failingSince: now - 20_000,
  retryAt: now - 1,
  ...more,
});
const outcome = (kind: Outcome['kind']): Outcome => ({ kind, waitMs: 2_000, keyDigest: 'k' });
const fine = healthy('*');

type Event = 'answer' | 'failure' | 'gave up' | 'too many' | 'quota' | 'key refused';
const kinds: Record<Event, Outcome['kind']> = {
  answer: null,
  failure: 'UNAVAILABLE',
  'gave up': 'STOPPED',
  'too many': 'RATE_LIMITED',
  quota: 'QUOTA_USED_UP',
  'key refused': 'AUTHENTICATION',
};
/** What becomes of an endpoint. */
const table: Record<BreakerState, Record<Event, BreakerState>> = {
  CLOSED: {
    answer: 'CLOSED',
    failure: 'CLOSED',
    'gave up': 'CLOSED',
    'too many': 'CLOSED',
    quota: 'OPEN',
    'key refused': 'CLOSED',
  },
  SHEDDING: {
    answer: 'CLOSED',
    failure: 'SHEDDING',
    'gave up': 'SHEDDING',
    'too many': 'SHEDDING',
    quota: 'OPEN',
    'key refused': 'CLOSED',
  },
  OPEN: {
    answer: 'CLOSED',
    failure: 'OPEN',
    'gave up': 'OPEN',
    'too many': 'OPEN',
    quota: 'OPEN',
    'key refused': 'CLOSED',
  },
  HALF_OPEN: {
    answer: 'CLOSED',
    failure: 'OPEN',
    'gave up': 'OPEN',
    'too many': 'OPEN',
    quota: 'OPEN',
    'key refused': 'CLOSED',
  },
};
const lines = Object.entries(table).flatMap(([state, events]) =>
  Object.entries(events).map(([event, then]) => [state as BreakerState, event as Event, then] as const),
);
test.each(lines)('%s, %s: %s', (state, event, then) => {
  const { own } = afterOutcome({ whole: fine, own: as(state) }, outcome(kinds[event]), now);
  expect(own.state).toBe(then);
  if (then === state) expect(own.since).toBe(0);
  else expect(own.since).toBe(now);
});

test('three failures in a row shed what can wait, six stop everything; an answer between begins anew', () => {
  let own = healthy('create');
  const seen: string[] = [];
  for (const kind of ['UNAVAILABLE', 'UNCLEAR', null, ...Array(6).fill('UNAVAILABLE')] as Outcome['kind'][]) {
    own = afterOutcome({ whole: fine, own }, outcome(kind), now).own;
    seen.push(`${own.failures} ${own.state}`);
  }
  expect(seen).toEqual([
    '1 CLOSED',
    '2 CLOSED',
    '0 CLOSED',
    '1 CLOSED',
    '2 CLOSED',
    '3 SHEDDING',
    '4 SHEDDING',
    '5 SHEDDING',
    '6 OPEN',
  ]);
});

test('the longer it is out of order, the later it is tried: from five seconds to a minute', () => {
  const waitAfter = (failingMs: number) => {
    const own = as('HALF_OPEN', { failingSince: now - failingMs });
    return (afterOutcome({ whole: fine, own }, outcome('UNAVAILABLE'), now).own.retryAt ?? 0) - now;
  };
  expect([0, 20_000, 60_000, 3_600_000].map(waitAfter)).toEqual([5_000, 10_000, 30_000, 60_000]);
  // Those that were under way when it opened change nothing about that.
  const open = as('OPEN', { retryAt: now + 7_000 });
  expect(afterOutcome({ whole: fine, own: open }, outcome('UNAVAILABLE'), now).own.retryAt).toBe(now + 7_000);
});

test.each([
  ['SHEDDING', now + 1, ['go', 'go', 'SHED', 'SHED']],
  ['SHEDDING', now, ['go', 'go', 'probe', 'probe']],
  ['OPEN', now + 1, ['OPEN', 'OPEN', 'OPEN', 'OPEN']],
  ['OPEN', now, ['probe', 'probe', 'probe', 'probe']],
  ['HALF_OPEN', now + 1, ['OPEN', 'OPEN', 'OPEN', 'OPEN']],
  ['HALF_OPEN', now, ['probe', 'probe', 'probe', 'probe']],
] as const)('%s until %i lets through, by priority: %j', (state, retryAt, expected) => {
  const seen = priorities.map((priority) => {
    const gate = gateOf({ whole: fine, own: as(state, { retryAt }) }, { priority, keyDigest: 'k' }, now);
    return gate.verdict === 'refused' ? gate.code : gate.verdict;
  });
  expect(seen).toEqual(expected);
});

test('a refused key stops its own kind only', () => {
  const { whole } = afterOutcome({ whole: fine, own: healthy('create') }, outcome('AUTHENTICATION'), now);
  const gate = (keyDigest: string, at = now) =>
    gateOf({ whole, own: as('CLOSED') }, { priority: 'live', keyDigest }, at);
  expect(gate('k')).toEqual({ verdict: 'refused', kind: 'AUTHENTICATION', code: 'REFUSED', waitMs: 600_000 });
  expect(gate('another')).toEqual({ verdict: 'go' });
  expect(gate('k', now + 600_000)).toEqual({ verdict: 'probe', of: ['whole'] });
  // Whoever tries it and hears nothing, or is told to wait, leaves it to the next.
  const tried = probing(whole, now, 20_000);
  expect(tried).toMatchObject({ state: 'HALF_OPEN', retryAt: now + 21_000 });
  for (const [kind, at] of [
    ['UNAVAILABLE', now],
    ['STOPPED', now],
    ['RATE_LIMITED', now + 2_000],
  ] as const)
    expect(afterOutcome({ whole: tried, own: healthy('create') }, outcome(kind), now).whole).toMatchObject({
      state: 'OPEN',
      refusedKey: 'k',
      retryAt: at,
    });
});

test('whatever happens, each kind leaves something that is a state, ends waits, and changes versions only upwards', () => {
  const kind = fc.constantFrom(...(Object.keys(reactions) as ProviderErrorKind[]), 'STOPPED' as const, null);
  const step = fc.record({ kind, key: fc.constantFrom('k', 'l'), waitMs: fc.nat(200_000), after: fc.nat(100_000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let at = now;
      let state = { whole: fine, own: healthy('create') };
      for (const { kind: what, key, waitMs, after } of steps) {
        at += after;
        const gate = gateOf(state, { priority: 'live', keyDigest: key }, at);
        if (gate.verdict === 'refused') {
          expect(gate.waitMs).toBeGreaterThan(0);
          expect(gate.waitMs).toBeLessThanOrEqual(900_000);
          continue;
        }
        for (const which of gate.verdict === 'probe' ? gate.of : [])
          state = { ...state, [which]: probing(state[which], at, 20_000) };
        const next = afterOutcome(state, { kind: what, waitMs, keyDigest: key }, at);
        for (const which of ['whole', 'own'] as const) {
          const isSame = next[which] === state[which];
          expect(next[which].version > state[which].version).toBe(!isSame);
          // What is not CLOSED says when it is tried again, or there was no way back.
          if (next[which].state !== 'CLOSED') expect(next[which].retryAt).not.toBeNull();
        }
        state = next;
      }
    }),
  );
});
