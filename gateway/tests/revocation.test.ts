import { createHmac } from 'node:crypto';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { newToken } from '../src/identity/order-sessions.ts';
import { openSse } from './support/sse.ts';
import { openSocket, origin, startWorld, type World } from './support/world.ts';

const hour = 3_600_000;
const order = '{ orderByName(name: "S00001") { viewerAccess } }';
const milestones = 'subscription { milestoneAdded { cursor } }';

/** A person with a session and the cookie that belongs to it, as the sign-in library signs it; made without its slow password hash. */
async function addPerson({ sql, env }: World, { role = 'agent' }: { role?: 'agent' | 'operator' | null } = {}) {
  const token = crypto.randomUUID();
  const [row] = await sql<{ user_id: string; session_id: string }[]>`
    with u as (insert into auth."user" (name, email) values ('x', ${`${token}@test.example`}) returning id),
      s as (insert into auth.session (user_id, token, expires_at) select id, ${token}, now() + interval '8 hours' from u returning id)
    select u.id as user_id, s.id as session_id from u, s`;
  const { user_id: userId, session_id: sessionId } = row as { user_id: string; session_id: string };
  if (role) await sql`insert into auth.staff_grant (user_id, role) values (${userId}, ${role})`;
  const signature = createHmac('sha256', String(env['AUTH_SECRET'])).update(token).digest('base64');
  return { userId, sessionId, cookie: `mp=${encodeURIComponent(`${token}.${signature}`)}` };
}

async function addClient({ sql }: World) {
  const id = `client-${crypto.randomUUID()}`;
  await sql`insert into auth.api_client (id, name, scopes) values (${id}, 'x', ${['shipments:read']})`;
  // The demo partner's hash stands for a secret that we know.
  await sql`insert into auth.api_client_secret (client_id, hash, hint) select ${id}, hash, 'x' from auth.api_client_secret where client_id = 'test-partner'`;
  return id;
}

/** What a link opened, with the token that stands for it. */
async function openLink({ sql }: World) {
  const { token, hash } = newToken('mpo_');
  const [row] = await sql<{ link: string; session: string }[]>`
    with l as (insert into auth.order_link (hash, order_id, purpose, created_by, expires_at) values (${newToken().hash}, 7, 'x', 'x', now() + interval '1 day') returning id),
      s as (insert into auth.order_session (hash, order_id, level, link_id, expires_at) select ${hash}, 7, 'L2', id, now() + interval '1 hour' from l returning id)
    select l.id as link, s.id as session from l, s`;
  return { token, ...(row as { link: string; session: string }) };
}

