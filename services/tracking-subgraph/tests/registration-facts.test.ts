import { createHash } from 'node:crypto';
import type { Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startJobQueue } from '../src/registration/job-queue.ts';
import { dropOldFacts, factsKeptDays } from '../src/registration/registration-facts.ts';
import {
  type HeldRegistration,
  holdRegistrations,
  settleRegistrations,
} from '../src/registration/registration-rows.ts';
import { type BothProviders, startBothProviders } from './support/both-providers.ts';
import { deliveryChanged } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

// Facts that a carrier wants beside the number, given by hand. Nobody else has this postcode, so it is found wherever it stands.
const postcode = '9876 ZX';
const other = '9876 YW';

let simulator: BothProviders['simulator'];
let world: World;
const lines: string[] = [];
beforeAll(async () => {
  const both = await startBothProviders();
  simulator = both.simulator;
  world = await startWorld({
    onLog: (line) => lines.push(line),
    // Mondial Relay and PostNL want the postcode; one at TrackingMore, one at AfterShip.
    env: both.env({ LOG_LEVEL: 'trace', REGISTER_CARRIERS_AT: JSON.stringify({ postnl: 'aftership' }) }),
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});
beforeEach(() => {
  simulator.faults.mend();
  for (const limits of Object.values(simulator.limits)) limits.reset();
});

const mutation = `mutation ($input: ShipmentRegisterInput!) { shipmentRegister(input: $input) {
  shipment { trackingNumber registration { state needs facts } } userErrors { code message field } } }`;
interface Registered {
  shipment: { registration: { state: string; needs: string[]; facts: string[] } | null } | null;
  userErrors: { code: string; message: string; field: string[] }[];
}
async function register(input: object, as: Viewer = viewer()): Promise<Registered> {
  const { data, errors } = await world.query<{ shipmentRegister: Registered }>(as, mutation, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.shipmentRegister;
}
interface Row {
  state: string;
  needs: string[];
  /** Names of the facts that stand there. */
  given: string[];
  held_until: Date | null;
  facts_version: number;
  problem: { kind: string; message: string } | null;
}
const rowOf = async (number: string) =>
  (
    await world.sql<
      Row[]
    >`select g.*, array(select jsonb_object_keys(g.facts) order by 1) as given from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`
  )[0];
const reaches = (number: string, expected: object) =>
  eventually(async () => expect(await rowOf(number)).toMatchObject(expected), { timeoutMs: 10_000 });
const at = (provider: 'aftership' | 'trackingmore', number: string) =>
  [...simulator.stores[provider].all()].filter((tracking) => tracking.number === number);
let serial = 30_000_000;
const nextNumber = () => {
  serial += 1;
  return `${serial}`;
};

describe.each([
  {
    provider: 'trackingmore',
    carrierCode: 'mondial-relay',
    wire: 'tracking_postal_code',
    update: 'PUT /trackings/update/{id}',
  },
  { provider: 'aftership', carrierCode: 'postnl', wire: 'destination_postal_code', update: 'PUT /trackings/{id}' },
] as const)('at $provider', ({ provider, carrierCode, wire, update }) => {
  test('a carrier that wants a postcode waits for it, and is registered with it; afterwards it is nowhere here', async () => {
    const trackingNumber = nextNumber();
    await register({ trackingNumber, carrierCode });
    await reaches(trackingNumber, { state: 'NEEDS_FACTS', needs: ['destinationPostalCode'] });
    expect(at(provider, trackingNumber)).toEqual([]);
    const { shipment, userErrors } = await register({
      trackingNumber,
      carrierCode,
      facts: { destinationPostalCode: ` ${postcode.toLowerCase()}` },
    });
    expect(userErrors).toEqual([]);
    expect(shipment?.registration?.state).not.toBe('NEEDS_FACTS');
    await reaches(trackingNumber, { state: 'REGISTERED', given: [], needs: [], problem: null });
    expect(at(provider, trackingNumber)).toMatchObject([{ given: { [wire]: postcode } }]);
    // Told once.
    expect(simulator.limits[provider].report()[update]?.calls ?? 0).toBe(0);
  });

  test('one that was wrong is corrected there; one that is refused is shown, and not sent for ever', async () => {
    const trackingNumber = nextNumber();
    await register({ trackingNumber, carrierCode, facts: { destinationPostalCode: postcode } });
    await reaches(trackingNumber, { state: 'REGISTERED', given: [] });
    await register({ trackingNumber, carrierCode, facts: { destinationPostalCode: other } });
    await eventually(() => expect(at(provider, trackingNumber)).toMatchObject([{ given: { [wire]: other } }]), {
      timeoutMs: 10_000,
    });
    await reaches(trackingNumber, { state: 'REGISTERED', given: [], problem: null });
    simulator.faults.break('error', { provider, value: `${provider === 'aftership' ? 4008 : 4130} ${update}` });
    await register({ trackingNumber, carrierCode, facts: { destinationPostalCode: postcode } });
    await reaches(trackingNumber, { state: 'REGISTERED', given: [], problem: { kind: 'INVALID_REQUEST' } });
    expect(at(provider, trackingNumber)).toMatchObject([{ given: { [wire]: other } }]);
  });
});

describe('while they wait', () => {
  test('they stand sealed in one row and nowhere else, not as a hash either; their names show, and no log has them', async () => {
    const trackingNumber = nextNumber();
    const facts = { trackingKey: 'key-4711-of-ann', accountNumber: 'ACCOUNT-4711-X' };
    const batch = `mutation ($facts: CarrierFactsInput) { shipmentRegisterMany(input: { batch: "sealed", rows: [
      { row: 1, trackingNumber: "${trackingNumber}", carrierCode: "mondial-relay", facts: $facts }] }) { rows { state userErrors { message } } } }`;
    const { data } = await world.query(viewer(), batch, { facts });
    expect(data).toEqual({ shipmentRegisterMany: { rows: [{ state: 'QUEUED', userErrors: [] }] } });
    await reaches(trackingNumber, { state: 'NEEDS_FACTS' });
    const { shipment } = await register({ trackingNumber, carrierCode: 'mondial-relay' });
    expect(shipment?.registration?.facts).toEqual(['accountNumber', 'trackingKey']);
    const texts = ['key-4711-of-ann', 'ACCOUNT-4711-X', postcode].flatMap((text) => [
      text,
      ...(['hex', 'base64'] as const).flatMap((form) => [
        Buffer.from(text).toString(form),
        createHash('sha256').update(text).digest(form),
      ]),
    ]);
    const tables = await world.sql<{ name: string }[]>`
      select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('tracking', 'pgboss')`;
    const dump = (
      await Promise.all(tables.map(({ name }) => world.sql.unsafe(`select t::text as row from ${name} t`)))
    ).flatMap((rows) => rows.map(({ row }) => row as string));
    expect(dump.some((row) => row.includes(trackingNumber))).toBe(true);
    for (const text of texts) expect([...dump, ...lines].filter((row) => row.includes(text))).toEqual([]);
    // What a key remembers of the row is the same as without facts.
    const hashes = await world.sql`
      select body_hash, facts_mark is not null as has_mark from tracking.idempotency where key = 'sealed'`;
    const plain = createHash('sha256')
      .update(JSON.stringify([trackingNumber, 'mondial-relay', null, null]))
      .digest();
    expect(hashes).toEqual([{ body_hash: plain, has_mark: true }]);
  });

  test('a later one joins the earlier ones; what somebody sees of them is nothing for those who do not see the order', async () => {
    const trackingNumber = nextNumber();
    await world.tell([deliveryChanged(801, { customerId: 81 })]);
    const given = { trackingNumber, carrierCode: 'mondial-relay', orderName: 'S801' };
    await register({ ...given, facts: { accountNumber: 'A-1' } });
    await reaches(trackingNumber, { state: 'NEEDS_FACTS', needs: ['destinationPostalCode'] });
    expect((await rowOf(trackingNumber))?.given).toEqual(['accountNumber']);
    const stranger = viewer({
      role: 'partner',
      level: 'PARTNER',
      sub: 'client-82',
      customers: [82],
      scopes: ['shipments:read', 'shipments:write'],
    });
    const { userErrors } = await register(
      { trackingNumber, carrierCode: 'mondial-relay', facts: { destinationPostalCode: other } },
      stranger,
    );
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'facts'] }]);
    expect((await rowOf(trackingNumber))?.given).toEqual(['accountNumber']);
    await register({ ...given, facts: { destinationPostalCode: postcode } });
    await reaches(trackingNumber, { state: 'REGISTERED', given: [] });
    expect(at('trackingmore', trackingNumber)).toMatchObject([
      { given: { tracking_postal_code: postcode, tracking_courier_account: 'A-1' } },
    ]);
  });

  test('those given while a round is under way are not lost: it goes on with them', async () => {
    const trackingNumber = nextNumber();
    await register({ trackingNumber, carrierCode: 'mondial-relay' });
    await reaches(trackingNumber, { state: 'NEEDS_FACTS' });
    await using queue = await startJobQueue({
      databaseUrl: world.databaseUrl,
      providers: ['trackingmore'],
      leaseSeconds: 60,
      supervises: false,
      logger: world.logger,
    });
    const holding = { sql: world.sql, queue, provider: 'trackingmore', holder: crypto.randomUUID() };
    const [row] = await world.sql<{ shipment_id: string }[]>`
      update tracking.registration set state = 'QUEUED' where shipment_id = (select shipment_id from tracking.ref where number = ${trackingNumber}) returning shipment_id`;
    const [held] = await holdRegistrations(holding, [row?.shipment_id as string]);
    await register({ trackingNumber, carrierCode: 'mondial-relay', facts: { destinationPostalCode: postcode } });
    const { shipmentId, factsVersion } = held as HeldRegistration;
    const settled = { shipmentId, factsVersion, carrierCode: 'mondial-relay', remoteId: null, problem: null } as const;
    const needs = ['destinationPostalCode'];
    await settleRegistrations(
      holding,
      [],
      [
        {
          ...settled,
          state: 'NEEDS_FACTS',
          needs,
          pending: null,
          wasPending: null,
          isAsked: false,
          isTold: true,
          againAt: null,
          isNew: false,
        },
      ],
    );
    await reaches(trackingNumber, { state: 'REGISTERED', given: [] });
    expect(at('trackingmore', trackingNumber)).toMatchObject([{ given: { tracking_postal_code: postcode } }]);
  });

  test('they are deleted when the parcel is at its end, and after a while, with the key of their month', async () => {
    const [late, over] = [nextNumber(), nextNumber()];
    for (const trackingNumber of [late, over])
      await register({ trackingNumber, carrierCode: 'mondial-relay', facts: { accountNumber: 'A-1' } });
    for (const one of [late, over]) await reaches(one, { state: 'NEEDS_FACTS', given: ['accountNumber'] });
    await world.sql`update tracking.shipment set is_final = true where tracking_number = ${over}`;
    const drop = (days: number) =>
      world.sql.begin((tx) => dropOldFacts(tx, { now: new Date(Date.now() + days * 86_400_000), limit: 500 }));
    const keys = async () =>
      (await world.sql`select 1 from tracking.data_key where purpose = 'registration-facts'`).length;
    expect(await drop(factsKeptDays - 1)).toBe(1);
    expect(await rowOf(over)).toMatchObject({ given: [] });
    expect(await rowOf(late)).toMatchObject({ given: ['accountNumber'] });
    expect(await keys()).toBe(1);
    await drop(factsKeptDays + 1);
    expect(await rowOf(late)).toMatchObject({ given: [] });
    // Whoever still seals with it in this month finds it.
    expect(await keys()).toBe(1);
    await drop(factsKeptDays + 64);
    expect(await keys()).toBe(0);
    // A new one is made when it is needed.
    await register({ trackingNumber: late, carrierCode: 'mondial-relay', facts: { destinationPostalCode: postcode } });
    await reaches(late, { state: 'REGISTERED', given: [] });
  });
});

