import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { strangersOrder } from './support/subgraphs.ts';
import { origin, startWorld, type World } from './support/world.ts';

let world: World;
let staff: Record<string, string>;
beforeAll(async () => {
  world = await startWorld({ timing: { sessionCacheMs: 50, recheckMs: 50 } });
  staff = { cookie: await world.signIn('agent'), origin };
});
afterAll(() => world[Symbol.asyncDispose]());

type Headers = Record<string, string>;
const orderId = toGlobalId('Order', 7);
const begin = async (headers: Headers = staff, id = orderId) => {
  const { body } = await world.query(
    'mutation ($input: OrderViewCreateInput!) { orderViewCreate(input: $input) { viewId expiresAt userErrors { code } } }',
    { input: { orderId: id } },
    headers,
  );
  return body.data?.['orderViewCreate'] as { viewId: string; expiresAt: string; userErrors: { code: string }[] };
};
const through = (viewId: string, headers: Headers = staff, level = 'L2') => ({
  ...headers,
  'x-mp-order-view': `${viewId} ${level}`,
});
/** The answer to a look at the order, and as whom odoo-subgraph saw it. */
const look = async (headers: Headers, query = 'query ($id: ID!) { order(id: $id) { viewerAccess } }') => {
  const before = world.odoo.seen.length;
  const { status, body } = await world.query(query, query.includes('$id') ? { id: orderId } : {}, headers);
  return { status, code: body.errors?.[0]?.extensions.code, data: body.data, seen: world.odoo.seen.slice(before) };
};
const audited = () =>
  world.sql`select actor, role, subject, detail->>'view' as view from auth.audit where action = 'order_view.started' order by id`;

test('is on record when it is answered, and shows the order as a customer of that level sees it, within the colleague’s own scope', async () => {
  const { viewId, expiresAt, userErrors } = await begin();
  expect(userErrors).toEqual([]);
  const [person] = await world.sql<{ id: string }[]>`select id from auth."user" where email = 'agent@test.example'`;
  const [row] = await world.sql<{ id: string; seconds: number }[]>`
    select id, extract(epoch from expires_at - created_at)::int as seconds from auth.order_view`;
  expect(viewId).toBe(toGlobalId('OrderView', row?.id as string));
  expect(row?.seconds).toBe(600);
  expect(await audited()).toEqual([{ actor: person?.id, role: 'agent', subject: 'order 7', view: row?.id }]);
  for (const level of ['L1', 'L2', 'L3']) {
    const { status, seen } = await look(through(viewId, staff, level));
    expect(status).toBe(200);
    expect(seen[0]?.viewer).toMatchObject({
      sid: `order-view:${row?.id}`,
      sub: person?.id,
      role: 'customer',
      viewedBy: 'agent',
      level,
      orders: [7],
      customers: [],
      companies: null,
      scopes: [],
      sessionExp: Math.floor(Date.parse(expiresAt) / 1000),
    });
    expect(seen[0]?.viewer).not.toHaveProperty('name');
  }
  // No look-up, no link and no code was spent, and nothing else is on record.
  expect(await world.sql`select 1 from auth.order_session`).toHaveLength(0);
  expect(await audited()).toHaveLength(1);
});

test('follows the colleague’s rights as they are now', async () => {
  const { viewId } = await begin();
  await world.sql`update auth.staff_grant set companies = '{3}' where role = 'agent'`;
  try {
    await eventually(async () =>
      expect((await look(through(viewId))).seen[0]?.viewer).toMatchObject({
        companies: [3],
        orders: [7],
        role: 'customer',
      }),
    );
  } finally {
    await world.sql`update auth.staff_grant set companies = null where role = 'agent'`;
  }
});

describe('is begun', () => {
  test('for no order outside the own scope', async () => {
    const before = await audited();
    expect(await begin(staff, strangersOrder)).toEqual({
      viewId: null,
      expiresAt: null,
      userErrors: [{ code: 'ORDER_NOT_FOUND' }],
    });
    expect(await audited()).toEqual(before);
  });

  test('by no customer, no partner and nobody in particular, nor out of another look', async () => {
    const before = await audited();
    const others: Headers[] = [
      {},
      { authorization: `Bearer ${await world.token()}` },
      { authorization: `Bearer ${await world.orderAccess.sign({ sub: '7' })}` },
      { cookie: await world.signIn('customer'), origin },
    ];
    for (const headers of others) expect((await begin(headers)).userErrors).toEqual([{ code: 'ORDER_NOT_FOUND' }]);
    expect(await audited()).toEqual(before);
    const { viewId } = await begin();
    expect(await begin(through(viewId))).toBeUndefined();
    expect(await audited()).toHaveLength(before.length + 1);
  });
});

