import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RequestContext } from '../src/identity-graph/context.ts';
import { orderAccessResolvers } from '../src/identity-graph/order-access/order-access.resolvers.ts';
import { requestCode } from '../src/identity-graph/order-access/order-codes.ts';
import { createLink, type LinkRow, revokeLink } from '../src/identity-graph/order-access/order-links.ts';
import { strangersOrder } from './support/subgraphs.ts';
import { origin, startWorld, type World } from './support/world.ts';

/** Links by which customers share an order; those of the team: order-links.test.ts. */
let world: World;
let staff: Headers;
let account: Headers;
type Headers = Record<string, string>;
beforeAll(async () => {
  world = await startWorld({ timing: { sessionCacheMs: 50, recheckMs: 50 } });
  staff = { cookie: await world.signIn('agent'), origin };
  account = { cookie: await world.signIn('customer'), origin };
});
afterAll(() => world[Symbol.asyncDispose]());

const orderId = toGlobalId('Order', 7);
const hourMs = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();
interface Link {
  id: string;
  level: string;
  madeBy: string;
  purpose: string;
  expiresAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
}
interface Made {
  link: Link | null;
  url: string | null;
  userErrors: { code: string }[];
}
const fields = 'id level madeBy purpose expiresAt revokedAt lastUsedAt';
async function create(headers: Headers, input: object = {}) {
  const { body } = await world.query(
    `mutation ($input: OrderLinkCreateInput!) { orderLinkCreate(input: $input) { link { ${fields} } url userErrors { code } } }`,
    { input: { orderId, ...input } },
    headers,
  );
  return { ...(body.data?.['orderLinkCreate'] as Made), error: body.errors?.[0]?.extensions };
}
async function open(url: string | null) {
  const { body } = await world.query(
    'mutation ($input: OrderLinkOpenInput!) { orderLinkOpen(input: $input) { token level expiresAt } }',
    { input: { token: url?.split('/l/')[1] } },
  );
  return body.data?.['orderLinkOpen'] as { token: string | null; level: string | null; expiresAt: string | null };
}
async function revoke(headers: Headers, linkId: string | undefined): Promise<string | undefined> {
  const { body } = await world.query(
    'mutation ($input: OrderLinkRevokeInput!) { orderLinkRevoke(input: $input) { userErrors { code } } }',
    { input: { linkId } },
    headers,
  );
  return (body.data?.['orderLinkRevoke'] as Made | undefined)?.userErrors[0]?.code;
}
async function list(headers: Headers): Promise<Link[] | null> {
  const { body } = await world.query(
    `query ($id: ID!) { order(id: $id) { links { ${fields} } } }`,
    { id: orderId },
    headers,
  );
  return (body.data?.['order'] as { links: Link[] | null } | undefined)?.links ?? null;
}
const bearer = (token: string | null): Headers => ({ authorization: `Bearer ${token}` });
const status = async (token: string | null) =>
  (await world.query('query ($id: ID!) { order(id: $id) { viewerAccess } }', { id: orderId }, bearer(token))).status;
/** Somebody with a link of the team. */
async function linked(input: object = {}) {
  const { link, url } = await create(staff, { purpose: 'a mail', ...input });
  return { link, headers: bearer((await open(url)).token) };
}
/** Somebody who proved the address on file. */
async function coded(): Promise<Headers> {
  const token = `mpo_${crypto.randomUUID().replaceAll('-', '')}`;
  await world.sql`insert into auth.order_session (hash, order_id, level, expires_at) values (sha256(${token}::text::bytea), 7, 'L3', now() + interval '1 hour')`;
  return bearer(token);
}
beforeEach(
  () =>
    world.sql`update auth.order_link set revoked_at = now(), created_at = created_at - interval '2 days' where made_by <> 'TEAM'`,
);

