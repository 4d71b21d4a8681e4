import { expect, test } from 'vitest';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { datesOfOrder, datesOfShipment, mostPromises, type PromiseRow } from './told-dates.ts';

const parcel = (id: string, status: ShipmentView['status'] = 'IN_TRANSIT') => ({ id, status }) as ShipmentView;
const row = (
  no: number,
  toldBy: PromiseRow['toldBy'],
  latest: string | null,
  more: Partial<PromiseRow> = {},
): PromiseRow => ({
  shipmentId: 'a',
  no,
  isEstimate: toldBy === 'CARRIER' || toldBy === 'PROVIDER',
  toldBy,
  earliest: null,
  latest,
  toldAt: new Date(Date.UTC(2026, 10, 1, no)),
  reason: null,
  toldByName: null,
  note: null,
  ...more,
});
const current = (...rows: PromiseRow[]) =>
  datesOfShipment(parcel('a'), rows).flatMap(({ isCurrent, latest }) => (isCurrent ? latest : []));

test('of one parcel counts the newest estimate, or a colleague’s word after it; else the promise', () => {
  expect(current()).toEqual([]);
  expect(current(row(1, 'SHOP', '12'))).toEqual(['12']);
  expect(current(row(1, 'SHOP', '12'), row(2, 'CARRIER', '14'))).toEqual(['14']);
  expect(current(row(1, 'CARRIER', '14'), row(2, 'SHOP', '12'))).toEqual(['14']);
  expect(current(row(1, 'SHOP', '12'), row(2, 'CARRIER', '14'), row(3, 'AGENT', '16'))).toEqual(['16']);
  expect(current(row(1, 'AGENT', '16'), row(2, 'CARRIER', '15'))).toEqual(['15']);
  expect(current(row(1, 'SHOP', '12'), row(2, 'CARRIER', '14'), row(3, 'CARRIER', null))).toEqual(['12']);
  expect(current(row(1, 'SHOP', '12'), row(2, 'SHOP', null))).toEqual([]);
  // What the shop sets at a provider is a belief, whoever set it.
  expect(current(row(1, 'SHOP', '12'), row(2, 'SHOP', '13', { isEstimate: true }))).toEqual(['13']);
});

const shop = (promisedAt: string | null, hour: number, isOurs = false) => ({
  promisedAt,
  isOurs,
  toldAt: new Date(Date.UTC(2026, 10, 1, hour)).toISOString(),
});

test('of an order, dates of parcels that only repeat its own stand once; what carriers and colleagues said stands for each parcel', () => {
  const dates = datesOfOrder(
    [shop('2026-11-12T09:00:00.000Z', 0), shop('2026-11-14T09:00:00.000Z', 5, true)],
    [
      { shipment: parcel('a'), rows: [row(1, 'SHOP', '2026-11-12'), row(3, 'CARRIER', '2026-11-14')] },
      { shipment: parcel('b'), rows: [row(2, 'SHOP', '2026-11-12'), row(4, 'CARRIER', '2026-11-14')] },
    ],
  );
  expect(
    dates.map(({ toldBy, latest, shipment }) => `${toldBy} ${latest?.slice(0, 10)} ${shipment?.id ?? '-'}`),
  ).toEqual(['SHOP 2026-11-12 -', 'CARRIER 2026-11-14 a', 'CARRIER 2026-11-14 b', 'MILEPOST 2026-11-14 -']);
  expect(dates.map(({ isFirst }) => isFirst)).toEqual([true, false, false, false]);
  // What we moved in Odoo repeats a carrier: it is no promise by a person.
  expect(dates.map(({ isCurrent }) => isCurrent)).toEqual([false, true, true, false]);
});

test('the order’s own date counts where a parcel has no other, or there is no parcel; a date of a parcel that the order never had stays', () => {
  const own = [shop('2026-11-12T09:00:00.000Z', 0), shop('2026-11-15T09:00:00.000Z', 9)];
  const counting = (parcels: Parameters<typeof datesOfOrder>[1]) =>
    datesOfOrder(own, parcels).flatMap(({ isCurrent, latest, shipment }) =>
      isCurrent ? `${latest?.slice(0, 10)} ${shipment?.id ?? '-'}` : [],
    );
  expect(counting([])).toEqual(['2026-11-15 -']);
  expect(
    counting([{ shipment: parcel('a'), rows: [row(1, 'SHOP', '2026-11-12'), row(2, 'SHOP', '2026-11-15')] }]),
  ).toEqual(['2026-11-15 -']);
  expect(
    counting([
      { shipment: parcel('a'), rows: [row(1, 'CARRIER', '2026-11-16')] },
      { shipment: parcel('b'), rows: [] },
    ]),
  ).toEqual(['2026-11-16 a', '2026-11-15 -']);
  expect(counting([{ shipment: parcel('a'), rows: [row(1, 'SHOP', '2026-11-11')] }])).toEqual(['2026-11-11 a']);
});

test('of a parcel that is cancelled nothing counts, and the order’s own date does not count for its sake', () => {
  const rows = [row(1, 'SHOP', '2026-11-12'), row(2, 'CARRIER', '2026-11-14')];
  const gone = { shipment: parcel('a', 'CANCELLED'), rows };
  const own = [shop('2026-11-12T09:00:00.000Z', 0)];
  const counting = (parcels: Parameters<typeof datesOfOrder>[1]) =>
    datesOfOrder(own, parcels).flatMap(({ isCurrent, toldBy, shipment }) =>
      isCurrent ? `${toldBy} ${shipment?.id ?? '-'}` : [],
    );
  expect(counting([gone, { shipment: parcel('b'), rows }])).toEqual(['CARRIER b']);
  expect(counting([gone])).toEqual(['SHOP -']);
});

test('a long list keeps its first and its newest', () => {
  const rows = Array.from({ length: 80 }, (_, i) => row(i + 1, 'CARRIER', `${i + 1}`));
  const dates = datesOfOrder([], [{ shipment: parcel('a'), rows }]);
  expect(dates).toHaveLength(mostPromises);
  expect([dates[0], dates[1], dates.at(-1)].map((date) => date?.latest)).toEqual(['1', '32', '80']);
});
