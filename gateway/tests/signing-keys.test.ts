import { createSecretKey } from 'node:crypto';
import {
  openSigningKeys,
  rotateSigningKey,
  type SigningKeys,
  type SigningPurpose,
  signingPurposes,
} from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signingSeal } from './support/signing-seal.ts';
import { startWorld, type World } from './support/world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const order = '{ orderByName(name: "S00001") { viewerAccess } }';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const logger = { info: () => {}, warn: () => {}, error: () => {} } as never;
const kidsOf = (ring: SigningKeys) => ring.publicKeys().map(({ kid }) => kid);
const jwks = async (privateUrl = world.gateway.privateUrl) =>
  ((await (await fetch(`${privateUrl}/jwks`)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

describe('with a clock of our own', () => {
  let clock: number;
  const stack = new AsyncDisposableStack();
  /** An instance with keys of this test's database, which no running gateway uses. */
  let own: World;
  beforeAll(async () => {
    own = stack.use(await startWorld());
    await own.gateway[Symbol.asyncDispose]();
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(async () => {
    clock = Date.parse('2030-01-01T00:00:00Z');
    await own.sql`delete from auth.signing_key`;
  });
  const instance = async (purpose: SigningPurpose = 'partner') =>
    openSigningKeys({
      sql: own.sql,
      purpose,
      sealing: await signingSeal(own),
      rotationDays: 30,
      logger,
      now: () => clock,
    });

  test.each(['viewer', 'partner'] as const)(
    '%s: the next key is published before it signs, the old one until its last token is out',
    async (purpose) => {
      await using a = await instance(purpose);
      await using b = await instance(purpose);
      const old = a.signer().kid;
      expect([b.signer().kid, kidsOf(a), kidsOf(b)]).toEqual([old, [old], [old]]);
      const begun = clock;

      clock = begun + 30 * day - 4 * minute;
      await a.look();
      expect(kidsOf(a)).toEqual([old]);

      clock = begun + 30 * day - 3 * minute;
      await a.look();
      await b.look();
      const [next] = kidsOf(a) as [string];
      expect([kidsOf(a), kidsOf(b)]).toEqual([
        [next, old],
        [next, old],
      ]);
      const [row] = await own.sql<{ not_before: Date }[]>`select not_before from auth.signing_key where kid = ${next}`;
      const notBefore = row?.not_before.getTime() ?? 0;
      expect(notBefore - clock).toBeGreaterThanOrEqual(2 * minute);

      clock = notBefore - 1;
      expect([a.signer().kid, b.signer().kid]).toEqual([old, old]);
      clock = notBefore;
      expect([a.signer().kid, b.signer().kid]).toEqual([next, next]);

      const lastToken = notBefore + signingPurposes[purpose].lifeSeconds * 1000;
      clock = lastToken;
      await a.look();
      const { generation } = a.set;
      expect(kidsOf(a)).toEqual([next, old]);
      // Its end needs no look at the database.
      clock = lastToken + minute;
      expect(kidsOf(a)).toEqual([next]);
      expect(a.set.generation).toBe(generation + 1);
      expect(kidsOf(b)).toEqual([next]);
    },
  );

  test('many instances make one key, and the private half of a retired one goes', async () => {
    const instances = await Promise.all(Array.from({ length: 6 }, () => instance()));
    const count = async () => (await own.sql`select 1 from auth.signing_key where purpose = 'partner'`).length;
    expect(await count()).toBe(1);
    for (let round = 1; round <= 3; round += 1) {
      clock += 30 * day;
      await Promise.all(instances.map((ring) => ring.look()));
      expect(await count()).toBe(2);
      expect(new Set(instances.map((ring) => kidsOf(ring).join())).size).toBe(1);
    }
    for (const ring of instances) await ring[Symbol.asyncDispose]();
  });

  test('on demand: two who ask at once get one key that waits for its time', async () => {
    await using ring = await instance();
    const ask = async () =>
      rotateSigningKey({ sql: own.sql, purpose: 'partner', sealing: await signingSeal(own), now: clock });
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one.kid).toBe(two.kid);
    expect([one.isNew, two.isNew].sort()).toEqual([false, true]);
    await ring.look();
    expect(kidsOf(ring)[0]).toBe(one.kid);
    expect(ring.signer().kid).not.toBe(one.kid);
  });

  test('at once: the new key signs, every other is gone', async () => {
    await using ring = await instance();
    const { generation } = ring.set;
    const made = await rotateSigningKey({
      sql: own.sql,
      purpose: 'partner',
      sealing: await signingSeal(own),
      atOnce: true,
      now: clock,
    });
    await ring.look();
    expect([ring.signer().kid, kidsOf(ring)]).toEqual([made.kid, [made.kid]]);
    expect(ring.set.generation).toBe(generation + 1);
  });

  test('by a clock that is behind, the first key signs all the same', async () => {
    await using ahead = await instance();
    clock -= 5 * minute;
    await using behind = await instance();
    expect(behind.signer().kid).toBe(ahead.signer().kid);
  });

  test('a private half that was copied to another row or purpose does not open, nor with another key', async () => {
    await using viewer = await instance('viewer');
    await using partner = await instance('partner');
    const open = () => instance('partner');
    await expect(
      openSigningKeys({
        sql: own.sql,
        purpose: 'partner',
        sealing: createSecretKey(Buffer.alloc(32, 9)),
        rotationDays: 30,
        logger,
        now: () => clock,
      }),
    ).rejects.toThrow('does not open');
    await own.sql`update auth.signing_key set private_sealed = (select private_sealed from auth.signing_key where purpose = 'viewer') where purpose = 'partner'`;
    await expect(open()).rejects.toThrow('does not open');
    await own.sql`update auth.signing_key set purpose = 'partner' where kid = ${viewer.signer().kid}`;
    await own.sql`delete from auth.signing_key where kid = ${partner.signer().kid}`;
    await expect(open()).rejects.toThrow('does not open');
  });
});

describe('in running instances', () => {
  /** As if the wait were over: nobody else moves the time of a key. */
  const letItSign = (kid: string) => world.sql`update auth.signing_key set not_before = now() where kid = ${kid}`;
  const rotate = async (purpose: 'viewer' | 'partner', atOnce = false) =>
    rotateSigningKey({ sql: world.sql, purpose, sealing: await signingSeal(world), atOnce });
  const viewerKid = () => decodeProtectedHeader(String(world.odoo.seen.at(-1)?.extensions['viewer'])).kid;

  test('a new viewer key is published by every instance at once, signs when its time has come, and nothing breaks', async () => {
    const other = await world.start();
    await world.query(order);
    const old = viewerKid() as string;
    await using socket = world.socket();
    const { messages } = socket.subscribe('subscription { milestoneAdded { cursor shipment { order { name } } } }');
    await eventually(() => world.tracking.state.subscribers >= 1);
    const { kid } = await rotate('viewer');
    for (const { privateUrl } of [world.gateway, other])
      await eventually(async () => expect(await jwks(privateUrl)).toEqual([kid, old]));
    await world.query(order);
    expect(viewerKid()).toBe(old);
    await letItSign(kid);
    await eventually(async () => {
      expect((await world.query(order)).body.errors).toBeUndefined();
      expect(viewerKid()).toBe(kid);
    });
    world.tracking.append();
    await eventually(() => expect(messages.at(-1)?.data).toMatchObject({ milestoneAdded: { shipment: {} } }));
    expect(messages.at(-1)?.errors).toBeUndefined();
    expect(socket.closes).toEqual([]);
    await other[Symbol.asyncDispose]();
  });

  test('a partner token outlives the rotation of its key, and ends with a key that leaked', async () => {
    const headers = { authorization: `Bearer ${await world.token()}` };
    const old = decodeProtectedHeader(headers.authorization.slice(7)).kid;
    const { kid } = await rotate('partner');
    await letItSign(kid);
    await eventually(async () => expect(decodeProtectedHeader(await world.token()).kid).toBe(kid));
    expect(kid).not.toBe(old);
    expect((await world.query(order, {}, headers)).status).toBe(200);
    const leaked = { authorization: `Bearer ${await world.token()}` };
    expect((await world.query(order, {}, leaked)).status).toBe(200);
    await rotate('partner', true);
    for (const given of [headers, leaked])
      await eventually(async () => expect((await world.query(order, {}, given)).status).toBe(401));
    const fresh = await eventually(async () => {
      const token = await world.token();
      expect(decodeProtectedHeader(token).kid).not.toBe(kid);
      return token;
    });
    expect((await world.query(order, {}, { authorization: `Bearer ${fresh}` })).status).toBe(200);
  });

  test('a leaked viewer key is out of use as soon as subgraphs have looked; what visitors ask goes on', async () => {
    const { kid } = await rotate('viewer', true);
    await eventually(async () => expect(await jwks()).toEqual([kid]));
    // A subgraph that looked less than a second ago does not look again at once.
    await eventually(async () => {
      expect((await world.query(order)).body.errors).toBeUndefined();
      expect(viewerKid()).toBe(kid);
    });
  });
});