test('what only the provider knew that it wants is told with the next try, where we know it; else it waits for it', async () => {
  const trackingNumber = nextNumber();
  const of = { references: [trackingNumber], deliveryMethod: 'PostNL', countryCode: 'NL' };
  await world.tell([deliveryChanged(802, { ...of, shippedAt: '2026-11-02T09:00:00Z' })]);
  // It names postcode and ship date, whatever is sent.
  simulator.faults.break('error', { provider: 'aftership', value: '4011 POST /trackings' });
  const given = { trackingNumber, carrierCode: 'postnl', orderName: 'S802' };
  await register({ ...given, facts: { destinationPostalCode: postcode } });
  await reaches(trackingNumber, { state: 'NEEDS_FACTS', needs: ['destinationPostalCode', 'shipDate'], given: [] });
  expect(simulator.limits.aftership.report()['POST /trackings']?.calls).toBe(2);
  simulator.faults.mend();
  await register({ ...given, facts: { destinationPostalCode: other } });
  await reaches(trackingNumber, { state: 'REGISTERED' });
  expect(at('aftership', trackingNumber)[0]?.given).toEqual({
    destination_postal_code: other,
    tracking_ship_date: '2026-11-02',
  });
});

test('what stands waiting for something that Odoo tells later goes on by itself', async () => {
  const trackingNumber = nextNumber();
  const of = { references: [trackingNumber], deliveryMethod: 'DPD Classic' };
  simulator.faults.break('error', { provider: 'trackingmore', value: '4122 POST /trackings/batch' });
  await world.tell([deliveryChanged(803, of)]);
  await reaches(trackingNumber, { state: 'NEEDS_FACTS' });
  simulator.faults.mend();
  await world.sql`update tracking.registration set needs = '{shipDate}' where shipment_id = (select shipment_id from tracking.ref where number = ${trackingNumber})`;
  await world.tell([deliveryChanged(803, { ...of, warehouseId: 2 })]);
  expect(await rowOf(trackingNumber)).toMatchObject({ state: 'NEEDS_FACTS' });
  await world.tell([deliveryChanged(803, { ...of, shippedAt: new Date().toISOString() })]);
  await reaches(trackingNumber, { state: 'REGISTERED' });
  expect(at('trackingmore', trackingNumber)[0]?.given).toHaveProperty('tracking_ship_date');
});

