import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CarrierEvent, Fact } from '../../fact/fact.ts';
import { fold } from '../../fact/fold.ts';
import { trackingsOf } from '../connector.ts';
import { map17track } from './map.ts';

// What every connector has to pass is in ../conformance; here is what is 17TRACK's own.

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/17track/webhooks/${name}.json`, import.meta.url)).toString());
const factsOf = (body: unknown): Fact[] =>
  trackingsOf(map17track(Buffer.from(JSON.stringify(body)))).flatMap(({ facts }) => facts());
const told = (event: object, more: object = {}) => ({
  event: 'TRACKING_UPDATED',
  data: {
    number: 'UB300112230CN',
    carrier: 3011,
    track_info: { tracking: { providers: [{ provider: { key: 3011 }, events: [event] }] }, ...more },
  },
});
const scanOf = (event: object) =>
  factsOf(told(event)).find(({ data }) => data.kind === 'carrier-event')?.data as CarrierEvent;

describe('data that is a list', () => {
  const one = sample('03-delivered');
  test('of one tracking says what the tracking says', () => {
    expect(factsOf({ ...one, data: [one.data] })).toEqual(factsOf(one));
  });
  test('of several says each under its number', () => {
    const other = { ...one.data, number: 'ub 300112231 cn', carrier: 100_001 };
    const message = map17track(Buffer.from(JSON.stringify({ ...one, data: [one.data, other] })));
    expect(trackingsOf(message).map(({ number, carriers }) => [number, carriers])).toEqual([
      ['UB300112230CN', ['china-post']],
      ['UB300112231CN', ['dhl-express']],
    ]);
  });
  test('of none tells nothing', () => {
    expect(factsOf({ ...one, data: [] })).toEqual([]);
  });
  test('with one that is no tracking says what the others say, and which one it is', () => {
    const message = map17track(Buffer.from(JSON.stringify({ ...one, data: [{ ...one.data, number: '' }, one.data] })));
    expect(trackingsOf(message).flatMap(({ facts }) => facts())).toEqual(factsOf(one));
    expect(message).toMatchObject({ unusable: { issues: [{ path: ['data', 0, 'number'] }] } });
  });
  test('of nothing that is a tracking, or of more than 17TRACK tells of at once, is no message', () => {
    expect(() => factsOf({ ...one, data: ['x', { ...one.data, number: '' }] })).toThrow(/number/);
    expect(() => factsOf({ ...one, data: Array(41).fill(one.data) })).toThrow(/40/);
  });
});

test.each<[string, object, object]>([
  [
    "the carrier's offset",
    { time_raw: { date: '2026-09-25', time: '09:05:00', timezone: '+02:00' }, time_iso: '2026-09-25T07:05:00Z' },
    { precision: 'INSTANT', local: '2026-09-25T09:05:00', instant: '2026-09-25T07:05:00.000Z' },
  ],
  [
    'no offset of the carrier: what 17TRACK worked out is not the carrier’s word',
    { time_raw: { date: '2026-09-25', time: '09:05:00', timezone: null }, time_iso: '2026-09-25T09:05:00+02:00' },
    { precision: 'LOCAL', local: '2026-09-25T09:05:00', instant: null },
  ],
  [
    'a bare date',
    { time_raw: { date: '2026-09-25', time: null, timezone: null }, time_iso: '2026-09-25T00:00:00+02:00' },
    { precision: 'DATE', local: '2026-09-25', instant: null },
  ],
  [
    'an unreadable time of the carrier',
    { time_raw: { date: '25 Sep', time: '9 am', timezone: null }, time_iso: '2026-09-25T09:05:00+02:00' },
    { precision: 'INSTANT', instant: '2026-09-25T07:05:00.000Z' },
  ],
  ['only UTC', { time_utc: '2026-09-25T07:05:00Z' }, { precision: 'INSTANT', instant: '2026-09-25T07:05:00.000Z' }],
])('times are kept as given: %s', (_name, given, expected) => {
  expect(scanOf({ ...given, sub_status: 'InTransit_Other' }).occurred).toMatchObject(expected);
});

test.each<[string | null, string | null, object]>([
  ['InTransit_Arrival', 'Arrival', { rawCode: 'InTransit', rawSubCode: 'InTransit_Arrival' }],
  ['InfoReceived', null, { rawCode: 'InfoReceived', rawSubCode: null, milestone: 'INFO_RECEIVED' }],
  [null, 'Delivered', { rawCode: 'Delivered', milestone: 'DELIVERED' }],
  [null, 'Returning', { rawCode: 'Returning', milestone: 'UNKNOWN', isUnknownCode: true }],
  [null, null, { rawCode: null, milestone: 'UNKNOWN', isUnknownCode: true }],
])('the main code of %s at stage %s', (sub_status, stage, expected) => {
  expect(scanOf({ time_utc: '2026-09-25T07:05:00Z', sub_status, stage })).toMatchObject(expected);
});

test("a scan of another carrier is that carrier's, and the number it goes on under is a number of the shipment", () => {
  const facts = factsOf({
    event: 'TRACKING_UPDATED',
    data: {
      number: 'UB300112230CN',
      carrier: 3011,
      track_info: {
        misc_info: { pieces: '2', local_number: '003404 3499', local_key: 7041 },
        tracking: {
          providers: [
            {
              provider: { key: 3011 },
              events: [{ time_utc: '2026-09-25T07:05:00Z', sub_status: 'InTransit_Departure' }],
            },
            { provider: { key: 7041 }, events: [{ time_utc: '2026-09-27T07:05:00Z', sub_status: 'InTransit_Other' }] },
          ],
        },
      },
    },
  });
  const { state, numbers } = fold(facts);
  expect(state).toMatchObject({ carrierCode: 'china-post', packageCount: 2 });
  expect(state.legs.map(({ carrierCode }) => carrierCode)).toEqual([null, 'dhl-paket-de']);
  expect(numbers).toEqual([{ number: '0034043499', carrierCode: 'dhl-paket-de' }]);
});

test('many scans of a day without a clock are many scans', () => {
  const day = { time_raw: { date: '2026-09-25', time: null, timezone: null }, sub_status: 'InTransit_Other' };
  const body = told({});
  body.data.track_info.tracking.providers[0] = {
    provider: { key: 3011 },
    events: [
      { ...day, description: 'Arrived' },
      { ...day, description: 'Sorted' },
      { ...day, description: 'Sorted', location: 'Shenzhen' },
    ],
  } as never;
  expect(fold(factsOf(body)).events.map(({ description }) => description)).toEqual(
    expect.arrayContaining(['Arrived', 'Sorted']),
  );
  expect(fold(factsOf(body)).events).toHaveLength(2);
});

describe('what no scan says', () => {
  const synced = { tracking: { providers: [{ latest_sync_time: '2026-09-25T07:05:00Z', events: [] }] } };
  test.each<[string, string | null, object]>([
    ['NotFound', 'NotFound_InvalidCode', { status: 'PENDING', milestone: 'INVALID_TRACKING_NUMBER' }],
    ['Expired', 'Expired_Other', { status: 'EXPIRED', milestone: 'TRACKING_EXPIRED' }],
    ['Expired', null, { status: 'EXPIRED', milestone: 'TRACKING_EXPIRED' }],
  ])('%s / %s', (status, sub_status, expected) => {
    expect(fold(factsOf(told({}, { ...synced, latest_status: { status, sub_status } }))).state).toMatchObject(expected);
  });
  test.each(['Delivered', 'InTransit', 'Teleported'])('does not go beyond what needs no scan: %s', (status) => {
    expect(fold(factsOf(told({}, { ...synced, latest_status: { status, sub_status: null } }))).state.status).toBe(
      'PENDING',
    );
  });
  test('is not told twice where a scan says it', () => {
    expect(factsOf(sample('03-delivered')).filter(({ data }) => data.kind === 'report')).toEqual([]);
  });
});

test('an estimate is as of the last look at the carrier, and names whose it is', () => {
  const estimate = (source: string | null) =>
    factsOf(
      told(
        {},
        {
          tracking: { providers: [{ latest_sync_time: '2026-09-25T07:05:00Z', events: [] }] },
          time_metrics: { estimated_delivery_date: { source, from: '2026-09-28', to: '2026-09-30T18:00:00+02:00' } },
        },
      ),
    ).find(({ data }) => data.kind === 'estimate')?.data;
  expect(estimate('Official')).toMatchObject({
    announcedAt: '2026-09-25T07:05:00.000Z',
    earliest: '2026-09-28',
    latest: '2026-09-30T18:00:00+02:00',
    estimateSource: 'CARRIER',
  });
  expect(estimate('17TRACK')).toMatchObject({ estimateSource: 'PROVIDER' });
});

test('that 17TRACK looks no more says nothing about the goods', () => {
  expect(map17track(Buffer.from(JSON.stringify(sample('05-tracking-stopped'))))).toMatchObject({ outcome: 'ignored' });
});
