import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  connectDatabase,
  createLogger,
  inheritedKey,
  parseKeyRing,
  rewrapDataKeys,
  type Sql,
  seal,
} from '@milepost/service-kit';
import { createTestDatabase } from '@milepost/testkit';
import { decodeProtectedHeader } from 'jose';
import { beforeEach, expect, inject, test } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { migrate, startGateway } from '../src/server.ts';
import { environment } from './support/world.ts';

const logger = createLogger({ service: 'gateway', level: 'silent' });
const oldKey = Buffer.alloc(32, 3).toString('base64');
const newKey = Buffer.alloc(32, 4).toString('base64');
const client = { client_id: 'warehouse', client_secret: 'mps_a-secret-given-out-long-ago' };

let sql: Sql;
let databaseUrl: string;
beforeEach(async () => {
  const database = await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'gateway', migrate });
  databaseUrl = database.url;
  sql = connectDatabase(databaseUrl, { application: 'test', searchPath: 'auth', max: 1 });
  return async () => {
    await sql.end();
    await database.drop();
  };
});
const start = (keys: string) =>
  startGateway(loadConfig(environment({ DATABASE_URL: databaseUrl, KEY_ENCRYPTION_KEY: keys })), { logger });

/** A token for the client, and who signed it. */
async function ask(gateway: { url: string }): Promise<{ status: number; kid: string | undefined }> {
  const response = await fetch(`${gateway.url}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...client }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  return { status: response.status, kid: token && decodeProtectedHeader(token).kid };
}

/** What a gateway stored that derived its keys from KEY_ENCRYPTION_KEY. */
async function installEarlierVersion(): Promise<string> {
  const ring = parseKeyRing(oldKey);
  const hash = createHmac('sha256', inheritedKey(ring, 'partner-secret')).update(client.client_secret).digest();
  await sql`insert into api_client (id, name, scopes) values (${client.client_id}, 'Warehouse', '{shipments:read}')`;
  await sql`insert into api_client_secret (client_id, hash, hint) values (${client.client_id}, ${hash}, 'ago')`;
  const kid = randomUUID();
  for (const purpose of ['viewer', 'partner']) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const id = purpose === 'partner' ? kid : randomUUID();
    const sealed = seal(
      inheritedKey(ring, 'signing-key'),
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      `auth.signing_key.private_sealed/${purpose}/${id}`,
    );
    await sql`insert into signing_key (kid, purpose, public_jwk, private_sealed) values (${id}, ${purpose}, ${sql.json(publicKey.export({ format: 'jwk' }) as never)}, ${sealed})`;
  }
  return kid;
}

test('secrets and signing keys of an earlier version go on, and outlive the key-encryption key', async () => {
  const kid = await installEarlierVersion();
  await using upgraded = await start(oldKey);
  expect(await ask(upgraded)).toEqual({ status: 200, kid });

  await expect(start(newKey)).rejects.toThrow(
    `KEY_ENCRYPTION_KEY lacks the key with the id ${parseKeyRing(oldKey).first.id}`,
  );
  const both = `${newKey},${oldKey}`;
  await using rolling = await start(both);
  expect(await ask(rolling)).toEqual({ status: 200, kid });
  await rewrapDataKeys({ sql, table: 'auth.data_key', ring: parseKeyRing(both) });
  await using rotated = await start(newKey);
  expect(await ask(rotated)).toEqual({ status: 200, kid });
  // The one that was there all the time knows its keys already.
  expect(await ask(upgraded)).toEqual({ status: 200, kid });
});

test('a new installation derives nothing from the key-encryption key', async () => {
  const [demo] = [{ client_id: 'test-partner', client_secret: 'mps_test-secret-of-enough-length' }];
  await using gateway = await start(oldKey);
  const [row] = await sql<{ hash: Buffer }[]>`select hash from api_client_secret where client_id = ${demo.client_id}`;
  const derived = createHmac('sha256', inheritedKey(parseKeyRing(oldKey), 'partner-secret')).update(demo.client_secret);
  expect(row?.hash).toBeInstanceOf(Buffer);
  expect(row?.hash.equals(derived.digest())).toBe(false);
  expect(gateway.url).toMatch(/^http/);
});
