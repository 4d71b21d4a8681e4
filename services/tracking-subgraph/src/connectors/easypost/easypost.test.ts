import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CarrierEvent, Fact } from '../../fact/fact.ts';
import { fold } from '../../fact/fold.ts';
import { trackingsOf } from '../connector.ts';
import { mapEasypost } from './map.ts';
import { easypost } from './webhook.ts';

// What every connector has to pass is in ../conformance; here is what is EasyPost's own.

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/easypost/webhooks/${name}.json`, import.meta.url)).toString());
const factsOf = (body: unknown): Fact[] =>
  trackingsOf(mapEasypost(Buffer.from(JSON.stringify(body)))).flatMap(({ facts }) => facts());
const told = (tracker: object) => ({
  description: 'tracker.updated',
  result: { tracking_code: '1ZW5E8903922222206', carrier: 'UPS', updated_at: '2026-10-08T12:00:00Z', ...tracker },
});
const scanOf = (detail: object) =>
  factsOf(told({ tracking_details: [{ datetime: '2026-10-08T11:57:00Z', source: 'UPS', ...detail }] })).find(
    ({ data }) => data.kind === 'carrier-event',
  )?.data as CarrierEvent;

describe('the signature', () => {
  const verify = (signedWith: string, secret: string, body: string, sent = body) =>
    easypost.verify({
      headers: {
        'x-hmac-signature': `hmac-sha256-hex=${createHmac('sha256', signedWith).update(body).digest('hex')}`,
      },
      body: Buffer.from(sent),
      secrets: [secret],
      at: new Date(),
    });

  test('is by the secret in its decomposed form, however it is written here', () => {
    const composed = 'gehe\u00efm\u00e9 \u212b\ufb01';
    const decomposed = 'gehei\u0308me\u0301 A\u030afi';
    expect(composed.normalize('NFKD')).toBe(decomposed);
    for (const secret of [composed, decomposed]) expect(verify(decomposed, secret, '{}')).not.toBeNull();
    expect(verify(composed, composed, '{}')).toBeNull();
  });

  test('is over the bytes: a weight of 17.0 is not a weight of 17', () => {
    expect(verify('s', 's', '{"weight":17.0}')).not.toBeNull();
    expect(verify('s', 's', '{"weight":17.0}', '{"weight":17}')).toBeNull();
  });
});

test.each([
  ['in_transit', 'status_update', 'IN_TRANSIT'],
  ['in_transit', 'in_transit', 'IN_TRANSIT'],
  ['delivered', 'arrived_at_destination', 'DELIVERED'],
  ['out_for_delivery', 'out_for_delivery', 'OUT_FOR_DELIVERY'],
  ['failure', 'failure', 'EXCEPTION'],
  ['available_for_pickup', 'unknown', 'READY_FOR_PICKUP'],
])('%s / %s only repeats its status: it is %s and no unknown code', (status, status_detail, milestone) => {
  const scan = scanOf({ status, status_detail });
  expect(scan).toMatchObject({ milestone, rawCode: status, rawSubCode: status_detail });
  expect(scan).not.toHaveProperty('isUnknownCode');
});

test('a scan that EasyPost cannot classify takes nothing back', () => {
  const facts = factsOf(
    told({
      tracking_details: [
        { datetime: '2026-10-08T08:00:00Z', status: 'in_transit', status_detail: 'departed_facility' },
        { datetime: '2026-10-08T09:00:00Z', status: 'unknown', status_detail: 'unknown' },
      ],
    }),
  );
  expect(fold(facts).state).toMatchObject({ status: 'IN_TRANSIT', milestone: 'DEPARTED_FACILITY' });
});

test.each<[string, object, string | null]>([
  ['a bare date comes as midnight in UTC', { est_delivery_date: '2026-10-09T00:00:00Z' }, '2026-10-09'],
  ['a time is a time', { est_delivery_date: '2026-10-09T18:00:00Z' }, '2026-10-09T18:00:00Z'],
  [
    "the place's own time stands before it",
    {
      est_delivery_date: '2026-10-10T01:00:00Z',
      carrier_detail: { est_delivery_date_local: '2026-10-09', est_delivery_time_local: '20:00:00' },
    },
    '2026-10-09T20:00:00',
  ],
  [
    "the place's own date without a time",
    { est_delivery_date: '2026-10-10T00:00:00Z', carrier_detail: { est_delivery_date_local: '2026-10-09' } },
    '2026-10-09',
  ],
  ['none', { est_delivery_date: null }, null],
  ['no date', { est_delivery_date: 'soon' }, null],
])('an estimate: %s', (_name, given, expected) => {
  expect(fold(factsOf(told(given))).state.estimate?.latest ?? null).toBe(expected);
});

test('a return is one, and says where it goes', () => {
  const facts = factsOf(
    told({ is_return: true, carrier_detail: { destination_tracking_location: { city: 'Eindhoven' } } }),
  );
  expect(fold(facts).state.direction).toBe('RETURN');
  expect(facts).toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ kind: 'details', destinationCity: 'Eindhoven' }) }),
  );
});

test("a scan that another carrier reports is that carrier's; a name that we are not sure of is nobody's", () => {
  expect(scanOf({ source: 'USPS', status: 'delivered' })).toMatchObject({ carrierCode: 'usps' });
  expect(scanOf({ source: 'UPS', status: 'delivered' })).toMatchObject({ carrierCode: null });
  expect(scanOf({ source: 'DirectLink', status: 'delivered' })).toMatchObject({ carrierCode: null });
});

test('a carrier that we are not sure of leaves the number alone to decide', () => {
  const message = mapEasypost(Buffer.from(JSON.stringify(told({ carrier: 'DirectLink' }))));
  expect(trackingsOf(message).map(({ carriers }) => carriers)).toEqual([[]]);
});

test('what no scan says is told of the shipment as a whole', () => {
  const facts = factsOf(told({ status: 'error', status_detail: 'unknown', tracking_details: [] }));
  expect(fold(facts).state).toMatchObject({ status: 'PENDING', milestone: 'INVALID_TRACKING_NUMBER' });
  const without = told({ status: 'delivered', status_detail: 'arrived_at_destination', tracking_details: [] });
  expect(fold(factsOf(without)).state.status).toBe('PENDING');
  const expired = told({ status: 'in_transit', status_detail: 'expired', tracking_details: [] });
  expect(fold(factsOf(expired)).state.status).toBe('EXPIRED');
  expect(factsOf(sample('04-delivered')).filter(({ data }) => data.kind === 'report')).toEqual([]);
});

test('an event about anything but a tracker tells nothing', () => {
  expect(mapEasypost(Buffer.from('{"description":"batch.created","result":{"object":"Batch"}}'))).toMatchObject({
    outcome: 'ignored',
  });
});
