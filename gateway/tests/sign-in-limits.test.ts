import { eventually, requireOrSkip, startRedis } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addLocalStaff } from '../src/identity/local-staff.ts';
import { authRequestsPerMinute } from '../src/limits/auth-guards.ts';
import { signInRules } from '../src/limits/sign-in-limits.ts';
import { addAgent } from './support/person.ts';
import { enrol, totpCode } from './support/totp.ts';
import { accounts, origin, partner, startWorld, type World } from './support/world.ts';

const redisPath = requireOrSkip('redis');
// A proxy on this machine names who comes.
const env = { TRUSTED_PROXIES: '127.0.0.0/8' };
let next = 0;
const address = () => {
  next += 1;
  return `198.${Math.floor(next / 250) % 250}.${next % 250}.7`;
};

interface Outcome {
  status: number;
  retryAfter: number | null;
  text: string;
}
async function outcomeOf(response: Response): Promise<Outcome> {
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    retryAfter: retryAfter === null ? null : Number(retryAfter),
    text: await response.text(),
  };
}
const post = async (url: string, path: string, body: object, from: string, headers: Record<string, string> = {}) =>
  outcomeOf(
    await fetch(`${url}/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'x-forwarded-for': from, ...headers },
      body: JSON.stringify(body),
    }),
  );
const signIn = (url: string, email: string, password: string, from: string) =>
  post(url, '/sign-in/email', { email, password }, from);
const token = async (url: string, id: string, secret: string, from: string, form: Record<string, string> = {}) =>
  outcomeOf(
    await fetch(`${url}/auth/token`, {
      method: 'POST',
      headers: { 'x-forwarded-for': from },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret, ...form }),
    }),
  );
const statusesOf = (outcomes: Outcome[]) => outcomes.map(({ status }) => status);
const tally = (outcomes: Outcome[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of outcomes) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const most = signInRules.account.points;

let world: World;
let url: string;
beforeAll(async () => {
  world = await startWorld({ env });
  url = world.gateway.url;
});
afterAll(() => world[Symbol.asyncDispose]());

describe('signing in', () => {
  test('guesses at one account from everywhere: five are looked at, whether it exists or not; the owner’s own place goes on', async () => {
    const { email, password } = accounts.operator;
    const home = address();
    expect((await signIn(url, email, password, home)).status).toBe(200);
    for (const account of [email, 'nobody@test.example']) {
      const guesses = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          signIn(url, i % 2 ? account.toUpperCase() : ` ${account}`.trim(), `guess-${i}-long`, address()),
        ),
      );
      expect(tally(guesses)).toEqual({ 401: most, 429: 40 - most });
      const refused = guesses.filter(({ status }) => status === 429);
      for (const { retryAfter, text } of refused) {
        expect(retryAfter).toBeGreaterThan(0);
        expect(retryAfter).toBeLessThanOrEqual(60);
        expect(JSON.parse(text).errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', reason: 'signIn' });
      }
    }
    // The right password does not help from elsewhere, or it could be told from a wrong one.
    expect((await signIn(url, email, password, address())).status).toBe(429);
    expect((await signIn(url, email, password, home)).status).toBe(200);
  });

  test('an account is named in one way only: forms and other spellings of JSON, which the library would take, are refused', async () => {
    const { email, password } = accounts.agent;
    const send = async (type: string, body: string) =>
      outcomeOf(
        await fetch(`${url}/auth/sign-in/email`, {
          method: 'POST',
          headers: { 'content-type': type, origin, 'x-forwarded-for': address() },
          body,
        }),
      );
    const json = JSON.stringify({ email, password });
    const form = new URLSearchParams({ email, password }).toString();
    const answers = [
      [415, await send('application/x-www-form-urlencoded', form)],
      [415, await send('application/vnd.api+json', json)],
      [415, await send('application/jsonp', json)],
      [415, await send('text/plain', json)],
      [415, await send('', json)],
      [400, await send('application/json', `\ufeff${json}`)],
      [400, await send('application/json', form)],
      [400, await send('application/json', `[${json}]`)],
      [400, await send('application/json', '')],
      [200, await send('application/json;charset=utf-8', json)],
    ] as const;
    expect(answers.map(([, { status }]) => status)).toEqual(answers.map(([status]) => status));
    expect(JSON.parse(answers[0][1].text).errors[0].message).toContain('application/json');
    // The later of two counts, for the limit as for the library.
    const twice = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        send(
          'application/json',
          `{"email":"${i}@test.example","email":"twice@test.example","password":"a-wrong-password"}`,
        ),
      ),
    );
    expect(tally(twice)).toEqual({ 401: most, 429: 20 - most });
  });

  test('one place over many accounts: twenty', async () => {
    const from = address();
    const guesses = [];
    for (let i = 0; i < 30; i += 1) guesses.push(await signIn(url, `${i}@test.example`, 'a-wrong-password', from));
    expect(tally(guesses)).toEqual({ 401: signInRules.place.points, 429: 30 - signInRules.place.points });
  });

  test('wrong codes stay counted at their place', async () => {
    const from = address();
    const tried = [];
    for (let i = 0; i < 25; i += 1) tried.push(await post(url, '/two-factor/verify-totp', { code: '000000' }, from));
    expect(tally(tried)).toEqual({ 401: signInRules.place.points, 429: 25 - signInRules.place.points });
  });

  test('requests for links count at their place, and answer alike', async () => {
    const from = address();
    const asked = [];
    for (let i = 0; i < 25; i += 1)
      asked.push(await post(url, '/sign-in/magic-link', { email: `${i}@test.example` }, from));
    expect(tally(asked)).toEqual({ 200: signInRules.place.points, 429: 25 - signInRules.place.points });
  });

  test('signing out is never refused by it, and anything of one place only beyond 300 a minute', async () => {
    const from = address();
    const ask = (count: number) =>
      Promise.all(
        Array.from({ length: count }, async () =>
          outcomeOf(await fetch(`${url}/auth/ways`, { headers: { 'x-forwarded-for': from } })),
        ),
      );
    for (let i = 0; i < 25; i += 1) expect((await post(url, '/sign-out', {}, from)).status).toBe(200);
    const asked = [...(await ask(150)), ...(await ask(150))];
    expect(tally(asked)).toEqual({ 200: authRequestsPerMinute - 25, 429: 25 });
    expect(asked.find(({ status }) => status === 429)?.retryAfter).toBeGreaterThan(0);
  });

  test('a part that is out of order is nobody’s wrong password, and what failed is told to the log alone', async () => {
    await using broken = await startWorld({ env });
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const email = 'agent@company.example';
    await addAgent(broken, email, 'agent-password');
    await broken.sql`alter table auth."user" rename to user_away`;
    for (let i = 0; i < 10; i += 1)
      expect((await signIn(broken.gateway.url, email, 'agent-password', address())).status).toBeGreaterThanOrEqual(500);
    await broken.sql`alter table auth.user_away rename to "user"`;
    expect((await signIn(broken.gateway.url, email, 'agent-password', address())).status).toBe(200);
    expect(printed.mock.calls).toEqual([]);
    printed.mockRestore();
    const lines = broken.lines.join('\n');
    expect(lines).toContain('request failed');
    expect(lines).not.toContain(email);
  });
});

test('with a second factor: the password counts until the code is there, and the place is known from then on', async () => {
  await using local = await startWorld({ env: { ...env, DEMO_MODE: '0' } });
  const at = local.gateway.url;
  const email = 'lena@company.example';
  const password = 'a-password-of-lena';
  const office = address();
  const home = address();
  const token = await addLocalStaff(local.sql, { email, name: 'Lena', role: 'agent', companies: [2], regions: null });
  expect((await post(at, '/set-password', { token, password }, office)).status).toBe(200);
  const cookiesOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0] ?? '')
      .filter((pair) => !pair.endsWith('='))
      .join('; ');
  const send = (path: string, body: object, cookie = '', from = home) =>
    fetch(`${at}/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'x-forwarded-for': from, cookie },
      body: JSON.stringify(body),
    });
  const { totpURI } = await enrol(at, {
    cookie: cookiesOf(await send('/sign-in/email', { email, password }, '', office)),
    password,
  });
  const challenge = cookiesOf(await send('/sign-in/email', { email, password }));
  const verified = await send('/two-factor/verify-totp', { code: totpCode(totpURI) }, challenge);
  expect(verified.status).toBe(200);

  const guesses = await Promise.all(
    Array.from({ length: 20 }, (_, i) => signIn(at, email, `guess-${i}-long`, address())),
  );
  expect(tally(guesses)).toEqual({ 401: most, 429: 20 - most });
  // The owner's place goes on: up to the code, ten times.
  const again = [];
  for (let i = 0; i < 12; i += 1) again.push((await send('/sign-in/email', { email, password })).status);
  expect(again).toEqual([...Array(10).fill(200), 429, 429]);
});