describe('by the news alone: caches and looks of an hour, two instances', () => {
  let world: World;
  let other: World['gateway'];
  beforeAll(async () => {
    world = await startWorld({ timing: { sessionCacheMs: hour, recheckMs: hour } });
    other = await world.start();
  });
  afterAll(async () => {
    await other[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  /** The role behind a request, or the status when it was refused. */
  async function roleAt(url: string, headers: Record<string, string>) {
    const before = world.odoo.seen.length;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: order }),
    });
    await response.text();
    return world.odoo.seen.length > before ? world.odoo.seen.at(-1)?.viewer.role : response.status;
  }

  /** Open connections of each kind on both instances; then `change`, and all must end, and the next request be nobody's. */
  async function expectEnd(
    {
      headers,
      connectionParams,
      role,
      after,
    }: {
      headers: Record<string, string>;
      connectionParams?: { token: string };
      role: string;
      after: string | number;
    },
    change: () => Promise<unknown>,
  ) {
    const urls = [world.gateway.url, other.url];
    for (const url of urls) expect(await roleAt(url, headers)).toBe(role);
    const before = world.tracking.state.subscribers;
    const sockets = urls.map((url) =>
      openSocket(url, connectionParams ? { connectionParams } : { headers: { ...headers, origin } }),
    );
    for (const socket of sockets) socket.subscribe(milestones);
    const streams = await Promise.all(urls.map((url) => openSse({ gateway: { url } }, milestones, {}, headers)));
    await eventually(() => world.tracking.state.subscribers === before + 4);
    await change();
    await eventually(() => {
      for (const socket of sockets) expect(socket.closes).toMatchObject([{ code: 4403 }]);
      for (const stream of streams) expect(stream.state).toEqual({ ended: 'cut', completed: false });
    });
    for (const url of urls) expect(await roleAt(url, headers)).toBe(after);
    for (const socket of sockets) await socket[Symbol.asyncDispose]();
  }

  test.each([
    ['the session was deleted', 'delete from auth.session where id = $1', 'session', 'anonymous'],
    ['the session was ended', 'update auth.session set expires_at = now() where id = $1', 'session', 'anonymous'],
    ['the person was deleted', 'delete from auth."user" where id = $1', 'person', 'anonymous'],
    ['the grant was taken away', 'delete from auth.staff_grant where user_id = $1', 'person', 'anonymous'],
    ['the role changed', "update auth.staff_grant set role = 'operator' where user_id = $1", 'person', 'operator'],
    ['the companies changed', "update auth.staff_grant set companies = '{2}' where user_id = $1", 'person', 'agent'],
  ])('a person: %s', async (_name, statement, subject, after) => {
    const { cookie, sessionId, userId } = await addPerson(world);
    const id = subject === 'session' ? sessionId : userId;
    await expectEnd({ headers: { cookie, origin }, role: 'agent', after }, () => world.sql.unsafe(statement, [id]));
  });

  test('somebody without rights who is given some is somebody at the next request', async () => {
    const { cookie, userId } = await addPerson(world, { role: null });
    for (const { url } of [world.gateway, other]) expect(await roleAt(url, { cookie, origin })).toBe('anonymous');
    await world.sql`insert into auth.customer_grant (user_id, customers) values (${userId}, ${[45]})`;
    for (const { url } of [world.gateway, other])
      await eventually(async () => expect(await roleAt(url, { cookie, origin })).toBe('customer'));
  });

  test.each([
    ['it was disabled', 'update auth.api_client set disabled_at = now() where id = $1'],
    ['it was deleted', 'delete from auth.api_client where id = $1'],
    ['its epoch was raised', 'update auth.api_client set token_epoch = token_epoch + 1 where id = $1'],
    ['its scopes changed', "update auth.api_client set scopes = '{}' where id = $1"],
    ['its companies changed', "update auth.api_client set companies = '{1}' where id = $1"],
    ['its customers changed', "update auth.api_client set customers = '{}' where id = $1"],
    ['a secret was revoked', 'update auth.api_client_secret set revoked_at = now() where client_id = $1'],
    ['a secret was deleted', 'delete from auth.api_client_secret where client_id = $1'],
  ])('a partner client: %s', async (_name, statement) => {
    const id = await addClient(world);
    const token = await world.token({ client_id: id });
    await expectEnd(
      { headers: { authorization: `Bearer ${token}` }, connectionParams: { token }, role: 'partner', after: 401 },
      () => world.sql.unsafe(statement, [id]),
    );
  });

  test.each([
    ['the link was ended', 'update auth.order_link set revoked_at = now() where id = $1', 'link'],
    ['the link was deleted', 'delete from auth.order_link where id = $1', 'link'],
    ['its session was ended', 'update auth.order_session set revoked_at = now() where id = $1', 'session'],
  ] as const)('what a link opened: %s', async (_name, statement, subject) => {
    const opened = await openLink(world);
    const { token } = opened;
    await expectEnd(
      { headers: { authorization: `Bearer ${token}` }, connectionParams: { token }, role: 'customer', after: 401 },
      () => world.sql.unsafe(statement, [opened[subject]]),
    );
  });

  test('a client that was enabled again: the tokens from before stay dead', async () => {
    const id = await addClient(world);
    const headers = { authorization: `Bearer ${await world.token({ client_id: id })}` };
    expect(await roleAt(other.url, headers)).toBe('partner');
    await world.sql`update auth.api_client set disabled_at = now() where id = ${id}`;
    await world.sql`update auth.api_client set disabled_at = null where id = ${id}`;
    await eventually(async () => expect(await roleAt(other.url, headers)).toBe(401));
    expect(await roleAt(other.url, { authorization: `Bearer ${await world.token({ client_id: id })}` })).toBe(
      'partner',
    );
  });

  test('what is said names kind and id, nothing else, and last uses are not said', async () => {
    const said: string[] = [];
    const listening = await world.sql.listen('auth_changed', (payload) => void said.push(payload));
    const { userId, sessionId } = await addPerson(world);
    const id = await addClient(world);
    await world.token({ client_id: id });
    await eventually(async () => {
      const [row] = await world.sql`select last_used_at from auth.api_client_secret where client_id = ${id}`;
      expect(row?.['last_used_at']).not.toBeNull();
    });
    await world.sql`update auth.session set updated_at = now() where id = ${sessionId}`;
    await world.sql`delete from auth."user" where id = ${userId}`;
    await eventually(() => expect(said.length).toBeGreaterThanOrEqual(5));
    expect(said.map((text) => JSON.parse(text))).toEqual([
      { kind: 'person', id: userId },
      { kind: 'client', id },
      { kind: 'client', id },
      { kind: 'session', id: sessionId },
      { kind: 'person', id: userId },
    ]);
    await listening.unlisten();
  });

  const cutListeners = () =>
    world.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'milepost-gateway-listen'`;
  const listeners = async () =>
    (
      await world.sql`select 1 from pg_stat_activity where datname = current_database() and application_name = 'milepost-gateway-listen' and query like 'listen%'`
    ).length;

  test('news that was missed while the listener was cut: everything is looked at when it is back', async () => {
    const { cookie, sessionId } = await addPerson(world);
    await expectEnd({ headers: { cookie, origin }, role: 'agent', after: 'anonymous' }, async () => {
      await world.sql.begin(async (tx) => {
        // Nobody tells: as if the listeners had been away at that moment.
        await tx`set local session_replication_role = replica`;
        await tx`delete from auth.session where id = ${sessionId}`;
      });
      for (const { url } of [world.gateway, other]) expect(await roleAt(url, { cookie, origin })).toBe('agent');
      await cutListeners();
    });
    await eventually(async () => (await listeners()) === 2);
  });
});

test('without any news nothing stays valid longer than the cache time', async () => {
  await using world = await startWorld({ timing: { sessionCacheMs: 50, recheckMs: 50 } });
  for (const table of ['session', 'staff_grant', 'api_client', 'api_client_secret'])
    await world.sql.unsafe(`drop trigger tell_change on auth.${table}`);
  const { cookie, sessionId } = await addPerson(world);
  const client = await addClient(world);
  const token = await world.token({ client_id: client });
  await using person = world.socket({ headers: { cookie, origin } });
  await using partner = world.socket({ connectionParams: { token } });
  for (const socket of [person, partner]) socket.subscribe(milestones);
  await eventually(() => world.tracking.state.subscribers === 2);
  await world.sql`delete from auth.session where id = ${sessionId}`;
  await world.sql`update auth.api_client set disabled_at = now() where id = ${client}`;
  for (const socket of [person, partner]) await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
  await eventually(async () => {
    expect((await world.query(order, {}, { authorization: `Bearer ${token}` })).status).toBe(401);
    await world.query(order, {}, { cookie, origin });
    expect(world.odoo.seen.at(-1)?.viewer.role).toBe('anonymous');
  });
});

test('a database that is away ends nothing', async () => {
  await using world = await startWorld({ timing: { sessionCacheMs: 20, recheckMs: 20 } });
  const { cookie, sessionId } = await addPerson(world);
  await using socket = world.socket({ headers: { cookie, origin } });
  socket.subscribe(milestones);
  await eventually(() => world.tracking.state.subscribers === 1);
  await world.sql`alter table auth.session rename to session_away`;
  await eventually(() => world.lines.some((line) => line.includes('open connections could not be checked')));
  await world.sql`alter table auth.session_away rename to session`;
  expect(socket.closes).toEqual([]);
  await world.sql`delete from auth.session where id = ${sessionId}`;
  await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
});

describe('more than a thousand open connections', () => {
  const count = 1_100;
  const statements: string[] = [];
  const lookUps = () => statements.filter((text) => text.includes('auth.session s'));
  let world: World;
  const people: Awaited<ReturnType<typeof addPerson>>[] = [];
  const open = new Map<WebSocket, number | null>();
  const closed = () => [...open.values()].filter((code) => code !== null);

  beforeAll(async () => {
    world = await startWorld({
      timing: { sessionCacheMs: hour, recheckMs: hour },
      onStatement: (text) => void statements.push(text),
    });
    for (let i = 0; i < count; i += 1) people.push(await addPerson(world));
    for (let from = 0; from < count; from += 100)
      await Promise.all(
        people.slice(from, from + 100).map(
          ({ cookie }) =>
            new Promise<void>((resolve, reject) => {
              const socket = new WebSocket(
                `${world.gateway.url.replace('http', 'ws')}/graphql`,
                'graphql-transport-ws',
                {
                  headers: { cookie, origin },
                },
              );
              open.set(socket, null);
              socket.once('open', () => socket.send('{"type":"connection_init"}'));
              socket.once('message', () => resolve());
              socket.once('error', reject);
              socket.once('close', (code) => open.set(socket, code));
            }),
        ),
      );
  });
  beforeEach(() => void statements.splice(0));
  afterAll(async () => {
    for (const socket of open.keys()) socket.terminate();
    await world[Symbol.asyncDispose]();
  });

  test('a change of one person looks up that person only', async () => {
    await world.sql`delete from auth.staff_grant where user_id = ${people[0]?.userId ?? ''}`;
    await eventually(() => expect(closed()).toEqual([4403]));
    expect(lookUps()).toHaveLength(1);
    await world.sql`delete from auth.session where id = ${people[1]?.sessionId ?? ''}`;
    await eventually(() => expect(closed()).toEqual([4403, 4403]));
    expect(lookUps()).toHaveLength(2);
  });

  test('a change of somebody who is not connected looks up nobody', async () => {
    const { userId } = await addPerson(world);
    await world.sql`update auth.staff_grant set role = 'operator' where user_id = ${userId}`;
    // The news of one who is connected comes after it.
    await world.sql`delete from auth.session where id = ${people[2]?.sessionId ?? ''}`;
    await eventually(() => expect(closed()).toHaveLength(3));
    expect(lookUps()).toHaveLength(1);
  });

  test('after a gap in the news all are looked up, a thousand at a time', async () => {
    await world.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from auth.session where id = ${people[3]?.sessionId ?? ''}`;
    });
    await world.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'milepost-gateway-listen'`;
    await eventually(() => expect(closed()).toHaveLength(4));
    expect(lookUps()).toHaveLength(2);
  });
});
