import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../fact/fact.ts';
import { fold } from '../../fact/fold.ts';
import { isListed } from '../../fact/timeline.ts';
import { createMapping } from '../../mapping/mapping.ts';
import type { Route } from '../connector.ts';
import { mapTrackingmore } from './map.ts';

// What every connector has to pass is in ../conformance; here is what is TrackingMore's own.

const sample = (name: string) =>
  readFileSync(new URL(`../../../fixtures/trackingmore/webhooks/${name}.json`, import.meta.url));

function factsOf(body: Buffer | object, route: Route = 'webhook'): Fact[] {
  const mapped = mapTrackingmore(body instanceof Buffer ? body : Buffer.from(JSON.stringify(body)), undefined, route);
  return mapped.outcome === 'facts' ? mapped.facts() : [];
}
const scansOf = (facts: readonly Fact[]) =>
  facts.flatMap(({ data }) => (data.kind === 'carrier-event' && !data.isSummary ? data : []));
const asRead = (body: Buffer) => JSON.parse(body.toString()).data as object;

const point = (status: string | null, substatus: string | null, date = '2026-10-05 18:20', more: object = {}) => ({
  checkpoint_date: date,
  checkpoint_delivery_status: status,
  checkpoint_delivery_substatus: substatus,
  tracking_detail: 'words',
  ...more,
});
const shipment = (trackinfo: object[], more: object = {}) => ({
  tracking_number: 'RF423511785GB',
  courier_code: 'royal-mail',
  update_at: '2026-10-09T10:05:00+00:00',
  origin_info: { courier_code: 'royal-mail', trackinfo },
  ...more,
});

describe('the envelope', () => {
  const bare = shipment([point('transit', 'transit001')]);
  test.each<[string, object]>([
    ['code, message, data', { code: 200, message: 'Success', data: bare }],
    ['meta, data', { meta: { code: 200 }, data: bare }],
    ['event, data', { event: 'TRACKING_UPDATED', data: bare }],
    ['none', bare],
  ])('%s says the same', (_name, body) => {
    expect(factsOf(body)).toEqual(factsOf(bare));
    // By the other route the same scan has another key.
    expect(scansOf(factsOf(body)).map(({ scan }) => scan)).toEqual(
      scansOf(factsOf(bare, 'read')).map(({ scan }) => scan),
    );
  });

  test.each<[string, unknown]>([
    ['an empty list as PHP writes it', { code: 200, data: [] }],
    ['an empty object', { code: 200, data: {} }],
    ['nothing', { code: 200, data: null }],
    ['a list of trackings', { code: 200, data: [bare] }],
    ['no number', { code: 200, data: { ...bare, tracking_number: null } }],
    ['a list', []],
    ['a word', 'data'],
  ])('%s is no message: a dead letter', (_name, body) => {
    expect(() => factsOf(Buffer.from(JSON.stringify(body)))).toThrow(expect.objectContaining({ name: 'ZodError' }));
  });
});

test('what does not fit costs only itself', () => {
  const body = shipment(
    [
      point('transit', 'transit001'),
      [] as object,
      'x' as never,
      { checkpoint_date: 7 },
      point('pickup', 'pickup001', 'soon'),
    ],
    {
      destination_info: [],
      pieces: 'many',
      signed_by: { name: 'x' },
      scheduled_delivery_date: 20261008,
      exchange_number: [],
    },
  );
  const facts = factsOf(body, 'read');
  expect(facts.map(({ data }) => data.kind)).toEqual(['carrier-event', 'details']);
  const without = { ...body, origin_info: 'x', destination_info: { trackinfo: {}, milestone_date: [] } };
  expect(factsOf(without, 'read').map(({ data }) => data.kind)).toEqual(['details']);
});

test('more check points than any journey has are a dead letter, and not a part of the journey in silence', () => {
  const many = Array.from({ length: 501 }, () => point('transit', 'transit001'));
  const both = shipment(many, { destination_info: { courier_code: 'postnl-3s', trackinfo: many } });
  expect(() => factsOf(both)).toThrow(expect.objectContaining({ name: 'ZodError' }));
});

