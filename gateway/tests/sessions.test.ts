import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accounts, origin, startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ timing: { lastUseMs: 20 } });
});
afterAll(() => world[Symbol.asyncDispose]());

const as = (cookie: string) => ({ cookie, origin });
const fields = 'nodes { id createdAt lastUsedAt endsAt address device isCurrent } pageInfo { hasNextPage endCursor }';
interface Session {
  id: string;
  createdAt: string;
  lastUsedAt: string;
  address: string | null;
  device: string | null;
  isCurrent: boolean;
}
interface Connection {
  nodes: Session[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const list = async (headers: Record<string, string>, args = '') =>
  (await world.query(`{ sessions${args} { ${fields} } }`, {}, headers)).body.data?.['sessions'] as Connection;
const revoke = async (sessionId: string, headers: Record<string, string>) =>
  (
    await world.query(
      'mutation ($input: SessionRevokeInput!) { sessionRevoke(input: $input) { sessionId userErrors { code field } } }',
      { input: { sessionId } },
      headers,
    )
  ).body.data?.['sessionRevoke'] as { sessionId: string | null; userErrors: { code: string }[] };
const revokeAll = async (input: object, headers: Record<string, string>) =>
  (
    await world.query(
      'mutation ($input: SessionsRevokeAllInput!) { sessionsRevokeAll(input: $input) { count userErrors { code } } }',
      { input },
      headers,
    )
  ).body;
const isSignedIn = async (cookie: string) =>
  (await world.query('{ viewer { role } }', {}, as(cookie))).body.data?.['viewer'];
const nobody = { role: 'ANONYMOUS' };

async function signInFrom(kind: keyof typeof accounts, userAgent: string): Promise<string> {
  const { email, password } = accounts[kind];
  const response = await fetch(`${world.gateway.url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, 'user-agent': userAgent },
    body: JSON.stringify({ email, password }),
  });
  return response.headers.getSetCookie()[0]?.split(';', 1)[0] as string;
}
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';

describe('one’s own sessions', () => {
  test('say where, with what and when, and which one asks', async () => {
    const first = await signInFrom('customer', firefox);
    const second = await signInFrom('customer', 'curl/8.5.0');
    const { nodes } = await list(as(second));
    expect(nodes).toMatchObject([
      { device: 'curl/8.5.0', address: '127.0.0.1', isCurrent: true },
      { device: 'Firefox on Windows', address: '127.0.0.1', isCurrent: false },
    ]);
    const createdAt = nodes[1]?.createdAt ?? '';
    await eventually(async () => {
      await isSignedIn(first);
      const [, used] = (await list(as(second))).nodes;
      expect(Date.parse(used?.lastUsedAt ?? '')).toBeGreaterThan(Date.parse(createdAt));
    });
    await revokeAll({ includeCurrent: true }, as(second));
  });

  test('come in pages', async () => {
    const cookies = [];
    for (let i = 0; i < 5; i += 1) cookies.push(await world.signIn('customer'));
    const headers = as(cookies[0] as string);
    const all = (await list(headers)).nodes.map(({ id }) => id);
    expect(all).toHaveLength(5);
    const paged: string[] = [];
    let after = '';
    for (;;) {
      const { nodes, pageInfo } = await list(headers, `(first: 2${after})`);
      paged.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(paged).toEqual(all);
    for (const [args, field] of [
      ['(first: 0)', 'first'],
      ['(first: 1000)', 'first'],
      ['(after: "x")', 'after'],
    ] as const) {
      const { body } = await world.query(`{ sessions${args} { nodes { id } } }`, {}, headers);
      expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    }
    expect((await revokeAll({ includeCurrent: true }, headers)).data?.['sessionsRevokeAll']).toMatchObject({
      count: 5,
    });
  });

  test('one that is ended is over everywhere; the others go on', async () => {
    const here = await world.signIn('customer');
    const there = await world.signIn('customer');
    await using socket = world.socket({ headers: as(there) });
    const before = world.tracking.state.subscribers;
    socket.subscribe('subscription { milestoneAdded { cursor } }');
    await eventually(() => world.tracking.state.subscribers === before + 1);
    const other = (await list(as(here))).nodes.find(({ isCurrent }) => !isCurrent) as Session;
    expect(await revoke(other.id, as(here))).toEqual({ sessionId: other.id, userErrors: [] });
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
    expect(await isSignedIn(there)).toEqual(nobody);
    expect(await isSignedIn(here)).toEqual({ role: 'CUSTOMER' });
    expect(await revoke(other.id, as(here))).toMatchObject({ userErrors: [{ code: 'SESSION_NOT_FOUND' }] });
    await revokeAll({ includeCurrent: true }, as(here));
  });

  test('all but this one, or all', async () => {
    const [here, there] = [await world.signIn('customer'), await world.signIn('customer')];
    expect((await revokeAll({}, as(here))).data?.['sessionsRevokeAll']).toEqual({ count: 1, userErrors: [] });
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([{ role: 'CUSTOMER' }, nobody]);
    await revokeAll({ includeCurrent: true }, as(here));
    await eventually(async () => expect(await isSignedIn(here)).toEqual(nobody));
  });

  test('whoever did not sign in as a person has none', async () => {
    const partner = { authorization: `Bearer ${await world.token()}` };
    const orderAccess = { authorization: `Bearer ${await world.orderAccess.sign()}` };
    for (const headers of [{}, partner, orderAccess]) {
      expect((await list(headers)).nodes).toEqual([]);
      expect(await revoke(toGlobalId('Session', crypto.randomUUID()), headers)).toMatchObject({
        userErrors: [{ code: 'SESSION_NOT_FOUND' }],
      });
      expect((await revokeAll({}, headers)).data?.['sessionsRevokeAll']).toMatchObject({
        count: 0,
        userErrors: [{ code: 'PERSON_NOT_FOUND' }],
      });
    }
  });
});

describe('sessions of others', () => {
  const personQuery = `query ($email: String!) { personByEmail(email: $email) { id name email sessions { ${fields} } } }`;
  const find = async (email: string, headers: Record<string, string>) =>
    (await world.query(personQuery, { email }, headers)).body;

  test('are for operators of the whole installation, on record', async () => {
    const operator = as(await world.signIn('operator'));
    const customer = await world.signIn('customer');
    const again = await world.signIn('customer');
    const person = (await find(accounts.customer.email.toUpperCase(), operator)).data?.['personByEmail'] as {
      id: string;
      sessions: Connection;
    };
    expect(person.sessions.nodes).toMatchObject([{ isCurrent: false }, { isCurrent: false }]);
    const [latest] = person.sessions.nodes as [Session];
    expect(await revoke(latest.id, operator)).toMatchObject({ sessionId: latest.id });
    await eventually(async () => expect(await isSignedIn(again)).toEqual(nobody));
    expect((await revokeAll({ personId: person.id }, operator)).data?.['sessionsRevokeAll']).toMatchObject({
      count: 1,
    });
    await eventually(async () => expect(await isSignedIn(customer)).toEqual(nobody));
    const [who] = await world.sql`select id from auth."user" where email = ${accounts.operator.email}`;
    const rows = await world.sql`
      select actor, subject, sid, request_id <> 'none' as has_request from auth.audit where action = 'session.ended' order by id desc limit 2`;
    const row = {
      actor: who?.['id'],
      subject: expect.stringMatching(/^person [0-9a-f-]{36}$/),
      sid: expect.stringMatching(/^person:[0-9a-f-]{36}$/),
      has_request: true,
    };
    expect(rows).toEqual([row, row]);
    expect((await find('nobody@test.example', operator)).data).toEqual({ personByEmail: null });
    for (const email of ['a\0b', `${'x'.repeat(5_000)}@x.example`])
      expect((await find(email, operator)).data).toEqual({ personByEmail: null });
  });

  test('not for anybody else', async () => {
    const victim = await world.signIn('operator');
    const operatorId = String(
      (await world.sql`select id from auth."user" where email = ${accounts.operator.email}`)[0]?.['id'],
    );
    const [session] = (await list(as(victim))).nodes as [Session];
    await world.sql`update auth.staff_grant set companies = '{1}' where user_id = ${operatorId}`;
    const limited = as(await world.signIn('operator'));
    const cases: [string, Record<string, string>][] = [
      ['agent', as(await world.signIn('agent'))],
      ['customer', as(await world.signIn('customer'))],
      ['nobody', {}],
      ['partner', { authorization: `Bearer ${await world.token()}` }],
    ];
    for (const [name, headers] of cases) {
      expect((await find(accounts.operator.email, headers)).errors?.[0]?.extensions.code, name).toBe('FORBIDDEN');
      expect(await revoke(session.id, headers), name).toMatchObject({ userErrors: [{ code: 'SESSION_NOT_FOUND' }] });
      const all = await revokeAll({ personId: toGlobalId('Person', operatorId) }, headers);
      expect(all.errors?.[0]?.extensions.code, name).toBe('FORBIDDEN');
    }
    // An operator of one company is none of the whole installation.
    expect((await find(accounts.agent.email, limited)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const stillThere =
      await world.sql`select 1 from auth.session where id = ${Buffer.from(session.id, 'base64url').toString().slice('Session:'.length)}`;
    expect(stillThere).toHaveLength(1);
    await world.sql`update auth.staff_grant set companies = null where user_id = ${operatorId}`;
  });
});
