import { describe, expect, test } from 'vitest';
import type { Fact, PromiseFact } from './fact.ts';
import { delivery, estimate, factOf, promise } from './facts.test-support.ts';
import { fold } from './fold.ts';
import { foldEstimates } from './promise-and-estimate.ts';

test('an announcement that a poll repeats without saying what was before is one change still, whichever account has the higher key', () => {
  const orders = new Set<boolean>();
  for (let day = 10; day < 20; day += 1) {
    const at = `2026-10-${day}T06:00:00.000Z`;
    const webhook = estimate(at, '2026-10-25', '2026-10-22');
    const poll = estimate(at, '2026-10-25');
    orders.add(webhook.key < poll.key);
    for (const facts of [
      [webhook, poll],
      [poll, webhook],
    ]) {
      const { list, changes } = foldEstimates(facts);
      expect(list).toEqual([webhook]);
      expect(changes).toMatchObject([{ milestone: 'ETA_CHANGED', key: webhook.key }]);
    }
  }
  // Keys are hashes: with ten days both orders come up.
  expect(orders.size).toBe(2);
});

test('the shop’s own promise counts, whatever a provider repeats', () => {
  const told = (promisedDate: string | null) =>
    factOf({
      kind: 'details',
      carrierCode: 'ups',
      direction: 'FORWARD',
      packageCount: null,
      promisedDate,
      destinationCity: null,
    });
  const own = delivery({ promisedAt: '2026-12-01T12:00:00.000Z' });
  const late = estimate('2026-11-20T00:00:00.000Z', '2026-11-30');
  expect(fold([told('2026-11-25'), own, late]).state).toMatchObject({ promisedDate: '2026-12-01', isDelayed: false });
  expect(fold([told('2026-11-25'), delivery({}), late]).state).toMatchObject({
    promisedDate: '2026-11-25',
    isDelayed: true,
  });
});

describe('a colleague’s promise', () => {
  const shop = (version: number, day: number | null, deliveryId = 1) =>
    delivery({ deliveryId, version, promisedAt: day === null ? null : `2026-11-${day}T09:00:00.000Z` });
  const known = (date: string | null, ...deliveries: [deliveryId: number, version: number, date: string | null][]) => ({
    date,
    deliveries: deliveries.map(([deliveryId, version, of]) => ({ deliveryId, version, date: of })),
  });
  const told = promise('2026-11-05T10:00:00.000Z', '2026-11-14', known('2026-11-12', [1, 1, '2026-11-12']));
  /** In every order of arrival. */
  const counts = (facts: Fact[]) => {
    const states = permutations(facts).map((order) => {
      const { promise: folded, state } = fold(order);
      return JSON.stringify([folded.toldBy, state.promisedDate, state.isDelayed]);
    });
    expect(new Set(states).size).toBe(1);
    return JSON.parse(states[0] as string) as [string, string, boolean];
  };

  test('counts from when it was told, for lateness too; the one stated last of several', () => {
    const late = estimate('2026-11-04T00:00:00.000Z', '2026-11-13');
    expect(counts([shop(1, 12), late])).toEqual(['SHOP', '2026-11-12', true]);
    expect(counts([shop(1, 12), late, told])).toEqual(['AGENT', '2026-11-14', false]);
    const later = promise('2026-11-05T11:00:00.000Z', '2026-11-11', (told.data as PromiseFact).instead);
    expect(counts([shop(1, 12), late, told, later])).toEqual(['AGENT', '2026-11-11', true]);
  });

  test('ends when the shop says another date, also when that is its old one again later; not when it only says the same again', () => {
    expect(counts([shop(1, 12), told, shop(2, 12)])).toEqual(['AGENT', '2026-11-14', false]);
    expect(counts([shop(1, 12), told, shop(2, 16)])).toEqual(['SHOP', '2026-11-16', false]);
    expect(counts([shop(1, 12), told, shop(2, 16), shop(3, 12)])).toEqual(['SHOP', '2026-11-12', false]);
    // What was superseded before it was told says nothing of afterwards.
    const afterTwo = promise('2026-11-05T10:00:00.000Z', '2026-11-14', known('2026-11-12', [1, 2, '2026-11-12']));
    expect(counts([shop(1, 10), shop(2, 12), afterTwo])).toEqual(['AGENT', '2026-11-14', false]);
  });

  test('of several deliveries each is held against its own date; one that joins, against the shop’s', () => {
    const both = promise(
      '2026-11-05T10:00:00.000Z',
      '2026-11-20',
      known('2026-11-12', [1, 1, '2026-11-12'], [2, 1, '2026-11-15']),
    );
    expect(counts([shop(1, 12), shop(1, 15, 2), both, shop(2, 15, 2)])).toEqual(['AGENT', '2026-11-20', false]);
    expect(counts([shop(1, 12), shop(1, 15, 2), both, shop(2, 13, 2)])).toEqual(['SHOP', '2026-11-12', false]);
    expect(counts([shop(1, 12), told, shop(1, 12, 3)])).toEqual(['AGENT', '2026-11-14', false]);
    expect(counts([shop(1, 12), told, shop(1, 17, 3)])).toEqual(['SHOP', '2026-11-12', false]);
  });

  test('stands when the shop takes its own back, and where the shop never had one', () => {
    expect(counts([shop(1, 12), told, shop(2, 16), shop(3, null)])).toEqual(['AGENT', '2026-11-14', false]);
    expect(counts([promise('2026-11-05T10:00:00.000Z', '2026-11-14')])).toEqual(['AGENT', '2026-11-14', false]);
  });
});

const permutations = <T>(list: readonly T[]): T[][] =>
  list.length === 0 ? [[]] : list.flatMap((one, i) => permutations(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
