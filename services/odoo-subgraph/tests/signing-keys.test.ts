import { loadSigningSeal, openKeyStore, parseKeyRing, rotateSigningKey } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { createLocalJWKSet, decodeProtectedHeader, type JWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../src/server.ts';
import { masterKey } from './support/mirror.ts';
import { type Answer, postJson, startWorld, viewer } from './support/world.ts';

/** Two instances on one database. */
async function start() {
  const stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld());
  const second = stack.use(await startServer(world.config, { logger: world.logger }));
  const nobody = viewer({ sub: null, role: 'anonymous', level: 'L0', companies: [], regions: [], customers: [] });
  const instance = (url: string) => {
    const jwks = async () => (await (await fetch(`${url}/jwks`)).json()) as { keys: JWK[] };
    return {
      jwks,
      kids: async () => (await jwks()).keys.map(({ kid }) => kid),
      async orderAccess(): Promise<string> {
        const query =
          'mutation { orderAccessCreate(input: { orderName: "S00046", email: "ann.rivera@alpine.example.com" }) { token } }';
        const { body } = await postJson<Answer<{ orderAccessCreate: { token: string } }>>(`${url}/graphql`, {
          query,
          extensions: { viewer: await world.sign(nobody) },
        });
        return body.data?.orderAccessCreate.token ?? '';
      },
    };
  };
  const instances = [instance(world.server.privateUrl), instance(second.privateUrl)] as const;
  return { sql: world.sql, instances, [Symbol.asyncDispose]: () => stack.disposeAsync() };
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
