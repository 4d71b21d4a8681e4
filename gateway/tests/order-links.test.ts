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

const orderId = toGlobalId('Order', 7);
interface Made {
  link: { id: string; purpose: string; expiresAt: string; uses: number; revokedAt: string | null } | null;
  url: string | null;
  userErrors: { code: string }[];
}
interface Opened {
  token: string | null;
  expiresAt: string | null;
  orderId: string | null;
  userErrors: { code: string }[];
}
const create = async (input: object = {}, headers = staff) => {
  const { body } = await world.query(
    `mutation ($input: OrderLinkCreateInput!) { orderLinkCreate(input: $input) {
       link { id order { id } purpose expiresAt uses revokedAt } url userErrors { code field } } }`,
    { input: { orderId, purpose: 'a mail to the customer', ...input } },
    headers,
  );
  return { made: body.data?.['orderLinkCreate'] as Made, error: body.errors?.[0]?.extensions };
};
const open = async (token: string) =>
  (
    await world.query(
      'mutation ($input: OrderLinkOpenInput!) { orderLinkOpen(input: $input) { token expiresAt orderId userErrors { code field message } } }',
      { input: { token } },
    )
  ).body.data?.['orderLinkOpen'] as Opened;
const revoke = async (linkId: string, headers = staff) =>
  (
    await world.query(
      'mutation ($input: OrderLinkRevokeInput!) { orderLinkRevoke(input: $input) { link { id revokedAt } userErrors { code } } }',
      { input: { linkId } },
      headers,
    )
  ).body.data?.['orderLinkRevoke'] as Made;
const tokenIn = (url: string | null) => url?.split('/l/')[1] as string;
const bearer = (token: string | null) => ({ authorization: `Bearer ${token}` });
/** The status of a look at the order, and as whom odoo-subgraph saw it. */
const look = async (token: string | null) => {
  const before = world.odoo.seen.length;
  const { status } = await world.query(
    'query ($id: ID!) { order(id: $id) { viewerAccess } }',
    { id: orderId },
    bearer(token),
  );
  const [asked] = world.odoo.seen.slice(before);
  return { status, viewer: asked?.viewer };
};

