import { keySchemas, parseKeyRing, rewrapDataKeys } from '@milepost/service-kit';
import { keyEncryptionKeys, runCommand, say, UsageError, withDatabase } from './installation.ts';

/**
 * Work on the installation's keys. Usage: npm run keys -- rewrap
 * rewrap: wraps every data key anew, under the first key of KEY_ENCRYPTION_KEY; may be interrupted and run again, while everything runs. See docs/personal-data.md.
 */
async function rewrap(): Promise<void> {
  const text = keyEncryptionKeys();
  if (!text) throw new UsageError('KEY_ENCRYPTION_KEY is not set: give the new key and, behind it, the old one');
  const ring = parseKeyRing(text);
  const [first, ...older] = ring.all.map(({ id }) => id);
  say(`wrapping under ${first}`);
  await withDatabase('milepost-keys', async (sql) => {
    for (const schema of keySchemas) {
      const [known] = await sql<{ name: string | null }[]>`select to_regclass(${`${schema}.data_key`})::text as name`;
      if (!known?.name) continue;
      const onProgress = (done: number, total: number) => say(`  ${schema}: ${done} of ${total}`);
      const count = await rewrapDataKeys({ sql, schema, ring, onProgress });
      say(`${schema}: ${count === 0 ? 'nothing left to wrap' : `${count} data keys wrapped anew`}`);
    }
  });
  if (older.length > 0)
    say(
      `Done. Once every process runs with ${first} first, ${older.join(', ')} may be taken out of KEY_ENCRYPTION_KEY.`,
    );
}

const commands: Record<string, () => Promise<void>> = { rewrap };
await runCommand(async () => {
  const [command = ''] = process.argv.slice(2);
  const run = Object.hasOwn(commands, command) && commands[command];
  if (!run) throw new UsageError(`usage: npm run keys -- ${Object.keys(commands).join(' | ')}`);
  await run();
});
