import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSigningKeys, rotateSigningKey, type SigningKey } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signingSeal } from './support/signing-seal.ts';
import { origin, partner, startWorld, type World } from './support/world.ts';

/**
 * Three key sets that never mix. Each kind of token, true or with one thing of another kind, is shown at each door: at most one opens.
 * The order-access issuer is another process in production; here its keys are those of a third ring.
 */
const order = '{ orderByName(name: "S00001") { viewerAccess } }';
const milestones = 'subscription { milestoneAdded { cursor } }';
const logger = { info: () => {}, warn: () => {}, error: () => {} } as never;

type Kind = 'viewer' | 'partner' | 'order access';
type Door = 'Authorization' | 'socket' | 'cookie' | 'subgraph';
const kinds: readonly Kind[] = ['viewer', 'partner', 'order access'];
const doors: readonly Door[] = ['Authorization', 'socket', 'cookie', 'subgraph'];
const opens: Record<Kind, readonly Door[]> = {
  viewer: ['subgraph'],
  partner: ['Authorization', 'socket'],
  'order access': ['Authorization', 'socket'],
};
const header: Record<Kind, { iss: string; aud: string; typ: string }> = {
  viewer: { iss: 'milepost-gateway', aud: 'milepost-subgraph', typ: 'viewer+jwt' },
  partner: { iss: 'milepost-partner', aud: 'milepost', typ: 'at+jwt' },
  'order access': { iss: 'milepost-odoo', aud: 'milepost-gateway', typ: 'order-access+jwt' },
};
/** Everything that any of them holds, so that a refusal is about the kind and not about what is missing. */
const claims = {
  sid: 'test',
  role: 'operator',
  level: 'STAFF',
  scopes: [],
  companies: null,
  regions: null,
  customers: null,
  orders: [],
  sessionExp: 4_000_000_000,
  scope: 'shipments:read',
  ep: 1,
  lvl: 1,
};
const subjectOf: Record<Kind, string> = { viewer: '46', partner: partner.id, 'order access': '46' };

let world: World;
const stack = new AsyncDisposableStack();
const keys = {} as Record<Kind, SigningKey>;
beforeAll(async () => {
  const issuing = stack.use(await startWorld());
  await rotateSigningKey({
    sql: issuing.sql,
    purpose: 'partner',
    sealing: await signingSeal(issuing),
  });
  const ringOf = async (from: World, purpose: 'viewer' | 'partner') =>
    stack.use(
      await openSigningKeys({
        sql: from.sql,
        purpose,
        sealing: await signingSeal(from),
        rotationDays: 30,
        logger,
      }),
    );
  const orderRing = await ringOf(issuing, 'partner');
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: orderRing.publicKeys() })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  world = stack.use(await startWorld({ env: { ORDER_ACCESS_JWKS_URL: url } }));
  await world.sql`update auth.api_client set token_epoch = ${claims.ep}`;
  keys.viewer = (await ringOf(world, 'viewer')).signer();
  keys.partner = (await ringOf(world, 'partner')).signer();
  keys['order access'] = orderRing.signer();
});
afterAll(() => stack.disposeAsync());

interface Made {
  kind: Kind;
  key?: Kind;
  kid?: Kind | null;
  claims?: JWTPayload;
  typ?: string;
}
function sign({ kind, key = kind, kid = key, claims: given = {}, typ = header[kind].typ }: Made): Promise<string> {
  const { iss, aud } = header[kind];
  const exp = Math.floor(Date.now() / 1000) + 60;
  const payload = { ...claims, iss, aud, sub: subjectOf[kind], jti: crypto.randomUUID(), exp, ...given };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ, ...(kid && { kid: keys[kid].kid }) })
    .sign(keys[key].privateKey);
}

