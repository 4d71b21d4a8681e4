import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eventually } from '@milepost/testkit';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditHeadKey, createLogger, openKeyStore, parseKeyRing, recordAudits, startAuditChain } from '../src/index.ts';
import { auditDatabase } from './support/audit-database.ts';

const masterKey = Buffer.alloc(32, 1).toString('base64');
const script = fileURLToPath(new URL('../../../scripts/audit.ts', import.meta.url));
const logger = createLogger({ service: 'test', level: 'silent' });
let database: Awaited<ReturnType<typeof auditDatabase>>;

beforeAll(async () => {
  database = await auditDatabase();
  const { sql, url } = database;
  const store = await openKeyStore({ sql, table: 'auth.data_key', ring: parseKeyRing(masterKey) });
  await recordAudits(
    sql,
    [1, 2, 3].map((n) => ({
      schema: 'auth',
      actor: n === 3 ? 'bert' : 'anna',
      role: 'operator',
      sid: 'person:1',
      action: 'grant.changed' as const,
      subject: `person ${n}`,
      ...(n === 2 && { subject: '2 subjects', subjects: ['person 2', 'person 7'] }),
      requestId: 'request-1',
      detail: { n },
    })),
  );
  const { key: macKey } = await store.get(auditHeadKey);
  await using _chain = startAuditChain({
    databaseUrl: url,
    sql,
    schema: 'auth',
    macKey,
    alarm: null,
    metrics: new Registry(),
    logger,
  });
  await eventually(async () => (await sql`select 1 from auth.audit where seq is null`).length === 0);
});
afterAll(() => database[Symbol.asyncDispose]());

function run(args: string[], env: Record<string, string> = { KEY_ENCRYPTION_KEY: masterKey }) {
  return new Promise<{ code: number; out: string[]; err: string }>((resolve) => {
    const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
    const given = { PATH, NODE_COMPILE_CACHE, DATA_DIR: '/nonexistent', DATABASE_URL: database.url, ...env };
    execFile(process.execPath, [script, ...args], { env: given }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), out: stdout.trim().split('\n'), err: stderr }),
    );
  });
}

test('verify walks every schema and ends with 0; head prints what --expect takes', async () => {
  const { code, out, err } = await run(['verify']);
  expect(err).toBe('');
  expect(out.find((line) => line.startsWith('auth: 3'))).toMatch(/^auth: 3 rows hold, head auth:3:[0-9a-f]{64}$/);
  expect(out.filter((line) => / rows hold/.test(line))).toHaveLength(3);
  expect(code).toBe(0);
  const [head] = (await run(['head'])).out.filter((line) => line.startsWith('auth:3:'));
  expect((await run(['verify', '--expect', head as string])).code).toBe(0);
  const ahead = await run(['verify', '--expect', (head as string).replace(':3:', ':5:')]);
  expect(ahead.out).toContain('auth: BROKEN (removed): rows 4 to 5 are missing at the end; 3 rows before it hold');
  expect(ahead.code).toBe(1);
});

test('a broken chain ends with 1 and names the row; without the key it says what it could not test', async () => {
  const { sql } = database;
  await sql`alter table auth.audit disable trigger audit_append_only`;
  await sql`update auth.audit set actor = 'nobody' where seq = 2`;
  const { code, out } = await run(['verify']);
  expect(code).toBe(1);
  expect(out).toContain('auth: BROKEN (altered): row 2 (id 2) is not as it was written; 1 rows before it hold');
  await sql`update auth.audit set actor = 'anna' where seq = 2`;
  await sql`alter table auth.audit enable always trigger audit_append_only`;
  const keyless = await run(['verify'], {});
  expect(keyless.out).toContain('auth: the signature of the head is NOT tested: KEY_ENCRYPTION_KEY is not set');
  expect(keyless.code).toBe(0);
});

test('show prints rows by subject, also within lists, by actor, and since an instant', async () => {
  const of = async (...args: string[]) =>
    (await run(['show', ...args])).out.map((line) => line.split('  ').slice(1).join('  '));
  expect(await of('--actor', 'anna')).toEqual([
    'auth:1  anna (operator) person:1  grant.changed  person 1  {"n":1}  request-1',
    'auth:2  anna (operator) person:1  grant.changed  person 2, person 7  {"n":2}  request-1',
  ]);
  expect(await of('--subject', 'person 7')).toHaveLength(1);
  expect(await of('--subject', 'person 3', '--since', '2020-01-01')).toHaveLength(1);
  expect(await of('--since', '2999-01-01')).toEqual(['']);
});

test.each([
  [['verify', '--expect', 'auth:1:zz'], '--expect auth:1:zz is not schema:seq:hash'],
  [['show', '--since', 'yesterday-ish'], '--since is not an instant'],
  [['show', '--limit', '0'], '--limit is 1 to 100000'],
  [['--unknown'], 'usage:'],
  [[], 'usage:'],
])('%j is refused with what to do', async (args, message) => {
  const { code, err } = await run(args);
  expect(err).toContain(message);
  expect(code).toBe(1);
});