describe('/auth/token', () => {
  test('guesses at one client from everywhere: five; its own place goes on, and so do other clients', async () => {
    const home = address();
    expect((await token(url, partner.id, partner.secret, home)).status).toBe(200);
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => token(url, partner.id, `mps_${i}`, address())),
    );
    expect(tally(guesses)).toEqual({ 401: most, 429: 40 - most });
    const refused = guesses.find(({ status }) => status === 429);
    expect(refused?.retryAfter).toBeGreaterThan(0);
    expect(JSON.parse(refused?.text ?? '{}')).toMatchObject({
      error: 'temporarily_unavailable',
      retryAfterMs: expect.any(Number),
    });
    expect((await token(url, partner.id, partner.secret, address())).status).toBe(429);
    for (let i = 0; i < 30; i += 1) expect((await token(url, partner.id, partner.secret, home)).status).toBe(200);
    expect((await token(url, 'another', 'x', address())).status).toBe(401);
  });

  test('the header counts as the body does; malformed requests do not count', async () => {
    const basic = (i: number) => `Basic ${Buffer.from(`some-client:${i}`).toString('base64')}`;
    const ask = async (headers: Record<string, string>, body: string) =>
      outcomeOf(
        await fetch(`${url}/auth/token`, {
          method: 'POST',
          headers: { 'x-forwarded-for': address(), ...headers },
          body,
        }),
      );
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (let i = 0; i < 10; i += 1)
      expect((await ask({ ...form, authorization: basic(i) }, 'grant_type=password')).status).toBe(400);
    const guesses = [];
    for (let i = 0; i < 10; i += 1)
      guesses.push(await ask({ ...form, authorization: basic(i) }, 'grant_type=client_credentials'));
    expect(statusesOf(guesses)).toEqual([...Array(most).fill(401), ...Array(10 - most).fill(429)]);
  });
});

