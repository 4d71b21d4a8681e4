import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { origin, signIn, startWorld, type World } from './support/world.ts';

const script = fileURLToPath(new URL('../../scripts/people.ts', import.meta.url));
let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { DEMO_MODE: '0' } });
});
afterAll(() => world[Symbol.asyncDispose]());

function run(...args: string[]) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      DATABASE_URL: world.databaseUrl,
      PUBLIC_ORIGIN: 'https://track.example',
    };
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), out: stdout, err: stderr.trim() }),
    );
  });
}

test('add prints a link by which somebody sets a password; list and remove know him', async () => {
  const added = await run(
    'add',
    'Lena@Company.example',
    '--role',
    'agent',
    '--name',
    'Lena',
    '--companies',
    '1, 2',
    '--regions',
    'eu',
  );
  expect(added).toMatchObject({ code: 0, err: '' });
  const token = /https:\/\/track\.example\/sign-in\/password\?token=([\w-]{43})\n/.exec(added.out)?.[1];
  const account = { email: 'lena@company.example', password: 'a-password-of-lena' };
  const listed = 'lena@company.example  Lena  agent  companies 1, 2, regions eu  ';
  expect((await run('list')).out).toBe(`${listed}no password yet\n`);
  const set = await fetch(`${world.gateway.url}/auth/set-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token, password: account.password }),
  });
  expect(set.status).toBe(200);
  await signIn(world.gateway.url, account);
  expect((await run('list')).out).toBe(`${listed}no second factor yet\n`);
  expect((await run('link', 'lena@company.example', '--forget-second-factor')).out).toContain(
    '/sign-in/password?token=',
  );
  expect(await run('remove', 'lena@company.example')).toMatchObject({
    code: 0,
    out: 'lena@company.example is removed\n',
  });
  await expect(signIn(world.gateway.url, account)).rejects.toThrow('401');
  expect((await run('list')).out).toBe('no local staff\n');
});

test.each([
  [[], /^usage/],
  [['add'], /^usage/],
  [['frobnicate', 'x@y.example'], /^usage/],
  [['add', 'x@y.example'], /--role must be agent or operator/],
  [['add', 'x@y.example', '--role', 'admin'], /--role must be agent or operator/],
  [['add', 'x@y.example', '--role', 'agent', '--companies', ''], /--companies must be ids/],
  [['add', 'x@y.example', '--role', 'agent', '--companies', '1,two'], /--companies must be ids/],
  [['add', 'x@y.example', '--role', 'agent', '--regions', ','], /--regions must be names/],
  [['add', 'nobody', '--role', 'agent'], /is no e-mail address/],
  [['add', 'x@y.example', 'z@y.example', '--role', 'agent'], /^usage/],
  [['add', 'x@y.example', '--admin'], /Unknown option/],
  [['link', 'nobody@y.example'], /no local member of staff/],
  [['remove', 'nobody@y.example'], /no member of staff/],
])('%j is refused with a sentence', async (args, expected) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(expected);
  expect(await world.sql`select 1 from auth."user"`).toEqual([]);
});
