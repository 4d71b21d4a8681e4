import { startOdooSimulator } from '@milepost/odoo-simulator';
import {
  connectDatabase,
  createLogger,
  loadSigningSeal,
  openKeyStore,
  parseKeyRing,
  rotateSigningKey,
} from '@milepost/service-kit';
import { createTestDatabase, eventually, viewerKeys } from '@milepost/testkit';
import { createLocalJWKSet, decodeProtectedHeader, type JWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { migrate, startServer } from '../src/server.ts';

const logger = createLogger({ service: 'odoo', level: 'silent' });
const masterKey = Buffer.alloc(32, 1).toString('base64');

/** Two instances on one database. */
async function start() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(
    await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'odoo', migrate }),
  );
  const odoo = stack.use(await startOdooSimulator());
  const viewers = stack.use(await viewerKeys());
  const sql = connectDatabase(database.url, { application: 'test', searchPath: 'odoo', max: 2 });
  stack.defer(() => sql.end({ timeout: 1 }));
  const instance = async () => {
    const server = stack.use(
      await startServer(
        loadConfig({
          DATABASE_URL: database.url,
          PUBLIC_PORT: '0',
          PRIVATE_PORT: '0',
          VIEWER_JWKS_URL: viewers.jwksUrl,
          TRACKING_EVENTS_URL: 'http://127.0.0.1:1/events',
          ODOO_URL: odoo.url,
          ODOO_DB: odoo.db,
          ODOO_LOGIN: odoo.login,
          ODOO_API_KEY: odoo.apiKey,
          KEY_ENCRYPTION_KEY: masterKey,
          INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
        }),
        { logger },
      ),
    );
    await eventually(async () => expect((await fetch(`${server.privateUrl}/readyz`)).status).toBe(200));
    const jwks = async () => (await (await fetch(`${server.privateUrl}/jwks`)).json()) as { keys: JWK[] };
    return {
      jwks,
      kids: async () => (await jwks()).keys.map(({ kid }) => kid),
      async orderAccess(): Promise<string> {
        const viewer = await viewers.sign({
          sid: 'anonymous',
          sub: null,
          role: 'anonymous',
          level: 'L0',
          scopes: [],
          companies: [],
          regions: [],
          customers: [],
          orders: [],
          sessionExp: 4_000_000_000,
        });
        const query =
          'mutation { orderAccessCreate(input: { orderName: "S00046", email: "ann.rivera@alpine.example.com" }) { token } }';
        const response = await fetch(`${server.privateUrl}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, extensions: { viewer } }),
        });
        const { data } = (await response.json()) as { data: { orderAccessCreate: { token: string } } };
        return data.orderAccessCreate.token;
      },
    };
  };
  const instances = [await instance(), await instance()] as const;
  return { sql, instances, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
let world: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  world = await start();
});
afterAll(() => world[Symbol.asyncDispose]());

async function rotate(atOnce = false) {
  const { sql } = world;
  const ring = parseKeyRing(masterKey);
  const keyStore = await openKeyStore({ sql, table: 'odoo.data_key', ring });
  const sealing = await loadSigningSeal({ sql, schema: 'odoo', keyStore, ring });
  return rotateSigningKey({ sql, purpose: 'order-access', sealing, atOnce });
}
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

test('order access: the next key is published by every instance, signs in its time, and the old tokens hold', async () => {
  const [a, b] = world.instances;
  const [old] = await a.kids();
  expect(await b.kids()).toEqual([old]);
  expect(JSON.stringify(await a.jwks())).not.toContain('"d"');
  const before = await a.orderAccess();
  expect(kidOf(before)).toBe(old);

  const { kid } = await rotate();
  for (const { kids } of world.instances) await eventually(async () => expect(await kids()).toEqual([kid, old]));
  expect(kidOf(await b.orderAccess())).toBe(old);
  // As if the wait were over.
  await world.sql`update odoo.signing_key set not_before = now() where kid = ${kid}`;
  await eventually(async () => expect(kidOf(await b.orderAccess())).toBe(kid));
  await jwtVerify(before, createLocalJWKSet(await b.jwks()), { typ: 'order-access+jwt' });
});

test('a key that leaked is gone at once, on every instance', async () => {
  const [a] = world.instances;
  const stolen = await a.orderAccess();
  const { kid } = await rotate(true);
  for (const { kids } of world.instances) await eventually(async () => expect(await kids()).toEqual([kid]));
  await expect(jwtVerify(stolen, createLocalJWKSet(await a.jwks()))).rejects.toMatchObject({
    code: 'ERR_JWKS_NO_MATCHING_KEY',
  });
  await jwtVerify(await a.orderAccess(), createLocalJWKSet(await a.jwks()));
});
