import { wordsOf } from '@milepost/wording/all';
import { expect, test } from 'vitest';
import { orderStates } from '../../tests/support/order-states.ts';
import { now, parcel } from '../../tests/support/states.ts';
import type { ToldDateFragment } from '../generated/graphql.ts';
import type { PageOrder } from './parcels.ts';
import { orderPromises, promiseStory } from './promises.ts';

const words = wordsOf('en');
const row = (latest: string | null, given: Partial<ToldDateFragment> = {}): ToldDateFragment => ({
  earliest: null,
  latest,
  isEstimate: false,
  toldBy: 'SHOP',
  toldAt: '2026-11-17T12:00:00Z',
  reason: null,
  isCurrent: false,
  ...given,
});
const estimate = (latest: string, given: Partial<ToldDateFragment> = {}) =>
  row(latest, { isEstimate: true, toldBy: 'CARRIER', ...given });
const story = (told: readonly ToldDateFragment[], isOpen = true) =>
  promiseStory(told, { carrierName: 'DHL', isOpen, now }, words);

test('four changes by three tellers: what was promised first, what counts now, why, and each date in the order it was told', () => {
  const order = orderStates['promise-moved'] as PageOrder;
  expect(orderPromises(order, order.shipments, now, words)).toEqual({
    sentence: 'You were promised Monday 23 November; now Friday 27 November because customs need more time.',
    changes: 'Changed 3 times.',
    history: [
      { date: 'Monday 23 November', who: 'promised by us, Tuesday 17 November', why: null },
      { date: 'Tuesday 24 November', who: 'said by DHL, Wednesday 18 November', why: null },
      { date: 'Wednesday 25 November', who: 'told by our customer service, Thursday 19 November', why: null },
      { date: 'Friday 27 November', who: 'said by DHL, Friday 20 November', why: 'because customs need more time' },
    ].map((one) => expect.objectContaining(one)),
  });
});

test.each<[string, ToldDateFragment[], string | null]>([
  ['nobody told a date', [], null],
  ['only the carrier expects', [estimate('2026-11-24', { isCurrent: true })], null],
  ['a promise that the carrier keeps', [row('2026-11-24'), estimate('2026-11-24', { isCurrent: true })], null],
  [
    'a promise and nothing else',
    [row('2026-11-24T12:00:00Z', { isCurrent: true })],
    'You were promised Tuesday 24 November.',
  ],
  [
    'a promise that has passed',
    [row('2026-11-18'), estimate('2026-11-18', { isCurrent: true })],
    'You were promised Wednesday 18 November.',
  ],
  [
    'a later estimate',
    [row('2026-11-24'), estimate('2026-11-26', { isCurrent: true })],
    'You were promised Tuesday 24 November; now Thursday 26 November.',
  ],
  [
    'an estimate that moved, without a promise',
    [estimate('2026-11-24'), estimate('2026-11-26', { isCurrent: true, reason: 'WEATHER' })],
    'First expected Tuesday 24 November; now Thursday 26 November because of the weather.',
  ],
  [
    'an earlier date by a person',
    [row('2026-11-24'), row('2026-11-22', { isCurrent: true })],
    'You were promised Tuesday 24 November; now Sunday 22 November.',
  ],
  [
    'an earlier estimate, which breaks nothing',
    [row('2026-11-24'), estimate('2026-11-23', { isCurrent: true })],
    'You were promised Tuesday 24 November.',
  ],
  ['a promise taken back', [row('2026-11-24'), row(null)], 'You were promised Tuesday 24 November.'],
])('%s', (_, told, sentence) => {
  expect(story(told)?.sentence ?? null).toBe(sentence);
});

test('a promise taken back stands in the list as no date', () => {
  expect(story([row('2026-11-24'), row(null)])?.history.map(({ date }) => date)).toEqual([
    'Tuesday 24 November',
    'No date any more',
  ]);
});

test('after delivery the ledger is there when the date had moved, and says nothing of now', () => {
  expect(story([row('2026-11-18'), estimate('2026-11-20', { isCurrent: true })], false)).toMatchObject({
    sentence: 'You were promised Wednesday 18 November.',
    changes: 'Changed once.',
  });
  expect(story([row('2026-11-18')], false)).toBeNull();
});

test('of several parcels each tells its own', () => {
  const order = orderStates['several-parcels'] as PageOrder;
  expect(
    orderPromises({ ...order, promises: [{ ...row('2026-11-18'), shipment: null }] }, [parcel(), parcel()], now, words),
  ).toBeNull();
});
