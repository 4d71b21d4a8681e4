import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startJobQueue } from '../src/registration/job-queue.ts';
import { holdRegistrations, settleRegistrations } from '../src/registration/registration-rows.ts';
import { type BothProviders, startBothProviders } from './support/both-providers.ts';
import { deliveryChanged } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let simulator: BothProviders['simulator'];
let world: World;
let env: BothProviders['env'];
beforeAll(async () => {
  const both = await startBothProviders();
  simulator = both.simulator;
  // UPS at TrackingMore, DPD at AfterShip.
  env = (more) => both.env({ REGISTER_CARRIERS_AT: JSON.stringify({ dpd: 'aftership' }), ...more });
  world = await startWorld({ env: env() });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});
beforeEach(() => {
  simulator.faults.mend();
  for (const limits of Object.values(simulator.limits)) limits.reset();
});

interface Row {
  state: string;
  wanted: string;
  provider: string;
  remote_id: string | null;
  needs: string[];
  problem: { kind: string; code: string | null } | null;
}
const rowOf = async (number: string) =>
  (
    await world.sql<
      Row[]
    >`select g.* from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`
  )[0];
const reaches = (number: string, expected: Partial<Row>) =>
  eventually(async () => expect(await rowOf(number)).toMatchObject(expected), { timeoutMs: 10_000 });
/** Right by its check digit, and never the same twice. */
let serial = 40_000_000;
function upsNumber(): string {
  serial += 1;
  const body = `999AA1${String(serial).padStart(9, '0')}`;
  const sum = [...body].reduce((total, char, i) => {
    const value = /\d/.test(char) ? Number(char) : (char.charCodeAt(0) - 63) % 10;
    return total + (i % 2 === 0 ? value : 2 * value);
  }, 0);
  return `1Z${body}${(10 - (sum % 10)) % 10}`;
}
const at = (provider: 'aftership' | 'trackingmore', number: string) =>
  [...simulator.stores[provider].all()].filter((tracking) => tracking.number === number);
let order = 1_000;
const tell = async (references: string[], more: object = {}) => {
  order += 1;
  await world.tell([deliveryChanged(order, { references, ...more })]);
  return order;
};

describe('a delivery’s number', () => {
  test('is registered where its carrier’s parcels are tracked, with nothing personal', async () => {
    const [ups, dpd] = [upsNumber(), '09980525414724'];
    await tell([ups], { shippedAt: new Date().toISOString() });
    await tell([dpd], { deliveryMethod: 'DPD Classic', countryCode: 'DE' });
    await reaches(ups, { state: 'REGISTERED', provider: 'trackingmore', problem: null });
    await reaches(dpd, { state: 'REGISTERED', provider: 'aftership', problem: null });
    const [there] = at('trackingmore', ups);
    expect((await rowOf(ups))?.remote_id).toBe(there?.id);
    expect(there).toMatchObject({ number: ups, code: 'ups' });
    const [other] = at('aftership', dpd);
    expect(other?.id).toBe((await rowOf(dpd))?.remote_id);
    // Nothing beside number and carrier: no name, no address, no order.
    for (const tracking of [there, other]) expect(tracking?.given).toEqual({});
  });

  test('is visible with its order while the provider is away, and is registered once it is back', async () => {
    simulator.faults.break('outage', { provider: 'trackingmore', value: '503' });
    const number = upsNumber();
    const id = await tell([number]);
    expect((await world.shipmentsOf(id)).map(({ trackingNumber }) => trackingNumber)).toEqual([number]);
    await reaches(number, { state: 'QUEUED', problem: { kind: 'UNAVAILABLE', code: '503' } });
    const { data } = await world.query<{ shipmentByTrackingNumber: { registration: object } }>(
      viewer(),
      `{ shipmentByTrackingNumber(trackingNumber: "${number}") { registration { state provider registeredAt problem { kind message since } } } }`,
    );
    expect(data.shipmentByTrackingNumber.registration).toMatchObject({
      state: 'QUEUED',
      provider: 'trackingmore',
      registeredAt: null,
      problem: { kind: 'UNAVAILABLE', message: 'It is tried again by itself.' },
    });
    simulator.faults.mend();
    await reaches(number, { state: 'REGISTERED', problem: null });
    expect(at('trackingmore', number)).toHaveLength(1);
  });

  test('is stopped when the delivery is cancelled, and taken up again', async () => {
    const number = upsNumber();
    const id = await tell([number]);
    await reaches(number, { state: 'REGISTERED' });
    await world.tell([deliveryChanged(id, { references: [number], cancelled: true })]);
    await reaches(number, { state: 'STOPPED', wanted: 'STOPPED' });
    expect(at('trackingmore', number)).toMatchObject([{ isArchived: true }]);
    await world.tell([deliveryChanged(id, { references: [number] })]);
    await reaches(number, { state: 'REGISTERED', wanted: 'TRACKED' });
  });

  test('that is corrected: the old one is stopped, the new one registered', async () => {
    const [wrong, right] = [upsNumber(), upsNumber()];
    const id = await tell([wrong]);
    await reaches(wrong, { state: 'REGISTERED' });
    await world.tell([deliveryChanged(id, { references: [right] })]);
    await reaches(right, { state: 'REGISTERED' });
    await reaches(wrong, { state: 'STOPPED' });
    expect(at('trackingmore', wrong)).toMatchObject([{ isArchived: true }]);
  });
});

