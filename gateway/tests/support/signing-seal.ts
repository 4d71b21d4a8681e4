import { loadSigningSeal, openKeyStore, parseKeyRing } from '@milepost/service-kit';
import type { World } from './world.ts';

/** What seals the signing keys of a world's database, for tests that rotate or use them from outside. */
export async function signingSeal({ sql, env }: Pick<World, 'sql' | 'env'>) {
  const ring = parseKeyRing(String(env['KEY_ENCRYPTION_KEY']));
  return loadSigningSeal({
    sql,
    schema: 'auth',
    keyStore: await openKeyStore({ sql, table: 'auth.data_key', ring }),
    ring,
  });
}
