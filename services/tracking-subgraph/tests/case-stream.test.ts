import { connectDatabase, toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { keepHouse } from '../src/archive/retention.ts';
import { lookAtCases } from '../src/case/look-at-cases.ts';
import { encodeLiveCursor } from '../src/live/cursor.ts';
import { readHead } from '../src/live/milestone-stream.ts';
import { ensureServiceEndpoints } from '../src/webhook/service-endpoints.ts';
import { arrivals, deliveryChanged, scansOf } from './support/messages.ts';
import { type Receiver, startReceiver } from './support/webhook-receiver.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let clock = new Date('2026-11-06T10:00:00Z');
let world: World;
const statements: string[] = [];
beforeAll(async () => {
  world = await startWorld({
    env: {
      WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
      CASE_POLICY: JSON.stringify({ calendar: { timeZone: 'UTC' }, incidentSize: 1_000 }),
    },
    now: () => clock,
    onStatement: (text) => statements.push(text),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

afterEach(async () => {
  await world.sql`delete from tracking.webhook_endpoint`;
  await world.sql`delete from tracking.webhook_message`;
});

const operator = viewer({ name: 'Olga Operator' });
const ana = viewer({ role: 'agent', sub: 'ana', name: 'Ana Agent' });
const allTypes = ['milestone.added', 'case.opened', 'case.updated', 'case.closed'];

type Fields = Record<string, unknown>;
async function mutate<T = Fields>(as: Viewer, name: string, type: string, input: object, selection: string) {
  const { data, errors } = await world.query<
    Record<string, T & { userErrors: { code: string; message: string; field: string[] }[] }>
  >(as, `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code message field } } }`, {
    input,
  });
  expect(errors).toBeUndefined();
  return data[name] as T & { userErrors: { code: string; message: string; field: string[] }[] };
}
/** An endpoint of the house at this receiver. */
async function subscribe(receiver: Receiver, eventTypes = allTypes, more: object = {}): Promise<string> {
  const { endpoint, secret } = await mutate<{ endpoint: { id: string }; secret: string }>(
    operator,
    'webhookEndpointCreate',
    'WebhookEndpointCreateInput',
    { name: 'house', url: receiver.url, eventTypes, ...more },
    'endpoint { id } secret',
  );
  receiver.secrets.push(secret);
  return endpoint.id;
}

interface Body {
  type: string;
  timestamp: string;
  data: {
    cursor: string;
    case: { id: string; type: string; state: string; version: number } & Fields;
    orders: Fields[];
    deliveries: Fields[];
    shipment: ({ id: string; trackingNumber: string } & Fields) | null;
    event?: Fields;
  };
}
const bodies = (receiver: Receiver) => receiver.accepted.map(({ body }) => JSON.parse(body) as Body);
const casesIn = (receiver: Receiver, shipmentId?: string) =>
  bodies(receiver).filter(
    ({ type, data }) =>
      type.startsWith('case.') && (!shipmentId || data.shipment?.id === toGlobalId('Shipment', shipmentId)),
  );

let made = 0;
async function parcels(count: number, more: object = {}): Promise<{ id: string; number: string; order: number }[]> {
  made += 1;
  const order = 20_000 + made;
  const numbers = Array.from({ length: count }, (_, i) => `1Z999BB1${String(made * 10_000 + i).padStart(10, '0')}`);
  await world.tell([
    deliveryChanged(order, { references: numbers, shippedAt: '2026-11-05T05:00:00Z', countryCode: 'DE', ...more }),
  ]);
  const rows = await world.sql<{ id: string; number: string }[]>`
    select shipment_id as id, number from tracking.ref where number = any(${numbers}) order by number`;
  return rows.map((row) => ({ ...row, order }));
}
/** One whose goods customs hold, with its case. */
async function heldParcel(more: object = {}) {
  const [parcel] = (await parcels(1, more)) as [Awaited<ReturnType<typeof parcels>>[number]];
  await world.deliver(scansOf(parcel.number, [60, 'Exception', 'Exception_004']));
  const row = await eventually(async () => {
    const [one] = await world.sql<{ id: string; version: number }[]>`
      select id, version from tracking.work_case where shipment_id = ${parcel.id} and type = 'CUSTOMS_HELD'`;
    if (!one) throw new Error('there is no case yet');
    return one;
  });
  return { ...parcel, caseId: row.id };
}
const versionOf = async (caseId: string) =>
  (await world.sql<{ version: number }[]>`select version from tracking.work_case where id = ${caseId}`)[0]
    ?.version as number;
async function act(as: Viewer, mutation: string, caseId: string, more: object = {}) {
  const type = mutation === 'caseResume' ? 'CaseChangeInput' : `${mutation.replace('case', 'Case')}Input`;
  const answer = await mutate(
    as,
    mutation,
    type,
    { caseId: toGlobalId('Case', caseId), version: await versionOf(caseId), ...more },
    'case { id version }',
  );
  expect(answer.userErrors).toEqual([]);
}

test('payload of the contract: a case with its orders, deliveries and shipment; what colleagues write is not told', async () => {
  await using receiver = await startReceiver();
  await subscribe(receiver, ['case.opened']);
  const parcel = await heldParcel();
  await eventually(() => receiver.accepted.length === 1);
  const [hook] = receiver.accepted as [(typeof receiver.accepted)[number]];
  const [body] = bodies(receiver) as [Body];
  expect(hook.id).toBe(`case_${Buffer.from(body.data.cursor, 'base64url').toString().split(':')[1] as string}`);
  expect(body).toEqual({
    type: 'case.opened',
    timestamp: expect.stringMatching(/Z$/),
    data: {
      cursor: expect.any(String),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      case: {
        id: toGlobalId('Case', parcel.caseId),
        type: 'CUSTOMS_HELD',
        state: 'OPEN',
        severity: 'HIGH',
        level: 'NONE',
        reason: expect.stringContaining('ustoms'),
        action: expect.any(String),
        rule: expect.stringMatching(/^case rules \d/),
        openedAt: '2026-11-06T10:00:00.000Z',
        dueAt: '2026-11-06T18:00:00.000Z',
        closedAt: null,
        closeReason: null,
        closedBy: null,
        assignee: null,
        version: 1,
      },
      orders: [{ id: toGlobalId('Order', parcel.order), name: `S${parcel.order}` }],
      deliveries: [
        {
          id: toGlobalId('Delivery', parcel.order),
          name: `OUT/${parcel.order}`,
          orderId: toGlobalId('Order', parcel.order),
        },
      ],
      shipment: {
        id: toGlobalId('Shipment', parcel.id),
        trackingNumber: parcel.number,
        carrierCode: 'ups',
        carrierName: 'UPS',
        direction: 'FORWARD',
        status: 'EXCEPTION',
        milestone: 'CUSTOMS_HELD',
        reason: expect.anything(),
        isDelayed: expect.any(Boolean),
        promisedAt: null,
        estimate: null,
        hasProof: false,
        lastEventAt: '2026-11-05T07:00:00.000Z',
      },
    },
  });
  // By hand: the reason is what a colleague wrote of a customer.
  const opened = await mutate(
    ana,
    'caseOpen',
    'CaseOpenInput',
    { shipmentId: toGlobalId('Shipment', parcel.id), type: 'DELIVERED_DISPUTED', reason: 'Mrs Miller never got it' },
    'case { id }',
  );
  expect(opened.userErrors).toEqual([]);
  await eventually(() => receiver.accepted.length === 2);
  expect(receiver.accepted[1]?.body).not.toContain('Miller');
  expect(bodies(receiver)[1]?.data.case).toMatchObject({ type: 'DELIVERED_DISPUTED', rule: 'A colleague opened it.' });
});

test('milestones and the case of a shipment come in order with each other; who did what, each once', async () => {
  await using receiver = await startReceiver();
  await subscribe(receiver);
  const { id, number, caseId } = await heldParcel();
  await act(ana, 'caseAssign', caseId);
  await mutate(
    ana,
    'caseNote',
    'CaseNoteInput',
    { caseId: toGlobalId('Case', caseId), text: 'secret note' },
    'case { id }',
  );
  await act(ana, 'caseResolve', caseId, { resolution: 'CUSTOMER_INFORMED', note: 'she was angry' });
  await act(ana, 'caseReopen', caseId, { reason: 'called again' });
  await world.deliver(scansOf(number, [60, 'Exception', 'Exception_004'], [90, 'InTransit', 'InTransit_004']));
  const ours = () => bodies(receiver).filter(({ data }) => data.shipment?.id === toGlobalId('Shipment', id));
  await eventually(() => ours().some(({ type, data }) => type === 'case.closed' && data.case['closedBy'] === 'RULE'));
  expect(ours().map(({ type }) => type)).toEqual([
    'milestone.added',
    'case.opened',
    'case.updated',
    'case.closed',
    'case.opened',
    'milestone.added',
    'case.closed',
  ]);
  const last = ours().at(-1)?.data.case;
  expect(last).toMatchObject({ state: 'CLOSED', closeReason: 'CAUSE_GONE', closedBy: 'RULE', dueAt: null });
  expect(last?.['assignee']).toEqual({ id: expect.any(String), name: 'Ana Agent' });
  const versions = casesIn(receiver, id).map(({ data }) => data.case.version);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(receiver.accepted.map(({ body }) => body).join()).not.toMatch(/secret note|angry|called again/);
  expect(new Set(receiver.received.map((hook) => hook.id)).size).toBe(receiver.received.length);
  const rows = await world.sql<{ change: string }[]>`
    select case_change as change from tracking.outbox where case_id = ${caseId} order by seq`;
  expect(rows.map(({ change }) => change)).toEqual(['OPENED', 'UPDATED', 'CLOSED', 'OPENED', 'CLOSED']);
});

test('what is done to many at once, and taken back, is told of each; what changes nothing that matters is not', async () => {
  await using receiver = await startReceiver();
  await subscribe(receiver, ['case.opened', 'case.updated', 'case.closed']);
  const held = [await heldParcel(), await heldParcel(), await heldParcel()];
  await eventually(() => receiver.accepted.length === 3);
  const caseIds = held.map(({ caseId }) => toGlobalId('Case', caseId));
  const { bulkId } = await mutate<{ bulkId: string }>(
    ana,
    'caseBulk',
    'CaseBulkInput',
    { caseIds, resolution: 'FIXED' },
    'bulkId',
  );
  await eventually(() => casesIn(receiver).filter(({ type }) => type === 'case.closed').length === 3);
  expect(casesIn(receiver)[3]?.data.case).toMatchObject({ closedBy: 'PERSON', closeReason: 'FIXED' });
  await mutate(ana, 'caseBulkUndo', 'CaseBulkUndoInput', { bulkId }, 'changed { id }');
  await eventually(() => receiver.accepted.length === 9);
  expect(
    casesIn(receiver)
      .slice(6)
      .map(({ type, data }) => [type, data.case.state]),
  ).toEqual(Array(3).fill(['case.opened', 'OPEN']));
  const toldOf = async () =>
    (
      await world.sql`select count(*)::int as n from tracking.outbox where case_id = any(${held.map((one) => one.caseId)}::uuid[])`
    )[0]?.['n'];
  const before = await toldOf();
  await mutate(ana, 'caseBulk', 'CaseBulkInput', { caseIds, note: 'seen' }, 'bulkId');
  const snoozeUntil = new Date(Date.now() + 86_400_000).toISOString();
  const { changed } = await mutate<{ changed: object[] }>(
    ana,
    'caseBulk',
    'CaseBulkInput',
    { caseIds, snoozeUntil },
    'changed { id }',
  );
  expect(changed).toHaveLength(3);
  expect([before, await toldOf()]).toEqual([9, 9]);
});

test('the clock tells when a case comes a level up; another order tells that it is about another', async () => {
  await using receiver = await startReceiver();
  await subscribe(receiver, ['case.updated']);
  const started = clock;
  const { id, number, caseId, order } = await heldParcel();
  clock = new Date('2026-11-06T16:30:00Z');
  await world.sql`update tracking.case_check set due_at = ${clock} where subject = ${`s:${id}`}`;
  await eventually(() => casesIn(receiver, id).length === 1);
  expect(casesIn(receiver, id)[0]?.data.case).toMatchObject({ level: 'WARNED', severity: 'HIGH' });
  const version = await versionOf(caseId);
  await world.tell([deliveryChanged(order + 50_000, { references: [number], shippedAt: '2026-11-05T05:00:00Z' })]);
  await eventually(() => casesIn(receiver, id).length === 2);
  expect(casesIn(receiver, id)[1]?.data).toMatchObject({
    case: { version: version + 1 },
    orders: [{ name: `S${order}` }, { name: `S${order + 50_000}` }],
    deliveries: [{ name: `OUT/${order}` }, { name: `OUT/${order + 50_000}` }],
  });
  clock = started;
});

test('a case that has no shipment names its order and delivery', async () => {
  await using receiver = await startReceiver();
  await subscribe(receiver, ['case.opened', 'case.closed']);
  const left = { shippedAt: '2026-11-06T07:00:00Z' };
  await world.tell([deliveryChanged(31_001, left)]);
  await eventually(() => receiver.accepted.length === 1);
  expect(bodies(receiver)[0]?.data).toMatchObject({
    case: { type: 'NO_NUMBER' },
    orders: [{ id: toGlobalId('Order', 31_001), name: 'S31001' }],
    deliveries: [{ id: toGlobalId('Delivery', 31_001), name: 'OUT/31001', orderId: toGlobalId('Order', 31_001) }],
    shipment: null,
  });
  await world.tell([deliveryChanged(31_001, { ...left, references: ['1Z999AA10000031001'] })]);
  await eventually(() => receiver.accepted.length === 2);
  expect(bodies(receiver)[1]).toMatchObject({ type: 'case.closed', data: { case: { closedBy: 'RULE' } } });
});

describe('readers of milestones', () => {
  const feedQuery = (after: string) =>
    `{ changesSince(after: "${after}", first: 100) { cursor hasMore nodes { cursor shipment { trackingNumber } } } }`;
  interface Feed {
    changesSince: {
      cursor: string;
      hasMore: boolean;
      nodes: { cursor: string; shipment: { trackingNumber: string } }[];
    };
  }

  test('get the same milestones by the same statements, however many cases lie between; a partner without a limit, too', async () => {
    const [parcel] = (await parcels(1, { customerId: 4_444 })) as [Awaited<ReturnType<typeof parcels>>[number]];
    const { value: from } = await readHead(world.sql);
    await world.deliver(arrivals(parcel.number, 1));
    await world.deliver(arrivals(parcel.number, 1, 2));
    const readers: [string, Viewer][] = [
      ['operator', operator],
      ['partner without a limit', viewer({ role: 'partner', level: 'PARTNER' })],
      ['partner', viewer({ role: 'partner', level: 'PARTNER', customers: [4_444] })],
    ];
    const ask = async (as: Viewer) => {
      statements.length = 0;
      const { data } = await world.query<Feed>(as, feedQuery(encodeLiveCursor(from)));
      const { nodes, hasMore } = data.changesSince;
      return { nodes, hasMore, reads: statements.filter((text) => text.includes('tracking.outbox o')).length };
    };
    const before: Awaited<ReturnType<typeof ask>>[] = [];
    for (const [, as] of readers) before.push(await ask(as));
    expect(before[0]).toMatchObject({ nodes: [{}, {}], hasMore: false, reads: 1 });
    // Five thousand changes of cases between what is there and what comes.
    await world.sql`
      with h as (select value from tracking.outbox_head for update),
      c as (select id from tracking.work_case limit 1),
      r as (insert into tracking.outbox (seq, case_id, case_change, request_id) select h.value + n, c.id, 'UPDATED', 'test' from h, c, generate_series(1, 5000) n returning 1)
      update tracking.outbox_head set value = value + (select count(*) from r)`;
    await world.deliver(arrivals(parcel.number, 1, 2, 3));
    for (const [i, [name, as]] of readers.entries()) {
      const after = await ask(as);
      expect(after.nodes.slice(0, 2), name).toEqual(before[i]?.nodes);
      expect([after.nodes.length, after.hasMore, after.reads], name).toEqual([3, false, 1]);
    }
    const plan = async (more: string) =>
      JSON.stringify(
        (
          await world.sql.unsafe(
            `explain (costs off, format json) select o.* from tracking.outbox o where o.seq > 1 and o.seq <= 20001 ${more} order by o.seq limit 100`,
          )
        )[0],
      ).match(/"Index Name":\s*"[^"]+"/g);
    expect(await plan('and o.case_id is null')).toEqual(await plan(''));
    expect(await plan('and o.case_id is not null')).toEqual(['"Index Name":"outbox_cases"']);
  });
});

describe('cases are for the house alone', () => {
  const partner = viewer({
    role: 'partner',
    level: 'PARTNER',
    sub: 'mpc_cases',
    customers: [10],
    scopes: ['shipments:read', 'webhooks:write'],
  });
  const refusal = {
    endpoint: null,
    userErrors: [
      { code: 'EVENT_TYPE_NOT_ALLOWED', field: ['input', 'eventTypes'], message: expect.stringContaining('house') },
    ],
  };

  test('a partner’s endpoint is refused them whoever makes or changes it; the database says so again', async () => {
    world.keys.clients.set('mpc_cases', partner);
    const base = { name: 'x', url: 'http://127.0.0.1:1/hooks' };
    const make = (as: Viewer, more: object) =>
      mutate<{ endpoint: { id: string } | null }>(
        as,
        'webhookEndpointCreate',
        'WebhookEndpointCreateInput',
        { ...base, ...more },
        'endpoint { id }',
      );
    for (const eventTypes of [['case.opened'], ['milestone.added', 'case.updated'], ['case.closed']]) {
      expect(await make(partner, { eventTypes })).toEqual(refusal);
      expect(await make(operator, { eventTypes, clientId: 'mpc_cases' })).toEqual(refusal);
    }
    const { endpoint } = await make(partner, { eventTypes: ['milestone.added'] });
    const endpointId = endpoint?.id as string;
    for (const as of [partner, operator])
      expect(
        await mutate(
          as,
          'webhookEndpointUpdate',
          'WebhookEndpointUpdateInput',
          { endpointId, eventTypes: ['milestone.added', 'case.opened'] },
          'endpoint { id }',
        ),
      ).toEqual(refusal);
    await expect(
      world.sql`update tracking.webhook_endpoint set event_types = '{case.opened}' where client_id = 'mpc_cases'`,
    ).rejects.toMatchObject({ constraint_name: 'webhook_endpoint_cases' });
    // The house's own may be changed.
    await using receiver = await startReceiver();
    const own = await subscribe(receiver, ['milestone.added']);
    expect(
      await mutate(
        operator,
        'webhookEndpointUpdate',
        'WebhookEndpointUpdateInput',
        { endpointId: own, eventTypes: allTypes },
        'endpoint { eventTypes }',
      ),
    ).toEqual({ endpoint: { eventTypes: allTypes }, userErrors: [] });
  });

  test('a partner is told of none by a replay, a resend or the log, and an endpoint that had them by mistake sends none', async () => {
    world.keys.clients.set('mpc_cases', partner);
    await using house = await startReceiver();
    await using theirs = await startReceiver();
    const houseId = await subscribe(house);
    const { endpoint, secret } = await mutate<{ endpoint: { id: string }; secret: string }>(
      partner,
      'webhookEndpointCreate',
      'WebhookEndpointCreateInput',
      { name: 'theirs', url: theirs.url, eventTypes: ['milestone.added'], after: encodeLiveCursor(0) },
      'endpoint { id } secret',
    );
    theirs.secrets.push(secret);
    // Somebody took the wall away.
    await world.sql`alter table tracking.webhook_endpoint drop constraint webhook_endpoint_cases`;
    await world.sql`update tracking.webhook_endpoint set event_types = ${allTypes} where client_id = 'mpc_cases' and url = ${theirs.url}`;
    const { caseId, number } = await heldParcel();
    await eventually(() => casesIn(house).length >= 1);
    await eventually(() => theirs.accepted.some(({ shipment }) => shipment === number));
    const look = async (as: Viewer, id: string) =>
      (
        await world.query<{
          webhookEndpoint: { messages: { nodes: { id: string; eventType: string; payload: string | null }[] } } | null;
        }>(as, `{ webhookEndpoint(id: "${id}") { messages(first: 100) { nodes { id eventType payload } } } }`)
      ).data.webhookEndpoint?.messages.nodes ?? null;
    expect(await look(partner, houseId)).toBeNull();
    const message = (await look(operator, houseId))?.find(({ eventType }) => eventType === 'case.opened');
    expect(message?.payload).toContain(toGlobalId('Case', caseId));
    expect(
      await mutate(
        partner,
        'webhookMessageResend',
        'WebhookMessageResendInput',
        { messageId: message?.id },
        'message { id }',
      ),
    ).toMatchObject({ message: null, userErrors: [{ code: 'MESSAGE_NOT_FOUND' }] });
    await mutate(
      partner,
      'webhookReplayStart',
      'WebhookReplayStartInput',
      { endpointId: endpoint.id, after: encodeLiveCursor(0) },
      'replay { id }',
    );
    await eventually(async () => {
      const [row] =
        await world.sql`select count(*)::int as n from tracking.webhook_feed where kind = 'REPLAY' and state = 'RUNNING'`;
      return row?.['n'] === 0;
    });
    // A message that was made all the same is not sent.
    await world.sql`
      insert into tracking.webhook_message (endpoint_id, case_id, webhook_id, event_type, payload, state, next_attempt_at, request_id, created_at)
      select id, ${caseId}, 'case_0', 'case.opened', '{"type":"case.opened","data":{}}', 'WAITING', now(), 'test', now() from tracking.webhook_endpoint where url = ${theirs.url}`;
    await eventually(async () => {
      const [row] = await world.sql`select state from tracking.webhook_message where webhook_id = 'case_0'`;
      return row?.['state'] === 'WITHDRAWN';
    });
    expect(theirs.received.filter(({ type }) => type !== 'milestone.added')).toEqual([]);
    expect(
      (await look(partner, endpoint.id))?.filter(
        ({ eventType, webhookId }: Fields) => eventType !== 'milestone.added' && webhookId !== 'case_0',
      ),
    ).toHaveLength(1);
    await world.sql`delete from tracking.webhook_endpoint where client_id = 'mpc_cases'`;
    await world.sql`alter table tracking.webhook_endpoint add constraint webhook_endpoint_cases check (client_id is null or not event_types && '{case.opened,case.updated,case.closed}')`;
  });
});

test('a replay and a resend have the webhook-ids of the first time, and tell the case as it is now', async () => {
  await using receiver = await startReceiver();
  const endpointId = await subscribe(receiver, ['case.opened', 'case.closed']);
  const { value: from } = await readHead(world.sql);
  const { caseId } = await heldParcel();
  await eventually(() => receiver.accepted.length === 1);
  await act(ana, 'caseResolve', caseId, { resolution: 'FIXED' });
  await eventually(() => receiver.accepted.length === 2);
  const ids = receiver.accepted.map(({ id }) => id);
  await mutate(
    operator,
    'webhookReplayStart',
    'WebhookReplayStartInput',
    { endpointId, after: encodeLiveCursor(from) },
    'replay { id }',
  );
  await eventually(() => receiver.accepted.length === 4);
  expect(receiver.accepted.slice(2).map(({ id }) => id)).toEqual(ids);
  expect(
    bodies(receiver)
      .slice(2)
      .map(({ type, data }) => [type, data.case.state]),
  ).toEqual([
    ['case.opened', 'CLOSED'],
    ['case.closed', 'CLOSED'],
  ]);
  const [sent] = await world.sql<{ id: string }[]>`
    select id::text as id from tracking.webhook_message where webhook_id = ${ids[0] as string} order by id limit 1`;
  await mutate(
    operator,
    'webhookMessageResend',
    'WebhookMessageResendInput',
    { messageId: toGlobalId('WebhookMessage', sent?.id as string) },
    'message { id }',
  );
  await eventually(() => receiver.accepted.length === 5);
  expect(receiver.accepted[4]?.id).toBe(ids[0]);
});

test('a shipment that retention deletes with an open case: it is told that the case is over, and nothing of the parcel', async () => {
  await using receiver = await startReceiver();
  await subscribe(receiver, ['case.closed']);
  const { id, number, caseId } = await heldParcel();
  const version = await versionOf(caseId);
  await world.sql`update tracking.shipment set touched_at = '2020-01-01' where id = ${id}`;
  await archiveShipments(world.sql, { before: new Date('2021-01-01'), limit: 10 });
  const off = Object.fromEntries(Object.keys(world.config.retention).map((name) => [name, null]));
  await keepHouse(
    { sql: world.sql, registering: { addJobs: async () => {} } as never },
    { ...off, webhookBacklogDays: 1, shipmentDays: 1 } as typeof world.config.retention,
    new Date('2021-02-01T00:00:00Z'),
  );
  expect(await world.sql`select 1 from tracking.shipment where id = ${id}`).toHaveLength(0);
  await eventually(() => receiver.accepted.length === 1);
  expect(bodies(receiver)[0]?.data).toMatchObject({
    case: {
      id: toGlobalId('Case', caseId),
      type: 'CUSTOMS_HELD',
      state: 'CLOSED',
      closedBy: 'RULE',
      version: version + 1,
    },
    orders: [],
    deliveries: [],
    shipment: null,
  });
  expect(receiver.accepted[0]?.body).not.toContain(number);
});

test('our own services are told everything, also those that were there before', async () => {
  const typesOf = async () =>
    (
      await world.sql`select event_types as types, state from tracking.webhook_endpoint where service = 'odoo-subgraph'`
    )[0];
  await world.sql`insert into tracking.webhook_endpoint (service, name, url, event_types, secret, state, state_since)
    values ('odoo-subgraph', 'odoo-subgraph', 'http://127.0.0.1:1/events', '{milestone.added}', '', 'ACTIVE', now())
    on conflict (service) do update set event_types = excluded.event_types`;
  await ensureServiceEndpoints(world.sql, { 'odoo-subgraph': 'http://127.0.0.1:1/events' });
  expect(await typesOf()).toEqual({ types: allTypes, state: 'ACTIVE' });
  await ensureServiceEndpoints(world.sql, { 'odoo-subgraph': null });
  expect(await typesOf()).toEqual({ types: allTypes, state: 'PAUSED' });
});

test('many cases at once are told by as many statements as a few, each once, or not at all where the rules’ transaction fails', async () => {
  await using api = await startWorld({ env: { ROLES: 'api' } });
  const counted: string[] = [];
  const sql = connectDatabase(api.databaseUrl, {
    application: 'counted',
    searchPath: 'tracking',
    max: 1,
    onStatement: (text) => counted.push(text),
  });
  let version = 0;
  const open = async (from: number, count: number) => {
    const rows = Array.from({ length: count }, (_, i) => {
      const { type: _type, delivery } = deliveryChanged(from + i, { shippedAt: '2026-11-05T05:00:00.000Z' });
      version += 1;
      return { id: delivery.id, version, order_id: delivery.orderId, data: delivery };
    });
    await api.sql`insert into tracking.delivery (id, version, order_id, data)
      select id, version, order_id, data from json_to_recordset(${JSON.stringify(rows)}::text::json) as g(id int, version bigint, order_id int, data jsonb)`;
    counted.length = 0;
    const looked = await lookAtCases(sql, { policy: api.config.cases, now: clock, limit: 500 });
    return { opened: looked.opened, told: looked.told, statements: counted.length };
  };
  const told = async () =>
    (await api.sql`select count(*)::int as n, count(distinct case_id)::int as cases from tracking.outbox`)[0];
  const few = await open(70_000, 2);
  const many = await open(71_000, 400);
  expect([few.opened, few.told, many.opened, many.told]).toEqual([2, 2, 400, 400]);
  expect(many.statements).toBe(few.statements);
  expect(await told()).toEqual({ n: 402, cases: 402 });
  // The last thing that the transaction does cannot be done.
  await api.sql`create function tracking.fails() returns trigger language plpgsql as $$ begin raise exception 'killed' using errcode = '40001'; end $$`;
  await api.sql`create constraint trigger fails after insert on tracking.case_history deferrable initially deferred for each row execute function tracking.fails()`;
  await expect(open(72_000, 5)).rejects.toThrow('killed');
  expect(await told()).toEqual({ n: 402, cases: 402 });
  await api.sql`drop trigger fails on tracking.case_history`;
  expect((await lookAtCases(sql, { policy: api.config.cases, now: clock })).told).toBe(5);
  expect(await told()).toEqual({ n: 407, cases: 407 });
  await sql.end({ timeout: 5 });
});
