import { startProviderSimulator } from '@milepost/provider-simulator';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRuledShipments } from '../src/carrier-rules/ruled-shipments.ts';
import { deliveryChanged, trackingUpdate } from './support/messages.ts';
import { anonymous, startWorld, viewer, type World } from './support/world.ts';

// What a scanner reads from a label may hold more than the number: 420 and a postcode before one of USPS, the shipper and the postcode around one of FedEx.

let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
let world: World;
beforeAll(async () => {
  simulator = await startProviderSimulator({ webhooks: {}, apiKeys: { aftership: ['aftership-key'] } });
  world = await startWorld({
    env: {
      AFTERSHIP_API_KEY: 'aftership-key',
      AFTERSHIP_API_URL: simulator.url,
      REGISTER_AT: 'aftership',
      CARRIER_MAPPING: JSON.stringify({ 'USPS Priority': 'usps' }),
      REGISTRATION_RETRY_SECONDS: '0.1',
      POLL_INTERVAL_SECONDS: '86400',
    },
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});

/** Right by its check digit, and never the same twice. */
let serial = 0;
function uspsNumber(): string {
  serial += 1;
  const body = `940011120108080${String(serial).padStart(6, '0')}`;
  const sum = [...body].toReversed().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
const barcodeOf = (number: string) => `42011213${number}`;
const mutation = `mutation ($input: ShipmentRegisterInput!) { shipmentRegister(input: $input) { shipment { id trackingNumber } userErrors { code field } } }`;
async function register(input: object, as = viewer()) {
  const { data } = await world.query<{
    shipmentRegister: { shipment: { id: string; trackingNumber: string } | null; userErrors: { code: string }[] };
  }>(as, mutation, { input });
  return data.shipmentRegister;
}
const look = async (trackingNumber: string, carrierCode: string | null = null) =>
  (
    await world.query<{ shipmentByTrackingNumber: { id: string; status: string } | null }>(
      anonymous,
      'query ($n: String!, $c: String) { shipmentByTrackingNumber(trackingNumber: $n, carrierCode: $c) { id status } }',
      { n: trackingNumber, c: carrierCode },
    )
  ).data.shipmentByTrackingNumber;
const scan = (number: string, tag = 'InTransit', subtag = 'InTransit_003') =>
  world.deliver(trackingUpdate({ number, slug: 'usps', scans: [{ minute: 60, tag, subtag }] }));
const search =
  'query ($t: String!) { _entities(representations: [{ __typename: "Search", text: $t }]) { ... on Search { shipments { nodes { id } } } } }';
const atProvider = (...numbers: string[]) =>
  simulator.stores.aftership.all().flatMap(({ number }) => (numbers.includes(number) ? number : []));

test('is registered as the number in it, found by both, and told of by both', async () => {
  const number = uspsNumber();
  await world.tell([
    deliveryChanged(901, {
      references: [`420 11213 ${number.slice(0, 4)} ${number.slice(4)}`],
      deliveryMethod: 'USPS Priority',
    }),
  ]);
  await eventually(() => expect(atProvider(number, barcodeOf(number))).toEqual([number]), { timeoutMs: 10_000 });
  const [shipment] = await world.shipmentsOf(901);
  expect(shipment).toMatchObject({ trackingNumber: number, carrier: { code: 'usps' } });
  for (const written of [number, barcodeOf(number), `420 11213 ${number.slice(0, 4)} ${number.slice(4)}`])
    expect(await look(written), written).toEqual({ id: shipment?.id, status: 'PENDING' });
  // A barcode that is right says who carries it: rules correct nothing about it.
  const ruled = await readRuledShipments(world.sql, { after: null, limit: 100 });
  expect(ruled).toMatchObject([{ number, carrierCode: 'usps', isSettled: true }]);
  // The provider knows the number; somebody who registered the barcode there is told under that.
  await scan(number);
  expect(await look(number)).toMatchObject({ status: 'IN_TRANSIT' });
  await world.deliver(
    trackingUpdate({
      number: barcodeOf(number),
      slug: 'usps',
      scans: [{ minute: 600, tag: 'Delivered', subtag: 'Delivered_001' }],
    }),
  );
  expect(await look(barcodeOf(number))).toMatchObject({ status: 'DELIVERED' });
  for (const t of [number, barcodeOf(number)])
    expect((await world.query(viewer(), search, { t })).data).toEqual({
      _entities: [{ shipments: { nodes: [{ id: shipment?.id }] } }],
    });
});

test.each([
  ['the barcode first', (number: string) => [barcodeOf(number), number]],
  ['the number first', (number: string) => [number, barcodeOf(number)]],
  ['both at once', (number: string) => [`${barcodeOf(number)}, ${number}`]],
])('and its number are one shipment: %s', async (_name, written) => {
  const number = uspsNumber();
  const given = written(number);
  for (const [i, references] of given.entries())
    await world.tell([
      deliveryChanged(910 + serial * 10 + i, { references: references.split(', '), deliveryMethod: 'USPS Priority' }),
    ]);
  const ids = new Set<string>();
  for (const i of given.keys()) for (const one of await world.shipmentsOf(910 + serial * 10 + i)) ids.add(one.id);
  expect(ids.size).toBe(1);
  await eventually(() => expect(atProvider(number, barcodeOf(number))).toEqual([number]), { timeoutMs: 10_000 });
});

test('whose carrier is named later becomes the number in it; what waited for either is not lost', async () => {
  const number = uspsNumber();
  // Both messages come before anybody registered anything.
  await scan(number);
  const other = uspsNumber();
  await scan(barcodeOf(other));
  const { shipment } = await register({ trackingNumber: barcodeOf(number) });
  expect(shipment).toMatchObject({ trackingNumber: barcodeOf(number) });
  const named = await register({ trackingNumber: barcodeOf(number), carrierCode: 'usps' });
  expect(named.shipment).toEqual({ id: shipment?.id, trackingNumber: number });
  await world.drained();
  expect(await look(number)).toEqual({ id: shipment?.id, status: 'IN_TRANSIT' });
  expect(await look(barcodeOf(number))).toMatchObject({ id: shipment?.id });
  // Named and numbered in one word: still one shipment.
  const fourth = uspsNumber();
  const before = await register({ trackingNumber: barcodeOf(fourth) });
  await world.tell([
    deliveryChanged(909, { references: [barcodeOf(fourth), fourth], deliveryMethod: 'USPS Priority' }),
  ]);
  expect((await world.shipmentsOf(909)).map(({ id }) => id)).toEqual([before.shipment?.id]);
  const late = await register({ trackingNumber: other, carrierCode: 'usps' });
  await world.drained();
  expect(await look(other)).toEqual({ id: late.shipment?.id, status: 'IN_TRANSIT' });
  // Registered by its number alone, and looked up by what the label says.
  expect(await look(barcodeOf(other))).toMatchObject({ id: late.shipment?.id });
  expect(await look(barcodeOf(other), 'usps')).toMatchObject({ id: late.shipment?.id });
  expect(await look(barcodeOf(other), 'ups')).toBeNull();
  const { data } = await world.query(viewer(), search, { t: barcodeOf(other) });
  expect(data).toEqual({ _entities: [{ shipments: { nodes: [{ id: late.shipment?.id }] } }] });
  // While nobody says the carrier it stands as it was given, and what waits for it goes on.
  const third = uspsNumber();
  await scan(barcodeOf(third));
  await register({ trackingNumber: barcodeOf(third) });
  await world.drained();
  expect(await look(barcodeOf(third))).toMatchObject({ status: 'IN_TRANSIT' });
});

test('of a parcel that serves somebody else’s order shows that to nobody', async () => {
  const number = uspsNumber();
  await world.tell([deliveryChanged(905, { customerId: 95, references: [number], deliveryMethod: 'USPS Priority' })]);
  await world.tell([deliveryChanged(906, { customerId: 96 })]);
  const partner = viewer({
    role: 'partner',
    level: 'PARTNER',
    sub: 'client-96',
    customers: [96],
    scopes: ['shipments:read', 'shipments:write'],
  });
  for (const trackingNumber of [number, barcodeOf(number)]) {
    const { userErrors } = await register({ trackingNumber, carrierCode: 'usps', orderName: 'S906' }, partner);
    expect(userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  }
  expect(await world.shipmentsOf(906)).toEqual([]);
});

test('chosen for a shipment that has none: not where another one has its number', async () => {
  const number = uspsNumber();
  await world.tell([deliveryChanged(907, { references: [number], deliveryMethod: 'USPS Priority' })]);
  await world.tell([deliveryChanged(908, { references: [barcodeOf(number)], deliveryMethod: 'Nobody knows' })]);
  const [open] = await world.shipmentsOf(908);
  const { data } = await world.query<{ carrierChoose: { userErrors: { code: string }[] } }>(
    viewer(),
    'mutation ($id: ID!) { carrierChoose(input: { shipmentId: $id, carrierCode: "usps" }) { userErrors { code } } }',
    { id: open?.id },
  );
  expect(data.carrierChoose.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  expect(open?.id).not.toBe((await world.shipmentsOf(907))[0]?.id);
});
