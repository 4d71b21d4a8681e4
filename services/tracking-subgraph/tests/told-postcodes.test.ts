import { createHash } from 'node:crypto';
import { startProviderSimulator } from '@milepost/provider-simulator';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropOldFacts } from '../src/registration/registration-facts.ts';
import { deliveryChanged } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

// Where a parcel goes, as Odoo's side tells it, told to providers by a switch. Nobody else has this postcode.
const postcode = '9753 QX';

let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
let world: World;
const lines: string[] = [];
const env = (more: Record<string, string> = {}) => ({
  TRACKINGMORE_API_KEY: 'trackingmore-key',
  TRACKINGMORE_API_URL: simulator.url,
  REGISTER_AT: 'trackingmore',
  CARRIER_MAPPING: JSON.stringify({ 'Mondial Relay': 'mondial-relay', 'DPD Classic': 'dpd' }),
  REGISTRATION_RETRY_SECONDS: '0.1',
  POLL_INTERVAL_SECONDS: '86400',
  ...more,
});
beforeAll(async () => {
  simulator = await startProviderSimulator({ webhooks: {}, apiKeys: { trackingmore: ['trackingmore-key'] } });
  world = await startWorld({
    onLog: (line) => lines.push(line),
    env: env({ SEND_TO_PROVIDERS: 'destinationPostalCode', LOG_LEVEL: 'trace' }),
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});

const stateOf = async (number: string, at = world) =>
  (
    await at.sql<{ state: string }[]>`
      select g.state from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`
  )[0]?.state;
const reaches = (number: string, state: string, at = world) =>
  eventually(async () => expect(await stateOf(number, at)).toBe(state), { timeoutMs: 10_000 });
const givenOf = (number: string) =>
  simulator.stores.trackingmore.all().find((tracking) => tracking.number === number)?.given;
const keeps = async (delivery: number, at = world) =>
  (await at.sql`select 1 from tracking.delivery where id = ${delivery} and postcode_sealed is not null`).length === 1;
const drop = (at = world) => at.sql.begin((tx) => dropOldFacts(tx, { now: new Date(), limit: 500 }));

test('a carrier that wants the postcode gets it, another one does not; here it stands sealed, and goes when it is told', async () => {
  await world.tell([
    deliveryChanged(701, {
      references: ['70100001'],
      deliveryMethod: 'Mondial Relay',
      destinationPostalCode: ` ${postcode.toLowerCase()}`,
    }),
    deliveryChanged(702, {
      references: ['09980525414724'],
      deliveryMethod: 'DPD Classic',
      destinationPostalCode: postcode,
    }),
    deliveryChanged(703, { references: ['70300001'], deliveryMethod: 'Nobody knows', destinationPostalCode: postcode }),
    deliveryChanged(704, { destinationPostalCode: '<none at all>' }),
  ]);
  await reaches('70100001', 'REGISTERED');
  await reaches('09980525414724', 'REGISTERED');
  expect(givenOf('70100001')).toEqual({ tracking_postal_code: postcode });
  expect(givenOf('09980525414724')).toEqual({});
  expect(await keeps(704)).toBe(false);
  const tables = await world.sql<{ name: string }[]>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('tracking', 'pgboss')`;
  const dump = (
    await Promise.all(tables.map(({ name }) => world.sql.unsafe(`select t::text as row from ${name} t`)))
  ).flatMap((rows) => rows.map(({ row }) => row as string));
  expect(dump.some((row) => row.includes('70300001'))).toBe(true);
  const forms = (['hex', 'base64'] as const).flatMap((form) => [
    Buffer.from(postcode).toString(form),
    createHash('sha256').update(postcode).digest(form),
  ]);
  for (const text of [postcode, postcode.toLowerCase(), ...forms])
    expect([...dump, ...lines].filter((row) => row.includes(text))).toEqual([]);
  expect(await keeps(701)).toBe(true);
  await drop();
  // Nothing is open about these any more; the third waits for a carrier that may want it.
  expect(await Promise.all([701, 702, 703].map((id) => keeps(id)))).toEqual([false, false, true]);
  const { data } = await world.query<{
    registrationReport: { told: { field: string; isPersonal: boolean; when: string }[] };
  }>(viewer(), '{ registrationReport { told { field isPersonal when } } }');
  expect(data.registrationReport.told.filter(({ isPersonal, when }) => isPersonal && when !== 'GIVEN_BY_HAND')).toEqual(
    [{ field: 'destinationPostalCode', isPersonal: true, when: 'CARRIER_WANTS_IT' }],
  );
});

test('what stood waiting for it goes on when it is told; what is not told any more is not kept', async () => {
  const of = { references: ['70500001'], deliveryMethod: 'Mondial Relay' };
  await world.tell([deliveryChanged(705, of)]);
  await reaches('70500001', 'NEEDS_FACTS');
  await world.tell([deliveryChanged(705, { ...of, destinationPostalCode: postcode })]);
  await reaches('70500001', 'REGISTERED');
  expect(givenOf('70500001')).toEqual({ tracking_postal_code: postcode });
  expect(await keeps(705)).toBe(true);
  await world.tell([deliveryChanged(705, of)]);
  expect(await keeps(705)).toBe(false);
});

test('what somebody gave by hand counts more', async () => {
  await world.tell([
    deliveryChanged(706, { references: ['70600001'], deliveryMethod: 'Nobody knows', destinationPostalCode: postcode }),
  ]);
  const mutation = `mutation ($input: ShipmentRegisterInput!) { shipmentRegister(input: $input) { userErrors { message } } }`;
  const input = { trackingNumber: '70600001', carrierCode: 'mondial-relay', facts: { destinationPostalCode: '1111' } };
  expect((await world.query(viewer(), mutation, { input })).data).toEqual({ shipmentRegister: { userErrors: [] } });
  await reaches('70600001', 'REGISTERED');
  expect(givenOf('70600001')).toEqual({ tracking_postal_code: '1111' });
});

test('without the switch it is neither told nor kept, whatever the other side says', async () => {
  await using other = await startWorld({ env: env() });
  await other.tell([
    deliveryChanged(707, {
      references: ['70700001'],
      deliveryMethod: 'Mondial Relay',
      destinationPostalCode: postcode,
    }),
  ]);
  await reaches('70700001', 'NEEDS_FACTS', other);
  expect(await keeps(707, other)).toBe(false);
  expect((await other.sql`select data::text as data from tracking.delivery where id = 707`)[0]?.['data']).not.toContain(
    postcode,
  );
});
