import { expect, test } from 'vitest';
import { estimate } from './facts.test-support.ts';
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
