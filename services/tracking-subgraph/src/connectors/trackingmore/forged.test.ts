import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CarrierEvent, Fact } from '../../fact/fact.ts';
import { delivery } from '../../fact/facts.test-support.ts';
import { fold } from '../../fact/fold.ts';
import { builtInMapping, createMapping } from '../../mapping/mapping.ts';
import type { Route } from '../connector.ts';
import { mapTrackingmore } from './map.ts';

/** What somebody can reach who knows the address with its secret and one pair of headers: any body, pushed. What the API says is true. */
const factsOf = (body: object, route: Route, mapping = builtInMapping): Fact[] => {
  const mapped = mapTrackingmore(Buffer.from(JSON.stringify(body)), mapping, route);
  return mapped.outcome === 'facts' ? mapped.facts() : [];
};
const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/trackingmore/webhooks/${name}.json`, import.meta.url), 'utf8'))
    .data as object;
const point = (date: string, substatus: string, more: object = {}) => ({
  checkpoint_date: date,
  checkpoint_delivery_status: substatus.replace(/\d+$/, ''),
  checkpoint_delivery_substatus: substatus,
  tracking_detail: 'words',
  ...more,
});
const tracking = (trackinfo: object[], more: object = {}) => ({
  tracking_number: 'RF423511785GB',
  courier_code: 'royal-mail',
  update_at: '2026-10-09T10:05:00+00:00',
  origin_info: { courier_code: 'royal-mail', trackinfo },
  ...more,
});
const pushed = (...given: Parameters<typeof tracking>) => factsOf(tracking(...given), 'webhook');
const read = (...given: Parameters<typeof tracking>) => factsOf(tracking(...given), 'read');
const statusOf = (facts: readonly Fact[]) => fold(facts).state.status;

describe('every scan that is pushed bears its mark, whatever its code', () => {
  test.each(['delivered001', 'exception010', 'transit001', 'pickup002', 'expired001', 'quarantine001'])(
    '%s',
    (code) => {
      const scan = (facts: Fact[]) =>
        facts.find(({ data }) => data.kind === 'carrier-event') as Fact & { data: CarrierEvent };
      const [webhook, api] = [
        scan(pushed([point('2026-10-05 18:20', code)])),
        scan(read([point('2026-10-05 18:20', code)])),
      ];
      expect(webhook.data.isUnconfirmed).toBe(true);
      expect(api.data.isUnconfirmed).toBeUndefined();
      expect(webhook.data.scan).toBe(api.data.scan);
      expect(webhook.key).not.toBe(api.key);
    },
  );
});

describe('a true end stays', () => {
  test('that is told without a list, against a scan of the same minute', () => {
    const end = read([], {
      delivery_status: 'delivered',
      substatus: 'delivered001',
      latest_checkpoint_time: '2026-10-08 18:20',
    });
    expect(statusOf(end)).toBe('DELIVERED');
    const forged = pushed([point('2026-10-08 18:20', 'transit001')]);
    expect(statusOf([...end, ...forged])).toBe('DELIVERED');
    expect(statusOf([...forged, ...end])).toBe('DELIVERED');
  });

  test('that the shop told by cancelling, against a scan that the goods are on their way; a true one counts', () => {
    const cancelled = delivery({ isCancelled: true });
    const scans: Parameters<typeof tracking> = [[point('2026-10-08 18:20', 'transit001')]];
    const { state, unconfirmed } = fold([cancelled, ...pushed(...scans)]);
    expect(state).toMatchObject({ status: 'CANCELLED', isFinal: true });
    expect(unconfirmed).toHaveLength(1);
    expect(statusOf([cancelled, ...pushed(...scans), ...read(...scans)])).toBe('IN_TRANSIT');
  });

  test('as the return that it is: where the goods were meant to go is read as well', () => {
    const back = [
      point('2026-10-07 10:00', 'exception011'),
      point('2026-10-09 10:00', 'delivered001', { city: 'Leeds', tracking_detail: 'Delivered to customer' }),
    ];
    const truth = [...pushed(back), ...read(back, { destination_city: 'Utrecht' })];
    expect(statusOf(truth)).toBe('RETURNED');
    expect(statusOf([...truth, ...pushed([], { destination_city: 'Leeds' })])).toBe('RETURNED');
    expect(statusOf(read(back, { destination_city: 'Leeds' }))).toBe('DELIVERED');
  });

  test('without a doubt, until a move after it is read', () => {
    const end = read([point('2026-10-08 18:20', 'delivered001')]);
    const scans: Parameters<typeof tracking> = [[point('2026-10-09 18:20', 'transit001')]];
    expect(fold([...end, ...pushed(...scans)]).state.deliveryDoubts).toEqual([]);
    expect(fold([...end, ...pushed(...scans), ...read(...scans)]).state.deliveryDoubts).toHaveLength(1);
  });
});

test('carrier, pieces, town and numbers are those that are read: the largest, or first, of a forged lot would stay for ever', () => {
  const more = { courier_code: 'dhl', pieces: '9999', destination_city: 'Leeds', exchange_number: 'SOMEBODYELSES1' };
  const { state, numbers } = fold([...pushed([], more), ...read([], { pieces: '2', exchange_number: 'OURS0001' })]);
  expect(state).toMatchObject({ carrierCode: 'royal-mail', packageCount: 2 });
  // Whoever owns that number would be shown this parcel.
  expect(numbers.map(({ number }) => number)).toEqual(['OURS0001']);
  expect(fold(pushed([], more)).state).toMatchObject({ carrierCode: null, packageCount: null });
});

test('an operator’s rule makes no end of what is only pushed', () => {
  const rule = {
    provider: 'trackingmore',
    code: 'transit',
    subCode: 'transit042',
    milestone: 'DELIVERED',
    reason: null,
    isDelay: false,
  } as const;
  const told = (route: Route) =>
    factsOf(tracking([point('2026-10-05 18:20', 'transit042')]), route, createMapping(1, [rule]));
  expect(fold(told('webhook')).state).toMatchObject({ status: 'PENDING', unconfirmedEnds: [{ status: 'DELIVERED' }] });
  expect(statusOf([...told('webhook'), ...told('read')])).toBe('DELIVERED');
});

test('a true scan loses the words that somebody added as soon as it is read', () => {
  const forged = pushed([
    point('2026-10-05 18:20', 'transit001', { location: 'pay the customs at evil.example', city: 'Leeds' }),
  ]);
  const truth = read([point('2026-10-05 18:20', 'transit001', { location: 'Leeds' })]);
  for (const facts of [
    [...forged, ...truth],
    [...truth, ...forged],
  ])
    expect(fold(facts).events).toMatchObject([{ place: { text: 'Leeds' } }]);
  const seen: Fact = { ...(truth[0] as Fact), source: 'zeta', key: 'f'.repeat(32) };
  (seen.data as CarrierEvent).scan = 'e'.repeat(32);
  expect(fold([...forged, seen]).events).toMatchObject([{ place: { text: 'Leeds' } }]);
});

test('a signature proves something only as read from the API', () => {
  const scans = [point('2026-10-08 18:20', 'delivered003')];
  const proofOf = (facts: readonly Fact[]) => fold(facts).state.proof?.signedBy;
  expect(proofOf([...pushed(scans, { signed_by: 'MALLORY' }), ...read(scans)])).toBeNull();
  expect(proofOf([...pushed(scans, { signed_by: 'MALLORY' }), ...read(scans, { signed_by: 'M. DE VRIES' })])).toBe(
    'M. DE VRIES',
  );
});

test('reading it back confirms the very scan; a forged one stays without effect', () => {
  const end = factsOf(sample('07-delivered-signed'), 'webhook');
  expect(fold(end).state).toMatchObject({ status: 'AVAILABLE_FOR_PICKUP', isFinal: false, proof: null });
  const truth = factsOf(sample('07-delivered-signed'), 'read');
  const confirmed = fold([...end, ...truth]);
  expect(confirmed.state).toEqual(fold(truth).state);
  expect(confirmed.state).toMatchObject({ status: 'DELIVERED', proof: { signedBy: 'M. DE VRIES' } });
  expect(confirmed.events).toHaveLength(11);

  const forged = factsOf(sample('25-tampered-body-valid-signature'), 'webhook');
  const before = factsOf(sample('06-ready-for-collection'), 'read');
  expect(fold([...before, ...forged]).state).toMatchObject({
    status: 'AVAILABLE_FOR_PICKUP',
    proof: null,
    unconfirmedEnds: [{ status: 'DELIVERED' }],
  });
});