describe('both lists are one journey', () => {
  const { state, events } = fold(factsOf(asRead(sample('07-delivered-signed')), 'read'));

  test('each list is of its carrier', () => {
    expect(state.carrierCode).toBe('royal-mail');
    expect(state.legs.map(({ carrierCode, lastSeen }) => [carrierCode, lastSeen?.local])).toEqual([
      [null, '2026-10-06T21:10:00'],
      ['postnl-3s', '2026-10-09T12:03:00'],
    ]);
  });

  test('only another carrier than the own is named', () => {
    const scans = scansOf(factsOf(sample('07-delivered-signed')));
    expect(scans.map(({ carrierCode }) => carrierCode)).toEqual([
      ...Array.from({ length: 4 }, () => null),
      ...Array.from({ length: 7 }, () => 'postnl-3s'),
    ]);
  });

  test('times have no zone and get none; the places tell the order', () => {
    expect(new Set(events.map(({ occurred }) => occurred.precision))).toEqual(new Set(['LOCAL']));
    expect(events.every(({ occurred }) => occurred.instant === null)).toBe(true);
    expect(state.lastEventAt).toBeNull();
    // Utrecht, in summer time.
    expect(events.at(-1)?.sortKey.split('|')[0]).toBe('2026-10-09T10:03:00.000Z');
  });

  test('a scan that both tell is one, whichever carrier has it', () => {
    const delivered = point('delivered', 'delivered001');
    const twice = shipment([delivered], { destination_info: { courier_code: 'postnl-3s', trackinfo: [delivered] } });
    expect(fold(factsOf(twice, 'read')).events).toMatchObject([{ carrierCode: 'postnl-3s' }]);
  });

  test('of two scans in one minute with one code the words tell which is which; on a bare date the place does too', () => {
    const facts = factsOf(
      shipment([
        point('transit', 'transit001', '2026-10-05 18:20', { tracking_detail: 'Received', location: 'Leeds' }),
        point('transit', 'transit001', '2026-10-05 18:20', { tracking_detail: 'Received' }),
        point('transit', 'transit001', '2026-10-05 18:20', { tracking_detail: 'Left' }),
        point('transit', 'transit001', '2026-10-06', { location: 'Leeds' }),
        point('transit', 'transit001', '2026-10-06', { location: 'London' }),
      ]),
    );
    expect(fold(facts).events).toHaveLength(4);
  });
});

describe('pickup, the word that misleads', () => {
  const moving = point('transit', 'transit001');
  test.each([
    ['pickup001', 'OUT_FOR_DELIVERY', 'OUT_FOR_DELIVERY'],
    ['pickup002', 'READY_FOR_PICKUP', 'AVAILABLE_FOR_PICKUP'],
    ['pickup003', 'RECIPIENT_CONTACTED', 'OUT_FOR_DELIVERY'],
  ])('with %s is %s', (substatus, milestone, status) => {
    const facts = factsOf(shipment([point('pickup', substatus, '2026-10-08 09:10'), moving]));
    expect(fold(facts).state).toMatchObject({ status, milestone });
  });

  test.each([null, '', 'pickup004', 'pickup'])('with %j is neither: it changes nothing and is counted', (substatus) => {
    const facts = factsOf(shipment([point('pickup', substatus, '2026-10-08 09:10'), moving]));
    const { state, events } = fold(facts);
    expect(state.milestone).toBe('IN_TRANSIT');
    expect(events.at(-1)).toMatchObject({ milestone: 'UNKNOWN', status: null });
    expect(scansOf(facts)[0]).toMatchObject({ rawCode: 'pickup', isUnknownCode: true });
  });

  test('an operator may say what it is here', () => {
    const rule = {
      provider: 'trackingmore',
      code: 'pickup',
      subCode: null,
      milestone: 'READY_FOR_PICKUP',
      reason: null,
      isDelay: false,
    } as const;
    const mapped = mapTrackingmore(
      Buffer.from(JSON.stringify(shipment([point('pickup', null)]))),
      createMapping(1, [rule]),
    );
    expect(fold(mapped.outcome === 'facts' ? mapped.facts() : []).state.status).toBe('AVAILABLE_FOR_PICKUP');
  });
});

describe('the pick-up, for which there is a date and no code', () => {
  const at = (pickup_date: string, trackinfo: object[]) =>
    factsOf(
      shipment(trackinfo, {
        origin_country: 'GB',
        origin_city: 'Leeds',
        origin_info: { courier_code: 'royal-mail', trackinfo, milestone_date: { pickup_date } },
      }),
      'read',
    );
  const label = point('inforeceived', 'inforeceived001', '2026-10-05 09:00');
  const first = point('transit', 'transit001', '2026-10-05 18:20');

  test('shows where no scan says so, at the place where it was sent', () => {
    const { state, events } = fold(at('2026-10-05 17:00', [label]));
    expect(state).toMatchObject({ status: 'PICKED_UP', milestone: 'PICKED_UP' });
    expect(events.at(-1)).toMatchObject({
      occurred: { local: '2026-10-05T17:00:00', instant: null },
      place: { city: 'Leeds', countryCode: 'GB' },
    });
    expect(fold(at('2026-10-05 17:00', [first, label])).events.map(({ milestone }) => milestone)).toEqual([
      'INFO_RECEIVED',
      'PICKED_UP',
      'IN_TRANSIT',
    ]);
  });

  test.each(['2026-10-05 18:20', '2026-10-05', '2026-10-06 08:00'])(
    '%s adds nothing to a first scan at 18:20 on the fifth',
    (date) => {
      expect(fold(at(date, [first, label])).events).toHaveLength(2);
    },
  );

  test('never opens another journey after the end, whatever message comes first', () => {
    const delivered = at('2026-10-05 17:00', [point('delivered', 'delivered001', '2026-10-05 16:00')]);
    const early = at('2026-10-05 17:00', [label]);
    for (const facts of [
      [...early, ...delivered],
      [...delivered, ...early],
    ])
      expect(fold(facts).state).toMatchObject({ status: 'DELIVERED', journeys: 1 });
  });
});