test('they are deleted with the registration', async () => {
  const trackingNumber = nextNumber();
  await world.tell([deliveryChanged(804, { references: [trackingNumber], deliveryMethod: 'Mondial Relay' })]);
  await register({ trackingNumber, carrierCode: 'mondial-relay', orderName: 'S804', facts: { accountNumber: 'A-1' } });
  await reaches(trackingNumber, { state: 'NEEDS_FACTS', given: ['accountNumber'] });
  const [shipment] = await world.shipmentsOf(804);
  const { data } = await world.query(
    viewer(),
    `mutation { registrationDelete(input: { shipmentId: "${shipment?.id}", reason: "asked for" }) { userErrors { message } } }`,
  );
  expect(data).toEqual({ registrationDelete: { userErrors: [] } });
  expect(await rowOf(trackingNumber)).toMatchObject({ state: 'DELETED', given: [] });
});

test('under a key the same facts do nothing again, others are taken, and none leave those of before', async () => {
  const trackingNumber = nextNumber();
  const given = { trackingNumber, carrierCode: 'mondial-relay', idempotencyKey: 'with facts' };
  const version = async () => (await rowOf(trackingNumber))?.facts_version;
  await register(given);
  await reaches(trackingNumber, { state: 'NEEDS_FACTS' });
  await register({ ...given, facts: { accountNumber: 'A-1' } });
  expect(await version()).toBe(1);
  await register({ ...given, facts: { accountNumber: 'A-1' } });
  await register(given);
  await register({ ...given, facts: {} });
  expect(await version()).toBe(1);
  await register({ ...given, facts: { accountNumber: 'A-1', destinationPostalCode: postcode } });
  await reaches(trackingNumber, { state: 'REGISTERED', facts_version: 2 });
  expect(at('trackingmore', trackingNumber)).toMatchObject([{ given: { tracking_postal_code: postcode } }]);
  // What is not a fact is still a matter of the key.
  const { userErrors } = await register({ ...given, carrierCode: 'postnl', facts: { destinationPostalCode: other } });
  expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'idempotencyKey'] }]);
  expect(await version()).toBe(2);
});