describe('a link', () => {
  test('opens exactly its order, at level L2', async () => {
    const { made } = await create();
    expect(made.url).toMatch(/^http:\/\/localhost:4000\/l\/[A-Za-z0-9_-]{32}$/);
    const opened = await open(tokenIn(made.url));
    expect(opened).toMatchObject({ orderId, userErrors: [], token: expect.stringMatching(/^mpo_/) });
    expect(await look(opened.token)).toMatchObject({
      status: 200,
      viewer: { role: 'customer', level: 'L2', orders: [7], customers: [], companies: [], scopes: [], sub: null },
    });
  });

  test('is kept as a hash only, and stands in no log', async () => {
    const { made } = await create();
    const token = tokenIn(made.url);
    const opened = await open(token);
    const rows = JSON.stringify([
      await world.sql`select * from auth.order_link`,
      await world.sql`select * from auth.order_session`,
      await world.sql`select * from auth.audit`,
    ]);
    for (const secret of [token, opened.token as string]) {
      expect(rows).not.toContain(secret);
      expect(world.lines.join('\n')).not.toContain(secret);
    }
  });

  test('shows its use and ends when somebody says so, with everything it opened', async () => {
    const { made } = await create();
    const first = await open(tokenIn(made.url));
    const second = await open(tokenIn(made.url));
    expect(second.token).not.toBe(first.token);
    const { body } = await world.query(
      'query ($id: ID!) { order(id: $id) { links { id uses firstUsedAt order { id viewerAccess } } } }',
      { id: orderId },
      staff,
    );
    const shown = body.data?.['order'] as { links: { id: string }[] } | undefined;
    expect(shown?.links.find(({ id }) => id === made.link?.id)).toMatchObject({
      uses: 2,
      firstUsedAt: expect.any(String),
      order: { id: orderId, viewerAccess: 'STAFF' },
    });
    await using socket = world.socket({ connectionParams: { token: first.token as string } });
    const before = world.tracking.subscriptions.length;
    socket.subscribe('subscription { milestoneAdded { cursor } }');
    await eventually(() => world.tracking.subscriptions.length === before + 1);

    expect(await revoke(made.link?.id as string)).toMatchObject({
      userErrors: [],
      link: { revokedAt: expect.any(String) },
    });
    await eventually(async () => expect((await look(first.token)).status).toBe(401));
    expect((await look(second.token)).status).toBe(401);
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
    expect((await open(tokenIn(made.url))).userErrors).toMatchObject([{ code: 'LINK_ENDED' }]);
    // Once more changes nothing, and is no second entry in the audit.
    await revoke(made.link?.id as string);
    expect(
      await world.sql`select action, actor, role, subject from auth.audit where detail->>'link' = (select id::text from auth.order_link where uses = 2) order by id`,
    ).toMatchObject([
      { action: 'order_link.created', role: 'agent', subject: 'order 7' },
      { action: 'order_link.opened', role: 'anonymous' },
      { action: 'order_link.opened', role: 'anonymous' },
      { action: 'order_link.revoked', role: 'agent' },
    ]);
  });

  test('ends by itself, and what it opened not later than it', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { made } = await create({ expiresAt });
    const opened = await open(tokenIn(made.url));
    expect(opened.expiresAt).toBe(expiresAt);
    expect((await look(opened.token)).viewer?.sessionExp).toBe(Math.floor(Date.parse(expiresAt) / 1000));
    await world.sql`update auth.order_link set expires_at = now() - interval '1 second' where expires_at = ${expiresAt}`;
    await eventually(async () => expect((await look(opened.token)).status).toBe(401));
    expect((await open(tokenIn(made.url))).token).toBeNull();
  });

  test('of a month opens the order for twelve hours at a time', async () => {
    const { made } = await create();
    const { token, expiresAt } = await open(tokenIn(made.url));
    const hours = (Date.parse(expiresAt as string) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(12);
    expect((await look(token)).viewer?.sessionExp).toBe(Math.floor(Date.parse(expiresAt as string) / 1000));
  });

  test('a link that ended, one that never was and garbage get one answer, byte for byte', async () => {
    const { made } = await create();
    await revoke(made.link?.id as string);
    const answers = await Promise.all(
      [tokenIn(made.url), 'A'.repeat(32), '', 'x'.repeat(5_000), "' or 1=1 --", 'A'.repeat(31)].map(open),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test.each([
    ['no purpose', { purpose: '  ' }, 'input.purpose'],
    ['a novel as a purpose', { purpose: 'x'.repeat(201) }, 'input.purpose'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'input.expiresAt'],
    ['an end in ten years', { expiresAt: '2036-01-01T00:00:00Z' }, 'input.expiresAt'],
    ['an end that is no instant', { expiresAt: 'soon' }, 'input.expiresAt'],
    ['an id of something else', { orderId: toGlobalId('Shipment', 'x') }, 'input.orderId'],
  ])('is not made with %s', async (_name, input, field) => {
    const { error } = await create(input);
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('who makes and ends links', () => {
  test('nobody for an order outside the own scope', async () => {
    expect((await create({ orderId: strangersOrder })).made).toMatchObject({
      link: null,
      url: null,
      userErrors: [{ code: 'ORDER_NOT_FOUND' }],
    });
    const { made } = await create();
    await world.sql`update auth.order_link set order_id = 404 where purpose = 'a mail to the customer' and id = (select max(id::text)::uuid from auth.order_link)`;
    const unknown = await revoke(toGlobalId('OrderLink', crypto.randomUUID()));
    expect(await revoke(made.link?.id as string)).toEqual(unknown);
    expect(unknown.userErrors).toEqual([{ code: 'LINK_NOT_FOUND' }]);
  });

  test('no partner, nobody in particular, nobody at level L1; they do not see links either', async () => {
    const { made } = await create();
    const others: Record<string, string>[] = [
      {},
      bearer(await world.token()),
      bearer(await world.orderAccess.sign({ sub: '7' })),
    ];
    for (const headers of others) {
      expect((await create({}, headers)).made.userErrors).toMatchObject([{ code: 'ORDER_NOT_FOUND' }]);
      expect((await revoke(made.link?.id as string, headers)).userErrors).toEqual([{ code: 'LINK_NOT_FOUND' }]);
      const { body } = await world.query(
        'query ($id: ID!) { order(id: $id) { links { id } } }',
        { id: orderId },
        headers,
      );
      expect(body.data).toEqual({ order: { links: null } });
    }
    expect((await open(tokenIn(made.url))).token).not.toBeNull();
  });
});

test.each([
  ['a token that never was', `mpo_${'A'.repeat(32)}`],
  ['the link itself', 'A'.repeat(32)],
  ['a token cut short', 'mpo_AAAA'],
])('%s is refused as a bearer', async (_name, token) => {
  expect((await look(token)).status).toBe(401);
});
