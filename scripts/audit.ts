import { parseArgs } from 'node:util';
import {
  type AuditRow,
  type AuditSchema,
  auditHeadKey,
  auditSchemas,
  type KnownHead,
  openKeyStore,
  parseKeyRing,
  type Sql,
  selectAudit,
  verifyAudit,
} from '@milepost/service-kit';
import { keyEncryptionKeys, runCommand, say, UsageError, withDatabase } from './installation.ts';

/**
 * The audit, for operators (docs/audit.md). Usage:
 *   npm run audit -- verify [--expect schema:seq:hash]...   every chain, from its first row to its signed end; exit code 1 at the first row that is not as it was written
 *   npm run audit -- head                                   where the chains end now, as --expect takes it: to be kept elsewhere
 *   npm run audit -- show [--subject "order 46"] [--actor id] [--action name] [--since 2026-11-20] [--limit 200]
 */
const usage =
  'usage: npm run audit -- verify [--expect schema:seq:hash] | head | show [--subject s] [--actor a] [--action n] [--since t] [--limit n]';
const progressEvery = 100_000;

function knownHead(text: string): KnownHead {
  const [schema, seq, hash = ''] = text.split(':');
  if (!auditSchemas.includes(schema as AuditSchema) || !/^\d{1,15}$/.test(seq ?? '') || !/^[0-9a-f]{64}$/.test(hash))
    throw new UsageError(`--expect ${text} is not schema:seq:hash, for example odoo:120:${'0f'.repeat(32)}`);
  return { schema: schema as AuditSchema, seq: Number(seq), hash: Buffer.from(hash, 'hex') };
}

async function schemasOf(sql: Sql): Promise<AuditSchema[]> {
  const rows = await sql<{ schema: AuditSchema }[]>`
    select s as schema from unnest(${auditSchemas}::text[]) s where to_regclass(s || '.audit_head') is not null`;
  if (rows.length === 0) throw new UsageError('this database holds no audit yet: start the services once');
  return rows.map(({ schema }) => schema);
}

/** Null, said loudly, where the key that signs heads cannot be had. */
async function headKeyOf(sql: Sql, schema: AuditSchema) {
  const text = keyEncryptionKeys();
  const store =
    text === null ? null : await openKeyStore({ sql, table: `${schema}.data_key`, ring: parseKeyRing(text) });
  const [key] = (await store?.list(auditHeadKey)) ?? [];
  if (!key)
    say(
      `${schema}: the signature of the head is NOT tested: ${text === null ? 'KEY_ENCRYPTION_KEY is not set' : 'its key was not made yet, or it was destroyed'}`,
    );
  return key?.key ?? null;
}

async function verify(sql: Sql, expected: readonly KnownHead[]): Promise<void> {
  for (const schema of await schemasOf(sql)) {
    let told = 0;
    const report = await verifyAudit({
      sql,
      schema,
      macKey: await headKeyOf(sql, schema),
      known: expected,
      onProgress(rows, of) {
        if (rows - told < progressEvery) return;
        told = rows;
        say(`  ${schema}: ${rows} of ${of}`);
      },
    });
    const { problem, rows, head } = report;
    if (problem) {
      say(`${schema}: BROKEN (${problem.kind}): ${problem.message}; ${rows} rows before it hold`);
      process.exitCode = 1;
    } else say(`${schema}: ${rows} rows hold, head ${schema}:${head.seq}:${head.hash.toString('hex')}`);
  }
}

async function head(sql: Sql): Promise<void> {
  for (const schema of await schemasOf(sql)) {
    const [row] = await sql.unsafe<{ seq: string; hash: Buffer }[]>(
      `select seq::text as seq, hash from ${schema}.audit_head`,
    );
    say(`${schema}:${row?.seq}:${row?.hash.toString('hex')}`);
  }
}

function line({ schema, seq, at, actor, role, sid, action, subject, subjects, request_id, detail }: AuditRow): string {
  const who = [actor, role && `(${role})`, sid].filter(Boolean).join(' ');
  const what = subjects ? subjects.join(', ') : subject;
  return `${at.toISOString()}  ${schema}:${seq ?? '-'}  ${who}  ${action}  ${what}  ${JSON.stringify(detail)}  ${request_id}`;
}

async function show(sql: Sql, given: Record<string, string | undefined>): Promise<void> {
  const limit = Number(given['limit'] ?? 200);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) throw new UsageError('--limit is 1 to 100000');
  const since = given['since'] === undefined ? undefined : new Date(given['since']);
  if (since && Number.isNaN(since.getTime())) throw new UsageError('--since is not an instant, for example 2026-11-20');
  const { subject, actor, action } = given;
  const rows: AuditRow[] = [];
  for (const schema of await schemasOf(sql))
    rows.push(...(await selectAudit(sql, schema, { subject, actor, action, since }, limit)));
  rows.sort((a, b) => b.at.getTime() - a.at.getTime());
  for (const row of rows.slice(0, limit).reverse()) say(line(row));
}

await runCommand(async () => {
  const text = { type: 'string' } as const;
  const { values, positionals } = (() => {
    try {
      return parseArgs({
        allowPositionals: true,
        options: {
          expect: { type: 'string', multiple: true },
          subject: text,
          actor: text,
          action: text,
          since: text,
          limit: text,
        },
      });
    } catch (error) {
      throw new UsageError(`${(error as Error).message}\n${usage}`);
    }
  })();
  const { expect = [], ...selection } = values;
  const expected = expect.map(knownHead);
  const [command = ''] = positionals;
  if (!['verify', 'head', 'show'].includes(command)) throw new UsageError(usage);
  await withDatabase('milepost-audit', (sql) =>
    command === 'verify' ? verify(sql, expected) : command === 'head' ? head(sql) : show(sql, selection),
  );
});