test('what is refused is counted, and nothing personal is logged', async () => {
  const metrics = await (await fetch(`${world.gateway.privateUrl}/metrics`)).text();
  for (const limit of ['signIn', 'token', 'auth'])
    expect(metrics).toMatch(new RegExp(`gateway_refused_total\\{limit="${limit}"\\} [1-9]`));
  const lines = world.lines.join('\n').toLowerCase();
  expect(lines).toContain('too many sign-ins');
  for (const forbidden of ['@test.example', 'guess-1-long', '198.0.', partner.secret])
    expect(lines).not.toContain(forbidden);
});

describe.skipIf(!redisPath)('with Redis', () => {
  test('instances count together, and an instance that starts later knows the owner’s place', async () => {
    await using redis = await startRedis(redisPath as string);
    await using shared = await startWorld({
      env: { ...env, REDIS_URL: redis.url },
      timing: { redisPatienceMs: 20_000 },
    });
    const alone = async (privateUrl: string) =>
      Number(
        /^limits_checked_without_redis_total (\d+)/m.exec(await (await fetch(`${privateUrl}/metrics`)).text())?.[1],
      );
    const ready = ({ privateUrl, url: at }: World['gateway']) =>
      eventually(async () => {
        const before = await alone(privateUrl);
        await fetch(`${at}/auth/ways`);
        return (await alone(privateUrl)) === before;
      });
    await ready(shared.gateway);
    const { email, password } = accounts.agent;
    const home = address();
    expect((await signIn(shared.gateway.url, email, password, home)).status).toBe(200);
    const later = await shared.start();
    await ready(later);
    const urls = [shared.gateway.url, later.url];
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => signIn(urls[i % 2] as string, email, `guess-${i}-long`, address())),
    );
    expect(tally(guesses)).toEqual({ 401: most, 429: 40 - most });
    expect((await signIn(later.url, email, password, home)).status).toBe(200);
    // Pages of other sites use up nobody's tries: at once, since a count that is given back only afterwards would be seen.
    const { customer } = accounts;
    const foreign = await Promise.all(
      Array.from({ length: 40 }, () =>
        post(later.url, '/sign-in/email', customer, address(), { origin: 'http://evil.example' }),
      ),
    );
    expect(tally(foreign)).toEqual({ 403: 40 });
    expect((await signIn(later.url, customer.email, customer.password, address())).status).toBe(200);
    redis.kill();
    expect((await signIn(later.url, accounts.customer.email, accounts.customer.password, address())).status).toBe(200);
    await later[Symbol.asyncDispose]();
  });
});
