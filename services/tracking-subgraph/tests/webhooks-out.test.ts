import { fromGlobalId, toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrivals, deliveryChanged } from './support/messages.ts';
import { startReceiver } from './support/webhook-receiver.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8' } });
});
afterAll(() => world[Symbol.asyncDispose]());

const operator = viewer();
let clients = 0;
/** A partner's client of its own with its own customer: tests do not meet. */
function partner(): { as: Viewer; customer: number } {
  clients += 1;
  const sub = `mpc_${clients}`;
  const as = viewer({
    role: 'partner',
    level: 'PARTNER',
    sub,
    customers: [1_000 + clients],
    scopes: ['shipments:read', 'webhooks:write'],
  });
  world.keys.clients.set(sub, as);
  return { as, customer: 1_000 + clients };
}
let deliveries = 10_000;
/** Parcels of a customer, known and without news. */
async function parcels(customer: number, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, i) => `1ZHOOK${customer}X${String(i).padStart(6, '0')}`);
  deliveries += 1;
  await world.tell([
    deliveryChanged(deliveries, { customerId: customer, references: numbers, orderName: `S${deliveries}` }),
  ]);
  return numbers;
}
const scan = (number: string, ...minutes: number[]) => world.deliver(arrivals(number, ...minutes));

type Fields = Record<string, unknown>;
interface Answer {
  endpoint: (Fields & { id: string }) | null;
  secret?: string;
  message?: (Fields & { id: string }) | null;
  replay?: (Fields & { id: string }) | null;
  userErrors: { code: string; field: string[] }[];
}
async function mutate(as: Viewer, name: string, type: string, input: Fields, selection: string) {
  const { data, errors } = await world.query<Record<string, Answer>>(
    as,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field } } }`,
    { input },
  );
  return { answer: data?.[name] as Answer, error: errors?.[0]?.extensions as Fields | undefined };
}
async function create(as: Viewer, url: string, more: Fields = {}) {
  const { answer, error } = await mutate(
    as,
    'webhookEndpointCreate',
    'WebhookEndpointCreateInput',
    { name: 'ours', url, eventTypes: ['milestone.added'], ...more },
    'endpoint { id cursor state clientId } secret',
  );
  return { id: answer?.endpoint?.id ?? '', secret: answer?.secret ?? '', answer, error };
}
const act = (as: Viewer, name: string, endpointId: string, more: Fields = {}, type = 'WebhookEndpointInput') =>
  mutate(as, name, type, { endpointId, ...more }, 'endpoint { id state }');
async function look(as: Viewer, id: string) {
  const { data, errors } = await world.query<{ webhookEndpoint: Fields | null }>(
    as,
    `query ($id: ID!) { webhookEndpoint(id: $id) { state stateReason restReason failureCount failingSince lastSuccessAt waitingCount cursor missed { after until }
       messages(first: 100) { nodes { id webhookId eventType state attemptCount payload settledAt attempts { status problem answer durationMs } } }
       replays { state messageCount } } }`,
    { id },
  );
  if (errors) throw new Error(errors[0]?.message);
  return data.webhookEndpoint as
    | (Fields & {
        messages: { nodes: (Fields & { id: string; state: string; payload: string; attempts: Fields[] })[] };
        replays: Fields[];
      })
    | null;
}

test('what happens to a partner’s parcels reaches its endpoint, signed, in order, each once, and nothing of others', async () => {
  const [ours, theirs] = [partner(), partner()];
  await using receiver = await startReceiver();
  const [number] = (await parcels(ours.customer, 1)) as [string];
  const [other] = (await parcels(theirs.customer, 1)) as [string];
  const { id, secret } = await create(ours.as, receiver.url);
  receiver.secrets.push(secret);
  for (const minute of [1, 2, 3]) {
    await scan(number, minute);
    await scan(other, minute);
  }
  await eventually(() => receiver.accepted.length >= 3);
  await eventually(async () => expect((await look(ours.as, id))?.['waitingCount']).toBe(0));
  expect(receiver.received.map(({ shipment }) => shipment)).toEqual([number, number, number]);
  const cursors = receiver.received.map(({ cursor }) =>
    Number(
      Buffer.from(cursor ?? '', 'base64url')
        .toString()
        .split(':')[1],
    ),
  );
  expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    type: 'milestone.added',
    data: {
      orders: [{ name: expect.stringMatching(/^S\d+$/) }],
      deliveries: [{ name: expect.stringMatching(/^OUT/), orderId: expect.any(String) }],
      shipment: { trackingNumber: number, carrierCode: 'ups', promisedAt: null, estimate: null, hasProof: false },
      event: { milestone: expect.any(String), source: 'aftership', location: { city: 'Hamburg' } },
    },
  });
  // The graph takes its ids.
  const { data } = await world.query<{ shipment: { trackingNumber: string } }>(
    ours.as,
    `{ shipment(id: "${JSON.parse(receiver.received[0]?.body ?? '').data.shipment.id}") { trackingNumber } }`,
  );
  expect(data.shipment.trackingNumber).toBe(number);
  const log = (await look(ours.as, id))?.messages.nodes ?? [];
  expect(log.map(({ state, attempts }) => [state, attempts.length])).toEqual(Array(3).fill(['DELIVERED', 1]));
  expect(log[0]?.payload).toBe(receiver.received[2]?.body);
});

test('a message says what was promised, what is expected, whether there is a proof, and names only the deliveries that its owner may see', async () => {
  const { as, customer } = partner();
  await using receiver = await startReceiver();
  const { secret } = await create(as, receiver.url);
  receiver.secrets.push(secret);
  const number = `1ZTOLD${customer}`;
  deliveries += 2;
  const told = { references: [number], promisedAt: '2026-11-20T10:00:00.000Z' };
  await world.tell([
    deliveryChanged(deliveries, { ...told, customerId: customer }),
    deliveryChanged(deliveries - 1, { ...told, customerId: 77_778 }),
  ]);
  const update = JSON.parse(arrivals(number, 1)) as { msg: Fields };
  await world.deliver(
    JSON.stringify({
      ...update,
      msg: {
        ...update.msg,
        latest_estimated_delivery: { type: 'specific', source: 'Carrier EDD', datetime: '2026-11-21' },
      },
    }),
  );
  await eventually(() => receiver.accepted.length === 1);
  expect(JSON.parse(receiver.accepted[0]?.body ?? '').data).toMatchObject({
    orders: [{ id: toGlobalId('Order', deliveries) }],
    deliveries: [
      {
        id: toGlobalId('Delivery', deliveries),
        name: `OUT/${deliveries}`,
        orderId: toGlobalId('Order', deliveries),
      },
    ],
    shipment: {
      promisedAt: '2026-11-20T10:00:00.000Z',
      estimate: { earliest: '2026-11-21', latest: '2026-11-21', source: 'CARRIER' },
    },
  });
});

test('somebody else’s endpoint is not there: not in lists, by its id, by its messages, nor for any change', async () => {
  const [owner, stranger] = [partner(), partner()];
  await using receiver = await startReceiver();
  const { id, secret } = await create(owner.as, receiver.url);
  receiver.secrets.push(secret);
  const test = await mutate(owner.as, 'webhookTestSend', 'WebhookEndpointInput', { endpointId: id }, 'message { id }');
  const messageId = test.answer.message?.id as string;
  await eventually(() => receiver.accepted.length === 1);
  expect(await look(stranger.as, id)).toBeNull();
  const list = await world.query<{ webhookEndpoints: { nodes: object[] } }>(
    stranger.as,
    '{ webhookEndpoints { nodes { id } } }',
  );
  expect(list.data.webhookEndpoints.nodes).toEqual([]);
  const byClient = await world.query<{ webhookEndpoints: { nodes: object[] } }>(
    stranger.as,
    `{ webhookEndpoints(clientId: "${owner.as.sub}") { nodes { id } } }`,
  );
  expect(byClient.data.webhookEndpoints.nodes).toEqual([]);
  for (const [name, more, type] of [
    ['webhookEndpointUpdate', { url: 'https://evil.example.com' }, 'WebhookEndpointUpdateInput'],
    ['webhookEndpointDelete'],
    ['webhookEndpointPause'],
    ['webhookEndpointResume'],
    ['webhookSecretRotate', {}, 'WebhookSecretRotateInput'],
  ] as [string, Fields?, string?][])
    expect((await act(stranger.as, name, id, more, type)).answer, name).toMatchObject({
      endpoint: null,
      userErrors: [{ code: 'ENDPOINT_NOT_FOUND' }],
    });
  expect(
    (await mutate(stranger.as, 'webhookTestSend', 'WebhookEndpointInput', { endpointId: id }, 'message { id }')).answer,
  ).toMatchObject({
    message: null,
    userErrors: [{ code: 'ENDPOINT_NOT_FOUND' }],
  });
  expect(
    (await mutate(stranger.as, 'webhookMessageResend', 'WebhookMessageResendInput', { messageId }, 'message { id }'))
      .answer,
  ).toMatchObject({ message: null, userErrors: [{ code: 'MESSAGE_NOT_FOUND' }] });
  expect(
    (
      await mutate(
        stranger.as,
        'webhookReplayStart',
        'WebhookReplayStartInput',
        { endpointId: id, from: '2020-01-01T00:00:00Z' },
        'replay { id }',
      )
    ).answer,
  ).toMatchObject({ replay: null, userErrors: [{ code: 'ENDPOINT_NOT_FOUND' }] });
  expect((await create(stranger.as, receiver.url, { clientId: owner.as.sub })).error).toMatchObject({
    field: 'input.clientId',
  });
  for (const nobody of [
    viewer({ role: 'customer', level: 'L3', companies: [], customers: [1] }),
    viewer({ role: 'agent' }),
    viewer({ companies: [1] }),
  ])
    expect((await create(nobody, receiver.url)).error).toMatchObject({ code: 'FORBIDDEN' });
  // The second wall: a statement that forgot whose they are.
  await world.readSql.begin(async (tx) => {
    await tx`select set_config('app.client', 'client nobody', true), set_config('app.scope', 'business', true), set_config('app.companies', '*', true),
      set_config('app.customers', '*', true), set_config('app.regions', '*', true), set_config('app.orders', '{}', true)`;
    for (const table of ['webhook_endpoint', 'webhook_feed', 'webhook_message', 'webhook_attempt'])
      expect((await tx.unsafe(`select count(*)::int as n from tracking.${table}`))[0], table).toEqual({ n: 0 });
    await expect(tx.savepoint((inner) => inner`select secret from tracking.webhook_endpoint`)).rejects.toMatchObject({
      code: '42501',
    });
  });
  expect(receiver.received).toHaveLength(1);
});

test('a shipment that leaves the owner’s scope while its message waits is not sent any more', async () => {
  const { as, customer } = partner();
  let says = 503;
  await using receiver = await startReceiver(() => says);
  const [number] = (await parcels(customer, 1)) as [string];
  const { id, secret } = await create(as, receiver.url);
  receiver.secrets.push(secret);
  await scan(number, 1);
  await eventually(() => receiver.received.length >= 1);
  await world.tell([deliveryChanged(deliveries, { customerId: 77_777, references: [number] })]);
  says = 204;
  await eventually(async () =>
    expect((await look(as, id))?.messages.nodes.map(({ state }) => state)).toEqual(['WITHDRAWN']),
  );
  expect(receiver.accepted).toEqual([]);
  // Nor does its log tell what was in it.
  expect((await look(as, id))?.messages.nodes.map(({ payload }) => payload)).toEqual([null]);
  expect((await look(operator, id))?.messages.nodes[0]?.payload).toContain(number);
  // The log by states.
  const inState = async (state: string) =>
    (
      await world.query<{ webhookEndpoint: { messages: { nodes: object[] } } }>(
        as,
        `query ($id: ID!) { webhookEndpoint(id: $id) { messages(state: ${state}) { nodes { state } } } }`,
        { id },
      )
    ).data.webhookEndpoint.messages.nodes;
  expect(await inState('WITHDRAWN')).toEqual([{ state: 'WITHDRAWN' }]);
  for (const state of ['WAITING', 'DELIVERED', 'GIVEN_UP']) expect(await inState(state), state).toEqual([]);
});

test('a new secret replaces the old one without a failure: for the overlap both sign', async () => {
  const { as, customer } = partner();
  await using receiver = await startReceiver();
  const [number] = (await parcels(customer, 1)) as [string];
  const { id, secret: first } = await create(as, receiver.url);
  receiver.secrets.push(first);
  await scan(number, 1);
  await eventually(() => receiver.accepted.length === 1);
  const rotate = async (overlapHours: number) =>
    (
      await mutate(
        as,
        'webhookSecretRotate',
        'WebhookSecretRotateInput',
        { endpointId: id, overlapHours },
        'secret endpoint { formerSecretEndsAt }',
      )
    ).answer;
  const { secret: second, endpoint } = await rotate(24);
  expect(endpoint?.['formerSecretEndsAt']).not.toBeNull();
  // The receiver knows the old one only, then the new one only.
  await scan(number, 2);
  await eventually(() => receiver.accepted.length === 2);
  receiver.secrets.splice(0, 1, second as string);
  await scan(number, 3);
  await eventually(() => receiver.accepted.length === 3);
  expect(receiver.accepted.map(({ secret }) => secret)).toEqual([first, first, second]);
  expect(receiver.received).toHaveLength(3);
  // At once: who still has the old one refuses.
  await rotate(0);
  await scan(number, 4);
  await eventually(() => receiver.received.length >= 4);
  expect(receiver.received.at(-1)?.secret).toBeNull();
});

test('a pause keeps what happens; resumed, all of it comes in order; a deleted endpoint is gone', async () => {
  const { as, customer } = partner();
  await using receiver = await startReceiver();
  const numbers = await parcels(customer, 3);
  const { id, secret } = await create(as, receiver.url);
  receiver.secrets.push(secret);
  expect((await act(as, 'webhookEndpointPause', id)).answer.endpoint).toMatchObject({ state: 'PAUSED' });
  for (const minute of [1, 2, 3, 4]) for (const number of numbers) await scan(number, minute);
  expect(receiver.received).toEqual([]);
  expect((await act(as, 'webhookEndpointResume', id)).answer.endpoint).toMatchObject({ state: 'ACTIVE' });
  await eventually(() => receiver.accepted.length === 12);
  for (const number of numbers) {
    const order = receiver.accepted
      .filter(({ shipment }) => shipment === number)
      .map(({ body }) => JSON.parse(body).data.event.occurredAt.local);
    expect(order).toEqual(order.toSorted());
    expect(new Set(order).size).toBe(4);
  }
  expect((await act(as, 'webhookEndpointDelete', id)).answer).toMatchObject({ endpoint: null, userErrors: [] });
  expect(await look(as, id)).toBeNull();
  await scan(numbers[0] as string, 9);
  expect((await act(as, 'webhookEndpointResume', id)).answer.userErrors).toMatchObject([
    { code: 'ENDPOINT_NOT_FOUND' },
  ]);
  expect(receiver.received).toHaveLength(12);
});

test('an owner whose receiver was repaired need not wait: what failed is tried at once', async () => {
  const { as, customer } = partner();
  let isBroken = true;
  await using receiver = await startReceiver(() => (isBroken ? 500 : 204));
  const [number] = (await parcels(customer, 1)) as [string];
  const { id, secret } = await create(as, receiver.url);
  receiver.secrets.push(secret);
  await scan(number, 1);
  await eventually(async () => expect(await look(as, id)).toMatchObject({ failureCount: 1 }));
  // As after many failures: hours to wait.
  const uuid = fromGlobalId('WebhookEndpoint', id);
  await world.sql.begin(async (tx) => {
    await tx`update tracking.webhook_endpoint set resting_until = now() + interval '4 minutes', rest_reason = 'FAILING' where id = ${uuid}`;
    await tx`update tracking.webhook_message set next_attempt_at = now() + interval '8 hours' where endpoint_id = ${uuid}`;
  });
  isBroken = false;
  await act(as, 'webhookEndpointResume', id);
  await eventually(() => receiver.accepted.length === 1);
  expect(await look(as, id)).toMatchObject({ state: 'ACTIVE' });
});

test('a replay sends a stretch again under the same ids; a resend one message; filters hold', async () => {
  const { as, customer } = partner();
  await using receiver = await startReceiver();
  const [number] = (await parcels(customer, 1)) as [string];
  const before = (await world.query<{ liveCursor: string }>(as, '{ liveCursor }')).data.liveCursor;
  await scan(number, 1);
  await scan(number, 2);
  // From the past on: it gets what was told before it was made.
  const { id, secret } = await create(as, receiver.url, { after: before });
  receiver.secrets.push(secret);
  await eventually(() => receiver.accepted.length === 2);
  const ids = receiver.accepted.map((hook) => hook.id);

  const start = (input: Fields) =>
    mutate(as, 'webhookReplayStart', 'WebhookReplayStartInput', { endpointId: id, ...input }, 'replay { id state }');
  expect((await start({ after: before, perSecond: 50 })).answer.replay).toMatchObject({ state: 'RUNNING' });
  await eventually(() => receiver.accepted.length === 4);
  expect(receiver.accepted.slice(2).map((hook) => hook.id)).toEqual(ids);
  await eventually(async () =>
    expect((await look(as, id))?.replays).toMatchObject([{ state: 'DONE', messageCount: 2 }]),
  );
  expect((await start({ from: new Date(Date.now() + 3_600_000).toISOString() })).answer.replay).toMatchObject({
    state: 'DONE',
  });
  expect((await start({})).error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.after' });
  expect((await start({ after: before, from: '2026-01-01T00:00:00Z' })).error).toMatchObject({ field: 'input.after' });
  expect((await start({ after: before, perSecond: 501 })).error).toMatchObject({ field: 'input.perSecond' });

  const message = (await look(as, id))?.messages.nodes.at(-1);
  const resend = () =>
    mutate(as, 'webhookMessageResend', 'WebhookMessageResendInput', { messageId: message?.id }, 'message { state }');
  expect((await resend()).answer.message).toMatchObject({ state: 'WAITING' });
  await eventually(() => receiver.accepted.length === 5);
  expect(receiver.accepted.at(-1)?.id).toBe(ids[0]);

  const narrowed = await act(
    as,
    'webhookEndpointUpdate',
    id,
    { milestones: ['DELIVERED'] },
    'WebhookEndpointUpdateInput',
  );
  expect(narrowed.error).toBeUndefined();
  await scan(number, 3);
  await eventually(async () => {
    const { data } = await world.query<{ liveCursor: string }>(as, '{ liveCursor }');
    expect((await look(as, id))?.['cursor']).toBe(data.liveCursor);
  });
  expect(receiver.received).toHaveLength(5);
});

describe('addresses', () => {
  test.each([
    ['http://hooks.example.com/in', 'https'],
    ['ftp://hooks.example.com', 'https'],
    ['https://user:pass@hooks.example.com', 'user or password'],
    ['https://hooks.example.com/#x', 'fragment'],
    ['https://10.1.2.3/in', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://[::1]/in', 'private'],
    ['https://[::ffff:10.0.0.1]/in', 'private'],
    ['https://[64:ff9b::a00:1]/in', 'private'],
    ['https://0x7f.1/in', null],
    ['https://2130706433/in', null],
    ['https://192.168.0.1:8443', 'private'],
    ['https://localhost.localhost/in', 'private'],
    ['https://localhost./in', 'private'],
    [`https://${'x.'.repeat(150)}example/in`, '253'],
    ['not an address', 'https'],
    [`https://hooks.example.com/${'x'.repeat(2_000)}`, '2000'],
  ])('%s', async (url, reason) => {
    const { error, answer } = await create(operator, url);
    // Ways to write 127.0.0.1, which this configuration allows: taken for what they mean.
    if (reason === null) expect(answer.userErrors).toEqual([]);
    else expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.url' });
  });

  test('other input that cannot be used names its field', async () => {
    const { as } = partner();
    const bad = async (more: Fields) => (await create(as, 'https://hooks.example.com', more)).error?.['field'];
    expect(await bad({ name: '' })).toBe('input.name');
    expect(await bad({ eventTypes: [] })).toBe('input.eventTypes');
    expect(await bad({ eventTypes: ['everything'] })).toBe('input.eventTypes');
    expect(await bad({ milestones: [] })).toBe('input.milestones');
    expect(await bad({ alertEmail: 'a@b, c@d' })).toBe('input.alertEmail');
    expect(await bad({ after: Buffer.from('live1:999999').toString('base64url') })).toBe('input.after');
  });

  test('at most twenty endpoints for one client', async () => {
    const { as } = partner();
    const made = await Promise.all(Array.from({ length: 22 }, () => create(as, 'https://hooks.example.com')));
    expect(made.filter(({ id }) => id !== '')).toHaveLength(20);
    expect(made.flatMap(({ answer }) => answer.userErrors.map(({ code }) => code))).toEqual([
      'TOO_MANY_ENDPOINTS',
      'TOO_MANY_ENDPOINTS',
    ]);
  });
});

test('operators see all endpoints, and make them for a client; ids are those of the graph', async () => {
  const { as } = partner();
  const { id, answer } = await create(operator, 'https://hooks.example.com', { clientId: as.sub });
  expect(answer.endpoint?.['clientId']).toBe(as.sub);
  expect(Buffer.from(id, 'base64url').toString()).toMatch(/^WebhookEndpoint:/);
  expect(id).toBe(
    toGlobalId('WebhookEndpoint', Buffer.from(id, 'base64url').toString().slice('WebhookEndpoint:'.length)),
  );
  expect(await look(as, id)).not.toBeNull();
  const { data } = await world.query<{
    webhookEndpoints: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean } };
  }>(operator, '{ webhookEndpoints(first: 1) { nodes { id } pageInfo { hasNextPage } } }');
  expect(data.webhookEndpoints).toMatchObject({ nodes: [{ id }], pageInfo: { hasNextPage: true } });
});
