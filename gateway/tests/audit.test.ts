import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { accounts, origin, partner, startWorld } from './support/world.ts';

type World = Awaited<ReturnType<typeof startWorld>>;
const rows = ({ sql }: World, action: string) =>
  sql<{ actor: string; sid: string | null; subject: string; detail: Record<string, unknown>; request_id: string }[]>`
    select actor, sid, subject, detail, request_id from auth.audit where action = ${action} order by id`;
const idOf = async ({ sql }: World, email: string) => {
  const [user] = await sql<{ id: string }[]>`select id from auth."user" where email = ${email.toLowerCase()}`;
  return user?.id as string;
};

test('who signs in and out is on record, by whatever way the session ends', async () => {
  await using world = await startWorld();
  const agent = await idOf(world, accounts.agent.email);
  const cookie = await world.signIn('agent');
  const [started] = await rows(world, 'session.started');
  expect(started).toMatchObject({ actor: agent, subject: `person ${agent}`, sid: expect.stringMatching(/^person:/) });
  const out = await fetch(`${world.gateway.url}/auth/sign-out`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(out.status).toBe(200);
  expect(await rows(world, 'session.ended')).toMatchObject([{ actor: agent, sid: started?.sid, detail: {} }]);
  // By hand in the database, and by a colleague who said so.
  await world.signIn('agent');
  await world.signIn('agent');
  const [first, second] = await world.sql<{ id: string }[]>`select id from auth.session order by created_at`;
  await world.sql`delete from auth.session where id = ${first?.id as string}`;
  await world.sql.begin(async (tx) => {
    await tx`select set_config('audit.actor', 'olga', true), set_config('audit.request_id', 'request-7', true)`;
    await tx`delete from auth.session where id = ${second?.id as string}`;
  });
  expect((await rows(world, 'session.ended')).slice(1)).toMatchObject([
    { actor: expect.stringMatching(/^database user \w+/), request_id: 'none' },
    { actor: 'olga', request_id: 'request-7' },
  ]);
});

test('rights that are given, changed or taken away are on record with what they were; secrets, names and uses are not', async () => {
  await using world = await startWorld();
  const { sql } = world;
  const agent = await idOf(world, accounts.agent.email);
  const before = (await rows(world, 'grant.changed')).length;
  await sql`update auth.staff_grant set companies = ${[2]} where user_id = ${agent}`;
  await sql`update auth.staff_grant set companies = ${[2]} where user_id = ${agent}`;
  await sql`update auth.api_client_secret set last_used_at = now()`;
  await sql`update auth.api_client_secret set revoked_at = now()`;
  await sql`update auth.api_client set name = 'Renamed', scopes = '{}'`;
  await sql`delete from auth.staff_grant where user_id = ${agent}`;
  const found = (await rows(world, 'grant.changed')).slice(before);
  const changes = found.map(({ subject, detail }) => `${subject}: ${detail['table']}`);
  expect(changes[0]).toBe(`person ${agent}: staff_grant`);
  // A secret that is taken back ends the client's tokens, too: in the same moment, in either order.
  expect(changes.slice(1, 3).sort()).toEqual([
    `client ${partner.id}: api_client`,
    `client ${partner.id}: api_client_secret`,
  ]);
  expect(changes.slice(3)).toEqual([`client ${partner.id}: api_client`, `person ${agent}: staff_grant`]);
  expect(found[0]?.detail).toMatchObject({ before: { companies: null }, after: { companies: [2], role: 'agent' } });
  expect(found.at(-1)?.detail).toMatchObject({ before: { role: 'agent' }, after: null });
  const told = JSON.stringify(await rows(world, 'grant.changed'));
  expect(told).not.toContain('Renamed');
  for (const hidden of ['"hash"', '"hint"', '"name"', 'last_used']) expect(told).not.toContain(hidden);
});

test('refused sign-ins and tokens are counted without the address or the name in plain', async () => {
  const world = await startWorld();
  const tries = async (email: string, password: string) => {
    const response = await fetch(`${world.gateway.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'x-request-id': 'refused-sign-in' },
      body: JSON.stringify({ email, password }),
    });
    return response.status;
  };
  expect(await tries(accounts.agent.email, 'wrong-password')).toBe(401);
  expect(await tries(` ${accounts.agent.email.toUpperCase()}`, 'wrong-password')).toBeGreaterThanOrEqual(400);
  expect(await tries('nobody@test.example', 'wrong-password')).toBe(401);
  const token = (secret: string, scope = '') =>
    fetch(`${world.gateway.url}/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: partner.id,
        client_secret: secret,
        ...(scope && { scope }),
      }),
    });
  expect((await token('mps_wrong')).status).toBe(401);
  expect((await token(partner.secret, 'everything')).status).toBe(400);
  expect((await token(partner.secret)).status).toBe(200);
  // Written at the latest when the gateway ends.
  await world.gateway[Symbol.asyncDispose]();
  const signIns = await rows(world, 'sign_in.refused');
  expect(signIns).toHaveLength(2);
  expect(
    signIns.map(({ detail }) => Object.values(detail['reasons'] as Record<string, number>).reduce((a, b) => a + b)),
  ).toEqual([2, 1]);
  expect(signIns[0]).toMatchObject({
    subject: expect.stringMatching(/^address [\w-]{22}$/),
    request_id: 'refused-sign-in',
  });
  const tokens = await rows(world, 'partner_token.refused');
  expect(tokens.map(({ detail }) => detail)).toEqual([{ reasons: { invalid_client: 1, invalid_scope: 1 } }]);
  expect(JSON.stringify([signIns, tokens])).not.toMatch(/test\.example|test-partner/i);
  await world[Symbol.asyncDispose]();
});

test('the gateway chains what it records', async () => {
  await using world = await startWorld();
  await world.signIn('agent');
  await eventually(async () => (await world.sql`select 1 from auth.audit where seq is null`).length === 0);
  expect(await world.sql`select 1 from auth.audit where action = 'session.started' and hash is not null`).toHaveLength(
    1,
  );
});