describe('a customer shares an order', () => {
  test('at level L1 for a week, unless said otherwise', async () => {
    for (const [headers, madeBy] of [
      [account, 'ACCOUNT'],
      [await coded(), 'CODE'],
      [(await linked()).headers, 'LINK'],
    ] as const) {
      const { link, url } = await create(headers);
      expect(link).toMatchObject({ level: 'L1', madeBy, purpose: '', lastUsedAt: null });
      const hours = (Date.parse(link?.expiresAt as string) - Date.now()) / hourMs;
      expect(Math.round(hours)).toBe(7 * 24);
      const opened = await open(url);
      expect(opened.level).toBe('L1');
      const before = world.odoo.seen.length;
      expect(await status(opened.token)).toBe(200);
      expect(world.odoo.seen[before]?.viewer).toMatchObject({
        role: 'customer',
        level: 'L1',
        orders: [7],
        customers: [],
      });
    }
  });

  test('at level L0 too, which stays L0', async () => {
    const { url } = await create(account, { level: 'L0', purpose: 'for the neighbour', expiresAt: inHours(2) });
    const { token, level } = await open(url);
    expect(level).toBe('L0');
    const before = world.odoo.seen.length;
    await status(token);
    expect(world.odoo.seen[before]?.viewer.level).toBe('L0');
    // Not even a mail to the address on file.
    const { body } = await world.query(
      'mutation ($input: OrderCodeRequestInput!) { orderCodeRequest(input: $input) { userErrors { code } } }',
      { input: { orderId } },
      bearer(token),
    );
    expect(body.data?.['orderCodeRequest']).toEqual({ userErrors: [{ code: 'ORDER_ACCESS_DENIED' }] });
  });

  test.each([
    ['more than the half of what they see', { level: 'L2' }, 'input.level'],
    ['all that they see', { level: 'L3' }, 'input.level'],
    ['the rights of the team', { level: 'STAFF' }, 'input.level'],
    ['minutes', { expiresAt: inHours(0.5) }, 'input.expiresAt'],
    ['months', { expiresAt: inHours(24 * 31) }, 'input.expiresAt'],
    ['a novel', { purpose: 'x'.repeat(81) }, 'input.purpose'],
    ['several lines', { purpose: 'one\ntwo' }, 'input.purpose'],
  ])('but not %s', async (_name, input, field) => {
    expect((await create(account, input)).error).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('whoever got it shares it no further, and ends no link', async () => {
    for (const level of ['L0', 'L1']) {
      const { link, url } = await create(account, { level });
      const got = bearer((await open(url)).token);
      expect((await create(got)).userErrors).toMatchObject([{ code: 'ORDER_NOT_FOUND' }]);
      expect(await list(got)).toBeNull();
      // Nor does anybody else who only sees the order.
      for (const headers of [got, bearer(await world.orderAccess.sign({ sub: '7' })), bearer(await world.token()), {}])
        expect(await revoke(headers, link?.id)).toBe('LINK_NOT_FOUND');
      expect((await open(url)).token).not.toBeNull();
    }
  });

  test('ten links at a time, also when asked for at once, and thirty a day', async () => {
    const made = await Promise.all(Array.from({ length: 14 }, () => create(account)));
    expect(made.filter(({ link }) => link)).toHaveLength(10);
    expect(made.filter(({ userErrors }) => userErrors[0]?.code === 'TOO_MANY_LINKS')).toHaveLength(4);
    // Ended ones make room, up to a day's number.
    for (let i = 0; i < 2; i++) {
      await world.sql`update auth.order_link set revoked_at = now() where made_by <> 'TEAM'`;
      for (let n = 0; n < 10; n++) expect((await create(account)).link).not.toBeNull();
    }
    await world.sql`update auth.order_link set revoked_at = now() where made_by <> 'TEAM'`;
    expect((await create(account)).userErrors).toMatchObject([{ code: 'TOO_MANY_LINKS' }]);
    // The team's are not counted.
    expect((await create(staff, { purpose: 'a mail' })).link).not.toBeNull();
  });

  test('whatever is shared of other orders', async () => {
    await world.sql`insert into auth.order_link (hash, order_id, purpose, created_by, level, made_by, expires_at)
      select sha256(n::text::bytea), 8, '', 'somebody', 'L1', 'ACCOUNT', now() + interval '1 hour' from generate_series(1, 30) n`;
    expect((await create(account)).link).not.toBeNull();
  });
});

describe('shared links are seen and ended', () => {
  test('by everybody who may share the order; those of the team by the team alone', async () => {
    const { link, url } = await create(await coded(), { purpose: 'for grandma' });
    const team = await create(staff, { purpose: 'internal words' });
    await open(url);
    for (const headers of [account, await coded(), (await linked()).headers]) {
      const seen = await list(headers);
      expect(seen?.find(({ id }) => id === link?.id)).toMatchObject({
        purpose: 'for grandma',
        madeBy: 'CODE',
        lastUsedAt: expect.any(String),
      });
      expect(JSON.stringify(seen)).not.toContain('internal words');
      expect(await revoke(headers, team.link?.id)).toBe('LINK_NOT_FOUND');
    }
    expect((await list(staff))?.map(({ id }) => id)).toEqual(expect.arrayContaining([link?.id, team.link?.id]));
    expect(await revoke(account, link?.id)).toBeUndefined();
    expect((await open(url)).token).toBeNull();
    expect((await list(account))?.find(({ id }) => id === link?.id)?.revokedAt).not.toBeNull();
  });

  test('ended is ended, for what it opened and for open connections', async () => {
    const { link, url } = await create(account);
    const { token } = await open(url);
    await using socket = world.socket({ connectionParams: { token: token as string } });
    const before = world.tracking.subscriptions.length;
    socket.subscribe('subscription { milestoneAdded { cursor } }');
    await eventually(() => world.tracking.subscriptions.length === before + 1);
    await revoke(await coded(), link?.id);
    await eventually(async () => expect(await status(token)).toBe(401));
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
  });

  test('strangers neither make, see nor end them', async () => {
    const { link } = await create(account);
    await world.sql`update auth.order_link set order_id = 404 where made_by = 'ACCOUNT' and revoked_at is null`;
    for (const headers of [account, await coded(), (await linked()).headers, {}, bearer(await world.token())]) {
      expect((await create(headers, { orderId: strangersOrder })).userErrors).toMatchObject([
        { code: 'ORDER_NOT_FOUND' },
      ]);
      expect(await revoke(headers, link?.id)).toBe('LINK_NOT_FOUND');
    }
    const l1 = bearer(await world.orderAccess.sign({ sub: '7' }));
    expect((await create(l1)).userErrors).toMatchObject([{ code: 'ORDER_NOT_FOUND' }]);
    expect(await list(l1)).toBeNull();
    expect(
      await world.sql`select 1 from auth.order_link where made_by = 'ACCOUNT' and revoked_at is null`,
    ).toHaveLength(1);
  });
});

describe('a share ends with what its maker held', () => {
  test('with the link by which the maker came, and not later than it', async () => {
    const end = inHours(5);
    const { link, headers } = await linked({ expiresAt: end });
    const share = await create(headers);
    expect(share.link?.expiresAt).toBe(end);
    const other = await create(account);
    const { token } = await open(share.url);
    await revoke(staff, link?.id);
    await eventually(async () => expect(await status(token)).toBe(401));
    expect((await open(share.url)).token).toBeNull();
    expect((await open(other.url)).token).not.toBeNull();
    const rows = await world.sql`
      select actor, subject, detail->>'with' as ended_with from auth.audit where action = 'order_link.revoked' and detail ? 'with' order by id desc limit 1`;
    expect(rows).toMatchObject([{ subject: 'order 7', ended_with: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    // The colleague who ended the one above it.
    expect(rows[0]?.['actor']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('with the account that its maker lost; a new one changes nothing', async () => {
    const share = await create(account);
    const { token } = await open(share.url);
    const [grant] = await world.sql`select user_id, customers from auth.customer_grant limit 1`;
    const { user_id: person, customers } = grant as { user_id: string; customers: number[] };
    await world.sql`update auth.customer_grant set customers = ${[...customers, 999]} where user_id = ${person}`;
    expect(await status(token)).toBe(200);
    await world.sql`update auth.customer_grant set customers = ${customers} where user_id = ${person}`;
    await eventually(async () => expect(await status(token)).toBe(401));
    const again = await create({ cookie: await world.signIn('customer'), origin });
    expect(again.link).not.toBeNull();
    await world.sql`delete from auth.customer_grant where user_id = ${person}`;
    expect((await open(again.url)).token).toBeNull();
    await world.sql`insert into auth.customer_grant (user_id, customers) values (${person}, ${customers})`;
  });
});

/** What the gateway refuses before, and what ends while a request is on its way: asked of the statements themselves. */
describe('past the gateway’s door', () => {
  const contextOf = (given: Partial<Viewer>, order: object | null = { __typename: 'Order' }): RequestContext =>
    ({
      sql: world.sql,
      viewer: {
        sid: 'test',
        sub: null,
        role: 'customer',
        level: 'L3',
        scopes: [],
        companies: [],
        regions: null,
        customers: [],
        orders: [7],
        sessionExp: Math.floor(Date.now() / 1_000) + 600,
        ...given,
      },
      viewerToken: '',
      requestId: 'past-the-door',
      address: '',
      publicOrigin: origin,
      ask: async () => ({ order }),
    }) as unknown as RequestContext;
  const make = (given: Partial<Viewer>) =>
    createLink(contextOf(given), { orderId, purpose: null, level: null, expiresAt: null });
  const unknown = { userErrors: [{ code: 'ORDER_NOT_FOUND' }] };
  const made = { link: { order_id: 7 } };
  const person = async () => {
    const [grant] = await world.sql<{ user_id: string; customers: number[] }[]>`
      select user_id, customers from auth.customer_grant limit 1`;
    return grant as NonNullable<typeof grant>;
  };

  test('a colleague who looks as the customer does makes and ends no link', async () => {
    const { user_id: sub } = await person();
    expect(await make({ sub })).toMatchObject(made);
    expect(await make({ sub, viewedBy: 'agent' })).toMatchObject(unknown);
    const { link } = await create(account);
    expect(await revokeLink(contextOf({ sub, viewedBy: 'agent' }), link?.id as string)).toMatchObject({
      userErrors: [{ code: 'LINK_NOT_FOUND' }],
    });
    expect((await list(account))?.find(({ id }) => id === link?.id)?.revokedAt).toBeNull();
  });

  test('a reference to an order that odoo-subgraph does not show shows no links', async () => {
    const { link } = await create(account);
    const linksOf = (given: Partial<Viewer>, order?: object | null) =>
      orderAccessResolvers.Order.links({ id: orderId }, {}, contextOf(given, order));
    for (const given of [{ role: 'agent', level: 'STAFF' }, { sub: (await person()).user_id }] as Partial<Viewer>[]) {
      const seen = (await linksOf(given)) as LinkRow[];
      expect(seen.map(({ id }) => toGlobalId('OrderLink', id))).toContain(link?.id);
      expect(await linksOf(given, null)).toBeNull();
    }
  });

  test('nobody asks for a code while they look as the customer does', async () => {
    const { viewer, ...context } = contextOf({ level: 'L1', viewedBy: 'agent' });
    // Who only holds the order gets one step further: to whether mails are sent at all.
    const codeOf = (as: Viewer) => requestCode({ ...context, viewer: as, mails: { isOn: false } } as never, orderId);
    expect(await codeOf(viewer)).toMatchObject({ userErrors: [{ code: 'ORDER_ACCESS_DENIED' }] });
    const { viewedBy: _, ...holder } = viewer;
    expect(await codeOf(holder)).toMatchObject({ userErrors: [{ code: 'MAIL_OFF' }] });
  });

  test('nobody shares by an account, a code or a link that has just ended', async () => {
    const { user_id: sub, customers } = await person();
    await world.sql`delete from auth.customer_grant where user_id = ${sub}`;
    expect(await make({ sub })).toMatchObject(unknown);
    await world.sql`insert into auth.customer_grant (user_id, customers) values (${sub}, ${customers})`;

    for (const sid of [`order-session:${crypto.randomUUID()}`, 'order-session:x', 'test'])
      expect(await make({ sid })).toMatchObject(unknown);

    for (const end of ['revoked_at = now()', "expires_at = now() - interval '1 second'"]) {
      const { link } = await linked();
      const [session] = await world.sql<{ id: string }[]>`select id from auth.order_session order by id desc limit 1`;
      const [parent] = await world.sql<{ id: string; hash: Buffer }[]>`
        select l.id from auth.order_link l join auth.order_session s on s.link_id = l.id where s.id = ${session?.id as string}`;
      expect(link?.id).toBe(toGlobalId('OrderLink', parent?.id as string));
      const sid = `order-session:${session?.id}`;
      expect(await make({ sid })).toMatchObject({ link: { order_id: 7, made_by: 'LINK' } });
      await world.sql.unsafe(`update auth.order_link set ${end} where id = $1`, [parent?.id as string]);
      expect(await make({ sid }), end).toMatchObject(unknown);
    }
  });
});
