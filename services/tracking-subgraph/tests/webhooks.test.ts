import { request as httpRequest } from 'node:http';
import { eventually, signAftership } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scansOf, trackingUpdate } from './support/messages.ts';
import { aftershipSecret, startWorld, viewer, type World } from './support/world.ts';

const statusQuery = `query ($number: String!) { shipmentByTrackingNumber(trackingNumber: $number) { status } }`;
interface Answer {
  shipmentByTrackingNumber: { status: string } | null;
}

describe('the door', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const body = trackingUpdate({ number: 'DOOR1', scans: [] });
  const stored = async () => (await world.sql<{ n: number }[]>`select count(*)::int as n from tracking.inbox`)[0]?.n;

  test('an unknown provider is 404, another method 405', async () => {
    expect((await world.post(body, signAftership(aftershipSecret, body), '/webhooks/nobody')).status).toBe(404);
    expect((await fetch(`${world.server.publicUrl}/webhooks/aftership`)).status).toBe(405);
  });

  test('the public address has no graph and no channel', async () => {
    for (const path of ['/graphql', '/events', '/metrics', '/'])
      expect((await world.post('{}', {}, path)).status).toBe(404);
  });

  test('a signature over other bytes, by another secret, empty, or twice the length is 401 and stores nothing', async () => {
    const before = await stored();
    for (const signature of [
      signAftership(aftershipSecret, `${body} `)['aftership-hmac-sha256'],
      signAftership('other', body)['aftership-hmac-sha256'],
      '',
      'A'.repeat(88),
      'ünïcode'.slice(0, 1) === 'x' ? '' : 'A'.repeat(44),
    ]) {
      expect((await world.post(body, { 'aftership-hmac-sha256': signature as string })).status).toBe(401);
    }
    expect(await stored()).toBe(before);
  });

  test('a body of more than a megabyte is 413, with and without a stated length', async () => {
    const huge = Buffer.alloc(1024 * 1024 + 1, 0x20);
    expect((await world.postSigned(huge)).status).toBe(413);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(
        `${world.server.publicUrl}/webhooks/aftership`,
        { method: 'POST', headers: { 'transfer-encoding': 'chunked', ...signAftership(aftershipSecret, huge) } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.on('error', reject);
      request.write(huge.subarray(0, 700_000));
      request.end(huge.subarray(700_000));
    });
    expect(status).toBe(413);
  });

  test('the correlation id of the sender reaches inbox, fact and milestone; a malformed one is replaced', async () => {
    const shipmentId = await world.register('CORRELATED1', 'ups');
    const message = trackingUpdate({
      number: 'CORRELATED1',
      scans: [{ minute: 1, tag: 'InTransit', subtag: 'InTransit_002' }],
    });
    const response = await world.post(message, {
      ...signAftership(aftershipSecret, message),
      'x-request-id': 'sender-request-0001',
    });
    expect(response.headers.get('x-request-id')).toBe('sender-request-0001');
    await world.drained();
    const ids = await world.sql<
      { request_id: string }[]
    >`select request_id from tracking.fact where shipment_id = ${shipmentId} union select request_id from tracking.outbox where shipment_id = ${shipmentId}`;
    expect(ids.map((row) => row.request_id)).toEqual(['sender-request-0001']);
    const odd = await world.post(body, { ...signAftership(aftershipSecret, body), 'x-request-id': 'x y"z' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('bodies at rest are not readable, and open only in their own row', async () => {
    const secretText = trackingUpdate({ number: 'SECRETTEXT42', scans: [] });
    await world.postSigned(secretText);
    const [row] = await world.sql<
      { hits: number }[]
    >`select count(*)::int as hits from tracking.inbox where position('SECRETTEXT42'::bytea in body) > 0`;
    expect(row?.hits).toBe(0);
  });

  test('one poisonous message of many does not hold back the others', async () => {
    const numbers = Array.from({ length: 20 }, (_, i) => `NEIGHBOUR${i}`);
    for (const number of numbers) await world.register(number, 'ups');
    const messages = numbers.map((number) =>
      trackingUpdate({ number, scans: [{ minute: 1, tag: 'InTransit', subtag: 'InTransit_002' }] }),
    );
    messages.splice(10, 0, '{"event":"tracking_update","msg":{"tracking_number":{}}}', '\u0000\uFFFF not json');
    await Promise.all(messages.map((message) => world.postSigned(message)));
    await world.drained();
    const [row] = await world.sql<
      { moved: number }[]
    >`select count(*)::int as moved from tracking.shipment where tracking_number like 'NEIGHBOUR%' and status = 'PICKED_UP'`;
    expect(row?.moved).toBe(20);
  });

  test('a character that a carrier cut in two does not stop a parcel', async () => {
    const id = await world.register('1ZEMOJI0000000001', 'ups');
    const body = trackingUpdate({
      number: '1ZEMOJI0000000001',
      scans: [{ minute: 0, tag: 'Delivered', subtag: 'Delivered_001' }],
    }).replace('"message":"Delivered_001"', '"message":"left at door \\ud83d"');
    expect(body).toContain('\\ud83d');
    await world.deliver(body);
    expect(await world.sql`select status from tracking.shipment where id = ${id}`).toEqual([{ status: 'DELIVERED' }]);
  });

  test('long texts of three bytes a character are kept whole and shown as far as an index takes them', async () => {
    const id = await world.register('1ZCJK0000000001', 'ups');
    const long = (length: number) =>
      Array.from({ length }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('');
    const body = JSON.stringify({
      event: 'tracking_update',
      msg: {
        tracking_number: '1ZCJK0000000001',
        slug: 'ups',
        checkpoints: [
          {
            checkpoint_time: '2026-11-05T10:00:00Z',
            tag: 'Delivered',
            subtag: 'Delivered_001',
            message: long(1_000),
            location: long(300),
            city: long(200),
          },
        ],
      },
    });
    await world.deliver(body);
    const [row] =
      await world.sql`select s.status, e.description, (select max(length(data->>'description')) from tracking.fact where shipment_id = ${id}) as kept
      from tracking.shipment s join tracking.event e on e.shipment_id = s.id where s.id = ${id}`;
    expect(row).toMatchObject({ status: 'DELIVERED', kept: 1_000 });
    expect(long(1_000).startsWith(row?.['description'])).toBe(true);
    expect(row?.['description'].length).toBe(400);
  });

  test('a number nobody registered waits and is replayed at registration', async () => {
    await world.deliver(scansOf('EARLY1', [1, 'OutForDelivery', 'OutForDelivery_001']));
    expect(
      (await world.query<Answer>(viewer(), statusQuery, { number: 'EARLY1' })).data.shipmentByTrackingNumber,
    ).toBeNull();
    await world.register('EARLY1', 'ups');
    await eventually(
      async () =>
        (await world.query<Answer>(viewer(), statusQuery, { number: 'early 1' })).data.shipmentByTrackingNumber
          ?.status === 'OUT_FOR_DELIVERY',
    );
  });
});

test('a sender of bad signatures is not listened to, one that is not allowed neither; good ones are', async () => {
  await using own = await startWorld({
    env: { TRUSTED_PROXIES: '127.0.0.1', AFTERSHIP_WEBHOOK_ADDRESSES: '203.0.113.0/24' },
  });
  const body = trackingUpdate({ number: 'GUARD1', scans: [] });
  const send = (from: string, headers = signAftership(aftershipSecret, body)) =>
    own.post(body, { ...headers, 'x-forwarded-for': from });
  expect((await send('198.51.100.1')).status).toBe(403);
  for (let i = 0; i < 21; i += 1) expect((await send('203.0.113.9', signAftership('wrong', body))).status).toBe(401);
  const blocked = await send('203.0.113.9');
  expect(blocked.status).toBe(429);
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await send('203.0.113.10')).status).toBe(200);
  expect(await own.sql`select count(*)::int as n from tracking.inbox`).toEqual([{ n: 1 }]);
});

test('a lost database is 503 and the same message is accepted later', async () => {
  const world = await startWorld({ env: { DATABASE_URL_NOTE: 'cut below' } });
  try {
    const message = trackingUpdate({ number: 'CUT1', scans: [] });
    const name = new URL(world.databaseUrl).pathname.slice(1);
    await world.sql.end({ timeout: 1 });
    const { default: postgres } = await import('postgres');
    const admin = postgres(Object.assign(new URL(world.databaseUrl), { pathname: '/postgres' }).href, {
      max: 1,
      onnotice: () => {},
    });
    await admin.unsafe(`alter database ${name} allow_connections false`);
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    const refused = await world.postSigned(message);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    await admin.unsafe(`alter database ${name} allow_connections true`);
    await eventually(async () => (await world.postSigned(message)).status === 200);
    await admin.end({ timeout: 1 });
  } finally {
    await world[Symbol.asyncDispose]();
  }
});
