import { expect, test } from 'vitest';
import type { DeskOrderRowFragment } from '../../generated/graphql.ts';
import { breaksPromise, rowExpected, rowState } from './order-row.ts';
import { orderFilterOf } from './order-views.ts';

type Parcel = DeskOrderRowFragment['shipments'][number];
const parcel = (status: Parcel['status'], more: Partial<Parcel> = {}): Parcel => ({
  id: status,
  status,
  direction: 'FORWARD',
  isDelayed: false,
  estimate: null,
  ...more,
});
const order = (shipments: Parcel[], more: Partial<DeskOrderRowFragment> = {}): DeskOrderRowFragment => ({
  id: 'x',
  name: 'S00046',
  state: 'SALE',
  placedAt: null,
  promisedDeliveryAt: null,
  deliveryMethod: null,
  customer: null,
  company: { name: 'Shop' },
  shipments,
  ...more,
});
const to = (day: string) => ({ estimate: { earliest: null, latest: day } });

test.each<[Parcel[], string]>([
  [[], 'No parcel yet'],
  [[parcel('IN_TRANSIT')], 'In transit'],
  [[parcel('IN_TRANSIT', { isDelayed: true }), parcel('DELIVERED')], '1 of 2: Delayed'],
  [[parcel('IN_TRANSIT'), parcel('EXCEPTION')], '1 of 2: Problem'],
  [[parcel('DELIVERED'), parcel('IN_TRANSIT')], '1 of 2 delivered'],
  [[parcel('DELIVERED')], 'Delivered'],
  // What comes back says nothing of what went out.
  [[parcel('DELIVERED'), parcel('EXCEPTION', { direction: 'RETURN' })], 'Delivered'],
])('%# says %s', (parcels, text) => {
  expect(rowState(order(parcels)).text).toBe(text);
});

test('what is expected is the last day of what is still to come', () => {
  const parcels = [parcel('IN_TRANSIT', to('2026-05-14T18:00')), parcel('DELIVERED', to('2026-05-20'))];
  expect(rowExpected(order(parcels))).toBe('2026-05-14');
  expect(rowExpected(order([parcel('IN_TRANSIT')]))).toBeNull();
});

test('a promise breaks by the date that is expected, or by the day that has passed', () => {
  const now = new Date('2026-05-10T10:00:00Z');
  const promised = { promisedDeliveryAt: '2026-05-13T00:00:00Z' };
  expect(breaksPromise(order([parcel('IN_TRANSIT', to('2026-05-13'))], promised), now)).toBe(false);
  expect(breaksPromise(order([parcel('IN_TRANSIT', to('2026-05-14'))], promised), now)).toBe(true);
  expect(breaksPromise(order([], promised), new Date('2026-05-15T12:00:01Z'))).toBe(true);
  expect(breaksPromise(order([parcel('DELIVERED')], promised), new Date('2026-06-15T00:00:00Z'))).toBe(false);
});

test('a list keeps its filter for the whole day', () => {
  const filter = (clock: string) => orderFilterOf({ view: 'due' }, new Date(`2026-05-10T${clock}Z`));
  expect(filter('00:00:01')).toEqual(filter('23:59:59'));
  expect(filter('12:00:00').promised).toEqual({ from: '2026-05-03T00:00:00.000Z', before: '2026-05-13T00:00:00.000Z' });
});
