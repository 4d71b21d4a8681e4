import { expect, test } from 'vitest';
import { delivery, estimate, factOf } from './facts.test-support.ts';
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