/** True when the token made its bearer somebody. */
async function opensDoor(door: Door, token: string): Promise<boolean> {
  const before = world.odoo.seen.length;
  const role = () => (world.odoo.seen.length > before ? world.odoo.seen.at(-1)?.viewer.role : undefined);
  switch (door) {
    case 'Authorization': {
      const { status } = await world.query(order, {}, { authorization: `Bearer ${token}` });
      expect([200, 401]).toContain(status);
      return status === 200 && role() !== 'anonymous';
    }
    case 'cookie':
      expect((await world.query(order, {}, { origin, cookie: `mp=${token}` })).status).toBe(200);
      return role() !== 'anonymous';
    case 'subgraph': {
      const response = await fetch(world.odoo.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ orderByName(name: "S00001") { id } }', extensions: { viewer: token } }),
      });
      expect([200, 401]).toContain(response.status);
      return response.status === 200;
    }
    case 'socket': {
      await using socket = world.socket({ connectionParams: { token } });
      const opened = world.tracking.subscriptions.length;
      socket.subscribe(milestones);
      await eventually(() => socket.closes.length > 0 || world.tracking.subscriptions.length > opened);
      if (socket.closes.length > 0) expect(socket.closes).toMatchObject([{ code: 4403 }]);
      return socket.closes.length === 0;
    }
  }
}

describe.each(kinds)('a true %s token', (kind) => {
  test.each(doors)('at the door %s', async (door) => {
    expect(await opensDoor(door, await sign({ kind }))).toBe(opens[kind].includes(door));
  });
});

const others = (kind: Kind) => kinds.filter((other) => other !== kind);
const mixed = kinds.flatMap((kind) =>
  others(kind).flatMap((other): [string, Made][] => [
    [`${kind}, signed with the key of ${other}`, { kind, key: other }],
    [`${kind}, signed with the key of ${other} under its own key id`, { kind, key: other, kid: kind }],
    [`${kind}, from the issuer of ${other}`, { kind, claims: { iss: header[other].iss } }],
    [`${kind}, for the audience of ${other}`, { kind, claims: { aud: header[other].aud } }],
    [`${kind}, of the type of ${other}`, { kind, typ: header[other].typ }],
    [`${kind}, all words of ${other}`, { kind: other, key: kind }],
  ]),
);
const damaged = kinds.flatMap((kind): [string, Made][] => [
  [`${kind}, several issuers`, { kind, claims: { iss: [header[kind].iss, 'x'] as never } }],
  [`${kind}, type JWT`, { kind, typ: 'JWT' }],
  [`${kind}, without an end`, { kind, claims: { exp: undefined } }],
  [`${kind}, over`, { kind, claims: { exp: Math.floor(Date.now() / 1000) - 60 } }],
  [`${kind}, not yet`, { kind, claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }],
]);
test.each([...mixed, ...damaged])('opens nothing: %s', async (_name, made) => {
  const token = await sign(made);
  for (const door of doors) expect(await opensDoor(door, token), door).toBe(false);
});

describe.each(kinds)('%s without a signature of ours opens nothing', (kind) => {
  const { iss, aud, typ } = header[kind];
  const payload = { ...claims, iss, aud, sub: subjectOf[kind], jti: 'x', exp: 4_000_000_000 };
  test.each<[string, () => Promise<string> | string]>([
    ['unsigned', () => new UnsecuredJWT(payload).encode()],
    [
      'HMAC with the public key',
      () =>
        new SignJWT(payload)
          .setProtectedHeader({ alg: 'HS256', typ, kid: keys[kind].kid })
          .sign(Buffer.from(JSON.stringify(keys[kind].privateKey.export({ format: 'jwk' })).padEnd(32))),
    ],
    ['no key id', () => sign({ kind, kid: null })],
    ['cut', async () => (await sign({ kind })).slice(0, -2)],
    [
      'signature of another token',
      async () => `${(await sign({ kind })).split('.').slice(0, 2).join('.')}.${(await sign({ kind })).split('.')[2]}`,
    ],
  ])('%s', async (name, make) => {
    const token = await make();
    // With a single key published, a token need not name it; with two it must.
    const open = doors.filter((door) => opens[kind].includes(door));
    for (const door of name === 'no key id' ? doors.filter((d) => !open.includes(d)) : doors)
      expect(await opensDoor(door, token), door).toBe(false);
  });
});