describe('many numbers', () => {
  test('go in batches of forty; one that is refused costs only itself', async () => {
    const numbers = Array.from({ length: 89 }, upsNumber);
    await tell([...numbers.slice(0, 50), 'NO/T-A.NUMBER_OF-UPS']);
    await tell(numbers.slice(50));
    for (const number of numbers) await reaches(number, { state: 'REGISTERED' });
    const { calls } = simulator.limits.trackingmore.report()['POST /trackings/batch'] as { calls: number };
    expect(calls).toBeGreaterThanOrEqual(3);
    expect(calls).toBeLessThanOrEqual(8);
    for (const number of numbers) expect(at('trackingmore', number)).toHaveLength(1);
  });
});

describe('what the provider says', () => {
  test('an answer that got lost: looked for and adopted, never sent twice', async () => {
    simulator.faults.break('lost-answers', { provider: 'trackingmore', value: '1' });
    const numbers = Array.from({ length: 5 }, upsNumber);
    await tell(numbers);
    for (const number of numbers) await reaches(number, { state: 'REGISTERED' });
    const report = simulator.limits.trackingmore.report();
    expect(report['POST /trackings/batch']?.calls).toBe(1);
    expect(report['GET /trackings/get']?.calls).toBeGreaterThanOrEqual(1);
    for (const number of numbers) expect(at('trackingmore', number)).toHaveLength(1);
  });
});

test('somebody else’s registration of the same number is adopted', async () => {
  simulator.stores.aftership.create({ number: '09980525414740', code: 'dpd', at: Date.now(), given: {} });
  await tell(['09980525414740'], { deliveryMethod: 'DPD Classic' });
  await reaches('09980525414740', { state: 'REGISTERED' });
  expect(at('aftership', '09980525414740')).toHaveLength(1);
});

