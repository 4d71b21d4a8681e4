import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts, type System, startSystem } from './support/system.ts';

/** What gateway/src/data-ownership.ts claims, tried out with both systems: whoever does not own something says something else about it. */

let system: System;
let agent: Record<string, string>;
beforeAll(async () => {
  system = await startSystem();
  agent = await system.signIn(accounts.agent);
}, 120_000);
afterAll(() => system[Symbol.asyncDispose]());

/** Everything that is Odoo's of an order, in one answer. */
const ofOdoo = `name state placedAt promisedDeliveryAt firstPromisedDeliveryAt customerReference total { amount currencyCode } invoiceState deliveryMethod
  company { name } customer { name email hasPhone } deliveryAddress { name street street2 city countryCode } lines { description quantityOrdered quantityDelivered unit isShippable }
  stepsBeforeDelivery { kind state } deliveries { name kind state scheduledAt doneAt carrierName items { description quantity } packages { name } steps { kind state doneAt } }`;
const ofCarriers = `trackingNumber status milestone isDelayed checkedAt carrier { code } estimate { latest source } proofOfDelivery { signedBy } pickupPoint { name address }
  legs { trackingNumber carrier { code } } pieces { trackingNumber } events { nodes { milestone location { city } } }`;

interface Order {
  promisedDeliveryAt: string | null;
  firstPromisedDeliveryAt: string | null;
  deliveries: { state: string; carrierName: string }[];
}
interface Shipment {
  trackingNumber: string;
  status: string;
  isDelayed: boolean;
  checkedAt: string | null;
  estimate: { latest: string } | null;
  proofOfDelivery: { signedBy: string } | null;
  legs: { trackingNumber: string; carrier: { code: string } }[];
}

async function ask<T>(query: string): Promise<T> {
  const { data, errors } = await system.query<T>(query, {}, agent);
  expect(errors).toBeUndefined();
  return data;
}
const orderOf = async (name: string) =>
  (await ask<{ orderByName: Order }>(`{ orderByName(name: "${name}") { ${ofOdoo} } }`)).orderByName;
const shipmentsOf = async (name: string) =>
  (
    await ask<{ orderByName: { shipments: Shipment[] } }>(
      `{ orderByName(name: "${name}") { shipments { ${ofCarriers} } } }`,
    )
  ).orderByName.shipments;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
/** A message of the carrier's aggregator, with everything that such messages may say of an order and of people. */
async function carrierSays(number: string, slug: string, msg: object, scans: [tag: string, subtag: string][]) {
  const body = {
    ts: Math.floor(Date.now() / 1_000),
    event: 'tracking_update',
    event_id: crypto.randomUUID(),
    msg: {
      tracking_number: number,
      slug,
      updated_at: new Date().toISOString(),
      tag: scans.at(-1)?.[0],
      subtag: scans.at(-1)?.[1],
      order_id: 'S99999',
      order_number: 'S99999',
      title: 'Another order',
      customers: [{ name: 'Mallory Elsewhere', email: 'mallory@elsewhere.example', phone_number: '+15550006666' }],
      destination_city: 'Elsewhereville',
      destination_state: 'Nowhere',
      destination_postal_code: '66666',
      destination_country_region: 'CAN',
      destination_raw_location: '6 Elsewhere Street, Elsewhereville',
      ...msg,
      checkpoints: scans.map(([tag, subtag], i) => ({
        checkpoint_time: hoursAgo(10 - i),
        slug,
        city: 'Elsewhereville',
        location: '6 Elsewhere Street, Elsewhereville',
        country_region: 'CAN',
        message: `${subtag}: Mallory Elsewhere`,
        tag,
        subtag,
        hash: `${number}-${i}-${subtag}`,
      })),
    },
  };
  expect((await system.postScan(JSON.stringify(body))).status).toBe(200);
  await system.settled();
}

test('an address and a recipient of a carrier never reach the order', async () => {
  const before = await orderOf('S00035');
  const contacts = () => system.sql`select * from odoo.partner order by id`;
  const stored = await contacts();
  await carrierSays(
    '1Z999AA10300079197',
    'ups',
    { signed_by: 'Mallory Elsewhere', pickup_location: 'Elsewhere Kiosk, 6 Elsewhere Street' },
    [
      ['InTransit', 'InTransit_007'],
      ['AvailableForPickup', 'AvailableForPickup_001'],
    ],
  );
  // The carrier was heard: its words show where they were said.
  const waiting = await shipmentsOf('S00035');
  expect(waiting).toMatchObject([
    { status: 'AVAILABLE_FOR_PICKUP', pickupPoint: { name: expect.stringContaining('Elsewhere') } },
  ]);
  expect(JSON.stringify(waiting)).toContain('Elsewhereville');
  await carrierSays('1Z999AA10300079197', 'ups', { signed_by: 'Mallory Elsewhere' }, [
    ['InTransit', 'InTransit_007'],
    ['AvailableForPickup', 'AvailableForPickup_001'],
    ['Delivered', 'Delivered_003'],
  ]);
  expect(await shipmentsOf('S00035')).toMatchObject([
    { status: 'DELIVERED', proofOfDelivery: { signedBy: 'Mallory Elsewhere' } },
  ]);
  // And nowhere else: neither in what is Odoo's, nor in what is stored of contacts, nor in what finds orders.
  const after = await orderOf('S00035');
  expect(after).toEqual(before);
  expect(JSON.stringify(after)).not.toMatch(/Elsewhere|Mallory|66666/);
  expect(await contacts()).toEqual(stored);
  const found = await ask<{ search: { hits: { nodes: object[] } } }>(
    '{ search(text: "Mallory Elsewhere") { hits { nodes { field } } } }',
  );
  expect(found.search.hits.nodes).toEqual([]);
});