describe('a status without scans', () => {
  const report = (delivery_status: string | null, substatus: string | null, more: object = {}) =>
    factsOf(shipment([], { delivery_status, substatus, ...more })).filter(({ data }) => data.kind === 'report');

  test.each([
    ['pending', 'pending001', 'AWAITING_CARRIER_DATA', null],
    ['pending', 'pending003', 'INVALID_TRACKING_NUMBER', 'TRACKING_NOT_SUPPORTED'],
    ['pending', 'pending004', 'LABEL_CREATED', null],
    ['notfound', 'notfound002', 'TRACKING_NOT_FOUND', null],
    ['inforeceived', null, 'INFO_RECEIVED', null],
    ['expired', 'expired001', 'TRACKING_EXPIRED', null],
  ])('%s %s is reported', (code, subCode, milestone, reason) => {
    const facts = report(code, subCode);
    expect(facts[0]?.data).toMatchObject({ milestone, reason, observedAt: '2026-10-09T10:05:00.000Z', rawCode: code });
    expect(fold(facts).state).toMatchObject({ milestone, reason });
  });

  test('of the future is kept, counted, and changes nothing', () => {
    const facts = report('quarantine', 'quarantine001');
    expect(facts[0]?.data).toMatchObject({ milestone: 'UNKNOWN', isUnknownCode: true });
    expect(fold(facts).events.filter(isListed)).toEqual([]);
  });

  test.each(['transit', 'pickup', 'undelivered', 'delivered', 'exception', null])(
    '%s needs a scan to be believed',
    (code) => {
      expect(report(code, null)).toEqual([]);
    },
  );

  test('is not reported beside scans, but that tracking ended', () => {
    const beside = (delivery_status: string, trackinfo: object[]) =>
      factsOf(shipment(trackinfo, { delivery_status })).filter(({ data }) => data.kind === 'report');
    expect(beside('pending', [point('transit', 'transit001')])).toEqual([]);
    expect(beside('expired', [point('transit', 'transit001')])).toHaveLength(1);
    expect(beside('expired', [point('expired', 'expired001')])).toEqual([]);
    expect(report('pending', null, { update_at: 'yesterday' })).toEqual([]);
  });

  test('never takes a scan back, whichever message comes first', () => {
    const moving = factsOf(shipment([point('transit', 'transit001')]));
    const late = report('notfound', 'notfound002', { update_at: '2026-10-30T00:00:00Z' });
    expect(fold([...moving, ...late]).state).toEqual(fold([...late, ...moving]).state);
    expect(fold([...late, ...moving]).state.milestone).toBe('IN_TRANSIT');
  });
});

test.each(['latest_checkpoint_time', 'lastest_checkpoint_time'])(
  '%s tells the newest scan while there is no list',
  (field) => {
    const facts = factsOf(
      shipment([], {
        delivery_status: 'transit',
        substatus: 'transit007',
        latest_event: 'Departed',
        [field]: '2026-10-06 21:10',
      }),
    );
    expect(fold(facts).state.milestone).toBe('DEPARTED_ORIGIN_COUNTRY');
    const listed = factsOf(shipment([point('transit', 'transit007', '2026-10-06 21:10')]));
    expect(fold([...facts, ...listed]).events).toMatchObject([{ description: 'words' }]);
  },
);

test('numbers of the carrier at the destination are found under both names, and belong to it', () => {
  const facts = factsOf(
    shipment([], {
      destination_track_number: '3S CABC 123456',
      exchange_number: '3SCABC123456',
      destination_info: { courier_code: 'postnl-3s', trackinfo: [] },
    }),
    'read',
  );
  expect(facts.flatMap(({ data }) => (data.kind === 'number' ? data : []))).toEqual([
    { kind: 'number', role: 'LAST_MILE', carrierCode: 'postnl-3s', number: '3SCABC123456' },
  ]);
});

test('what is expected is told when it was announced; a hint about pieces counts', () => {
  const facts = factsOf(
    shipment([], { scheduled_delivery_date: '2026-10-13', pieces: '2', destination_city: 'Utrecht' }),
    'read',
  );
  expect(facts.flatMap(({ data }) => (data.kind === 'estimate' ? data : []))).toMatchObject([
    {
      announcedAt: '2026-10-09T10:05:00.000Z',
      earliest: '2026-10-13',
      latest: '2026-10-13',
      estimateSource: 'CARRIER',
    },
  ]);
  expect(fold(facts).state.packageCount).toBe(2);
  expect(
    factsOf(shipment([], { scheduled_delivery_date: '2026-10-13', update_at: null })).map(({ data }) => data.kind),
  ).toEqual([]);
});
