import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteKeySet, createViewerVerifier } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** An address with keys that come and go, and that may be down. */
async function startIssuer() {
  const published: JWK[] = [];
  const state = { requests: 0, isDown: false };
  const server = createServer((_request, response) => {
    state.requests += 1;
    if (state.isDown) response.destroy();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const makeKey = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    return {
      kid,
      privateKey,
      publish: async () => void published.push({ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }),
      withdraw: () =>
        void published.splice(
          published.findIndex((key) => key.kid === kid),
          1,
        ),
    };
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    state,
    makeKey,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
type Issuer = Awaited<ReturnType<typeof startIssuer>>;
type Key = Awaited<ReturnType<Issuer['makeKey']>>;

const viewer = {
  role: 'agent',
  level: 'STAFF',
  sub: 'u',
  scopes: [],
  companies: null,
  regions: null,
  customers: null,
  orders: [],
  sessionExp: 4_000_000_000,
};
/** A viewer token that nobody has seen yet. */
const sign = (key: Key, { kid = key.kid }: { kid?: string | null } = {}) =>
  new SignJWT({ ...viewer, sid: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'viewer+jwt', ...(kid !== null && { kid }) })
    .setIssuer('milepost-gateway')
    .setAudience('milepost-subgraph')
    .setExpirationTime(Math.floor(Date.now() / 1000) + 60)
    .sign(key.privateKey);

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

let issuer: Issuer;
let first: Key;
beforeEach(async () => {
  issuer = await startIssuer();
  first = await issuer.makeKey('first');
  await first.publish();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer[Symbol.asyncDispose]();
});

const refused = { code: 'UNAUTHENTICATED' };
const unknown = { code: 'UPSTREAM_UNAVAILABLE' };

describe('with the clock in our hand', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  });

  test('keys once read stay good while their address is down, however long', async () => {
    using keys = createRemoteKeySet(issuer.url);
    const verify = createViewerVerifier({ keys });
    await verify(await sign(first));
    issuer.state.isDown = true;
    later(3 * 86_400_000);
    await expect(verify(await sign(first))).resolves.toMatchObject({ role: 'agent' });
  });

  test('keys that could never be read: nobody is told to sign in again, and all works as soon as they can be', async () => {
    using keys = createRemoteKeySet(issuer.url);
    const verify = createViewerVerifier({ keys });
    issuer.state.isDown = true;
    await expect(verify(await sign(first))).rejects.toMatchObject(unknown);
    issuer.state.isDown = false;
    later(1_001);
    await expect(verify(await sign(first))).resolves.toMatchObject({ role: 'agent' });
  });

  test('an unknown key is looked for, but within a second of the last look its token is refused', async () => {
    using keys = createRemoteKeySet(issuer.url);
    const verify = createViewerVerifier({ keys });
    await verify(await sign(first));
    const second = await issuer.makeKey('second');
    await second.publish();
    await expect(verify(await sign(second))).rejects.toMatchObject(refused);
    expect(issuer.state.requests).toBe(1);
    later(1_001);
    await expect(verify(await sign(second))).resolves.toMatchObject({ role: 'agent' });
    expect(issuer.state.requests).toBe(2);
  });

  test('500 unknown keys cost one request a second, whether the address is up or down', async () => {
    using keys = createRemoteKeySet(issuer.url);
    const verify = createViewerVerifier({ keys });
    await verify(await sign(first));
    later(1_001);
    const stranger = await issuer.makeKey('stranger');
    const strangers = await Promise.all(
      Array.from({ length: 500 }, (_, n) => sign(stranger, { kid: `stranger-${n}` })),
    );
    for (const token of strangers.slice(0, 250)) await expect(verify(token)).rejects.toMatchObject(refused);
    expect(issuer.state.requests).toBe(2);
    issuer.state.isDown = true;
    later(1_001);
    for (const token of strangers.slice(250)) await expect(verify(token)).rejects.toMatchObject(unknown);
    expect(issuer.state.requests).toBe(3);
    await expect(verify(await sign(first))).resolves.toMatchObject({ role: 'agent' });
  });

  test('a token that names no key is refused as a bad one, also while two keys are published', async () => {
    await (await issuer.makeKey('second')).publish();
    using keys = createRemoteKeySet(issuer.url);
    const verify = createViewerVerifier({ keys });
    await expect(verify(await sign(first, { kid: null }))).rejects.toMatchObject(refused);
  });
});

test('the set is read again by itself: a new key is known before its first token, a withdrawn one ends what was remembered', async () => {
  using keys = createRemoteKeySet(issuer.url, { reloadEveryMs: 20 });
  const verify = createViewerVerifier({ keys });
  const remembered = await sign(first);
  await verify(remembered);
  const second = await issuer.makeKey('second');
  await second.publish();
  const before = issuer.state.requests;
  await eventually(() => issuer.state.requests >= before + 2);
  await expect(verify(await sign(second))).resolves.toMatchObject({ role: 'agent' });
  await expect(verify(remembered)).resolves.toMatchObject({ role: 'agent' });
  first.withdraw();
  await eventually(() => expect(verify(remembered)).rejects.toMatchObject(refused));
});

test('a token without an end is refused', async () => {
  using keys = createRemoteKeySet(issuer.url);
  const verify = createViewerVerifier({ keys });
  const token = await new SignJWT({ ...viewer, sid: 's' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'viewer+jwt', kid: 'first' })
    .setIssuer('milepost-gateway')
    .setAudience('milepost-subgraph')
    .sign(first.privateKey);
  await expect(verify(token)).rejects.toMatchObject(refused);
});
