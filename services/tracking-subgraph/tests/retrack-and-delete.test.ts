import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { keepHouse } from '../src/archive/retention.ts';
import { startJobQueue } from '../src/registration/job-queue.ts';
import { type BothProviders, startBothProviders } from './support/both-providers.ts';
import { deliveryChanged } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let simulator: BothProviders['simulator'];
let world: World;
beforeAll(async () => {
  const both = await startBothProviders();
  simulator = both.simulator;
  world = await startWorld({ env: both.env({ REGISTER_CARRIERS_AT: JSON.stringify({ dpd: 'aftership' }) }) });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});
/** Its breakers begin anew, too: nobody waits for them here. */
async function mend(...fault: Parameters<typeof simulator.faults.mend>) {
  simulator.faults.mend(...fault);
  await world.sql`delete from tracking.provider_endpoint`;
}
beforeEach(() => mend());

const operator = viewer({ sub: 'olga' });
interface Row {
  shipment_id: string;
  state: string;
  wanted: string;
  pending: string | null;
  remote_id: string | null;
  problem: { kind: string } | null;
}
const rowOf = async (number: string): Promise<Row> =>
  (
    await world.sql<
      Row[]
    >`select g.* from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`
  )[0] as Row;
const reaches = (number: string, expected: object) =>
  eventually(async () => expect(await rowOf(number)).toMatchObject(expected), { timeoutMs: 10_000 });
let serial = 0;
/** The number of a delivery, registered at its provider: UPS at TrackingMore, DPD at AfterShip. */
async function registered(provider: 'aftership' | 'trackingmore' = 'trackingmore') {
  serial += 1;
  const number = `RETRACK${String(serial).padStart(6, '0')}`;
  const method = provider === 'aftership' ? 'DPD Classic' : 'UPS Ground';
  await world.tell([deliveryChanged(8_000 + serial, { deliveryMethod: method, references: [number] })]);
  await reaches(number, { state: 'REGISTERED' });
  return { number, order: 8_000 + serial, id: (await rowOf(number)).shipment_id, method };
}
const at = (provider: 'aftership' | 'trackingmore', number: string) =>
  simulator.stores[provider].all().filter((tracking) => tracking.number === number);
/** As the provider shows it last; what it gave up is not followed any more. */
const known = (provider: 'aftership' | 'trackingmore', number: string) => at(provider, number)[0]?.history.at(-1);
function giveUp(provider: 'aftership' | 'trackingmore', number: string) {
  const [tracking] = at(provider, number);
  if (!tracking) throw new Error(`${number} is not there`);
  const last = tracking.history.at(-1) as (typeof tracking.history)[number];
  tracking.history.push({ ...last, isActive: false, mark: provider === 'trackingmore' ? 'expired001' : null });
}
/** Its breakers stay closed: it answers. */
const refuseDeleting = (provider: 'aftership' | 'trackingmore') =>
  simulator.faults.break('error', {
    provider,
    value: provider === 'aftership' ? '4008 DELETE /trackings/{id}' : '4130 DELETE /trackings/delete/{id}',
  });
interface Answer {
  shipment: { registration: Record<string, unknown> } | null;
  userErrors: { code: string; field: string[] }[];
}
async function ask(field: 'registrationRetrack' | 'registrationDelete', input: object, as: Viewer = operator) {
  const { data, errors } = await world.query<Record<string, Answer>>(
    as,
    `mutation ($input: R${field.slice(1)}Input!) { ${field}(input: $input) { shipment { registration { state pending pendingSince request { action by reason } } } userErrors { code message field } } }`,
    { input },
  );
  return errors?.[0]?.extensions.code ?? data[field];
}
const retrack = (id: string, as?: Viewer) =>
  ask('registrationRetrack', { shipmentId: toGlobalId('Shipment', id), reason: 'the carrier found it' }, as);
const remove = (id: string, as?: Viewer) =>
  ask('registrationDelete', { shipmentId: toGlobalId('Shipment', id), reason: 'asked for by the customer' }, as);
const auditOf = async (id: string, action: string) =>
  world.sql<
    { actor: string; detail: object }[]
  >`select actor, detail from tracking.audit where subject = ${`shipment ${id}`} and action = ${action}`;