test.each([
  ['accountNumber', '', 'x'.repeat(51), 'a\nb'],
  ['destinationPostalCode', '1', '1'.repeat(13), '1012\u0000AB', '<b>1012</b>'],
  ['destinationState', 'N', '12', 'x'.repeat(51)],
  ['destinationCountry', 'Germany', 'XX'],
  ['originCountry', 'D', 'ZZZ'],
  ['shipDate', '05.10.2026', '2026-02-30', '2026-13-01', 'yesterday'],
  ['trackingKey', 'x'.repeat(101), 'a b', 'ü'],
])('%s that cannot be right is refused, by its name and with what it is; nothing is done', async (name, ...wrong) => {
  const trackingNumber = nextNumber();
  for (const text of wrong) {
    const { shipment, userErrors } = await register({
      trackingNumber,
      carrierCode: 'ups',
      acceptUnusual: true,
      facts: { [name]: text },
    });
    expect(shipment).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: ['input', 'facts', name] }]);
    expect(userErrors[0]?.message).toContain(name);
    if (text.length > 2) expect(userErrors[0]?.message).not.toContain(text);
  }
  expect(await rowOf(trackingNumber)).toBeUndefined();
});

test('all that is wrong with a row is said at once, with its place in the batch', async () => {
  const many = `mutation ($rows: [ShipmentRegisterRowInput!]!) { shipmentRegisterMany(input: { batch: "wrong", rows: $rows }) { rows { isAccepted userErrors { field } } } }`;
  const rows = [
    { row: 1, trackingNumber: nextNumber(), carrierCode: 'dpd', acceptUnusual: true, facts: { originCountry: 'nl' } },
    {
      row: 2,
      trackingNumber: nextNumber(),
      carrierCode: 'dpd',
      acceptUnusual: true,
      facts: { originCountry: '?', shipDate: '?' },
    },
  ];
  expect((await world.query(viewer(), many, { rows })).data).toEqual({
    shipmentRegisterMany: {
      rows: [
        { isAccepted: true, userErrors: [] },
        {
          isAccepted: false,
          userErrors: [
            { field: ['input', 'rows', '1', 'facts', 'originCountry'] },
            { field: ['input', 'rows', '1', 'facts', 'shipDate'] },
          ],
        },
      ],
    },
  });
});
