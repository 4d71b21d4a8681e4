import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../src/server.ts';
import { deliveryChanged, nextVersion, scansOf } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

/** The clock of the rules. */
const clock = new Date('2026-11-06T10:00:00Z');
let world: World;
beforeAll(async () => {
  world = await startWorld({
    env: { CASE_POLICY: JSON.stringify({ calendar: { timeZone: 'UTC' }, incidentSize: 1_000 }) },
    now: () => clock,
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const ana = viewer({ role: 'agent', sub: 'ana', name: 'Ana Agent' });
let made = 0;
async function parcels(count: number): Promise<{ id: string; number: string; order: number }[]> {
  made += 1;
  const order = 40_000 + made;
  const numbers = Array.from({ length: count }, (_, i) => `1Z999CC1${String(made * 10_000 + i).padStart(10, '0')}`);
  await world.tell([
    deliveryChanged(order, { references: numbers, shippedAt: '2026-11-05T05:00:00Z', countryCode: 'DE' }),
  ]);
  const rows = await world.sql<{ id: string; number: string }[]>`
    select shipment_id as id, number from tracking.ref where number = any(${numbers}) order by number`;
  return rows.map((row) => ({ ...row, order }));
}
const caseOf = (shipmentId: string) =>
  eventually(async () => {
    const [row] = await world.sql<{ id: string }[]>`
      select id from tracking.work_case where shipment_id = ${shipmentId} and type = 'CUSTOMS_HELD'`;
    if (!row) throw new Error('there is no case yet');
    return row.id;
  });
async function heldParcel() {
  const [parcel] = (await parcels(1)) as [Awaited<ReturnType<typeof parcels>>[number]];
  await world.deliver(scansOf(parcel.number, [60, 'Exception', 'Exception_004']));
  return { ...parcel, caseId: await caseOf(parcel.id) };
}
const activityClosed = (caseId: string, more: object = {}) => ({
  type: 'activity.closed',
  version: nextVersion(),
  correlationId: 'odoo-activity-0001',
  caseId,
  closedAt: '2026-11-06T11:30:00.000Z',
  ...more,
});
interface Shown {
  state: string;
  resolution: string | null;
  version: number;
  history: { action: string; text: string | null; by: object | null }[];
}
async function show(caseId: string): Promise<Shown> {
  const { data } = await world.query<{ case: Shown }>(
    ana,
    `{ case(id: "${toGlobalId('Case', caseId)}") { state resolution version history { action text by { name } } } }`,
  );
  return data.case;
}
async function act(mutation: 'caseResolve' | 'caseReopen', caseId: string, more: object) {
  const { version } = await show(caseId);
  const { data } = await world.query<Record<string, { userErrors: { code: string; field: string[] }[] }>>(
    ana,
    `mutation ($input: ${mutation === 'caseResolve' ? 'CaseResolveInput' : 'CaseReopenInput'}!) { ${mutation}(input: $input) { userErrors { code field } } }`,
    { input: { caseId: toGlobalId('Case', caseId), version, ...more } },
  );
  return data[mutation]?.userErrors;
}
const toldOf = async (caseId: string) =>
  (
    await world.sql<{ change: string; request: string }[]>`
      select case_change as change, request_id as request from tracking.outbox where case_id = ${caseId} order by id`
  ).map(({ change, request }) => `${change} ${/^[0-9a-f-]{36}$/.test(request) ? 'rules' : request}`);
/** Rules have looked at everything that changed. */
const lookedAt = () =>
  eventually(async () => {
    const [row] = await world.sql`select count(*)::int as n from tracking.case_todo`;
    expect(row?.['n']).toBe(0);
  });
const closedInOdoo = async () =>
  Number(
    /tracking_cases_total\{outcome="closed_in_odoo"\} (\d+)/.exec(
      await (await fetch(`${world.server.privateUrl}/metrics`)).text(),
    )?.[1] ?? 0,
  );

test('an activity that is done in Odoo ends its case: noted, audited, counted, told; the same word twice changes nothing', async () => {
  const { number, caseId } = await heldParcel();
  const counted = await closedInOdoo();
  const event = activityClosed(caseId);
  await world.tell([event]);
  const once = await show(caseId);
  expect(once).toMatchObject({ state: 'CLOSED', resolution: 'CLOSED_IN_ODOO', version: 2 });
  expect(once.history.at(-1)).toEqual({
    action: 'CLOSED_IN_ODOO',
    text: 'Its activity was done, seen at 2026-11-06 11:30 UTC.',
    by: null,
  });
  expect(
    await world.sql`select actor, role, request_id from tracking.audit where subject = ${`case ${caseId}`} and action = 'case.closed_in_odoo'`,
  ).toEqual([{ actor: 'odoo', role: null, request_id: 'odoo-activity-0001' }]);
  expect(await closedInOdoo()).toBe(counted + 1);
  expect(await toldOf(caseId)).toEqual(['OPENED rules', 'CLOSED odoo-activity-0001']);
  // The same message, and the same event in another one.
  await world.tell([event]);
  await world.tell([event, activityClosed(crypto.randomUUID())]);
  expect(await show(caseId)).toEqual(once);
  // The same word of the carrier again: resolved stays resolved. Another one is a case again.
  await world.deliver(scansOf(number, [60, 'Exception', 'Exception_004']));
  await lookedAt();
  expect(await show(caseId)).toEqual(once);
  const passed = [
    [60, 'Exception', 'Exception_004'],
    [90, 'InTransit', 'InTransit_004'],
  ] as [number, string, string][];
  await world.deliver(scansOf(number, ...passed));
  await lookedAt();
  await world.deliver(scansOf(number, ...passed, [120, 'Exception', 'Exception_004']));
  await eventually(async () => expect(await show(caseId)).toMatchObject({ state: 'OPEN', resolution: null }));
  const again = await show(caseId);
  // What was said then says nothing of now.
  await world.tell([event]);
  await lookedAt();
  expect(await show(caseId)).toEqual(again);
});

test('a case that is over, or was opened again after the activity was done, is left as it is; a later word counts', async () => {
  const { caseId } = await heldParcel();
  expect(await act('caseResolve', caseId, { resolution: 'FIXED' })).toEqual([]);
  const late = activityClosed(caseId);
  await world.tell([late]);
  expect(await show(caseId)).toMatchObject({ state: 'CLOSED', resolution: 'FIXED' });
  expect(await act('caseReopen', caseId, { reason: 'not so' })).toEqual([]);
  const reopened = await show(caseId);
  // Heard already; and done before it was opened again.
  await world.tell([late]);
  await world.tell([activityClosed(caseId, { closedAt: '2026-11-06T12:00:00.000Z' })]);
  expect(await show(caseId)).toEqual(reopened);
  await world.tell([activityClosed(caseId, { closedAt: new Date(Date.now() + 1_000).toISOString() })]);
  expect(await show(caseId)).toMatchObject({ state: 'CLOSED', resolution: 'CLOSED_IN_ODOO' });
});

test('nobody here may say that it was done in Odoo', async () => {
  const { caseId } = await heldParcel();
  expect(await act('caseResolve', caseId, { resolution: 'CLOSED_IN_ODOO' })).toMatchObject([
    { code: 'BAD_USER_INPUT', field: ['input', 'resolution'] },
  ]);
  const { data } = await world.query<{ caseBulk: object }>(
    ana,
    `mutation { caseBulk(input: { caseIds: ["${toGlobalId('Case', caseId)}"], resolution: CLOSED_IN_ODOO }) { bulkId userErrors { field } } }`,
  );
  expect(data.caseBulk).toEqual({ bulkId: null, userErrors: [{ field: ['input', 'resolution'] }] });
  expect(await world.tell([{ ...activityClosed(caseId), caseId: 'x' }])).toBe(400);
});

test('two workers, rules at work and posts that close cases and move their orders at once: each case is ended once', async () => {
  const other = await startServer(world.config, { logger: world.logger });
  try {
    const held = await parcels(30);
    const [{ order } = { order: 0 }] = held;
    for (const { number } of held) await world.postSigned(scansOf(number, [60, 'Exception', 'Exception_004']));
    await world.drained();
    const ids = await Promise.all(held.map(({ id }) => caseOf(id)));
    const references = held.map(({ number }) => number);
    // The other one opens by its own clock.
    const closedAt = new Date(Date.now() + 1_000).toISOString();
    const posts = ids.map((id, i) => [
      activityClosed(id, { closedAt }),
      activityClosed(ids[(i + 7) % ids.length] as string, { closedAt }),
      deliveryChanged(order, { references, shippedAt: '2026-11-05T05:00:00Z', countryCode: 'DE', region: `r${i}` }),
    ]);
    await Promise.all(
      posts.map(async (events, i) => {
        await world.sql`insert into tracking.case_todo (subject) select distinct subject from tracking.work_case where id = any(${ids}::uuid[])`;
        expect(await world.tell(events, { applied: false }), `post ${i}`).toBe(200);
      }),
    );
    await world.drained({ timeoutMs: 20_000 });
    await lookedAt();
    const rows = await world.sql<{ resolution: string; n: number }[]>`
      select c.resolution, (select count(*)::int from tracking.outbox o where o.case_id = c.id and o.case_change = 'CLOSED') as n from tracking.work_case c where c.id = any(${ids}::uuid[])`;
    expect(rows).toHaveLength(30);
    expect(new Set(rows.map(({ resolution, n }) => `${resolution} ${n}`))).toEqual(new Set(['CLOSED_IN_ODOO 1']));
    expect(await world.sql`select 1 from tracking.dead_letter`).toHaveLength(0);
  } finally {
    await other[Symbol.asyncDispose]();
  }
});

const orderChanged = (id: number, more: object = {}) => ({
  type: 'order.changed',
  version: nextVersion(),
  correlationId: 'channel-test-0002',
  order: {
    id,
    name: `S${id}`,
    companyId: 1,
    customerId: 10,
    region: 'north',
    promisedAt: null,
    total: null,
    cancelled: false,
    deleted: false,
    ...more,
  },
});
const problem = (id: string, orderId: number, more: object = {}) => ({
  type: 'problem.changed',
  version: nextVersion(),
  correlationId: 'channel-test-0003',
  problem: {
    id,
    kind: 'WRITE_BACK_FAILED',
    orderId,
    message: 'The integration user may not write activities: give it the right "Sales / User".',
    since: '2026-11-06T09:00:00Z',
    ...more,
  },
});
async function problemsSeen(as: Viewer, orderId: number) {
  const { data } = await world.query<{ cases: { nodes: { state: string; reason: string }[] } }>(
    as,
    `{ cases(filter: { types: [WRITE_BACK_FAILED], orderId: "${toGlobalId('Order', orderId)}" }) { nodes { state reason } } }`,
  );
  return data.cases.nodes;
}

test('a problem of an order without a delivery is seen by whoever may see the order, before and after it is told of', async () => {
  const [north, south] = ['north', 'south'].map((region) =>
    viewer({ role: 'agent', sub: region, regions: [region] }),
  ) as [Viewer, Viewer];
  await world.tell([problem('p-51001', 51_001), orderChanged(51_002), problem('p-51002', 51_002)]);
  await eventually(async () => expect(await problemsSeen(ana, 51_001)).toMatchObject([{ state: 'OPEN' }]));
  await eventually(async () => expect(await problemsSeen(north, 51_002)).toMatchObject([{ state: 'OPEN' }]));
  expect([await problemsSeen(north, 51_001), await problemsSeen(south, 51_002)]).toEqual([[], []]);
  // Told of later, and moved to somebody else: at once.
  await world.tell([orderChanged(51_001), orderChanged(51_002, { region: 'south' })]);
  expect([(await problemsSeen(north, 51_001)).length, (await problemsSeen(south, 51_002)).length]).toEqual([1, 1]);
  expect([(await problemsSeen(south, 51_001)).length, (await problemsSeen(north, 51_002)).length]).toEqual([0, 0]);
});

test('a problem of a delivery names it; when it is over its case is closed, and told', async () => {
  await world.tell([deliveryChanged(51_010), problem('p-51010', 51_010, { deliveryId: 51_010 })]);
  await eventually(async () =>
    expect(await problemsSeen(ana, 51_010)).toMatchObject([
      { state: 'OPEN', reason: expect.stringMatching(/^OUT\/51010: The integration user may not write/) },
    ]),
  );
  await world.tell([problem('p-51010', 51_010, { deliveryId: 51_010, since: null })]);
  await eventually(async () => expect(await problemsSeen(ana, 51_010)).toMatchObject([{ state: 'CLOSED' }]));
  const [row] = await world.sql<{ id: string }[]>`select id from tracking.work_case where subject = 'o:51010'`;
  expect(await toldOf(row?.id as string)).toEqual(['OPENED rules', 'CLOSED rules']);
});