const callsOf = (provider: 'aftership' | 'trackingmore', endpoint: string) =>
  simulator.limits[provider].report()[endpoint]?.calls ?? 0;

describe('a number that the provider gave up', () => {
  test('is begun with again on a colleague’s word: seen while it waits, done once, on record with who and why', async () => {
    const { number, id } = await registered();
    giveUp('trackingmore', number);
    simulator.faults.break('outage', { provider: 'trackingmore', value: '503' });
    const agent = viewer({ role: 'agent', sub: 'anna', companies: [1] });
    const asked = { state: 'REGISTERED', pending: 'RETRACK', pendingSince: expect.any(String) };
    expect(await retrack(id, agent)).toMatchObject({
      shipment: {
        registration: { ...asked, request: { action: 'RETRACK', by: 'anna', reason: 'the carrier found it' } },
      },
      userErrors: [],
    });
    await reaches(number, { pending: 'RETRACK', priority: 20, problem: { kind: 'UNAVAILABLE', code: '503' } });
    // Wanted twice is wanted once.
    expect(await retrack(id)).toMatchObject({ shipment: { registration: { ...asked, request: { by: 'anna' } } } });
    await mend();
    await reaches(number, { state: 'REGISTERED', pending: null, pending_since: null, problem: null, asked_at: null });
    expect(known('trackingmore', number)).toMatchObject({ mark: 'pending001' });
    expect(at('trackingmore', number)).toHaveLength(1);
    expect(await auditOf(id, 'registration.retrack_requested')).toEqual([
      { actor: 'anna', detail: { provider: 'trackingmore' } },
    ]);
  });

  test('an answer that got lost: the provider is asked again, and has done it once', async () => {
    const { number, id } = await registered('aftership');
    giveUp('aftership', number);
    simulator.faults.break('lost-answers', { provider: 'aftership', value: '1' });
    await retrack(id);
    await reaches(number, { state: 'REGISTERED', pending: null, problem: null });
    expect(at('aftership', number)).toMatchObject([{ retracks: 1 }]);
    // Its provider allows it a fixed number of times; then it says so.
    giveUp('aftership', number);
    await retrack(id);
    await reaches(number, { state: 'REFUSED', pending: null, problem: { kind: 'NOT_RETRACKABLE' } });
    expect(await retrack(id)).toMatchObject({ shipment: null, userErrors: [{ code: 'CONFLICT' }] });
    // The way out: delete it there, and register it anew.
    await remove(id);
    await reaches(number, { state: 'DELETED' });
    await world.query(
      operator,
      `mutation { shipmentRegister(input: { trackingNumber: "${number}", acceptUnusual: true }) { userErrors { code } } }`,
    );
    await reaches(number, { state: 'REGISTERED', wanted: 'TRACKED', is_by_hand: true });
    expect(at('aftership', number)).toMatchObject([{ retracks: 0 }]);
  });

  test('that the provider has forgotten is registered anew; whose worker died in the middle is looked for first', async () => {
    const { number, id } = await registered();
    const [before] = at('trackingmore', number);
    if (!before) throw new Error('not there');
    simulator.stores.trackingmore.delete(before);
    await retrack(id);
    await eventually(async () => expect((await rowOf(number)).remote_id).not.toBe(before.id), { timeoutMs: 10_000 });
    await reaches(number, { state: 'REGISTERED', pending: null, remote_id: at('trackingmore', number)[0]?.id });
    // As if it had died between the new registration and the note of it.
    const batches = callsOf('trackingmore', 'POST /trackings/batch');
    const [there] = at('trackingmore', number);
    await using queue = await startJobQueue({
      databaseUrl: world.databaseUrl,
      providers: ['trackingmore'],
      leaseSeconds: 60,
      supervises: false,
      logger: world.logger,
    });
    await world.sql.begin(async (tx) => {
      await tx`update tracking.registration set pending = 'RETRACK', pending_since = now(), asked_at = now(), remote_id = 'forgotten' where shipment_id = ${id}`;
      await queue.add(tx, [{ shipmentId: id, provider: 'trackingmore', priority: 30 }]);
    });
    await reaches(number, { state: 'REGISTERED', pending: null, asked_at: null, remote_id: there?.id });
    expect(callsOf('trackingmore', 'POST /trackings/batch')).toBe(batches);
  });
});

