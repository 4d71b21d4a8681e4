import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CarrierEvent, type Fact, factKey } from '../src/fact/fact.ts';
import { storeFacts } from '../src/fact/store-facts.ts';
import { scansOf } from './support/messages.ts';
import { anonymous, fixture, fixtureHeaders, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const agent = viewer({ role: 'agent', sub: 'anna' });
const told = async (shipmentId: string) =>
  (await world.sql`select count(*)::int as n from tracking.outbox where shipment_id = ${shipmentId}`)[0]?.['n'];

describe('a shipment that changes carriers', () => {
  const number = 'LX473012561CN';
  let id: string;
  beforeAll(async () => {
    id = await world.register(number, 'china-post');
    await world.deliver(fixture('13-available-for-pickup'), fixtureHeaders('13-available-for-pickup'));
  });
  const query = `query ($id: ID!) { shipment(id: $id) {
    legs { direction journey carrier { code } trackingNumber started { local } }
    pickupPoint { name address lastDay code }
    events(first: 100) { nodes { leg sources marks location { city coordinatePrecision } } } } }`;

  test('has a leg for each of them, and every event knows its leg', async () => {
    const { data } = await world.query<{ shipment: { legs: object[]; events: { nodes: { leg: number }[] } } }>(
      agent,
      query,
      { id: toGlobalId('Shipment', id) },
    );
    expect(data.shipment.legs).toMatchObject([
      { direction: 'FORWARD', journey: 1, carrier: { code: 'china-post' }, trackingNumber: number },
      { direction: 'FORWARD', journey: 1, carrier: { code: 'la-poste' }, trackingNumber: number },
    ]);
    const legs = data.shipment.events.nodes.map(({ leg }) => leg);
    expect(new Set(legs)).toEqual(new Set([1, 2]));
    expect(legs).toEqual([...legs].sort((a, b) => b - a));
  });

  test('says where to collect it, and tells nobody who only knows the number', async () => {
    const { data } = await world.query(agent, query, { id: toGlobalId('Shipment', id) });
    expect(data['shipment']).toMatchObject({
      pickupPoint: { name: 'Tabac Central', address: '1 Place Example, 69007 Lyon', lastDay: null },
    });
    const byNumber = `{ shipmentByTrackingNumber(trackingNumber: "${number}") { pickupPoint { name } pieces { trackingNumber } legs { trackingNumber } } }`;
    const { data: coarse } = await world.query(anonymous, byNumber);
    expect(coarse).toEqual({
      shipmentByTrackingNumber: {
        pickupPoint: null,
        pieces: null,
        legs: [{ trackingNumber: number }, { trackingNumber: null }],
      },
    });
  });
});

test('a shipment is found by the number of one of its pieces, unless that number is a shipment of its own', async () => {
  await world.register('1ZW5E8903910000012', 'ups');
  await world.deliver(fixture('36-multi-piece'), fixtureHeaders('36-multi-piece'));
  const ask = (number: string) =>
    world.query<{ shipmentByTrackingNumber: { trackingNumber: string; pieces: object[] | null } | null }>(
      agent,
      `{ shipmentByTrackingNumber(trackingNumber: "${number}") { trackingNumber pieces { trackingNumber } } }`,
    );
  const { data } = await ask('1ZW5E8903910000021');
  expect(data.shipmentByTrackingNumber).toEqual({
    trackingNumber: '1ZW5E8903910000012',
    pieces: [{ trackingNumber: '1ZW5E8903910000021' }, { trackingNumber: '1ZW5E8903910000030' }],
  });
  await world.register('1ZW5E8903910000021', 'ups');
  expect((await ask('1ZW5E8903910000021')).data.shipmentByTrackingNumber?.trackingNumber).toBe('1ZW5E8903910000021');
});

test('two shipments that share a number of another carrier: their own carriers tell them apart, or their own numbers have to', async () => {
  const [first, second, third] = [
    await world.register('SHARED1', 'ups'),
    await world.register('SHARED2', 'dpd-de'),
    await world.register('SHARED3', 'ups'),
  ];
  const share = (number: string, ...ids: string[]) =>
    world.sql`insert into tracking.leg_number (number, shipment_id, carrier_code) select ${number}, id, 'gls' from unnest(${ids}::uuid[]) u(id)`;
  await share('SHAREDLEG1', first, second);
  await share('SHAREDLEG2', first, third);
  const ask = (number: string, carrier: string | null) =>
    world.query<{ shipmentByTrackingNumber: { trackingNumber: string } | null }>(
      agent,
      'query ($n: String!, $c: String) { shipmentByTrackingNumber(trackingNumber: $n, carrierCode: $c) { trackingNumber } }',
      { n: number, c: carrier },
    );
  expect((await ask('SHAREDLEG1', null)).errors?.[0]?.message).toContain('dpd-de');
  expect((await ask('SHAREDLEG1', 'dpd-de')).data.shipmentByTrackingNumber?.trackingNumber).toBe('SHARED2');
  expect((await ask('SHAREDLEG2', null)).errors?.[0]?.message).toContain('own tracking numbers');
});

test('whoever only knows a piece is not told the number of the consignment', async () => {
  const { data } = await world.query<{
    shipmentByTrackingNumber: {
      trackingNumber: string;
      legs: { trackingNumber: string }[];
      events: { nodes: object[] };
    };
  }>(
    anonymous,
    '{ shipmentByTrackingNumber(trackingNumber: "1ZW5E8903910000030") { trackingNumber carrier { trackingUrl } legs { trackingNumber } events { nodes { milestone } } } }',
  );
  expect(JSON.stringify(data)).not.toContain('1ZW5E8903910000012');
  expect(data.shipmentByTrackingNumber.trackingNumber).toBe('1ZW5E8903910000030');
  expect(data.shipmentByTrackingNumber.events.nodes.length).toBeGreaterThan(0);
});

test.each([['as told'], ['the other way round']])(
  'a changed estimate that two messages tell of is told once: %s',
  async (order) => {
    const number = `ETAONCE${order.length}`;
    const id = await world.register(number, 'ups');
    const message = (event: string, at: string, latest: string) =>
      JSON.stringify({
        event,
        event_id: crypto.randomUUID(),
        msg: {
          tracking_number: number,
          slug: 'ups',
          updated_at: at,
          latest_estimated_delivery: { source: 'Carrier EDD', datetime: latest },
          first_estimated_delivery: { source: 'Carrier EDD', datetime: '2026-11-10' },
          checkpoints: [],
        },
      });
    await world.deliver(message('tracking_update', '2026-11-05T06:00:00Z', '2026-11-10'));
    const both = ['tracking_update', 'edd_revise'].map((event) => message(event, '2026-11-05T06:10:00Z', '2026-11-12'));
    for (const body of order === 'as told' ? both : both.reverse()) await world.deliver(body);
    expect(await told(id)).toBe(1);
    const { data } = await world.query<{
      shipment: { events: { nodes: { milestone: string; raw: object | null }[] } };
    }>(viewer(), 'query ($id: ID!) { shipment(id: $id) { events { nodes { milestone raw { provider } } } } }', {
      id: toGlobalId('Shipment', id),
    });
    expect(data.shipment.events.nodes).toEqual([{ milestone: 'ETA_CHANGED', raw: { provider: 'aftership' } }]);
  },
);

/** A scan at one and the same minute: only source, milestone and key tell such scans apart. */
const scanOf = (source: string, milestone: CarrierEvent['milestone'], scan: string): Fact => ({
  key: factKey(source, 'carrier-event', [scan]),
  source,
  data: {
    kind: 'carrier-event',
    scan,
    occurred: { precision: 'LOCAL', local: '2026-11-05T10:12:00', instant: null },
    milestone,
    status: 'IN_TRANSIT',
    reason: null,
    isDelay: false,
    place: null,
    description: null,
    rawCode: null,
    rawSubCode: null,
  },
});
const store = (shipmentId: string, fact: Fact) =>
  world.sql.begin(async (tx) => {
    await tx`select 1 from tracking.shipment where id = ${shipmentId} for update`;
    return storeFacts(tx, [{ shipmentId, fact, inboxId: null, requestId: 'test' }], new Map());
  });

describe('one scan told by two sources', () => {
  test.each([
    ['the one whose name comes first', ['aftership', 'trackingmore']],
    ['the other one', ['trackingmore', 'aftership']],
  ])('is one event on the page and told once, when %s comes first', async (_name, sources) => {
    const id = await world.register(`TWICE-${sources[0]}`, 'ups');
    const keys: Record<string, string> = { aftership: 'a1'.repeat(16), trackingmore: '11'.repeat(16) };
    for (const source of sources) await store(id, scanOf(source, 'ARRIVED_FACILITY', keys[source] as string));
    expect(await told(id)).toBe(1);
    const { data } = await world.query<{ shipment: { events: { nodes: object[] } } }>(
      agent,
      'query ($id: ID!) { shipment(id: $id) { events { nodes { id source sources } } } }',
      { id: toGlobalId('Shipment', id) },
    );
    expect(data.shipment.events.nodes).toEqual([
      {
        id: toGlobalId('Event', `${id}:${keys['aftership']}`),
        source: 'aftership',
        sources: ['aftership', 'trackingmore'],
      },
    ]);
    // Whoever was told of the event under its other id still finds it.
    const kept =
      await world.sql`select encode(key, 'hex') as key from tracking.event where shipment_id = ${id} order by key`;
    expect(kept.map(({ key }) => key)).toEqual(['11'.repeat(16), 'a1'.repeat(16)]);
  });
});

test('a scan that a group of sightings loses again is told after all, in any order; what was told stays told under another key', async () => {
  const a1 = scanOf('aftership', 'ARRIVED_FACILITY', 'a1'.repeat(16));
  const a2 = scanOf('aftership', 'DEPARTED_FACILITY', 'a2'.repeat(16));
  const b1 = scanOf('trackingmore', 'DEPARTED_FACILITY', 'b1'.repeat(16));
  for (const [i, facts] of [
    [a1, b1, a2],
    [a1, a2, b1],
    [b1, a1, a2],
    [a2, b1, a1],
  ].entries()) {
    const id = await world.register(`REGROUP${i}`, 'ups');
    for (const fact of facts) await store(id, fact);
    expect(await told(id), String(i)).toBe(2);
  }
});

describe('a colleague corrects', () => {
  interface Answer {
    shipmentCorrect: {
      shipment: {
        status: string;
        milestone: string;
        events: { nodes: { id: string; milestone: string; marks: string[] }[] };
      } | null;
      userErrors: { code: string; field: string[] }[];
    };
  }
  const correct = (input: object, as: Viewer = agent) =>
    world.query<Answer>(
      as,
      `mutation ($input: ShipmentCorrectInput!) { shipmentCorrect(input: $input) {
        shipment { status milestone events { nodes { id milestone marks description } } } userErrors { code field message } } }`,
      { input },
    );
  let id: string;
  let shipmentId: string;
  beforeAll(async () => {
    id = await world.register('CORRECT1', 'ups');
    shipmentId = toGlobalId('Shipment', id);
    await world.deliver(scansOf('CORRECT1', [0, 'InTransit', 'InTransit_002'], [60, 'Delivered', 'Delivered_001']));
  });

  test('a lost parcel that was marked delivered: told, recorded, explained; twice is once', async () => {
    const before = await told(id);
    const input = {
      shipmentId,
      milestone: 'LOST',
      occurredAt: '2026-11-06T08:00:00Z',
      reason: 'the driver admitted it',
    };
    const { data } = await correct(input);
    expect(data.shipmentCorrect).toMatchObject({
      shipment: { status: 'EXCEPTION', milestone: 'LOST' },
      userErrors: [],
    });
    await correct(input);
    expect(await told(id)).toBe(before + 1);
    expect(
      await world.sql`select a.actor, a.role, a.sid, a.detail->>'milestone' as milestone, f.data->>'reason' as reason, a.detail::text like '%admitted%' as is_told
        from tracking.audit a join tracking.fact f on encode(f.key, 'hex') = a.detail->>'fact' where a.action = 'shipment.corrected' and a.subject = ${`shipment ${id}`}`,
    ).toEqual([
      // Why stands in the fact, which can be erased.
      {
        actor: 'anna',
        role: 'agent',
        sid: 'test',
        milestone: 'LOST',
        reason: 'the driver admitted it',
        is_told: false,
      },
    ]);
    const { data: why } = await world.query<{ shipment: { why: { statement: string; facts: object[] }[] } }>(
      agent,
      'query ($id: ID!) { shipment(id: $id) { why { statement facts { kind source reason } } } }',
      { id: shipmentId },
    );
    expect(why.shipment.why[0]).toEqual({
      statement: 'status is EXCEPTION, milestone is LOST',
      facts: [{ kind: 'correction', source: 'agent', reason: 'the driver admitted it' }],
    });
    const page = await world.query(
      viewer({ role: 'partner', level: 'PARTNER' }),
      'query ($id: ID!) { shipment(id: $id) { why { facts { reason } } } }',
      { id: shipmentId },
    );
    expect(JSON.stringify(page)).not.toContain('admitted');
  });

  test('an event that did not happen', async () => {
    const { data } = await correct({ shipmentId, milestone: 'IN_TRANSIT', reason: 'found in the depot' });
    const delivered = data.shipmentCorrect.shipment?.events.nodes.find(({ milestone }) => milestone === 'DELIVERED');
    const { data: after } = await correct({ shipmentId, voidsEventId: delivered?.id, reason: 'wrong parcel' });
    expect(after.shipmentCorrect.shipment?.status).toBe('IN_TRANSIT');
    expect(after.shipmentCorrect.shipment?.events.nodes.find(({ id }) => id === delivered?.id)?.marks).toEqual([
      'VOIDED',
    ]);
  });

  test.each<[string, object, string, string]>([
    ['no reason', { milestone: 'LOST', reason: ' x ' }, 'BAD_USER_INPUT', 'reason'],
    ['nothing to correct', { reason: 'because' }, 'BAD_USER_INPUT', 'milestone'],
    ['a milestone without status', { milestone: 'ETA_CHANGED', reason: 'because' }, 'BAD_USER_INPUT', 'milestone'],
    [
      'the future',
      { milestone: 'LOST', occurredAt: '2999-01-01T00:00:00Z', reason: 'because' },
      'BAD_USER_INPUT',
      'occurredAt',
    ],
    [
      'long ago',
      { milestone: 'LOST', occurredAt: '2020-01-01T00:00:00Z', reason: 'because' },
      'BAD_USER_INPUT',
      'occurredAt',
    ],
    [
      'an instant without its zone',
      { milestone: 'LOST', occurredAt: '2026-11-06T08:00:00', reason: 'because' },
      'BAD_USER_INPUT',
      'occurredAt',
    ],
    ['no instant', { milestone: 'LOST', occurredAt: 'soon', reason: 'because' }, 'BAD_USER_INPUT', 'occurredAt'],
    [
      'an id of something else',
      { voidsEventId: toGlobalId('Order', 1), reason: 'because' },
      'BAD_USER_INPUT',
      'voidsEventId',
    ],
  ])('%s is refused and named', async (_name, input, code, field) => {
    const { data } = await correct({ shipmentId, ...input });
    expect(data.shipmentCorrect).toMatchObject({ shipment: null, userErrors: [{ code, field: ['input', field] }] });
  });

  test('a client that sends the same word again without an instant says it once', async () => {
    const before = await told(id);
    for (let i = 0; i < 2; i += 1) await correct({ shipmentId, milestone: 'DAMAGED', reason: 'seen by the shop' });
    expect(await told(id)).toBe(before + 1);
  });

  test('a changed estimate cannot be taken back', async () => {
    const { data } = await world.query<{
      shipmentByTrackingNumber: { id: string; events: { nodes: { id: string }[] } };
    }>(agent, '{ shipmentByTrackingNumber(trackingNumber: "ETAONCE7") { id events { nodes { id } } } }');
    const { data: answer } = await correct({
      shipmentId: data.shipmentByTrackingNumber.id,
      voidsEventId: data.shipmentByTrackingNumber.events.nodes[0]?.id,
      reason: 'because',
    });
    expect(answer.shipmentCorrect.userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['input', 'voidsEventId'] },
    ]);
  });

  test('an event of another shipment, and one that does not exist', async () => {
    const stranger = await world.register('CORRECT2', 'ups');
    for (const voidsEventId of [`${stranger}:${'0'.repeat(32)}`, `${id}:${'0'.repeat(32)}`].map((local) =>
      toGlobalId('Event', local),
    )) {
      const { data } = await correct({ shipmentId, voidsEventId, reason: 'because' });
      expect(data.shipmentCorrect.shipment).toBeNull();
      expect(data.shipmentCorrect.userErrors).toHaveLength(1);
    }
  });

  test('a colleague of another company finds no such shipment; customers and partners may not at all', async () => {
    const input = { shipmentId, milestone: 'LOST', reason: 'because' };
    const elsewhere = await correct(input, viewer({ role: 'agent', companies: [99] }));
    expect(elsewhere.data.shipmentCorrect.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    for (const as of [
      anonymous,
      viewer({ role: 'partner', level: 'PARTNER', scopes: ['shipments:read', 'shipments:write'] }),
      viewer({ role: 'customer', level: 'L3' }),
    ]) {
      const { errors } = await correct(input, as);
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});
