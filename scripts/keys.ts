import { renewIndexKeys } from '@milepost/odoo-subgraph/index-keys';
import {
  keyTables,
  loadSigningSeal,
  openKeyStore,
  parseKeyRing,
  rewrapDataKeys,
  rotateSigningKey,
  type SigningPurpose,
  signingPurposes,
} from '@milepost/service-kit';
import { keyEncryptionKeys, runCommand, say, UsageError, withDatabase } from './installation.ts';

/**
 * Work on the installation's keys.
 * list: the signing keys, and which of them signs.
 * rotate viewer|partner|order-access [--at-once]: makes the next signing key; running instances take it up. At once is for a key that leaked: what it signed is refused.
 *   See docs/identity.md.
 * rewrap: wraps every data key anew, under the first key of KEY_ENCRYPTION_KEY; may be interrupted and run again, while everything runs. See docs/personal-data.md.
 * reindex: gives the indexes of e-mail, phone and postcode new keys.
 */
function keyRing() {
  const text = keyEncryptionKeys();
  if (!text) throw new UsageError('KEY_ENCRYPTION_KEY is not set: give the new key and, behind it, the old one');
  return parseKeyRing(text);
}

async function rewrap(): Promise<void> {
  const ring = keyRing();
  const [first, ...older] = ring.all.map(({ id }) => id);
  say(`wrapping under ${first}`);
  await withDatabase('milepost-keys', async (sql) => {
    for (const table of keyTables) {
      const [known] = await sql<{ name: string | null }[]>`select to_regclass(${table})::text as name`;
      if (!known?.name) continue;
      const onProgress = (done: number, total: number) => say(`  ${table}: ${done} of ${total}`);
      const count = await rewrapDataKeys({ sql, table, ring, onProgress });
      say(`${table}: ${count === 0 ? 'nothing left to wrap' : `${count} data keys wrapped anew`}`);
    }
  });
  if (older.length > 0)
    say(
      `Done. Once every process runs with ${first} first, ${older.join(', ')} may be taken out of KEY_ENCRYPTION_KEY.`,
    );
}

async function list(): Promise<void> {
  await withDatabase('milepost-keys', async (sql) => {
    for (const [purpose, { schema }] of Object.entries(signingPurposes)) {
      const rows = await sql<{ kid: string; not_before: Date; retire_at: Date | null }[]>`
        select kid, not_before, retire_at from ${sql(`${schema}.signing_key`)} where purpose = ${purpose} and (retire_at is null or retire_at > now()) order by not_before desc`;
      const now = new Date();
      const signing = rows.find(({ not_before }) => not_before <= now);
      say(purpose);
      for (const row of rows) {
        const state = row === signing ? 'signs' : row.not_before > now ? 'waits' : 'verifies';
        const until = row.retire_at ? `, published until ${row.retire_at.toISOString()}` : '';
        say(`  ${row.kid}  ${state.padEnd(8)}  since ${row.not_before.toISOString()}${until}`);
      }
    }
  });
}

const isPurpose = (text: string | undefined): text is SigningPurpose =>
  text !== undefined && Object.hasOwn(signingPurposes, text);

async function rotate(purpose?: string, ...flags: string[]): Promise<void> {
  if (!isPurpose(purpose) || flags.length > 1 || flags.some((flag) => flag !== '--at-once'))
    throw new UsageError(`usage: npm run keys -- rotate ${Object.keys(signingPurposes).join('|')} [--at-once]`);
  const ring = keyRing();
  const { schema } = signingPurposes[purpose];
  await withDatabase('milepost-keys', async (sql) => {
    const keyStore = await openKeyStore({ sql, table: `${schema}.data_key`, ring });
    const sealing = await loadSigningSeal({ sql, schema, keyStore, ring });
    const { kid, notBefore, isNew } = await rotateSigningKey({ sql, purpose, sealing, atOnce: flags.length > 0 });
    const what = isNew ? 'made' : 'there is already one that waits for its time:';
    say(`${purpose}: ${what} ${kid}, which signs from ${notBefore.toISOString()} on`);
  });
}

async function reindex(): Promise<void> {
  await withDatabase('milepost-keys', async (sql) => {
    const keyStore = await openKeyStore({ sql, table: 'odoo.data_key', ring: keyRing() });
    const version = await renewIndexKeys({ sql, keyStore });
    if (version === null)
      throw new UsageError(
        'Contacts are still being read for the last new version; start every odoo-subgraph anew and run this again later.',
      );
    say(`Version ${version} of the index keys is made. Start every odoo-subgraph anew: it reads contacts once more.`);
  });
}

const commands: Record<string, (...args: string[]) => Promise<void>> = { list, rotate, rewrap, reindex };
await runCommand(async () => {
  const [command = '', ...args] = process.argv.slice(2);
  const run = Object.hasOwn(commands, command) && commands[command];
  if (!run) throw new UsageError(`usage: npm run keys -- ${Object.keys(commands).join(' | ')}`);
  await run(...args);
});