describe('a number that shall be forgotten', () => {
  test('is deleted at the provider, though it refuses us for a while and an answer gets lost; what Odoo says brings it not back', async () => {
    const { number, id, order, method } = await registered('aftership');
    refuseDeleting('aftership');
    expect(await remove(id)).toMatchObject({
      shipment: { registration: { state: 'REGISTERED', pending: 'DELETE', request: { by: 'olga' } } },
    });
    await reaches(number, { state: 'REGISTERED', pending: 'DELETE', problem: { kind: 'INVALID_REQUEST' } });
    // For too long: operators see it.
    await world.sql`update tracking.registration set pending_since = now() - interval '25 hours' where shipment_id = ${id}`;
    const { data } = await world.query(
      operator,
      '{ registrationReport { overdueCount pending { action count since } } registrations(pending: DELETE) { nodes { state pending shipment { trackingNumber } } } }',
    );
    expect(data).toEqual({
      registrationReport: {
        overdueCount: 1,
        pending: [{ action: 'DELETE', count: 1, since: expect.any(String) }],
      },
      registrations: { nodes: [{ state: 'REGISTERED', pending: 'DELETE', shipment: { trackingNumber: number } }] },
    });
    await mend('error');
    simulator.faults.break('lost-answers', { provider: 'aftership', value: '1' });
    await reaches(number, { state: 'DELETED', wanted: 'STOPPED', pending: null, remote_id: null, problem: null });
    expect(at('aftership', number)).toEqual([]);
    expect(await auditOf(id, 'registration.delete_requested')).toEqual([
      { actor: 'olga', detail: { provider: 'aftership' } },
    ]);
    expect(await auditOf(id, 'registration.deleted')).toEqual([
      { actor: 'registration', detail: { provider: 'aftership' } },
    ]);
    await world.tell([
      deliveryChanged(order, { deliveryMethod: method, references: [number], shippedAt: new Date().toISOString() }),
    ]);
    expect(await rowOf(number)).toMatchObject({ state: 'DELETED' });
    expect(await retrack(id)).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
  });

  test('that somebody asks for again before it is gone is registered anew afterwards', async () => {
    const { number, id } = await registered();
    const [before] = at('trackingmore', number);
    refuseDeleting('trackingmore');
    await remove(id);
    await world.query(
      operator,
      `mutation { shipmentRegister(input: { trackingNumber: "${number}", acceptUnusual: true }) { userErrors { code } } }`,
    );
    expect(await rowOf(number)).toMatchObject({ pending: 'DELETE', wanted: 'TRACKED' });
    await mend();
    await reaches(number, { state: 'REGISTERED', pending: null, wanted: 'TRACKED' });
    expect(at('trackingmore', number)).toHaveLength(1);
    expect(at('trackingmore', number)[0]?.id).not.toBe(before?.id);
  });

  test('of which the provider knows nothing yet is never sent', async () => {
    await world.tell([deliveryChanged(8_900, { references: ['RETRACKNEVER1'], deliveryMethod: 'Camel' })]);
    const { shipment_id: id } = await rowOf('RETRACKNEVER1');
    expect(await remove(id)).toMatchObject({ shipment: { registration: { state: 'DELETED', pending: null } } });
    await world.tell([deliveryChanged(8_900, { references: ['RETRACKNEVER1'], deliveryMethod: 'UPS Ground' })]);
    expect(await rowOf('RETRACKNEVER1')).toMatchObject({ state: 'DELETED' });
  });

  test('is for operators of the whole installation, and retracking for staff in their scope', async () => {
    const { id } = await registered();
    const elsewhere = viewer({ role: 'agent', companies: [9] });
    for (const as of [anonymous, orderHolder(8_001), viewer({ role: 'partner', level: 'PARTNER' })])
      expect(await retrack(id, as)).toBe('FORBIDDEN');
    expect(await retrack(id, elsewhere)).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    for (const as of [viewer({ role: 'agent' }), viewer({ companies: [1] }), anonymous])
      expect(await remove(id, as)).toBe('FORBIDDEN');
    expect(await ask('registrationDelete', { shipmentId: toGlobalId('Shipment', id), reason: ' ' })).toMatchObject({
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'reason'] }],
    });
    expect(await rowOf((await registered()).number)).toMatchObject({ pending: null });
    const { errors } = await world.query(operator, '{ registrations { nodes { state } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

test('of goods that left some days ago those that are late go before the others, also when they become it while they wait', async () => {
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const delivery = (id: number, more: object) =>
    deliveryChanged(id, { deliveryMethod: 'Camel', shippedAt: ago(5), references: [`RETRACKRISK${id}`], ...more });
  await world.tell([
    delivery(8_951, { promisedAt: ago(-1) }),
    delivery(8_952, { promisedAt: ago(-9) }),
    delivery(8_953, { shippedAt: ago(1), promisedAt: ago(2) }),
  ]);
  const priorities = async () =>
    (
      await world.sql`select g.priority, g.cause from tracking.registration g join tracking.ref r using (shipment_id) where r.number like 'RETRACKRISK%' order by r.number`
    ).map(({ priority, cause }) => `${cause} ${priority}`);
  expect(await priorities()).toEqual(['BACK_FILL 20', 'BACK_FILL 10', 'DELIVERY 30']);
  // It has a carrier by now, and waits for its provider.

  await world.sql`update tracking.registration set state = 'QUEUED', carrier_code = 'dpd', provider = 'aftership', held_until = now() + interval '1 hour' where shipment_id in (select shipment_id from tracking.ref where number = 'RETRACKRISK8952')`;
  await world.sql`update tracking.shipment set registered_carrier = 'dpd' where tracking_number = 'RETRACKRISK8952'`;
  await world.tell([delivery(8_952, { promisedAt: ago(0) })]);
  expect(await priorities()).toEqual(['BACK_FILL 20', 'BACK_FILL 20', 'DELIVERY 30']);
});

test('what retention deletes here is deleted at its provider; a number that is another shipment’s by now stays', async () => {
  const [old, used] = [await registered('aftership'), await registered()];
  refuseDeleting('aftership');
  const future = (days: number) => new Date(Date.now() + days * 86_400_000);
  await world.sql`update tracking.shipment set touched_at = now() - interval '800 days' where id = any(${[old.id, used.id]}::uuid[])`;
  await archiveShipments(world.sql, { before: future(-700), limit: 10 });
  // In between the carrier has used its number again.
  const [there] = at('trackingmore', used.number);
  await using queue = await startJobQueue({
    databaseUrl: world.databaseUrl,
    providers: ['trackingmore', 'aftership'],
    leaseSeconds: 60,
    supervises: false,
    logger: world.logger,
  });
  const again = crypto.randomUUID();
  await world.sql`insert into tracking.registration (shipment_id, wanted, state, provider, remote_id, cause, priority)
    values (${again}, 'TRACKED', 'REGISTERED', 'trackingmore', ${there?.id as string}, 'DELIVERY', 30)`;
  const retention = {
    rawDays: null,
    unmatchedDays: null,
    deadLetterDays: null,
    outboxDays: null,
    archiveAfterDays: null,
    shipmentDays: 700,
    webhookLogDays: null,
    caseDays: null,
    webhookBacklogDays: 30,
  };
  const { gone } = await keepHouse({ sql: world.sql, registering: { addJobs: queue.add } }, retention, new Date());
  expect(gone).toMatchObject({ shipments: 2 });
  const left = () =>
    world.sql<
      { pending: string; tracking_number: string; problem: { kind: string } | null }[]
    >`select pending, tracking_number, problem from tracking.registration where shipment_id = any(${[old.id, used.id]}::uuid[])`;
  await eventually(async () =>
    expect(await left()).toMatchObject([
      { pending: 'DELETE', tracking_number: old.number, problem: { kind: 'INVALID_REQUEST' } },
    ]),
  );
  const { data } = await world.query(
    operator,
    '{ registrations(pending: DELETE) { nodes { pending request { by reason } shipment { id } } } }',
  );
  expect(data).toEqual({
    registrations: { nodes: [{ pending: 'DELETE', request: { by: 'retention', reason: null }, shipment: null }] },
  });
  await mend();
  await eventually(async () => expect(await left()).toEqual([]), { timeoutMs: 10_000 });
  expect(at('aftership', old.number)).toEqual([]);
  expect(at('trackingmore', used.number)).toHaveLength(1);
  expect(await auditOf(old.id, 'registration.deleted')).toHaveLength(1);
});