describe('is refused, and never becomes what its person may see otherwise', () => {
  test('in every other session: another colleague’s, the same person’s, a customer’s, nobody’s, with a token', async () => {
    const { viewId } = await begin();
    const others: Headers[] = [
      { cookie: await world.signIn('operator'), origin },
      { cookie: await world.signIn('agent'), origin },
      { cookie: await world.signIn('customer'), origin },
      { authorization: `Bearer ${await world.token()}` },
      { ...staff, authorization: `Bearer ${await world.orderAccess.sign({ sub: '7' })}` },
      // A page elsewhere, and one that does not say where it is.
      { ...staff, origin: 'https://evil.example' },
      { cookie: staff['cookie'] as string },
      {},
    ];
    for (const headers of others)
      expect(await look(through(viewId, headers))).toMatchObject({ code: 'FORBIDDEN', seen: [] });
    expect(await look(through(viewId))).toMatchObject({ status: 200 });
  });

  test('when it has ended, by itself or with the session, and when it never was', async () => {
    const own = { cookie: await world.signIn('agent'), origin };
    const { viewId } = await begin(own);
    const wrong = [
      toGlobalId('OrderView', crypto.randomUUID()),
      toGlobalId('OrderCode', crypto.randomUUID()),
      toGlobalId('OrderView', "' or true --"),
      'x'.repeat(4_000),
      '',
    ];
    for (const id of wrong) expect(await look(through(id, own))).toMatchObject({ code: 'FORBIDDEN', seen: [] });
    for (const level of ['L0', 'STAFF', 'PARTNER', '', 'L2 L3', 'l2'])
      expect((await look(through(viewId, own, level))).code, level).toBe('FORBIDDEN');
    expect(await look(through(viewId, own))).toMatchObject({ status: 200 });
    await world.sql`update auth.order_view set expires_at = now()`;
    expect(await look(through(viewId, own))).toMatchObject({ code: 'FORBIDDEN', seen: [] });
    const again = await begin(own);
    await world.sql`delete from auth.session where id = (select id from auth.session order by created_at desc limit 1)`;
    await eventually(async () => expect((await look(through(again.viewId, own))).code).toBe('FORBIDDEN'));
  });
});

describe('reads, and does nothing', () => {
  test.each([
    `mutation { orderCodeRequest(input: { orderId: "${orderId}" }) { codeId userErrors { code } } }`,
    `mutation { orderLinkCreate(input: { orderId: "${orderId}", purpose: "x" }) { url } }`,
    'mutation { orderAccessCreate(input: { orderName: "S00007", email: "x@y.example" }) { token } }',
    'mutation { sessionsRevokeAll(input: {}) { userErrors { code } } }',
    `query Read { liveCursor } mutation Write { orderLinkCreate(input: { orderId: "${orderId}", purpose: "x" }) { url } }`,
  ])('%s', async (query) => {
    const { viewId } = await begin();
    const before = [world.odoo.seen.length, world.tracking.seen.length];
    const operationName = query.startsWith('query') ? 'Write' : undefined;
    const { body } = await world.send({ query, operationName }, through(viewId));
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect([world.odoo.seen.length, world.tracking.seen.length]).toEqual(before);
    expect(await world.sql`select 1 from auth.order_link`).toHaveLength(0);
  });

  test('no stream and no socket', async () => {
    const { viewId } = await begin();
    const before = world.tracking.subscriptions.length;
    const stream = await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { ...through(viewId), 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { milestoneAdded { cursor } }' }),
    });
    expect(await stream.text()).toContain('FORBIDDEN');
    await using socket = world.socket({ headers: through(viewId) });
    socket.subscribe('subscription { milestoneAdded { cursor } }');
    await eventually(() => socket.closes.length > 0);
    expect(world.tracking.subscriptions.length).toBe(before);
  });
});