test('operators see how registrations stand, what they cost, and what waits for too long', async () => {
  const query = `{ registrationReport { states { state count } oldestQueuedAt overdueCount spend { provider cause count } forecast { provider soFar expected } } }`;
  interface Report {
    states: { state: string; count: number }[];
    overdueCount: number;
    spend: { provider: string; cause: string; count: number }[];
    forecast: { provider: string; soFar: number; expected: number }[];
  }
  const report = async () =>
    (await world.query<{ registrationReport: Report }>(viewer(), query)).data.registrationReport;
  const before = await report();
  const spent = ({ spend }: Report, provider: string) =>
    spend
      .filter((one) => one.provider === provider && one.cause === 'DELIVERY')
      .reduce((sum, { count }) => sum + count, 0);
  const numbers = [upsNumber(), upsNumber()];
  await tell(numbers);
  for (const number of numbers) await reaches(number, { state: 'REGISTERED' });
  const after = await report();
  expect(spent(after, 'trackingmore')).toBe(spent(before, 'trackingmore') + 2);
  // What was there already was adopted, and cost nothing.
  expect(after.spend.reduce((sum, { count }) => sum + count, 0)).toBe(
    simulator.stores.trackingmore.size + simulator.stores.aftership.size - 1,
  );
  expect(after.forecast.find(({ provider }) => provider === 'trackingmore')?.soFar).toBe(spent(after, 'trackingmore'));
  simulator.faults.break('outage', { provider: 'trackingmore', value: '503' });
  const late = upsNumber();
  await tell([late]);
  await reaches(late, { state: 'QUEUED', problem: expect.objectContaining({ kind: 'UNAVAILABLE' }) });
  expect((await report()).overdueCount).toBe(0);
  await world.sql`update tracking.registration set problem = problem || '{"since": "2026-01-01T00:00:00Z"}' where state = 'QUEUED'`;
  expect((await report()).overdueCount).toBe(1);
  const list = `{ registrations(state: QUEUED, first: 1) { nodes { state shipment { trackingNumber } } pageInfo { hasNextPage } } }`;
  expect((await world.query(viewer(), list)).data).toMatchObject({
    registrations: { nodes: [{ state: 'QUEUED', shipment: { trackingNumber: expect.any(String) } }] },
  });
  for (const asked of [query, list])
    expect((await world.query(viewer({ role: 'agent' }), asked)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
});

test('what providers are told beside that is switched on field by field, and stands in the register', async () => {
  await using other = await startWorld({ env: env({ SEND_TO_PROVIDERS: 'orderNumber' }) });
  const number = upsNumber();
  await other.tell([deliveryChanged(7_001, { references: [number] })]);
  await eventually(() => expect(at('trackingmore', number)).toHaveLength(1), { timeoutMs: 10_000 });
  expect(at('trackingmore', number)[0]?.given).toEqual({ order_number: 'S7001' });
  const query = `{ registrationReport { told { provider field name isPersonal when } } }`;
  interface Told {
    registrationReport: { told: { field: string; isPersonal: boolean; when: string }[] };
  }
  const personal = async (one: World) =>
    (await one.query<Told>(viewer(), query)).data.registrationReport.told.filter(
      ({ isPersonal, when }) => isPersonal && when !== 'GIVEN_BY_HAND',
    );
  expect(await personal(other)).toMatchObject([{ field: 'orderNumber' }, { field: 'orderNumber' }]);
  expect(await personal(world)).toEqual([]);
});

test('a published rule corrects what an earlier one chose: at the provider that knows the carrier, else at another one', async () => {
  const [moved, gone, there] = ['RULEDUPS0000001', 'RULEDUPS0000002', 'RULEDUPS0000003'];
  await tell([moved, gone, there]);
  for (const number of [moved, gone, there]) await reaches(number, { state: 'REGISTERED', provider: 'trackingmore' });
  const id = (await rowOf(moved))?.remote_id;
  // Somebody registered it under the right carrier already.
  const own = simulator.stores.trackingmore.create({ number: there, code: 'fedex', at: Date.now(), given: {} });
  const run = async (field: string, input: object) => {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`.replace('PublishInput', 'Input');
    const { data } = await world.query<Record<string, { version: { number: number; revision: number } }>>(
      viewer(),
      `mutation ($input: ${type}!) { ${field}(input: $input) { version { number revision } userErrors { message } } }`,
      { input },
    );
    return data[field]?.version as { number: number; revision: number };
  };
  const draft = await run('carrierRuleDraftCreate', { note: 'they are others', basedOn: 0 });
  const saved = await run('carrierRuleDraftSave', {
    ...draft,
    rules: [
      { numberPattern: 'RULEDUPS000000[13]', carrierCode: 'fedex' },
      { numberPattern: 'RULEDUPS0000002', carrierCode: 'speedx' },
    ],
  });
  await run('carrierRuleDraftPublish', saved);
  await eventually(() => expect(at('trackingmore', moved)).toMatchObject([{ id, code: 'fedex' }]), {
    timeoutMs: 10_000,
  });
  await reaches(moved, { state: 'REGISTERED', remote_id: id as string, problem: null });
  await reaches(gone, { state: 'REGISTERED', provider: 'aftership', problem: null });
  expect(at('trackingmore', gone)).toEqual([]);
  expect(at('aftership', gone)).toMatchObject([{ code: 'speedx' }]);
  await reaches(there, { state: 'REGISTERED', remote_id: own.id, problem: null });
  expect(at('trackingmore', there)).toHaveLength(1);
  // Back again, each where it is by now.
  await run('carrierRuleRollBack', { toNumber: 0, note: 'away with them' });
  await eventually(
    () => {
      const all = [at('trackingmore', moved), at('aftership', gone), at('trackingmore', there)];
      expect(all.map((trackings) => trackings.map(({ code }) => code))).toEqual([['ups'], ['ups'], ['ups']]);
    },
    { timeoutMs: 10_000 },
  );
});

test('a round that stood still until another one did its work changes nothing more', async () => {
  const number = upsNumber();
  await tell([number]);
  await reaches(number, { state: 'REGISTERED' });
  const [row] = await world.sql<{ shipment_id: string; remote_id: string }[]>`
    select shipment_id, remote_id from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`;
  const shipmentId = row?.shipment_id as string;
  await using queue = await startJobQueue({
    databaseUrl: world.databaseUrl,
    providers: ['trackingmore'],
    leaseSeconds: 60,
    supervises: false,
    logger: world.logger,
  });
  const holding = { sql: world.sql, queue, provider: 'trackingmore', holder: crypto.randomUUID() };
  expect(await holdRegistrations(holding, [shipmentId])).toMatchObject([{ shipmentId, state: 'REGISTERED' }]);
  // Held by one, it is nobody else's.
  expect(await holdRegistrations({ ...holding, holder: crypto.randomUUID() }, [shipmentId])).toEqual([]);
  await world.sql`update tracking.registration set held_by = ${crypto.randomUUID()} where shipment_id = ${shipmentId}`;
  const lost = {
    shipmentId,
    state: 'REFUSED',
    remoteId: null,
    carrierCode: null,
    isAsked: false,
    needs: [],
    problem: null,
    againAt: null,
    isNew: true,
    pending: null,
    wasPending: null,
    factsVersion: 0,
    isTold: false,
  } as const;
  await settleRegistrations(holding, [], [lost]);
  expect(await rowOf(number)).toMatchObject({ state: 'REGISTERED', remote_id: row?.remote_id });
});

test('while a provider is down another one gets what was never sent', async () => {
  simulator.faults.break('outage', { provider: 'trackingmore', value: '503' });
  await using other = await startWorld({ env: env({ REGISTRATION_FAIL_OVER_MINUTES: '0' }) });
  const standing = async (number: string) =>
    (
      await other.sql<{ provider: string; state: string; asked: boolean }[]>`
        select provider, state, asked_at is not null as asked from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`
    )[0];
  // One after the other, until the breaker has learned it.
  const sent: string[] = [];
  await eventually(
    async () => {
      const number = upsNumber();
      sent.push(number);
      await other.tell([deliveryChanged(9_000 + sent.length, { references: [number] })]);
      const open =
        await other.sql`select 1 from tracking.provider_endpoint where provider = 'trackingmore' and endpoint = 'batch' and state = 'OPEN'`;
      expect(open).toHaveLength(1);
    },
    { timeoutMs: 30_000 },
  );
  const late = Array.from({ length: 5 }, upsNumber);
  await other.tell([deliveryChanged(9_999, { references: late })]);
  for (const number of late)
    await eventually(
      async () => expect(await standing(number)).toEqual({ provider: 'aftership', state: 'REGISTERED', asked: false }),
      { timeoutMs: 30_000 },
    );
  for (const number of late) expect(at('aftership', number)).toHaveLength(1);
  // What may exist there waits until it is known.
  const [first] = sent;
  expect(await standing(first as string)).toEqual({ provider: 'trackingmore', state: 'QUEUED', asked: true });
  expect(at('aftership', first as string)).toEqual([]);
});

// The last one: a refused key is not tried again for a while.
test('a refused key stops that provider, is seen, and all else goes on', async () => {
  simulator.faults.break('key-refused', { provider: 'trackingmore' });
  const [ups, dpd] = [upsNumber(), '09980525414732'];
  await tell([ups]);
  await tell([dpd], { deliveryMethod: 'DPD Classic' });
  await reaches(dpd, { state: 'REGISTERED' });
  await reaches(ups, { state: 'QUEUED', problem: expect.objectContaining({ kind: 'AUTHENTICATION' }) });
});