test('what carriers say of a parcel changes nothing of the delivery in Odoo', async () => {
  const before = await orderOf('S00048');
  expect(before.deliveries.at(-1)).toMatchObject({ state: 'READY', carrierName: 'DHL Express Worldwide' });
  await carrierSays(
    'JD010000000000134623',
    'dhl',
    { last_mile: { slug: 'usps', tracking_number: '9400111899000000999999' } },
    [
      ['InTransit', 'InTransit_002'],
      ['Delivered', 'Delivered_001'],
    ],
  );
  expect(await shipmentsOf('S00048')).toContainEqual(
    expect.objectContaining({
      status: 'DELIVERED',
      legs: expect.arrayContaining([expect.objectContaining({ carrier: { code: 'usps' } })]),
    }),
  );
  // Odoo still waits to confirm its transfer, by its own delivery method; nothing has left our stock for it.
  expect(await orderOf('S00048')).toEqual(before);
});

test('what Odoo says of a transfer moves no parcel', async () => {
  const [before] = await shipmentsOf('S00036');
  expect(before).toMatchObject({ status: 'PENDING', proofOfDelivery: null });
  system.odooSimulator.world.validatePicking(27);
  await eventually(async () => expect((await orderOf('S00036')).deliveries).toMatchObject([{ state: 'DONE' }]));
  await eventually(async () => {
    const [told] = await system.sql`select data->>'shippedAt' as at from tracking.delivery where id = 27`;
    expect(told?.['at']).not.toBeNull();
  });
  await system.settled();
  expect(await shipmentsOf('S00036')).toEqual([before]);
});

test('the promise is Odoo’s, and the first one is kept', async () => {
  const promise = async (date: string | false) => {
    system.odooSimulator.world.writeRecords('sale.order', [37], { commitment_date: date });
    const told = date === false ? null : `${date.replace(' ', 'T')}.000Z`;
    await eventually(async () => expect(await orderOf('S00037')).toMatchObject({ promisedDeliveryAt: told }));
    await system.settled();
  };
  const first = '2026-12-05T09:00:00.000Z';
  await promise('2026-12-05 09:00:00');
  await promise('2026-12-12 09:00:00');
  const before = await orderOf('S00037');
  expect(before.firstPromisedDeliveryAt).toBe(first);
  const latest = '2026-12-10';
  await carrierSays(
    '748000237577',
    'fedex',
    {
      order_promised_delivery_date: '2026-12-01',
      latest_estimated_delivery: { type: 'specific', source: 'Carrier EDD', datetime: latest },
    },
    [['InTransit', 'InTransit_007']],
  );
  expect(await orderOf('S00037')).toEqual(before);
  // Later than what the provider remembers of a promise, and in time for Odoo's.
  expect(await shipmentsOf('S00037')).toMatchObject([{ estimate: { latest }, isDelayed: false }]);
  await promise(false);
  expect(await orderOf('S00037')).toMatchObject({ promisedDeliveryAt: null, firstPromisedDeliveryAt: first });
});

test('a number belongs to a delivery as long as it stands in Odoo, and no other does', async () => {
  const numbers = async () => (await shipmentsOf('S00038')).map(({ trackingNumber }) => trackingNumber);
  const [old, next, piece] = ['1Z999AA10300316769', '1Z999AA10123456784', '1Z999AA10123456793'];
  expect(await numbers()).toEqual([old]);
  const more = { multi_piece_info: { pieces: [{ tracking_number: piece }] } };
  await carrierSays(old, 'ups', more, [['InTransit', 'InTransit_007']]);
  expect(await shipmentsOf('S00038')).toMatchObject([{ trackingNumber: old, pieces: [{ trackingNumber: piece }] }]);
  const [picking] = await system.sql`select tracking_ref from odoo.picking where id = 29`;
  expect(picking).toEqual({ tracking_ref: old });
  system.odooSimulator.world.setTrackingRef(29, next);
  await eventually(async () => expect(await numbers()).toEqual([next]));
  await carrierSays(old, 'ups', more, [
    ['InTransit', 'InTransit_007'],
    ['Delivered', 'Delivered_001'],
  ]);
  expect(await numbers()).toEqual([next]);
});

test('nothing is ever written to Odoo', () => {
  const called = [...system.odooSimulator.stats.calls.keys()];
  expect(called.length).toBeGreaterThan(5);
  const reads = /\.(search_read|search|search_count|fields_get|has_access|context_get)$/;
  expect(called.filter((name) => !reads.test(name))).toEqual([]);
});
