import { describe, expect, test } from 'vitest';
import { casePolicy } from '../case/case-policy.ts';
import { freshnessOf, type SourceRow } from './freshness.ts';

const { quiet } = casePolicy.parse({ quiet: { carriers: { dpd: { onTheWayHours: 10 } } } });
const now = new Date(Date.UTC(2026, 10, 10, 12));
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const nothing: SourceRow = {
  shipmentId: 'a',
  isFinal: false,
  polledAt: null,
  nextCheckAt: null,
  usualGapSeconds: null,
  downSince: null,
  leftAt: null,
};
const parcel = (more: object = {}) => ({
  status: 'IN_TRANSIT' as const,
  carrierCode: 'ups',
  lastEventAt: hoursAgo(20),
  checkedAt: hoursAgo(5),
  ...more,
});
const quietSince = (shipment: object, source: Partial<SourceRow> = {}) =>
  freshnessOf(parcel(shipment), { ...nothing, ...source }, { quiet, now }).quietSince;

describe('quiet', () => {
  test('is longer than what is usual; where that is not known, longer than the limit of the case rules, each carrier’s own', () => {
    expect(quietSince({}, { usualGapSeconds: 21 * 3_600 })).toBeNull();
    expect(quietSince({}, { usualGapSeconds: 19 * 3_600 })).toEqual(hoursAgo(20));
    expect(quietSince({})).toBeNull();
    expect(quietSince({ lastEventAt: hoursAgo(97) })).toEqual(hoursAgo(97));
    expect(quietSince({ carrierCode: 'dpd' })).toEqual(hoursAgo(20));
    expect(quietSince({ status: 'OUT_FOR_DELIVERY', lastEventAt: hoursAgo(25) })).toEqual(hoursAgo(25));
  });

  test.each(['PENDING', 'LABEL_CREATED', 'AVAILABLE_FOR_PICKUP', 'DELIVERED', 'RETURNED', 'CANCELLED', 'EXPIRED'])(
    'is nobody while %s',
    (status) => expect(quietSince({ status }, { usualGapSeconds: 1 })).toBeNull(),
  );

  test('is not known without an instant', () =>
    expect(quietSince({ lastEventAt: null }, { usualGapSeconds: 1 })).toBeNull());
});

test('checked is when a source spoke, or when its provider told of everything else; at the end nobody looks and nothing is down', () => {
  const source = { ...nothing, polledAt: hoursAgo(1), nextCheckAt: hoursAgo(-1), downSince: hoursAgo(3) };
  expect(freshnessOf(parcel(), source, { quiet, now })).toMatchObject({
    observedAt: hoursAgo(20),
    checkedAt: hoursAgo(1),
    nextCheckAt: hoursAgo(-1),
    sourceDownSince: hoursAgo(3),
  });
  expect(freshnessOf(parcel(), { ...source, polledAt: hoursAgo(9) }, { quiet, now }).checkedAt).toEqual(hoursAgo(5));
  expect(freshnessOf(parcel({ checkedAt: null }), nothing, { quiet, now }).checkedAt).toBeNull();
  expect(freshnessOf(parcel({ status: 'DELIVERED' }), { ...source, isFinal: true }, { quiet, now })).toMatchObject({
    checkedAt: hoursAgo(5),
    nextCheckAt: null,
    sourceDownSince: null,
  });
  expect(freshnessOf(parcel(), null, { quiet, now })).toMatchObject({ checkedAt: hoursAgo(5), nextCheckAt: null });
});
