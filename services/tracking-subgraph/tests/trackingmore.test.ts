import { readFileSync } from 'node:fs';
import { ConfigError } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import secrets from '../fixtures/secrets.json' with { type: 'json' };
import { loadConfig } from '../src/config/config.ts';
import { trackingmoreProfile } from '../src/connectors/trackingmore/profile.test-support.ts';
import { startWorld, viewer, type World } from './support/world.ts';

const pathToken = 'sample-trackingmore-path-token-1';
const address = `/webhooks/trackingmore/${pathToken}`;

const read = (file: string) => readFileSync(new URL(`../fixtures/trackingmore/${file}`, import.meta.url), 'utf8');
const headersOf = (file: string) =>
  JSON.parse(read(file.replace(/\.json$/, '.headers.json'))) as Record<string, string>;

// What is TrackingMore's own; its samples go over HTTP in provider-samples.test.ts.

let world: World;
/** What the public address takes for now: the samples' timestamps are of a day in October. */
let now = new Date();
beforeAll(async () => {
  world = await startWorld({
    env: {
      TRACKINGMORE_WEBHOOK_SECRET: `replaced,${secrets.trackingmore}`,
      TRACKINGMORE_WEBHOOK_PATH_TOKEN: `replaced-path-token-0000000,${pathToken}`,
    },
    now: () => now,
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const readBack = (tracking: object) => world.storeRead('trackingmore', tracking);

const stored = async () =>
  (await world.sql<{ n: number }[]>`select count(*)::int as n from tracking.inbox`)[0]?.n as number;

interface Found {
  status: string;
  milestone: string;
  reason: string | null;
  proofOfDelivery: { signedBy: string } | null;
  events: { nodes: { milestone: string; marks: string[]; raw: { signature: string } | null }[] };
}
const find = async (number: string) =>
  (
    await world.query<{ shipmentByTrackingNumber: Found | null }>(
      viewer(),
      `query ($number: String!) { shipmentByTrackingNumber(trackingNumber: $number) {
        status milestone reason proofOfDelivery { signedBy } events(first: 100) { nodes { milestone marks raw { signature } } } } }`,
      { number },
    )
  ).data.shipmentByTrackingNumber;

test('the forged one moves nothing, and reading back what is true leaves it without effect', async () => {
  now = new Date(1_791_540_300_000);
  const own = (file: string) => read(file).replaceAll('RF423511785GB', 'RF423511785GBX');
  await world.register('RF423511785GBX', 'royal-mail');
  const forged = 'webhooks/25-tampered-body-valid-signature.json';
  expect((await world.post(own(forged), headersOf(forged), address)).status).toBe(200);
  await world.drained();
  await readBack(JSON.parse(own('webhooks/06-ready-for-collection.json')).data);
  expect(await find('RF423511785GBX')).toMatchObject({ status: 'AVAILABLE_FOR_PICKUP', proofOfDelivery: null });
});

describe('the door', () => {
  const body = JSON.stringify({ data: { tracking_number: 'DOOR0001', courier_code: 'ups' } });
  const sign = (at = now) => trackingmoreProfile.sign(Buffer.from(body), secrets.trackingmore, at);

  test('opens with the secret at the end of the address alone', async () => {
    now = new Date('2026-10-20T12:00:00Z');
    const before = await stored();
    for (const path of [
      '/webhooks/trackingmore',
      '/webhooks/trackingmore/',
      `${address}x`,
      address.slice(0, -1),
      address.toUpperCase().replace('/WEBHOOKS/TRACKINGMORE', '/webhooks/trackingmore'),
      `/webhooks/trackingmore/?token=${pathToken}`,
    ])
      expect((await world.post(body, sign(), path)).status, path).toBe(401);
    expect((await world.post(body, sign(), `/webhooks/aftership/${pathToken}`)).status).toBe(401);
    for (const path of [`${address}/more`, `/webhooks/trackingmore/${pathToken}%20`])
      expect((await world.post(body, sign(), path)).status, path).toBe(404);
    expect(await stored()).toBe(before);
    expect(
      (await world.post(body, { SIGNATURE: sign()['signature'] ?? '', TimeStamp: sign()['timestamp'] ?? '' }, address))
        .status,
    ).toBe(200);
    expect(await stored()).toBe(before + 1);
    expect((await world.post(body, sign(), `${address}?page=1`)).status).toBe(200);
    expect((await world.post(body, sign(), '/webhooks/trackingmore/replaced-path-token-0000000')).status).toBe(200);
    expect(await stored()).toBe(before + 1);
  });

  test('is closed to what is older than the window, or of version 2 beside valid headers', async () => {
    now = new Date('2026-10-20T12:00:00Z');
    const late = new Date(now.getTime() - 301_000);
    expect((await world.post(body, sign(late), address)).status).toBe(401);
    expect((await world.post(read('webhooks/30-legacy-v2-verifyinfo.json'), sign(), address)).status).toBe(401);
  });

  test('a stored message is checked again as of when it came', async () => {
    now = new Date();
    await world.register('RAWTM0001', 'ups');
    const scan = {
      checkpoint_date: '2026-11-05 10:00',
      checkpoint_delivery_status: 'transit',
      checkpoint_delivery_substatus: 'transit001',
    };
    const told = JSON.stringify({
      data: { tracking_number: 'RAWTM0001', courier_code: 'ups', origin_info: { trackinfo: [scan] } },
    });
    expect((await world.post(told, sign(), address)).status).toBe(200);
    await world.drained();
    expect((await find('RAWTM0001'))?.events.nodes).toMatchObject([{ raw: { signature: 'VALID' } }]);
    // As of then its timestamp was too old.
    await world.sql`update tracking.inbox set received_at = received_at + interval '10 minutes'`;
    expect((await find('RAWTM0001'))?.events.nodes).toMatchObject([{ raw: { signature: 'NOT_VALID_NOW' } }]);
  });
});

test('behind an event lies the message that proves it, not the one that was pushed before it', async () => {
  now = new Date();
  await world.register('RAWTM0002', 'ups');
  const told = (location: string) => ({
    tracking_number: 'RAWTM0002',
    courier_code: 'ups',
    origin_info: {
      trackinfo: [{ checkpoint_date: '2026-11-05 10:00', checkpoint_delivery_status: 'delivered', location }],
    },
  });
  const body = Buffer.from(JSON.stringify({ data: told('a longer word that nobody proved') }));
  const headers = trackingmoreProfile.sign(body, secrets.trackingmore, now);
  expect((await world.post(body.toString(), headers, address)).status).toBe(200);
  await world.drained();
  const rawOf = async () => (await find('RAWTM0002'))?.events.nodes.map(({ raw }) => raw?.signature);
  expect(await rawOf()).toEqual(['VALID']);
  await readBack(told('Oakland'));
  expect(await rawOf()).toEqual(['NOT_SIGNED']);
});

test('whoever can forge does not make a shipment so large that nobody can fold it; what is read still counts', async () => {
  now = new Date();
  await world.register('HUGETM0001', 'ups');
  const point = (minute: number, status: string) => ({
    checkpoint_date: `2026-11-05 ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
    checkpoint_delivery_status: status,
  });
  const told = (from: number) => ({
    tracking_number: 'HUGETM0001',
    courier_code: 'ups',
    origin_info: {
      trackinfo: Array.from({ length: 900 }, (_, i) => ({ ...point(i, 'transit'), tracking_detail: `${from + i}` })),
    },
  });
  for (const from of [0, 1_000, 2_000, 0]) {
    const body = Buffer.from(JSON.stringify({ data: told(from) }));
    const headers = trackingmoreProfile.sign(body, secrets.trackingmore, now);
    expect((await world.post(body.toString(), headers, address)).status).toBe(200);
    await world.drained();
  }
  expect(await world.sql`select source, message from tracking.dead_letter where cause = 'TOO_MANY_FACTS'`).toEqual([
    { source: 'trackingmore', message: 'the shipment would have more than 2000 facts' },
  ]);
  const [{ facts } = { facts: 0 }] = await world.sql<{ facts: number }[]>`
    select count(*)::int as facts from tracking.fact f join tracking.shipment s on s.id = f.shipment_id where s.tracking_number = 'HUGETM0001'`;
  expect(facts).toBe(1_800);
  await readBack({
    ...told(2_000),
    origin_info: { trackinfo: [point(1_000, 'delivered'), ...told(2_000).origin_info.trackinfo] },
  });
  expect(await find('HUGETM0001')).toMatchObject({ status: 'DELIVERED' });
});

test('what only reports tell is a status without an event, and is told once', async () => {
  now = new Date();
  const id = await world.register('SILENT0001', 'ups');
  const report = (update_at: string, delivery_status: string, substatus: string) =>
    readBack({ tracking_number: 'SILENT0001', courier_code: 'ups', update_at, delivery_status, substatus });
  await report('2026-11-05T10:00:00Z', 'notfound', 'notfound002');
  await report('2026-11-06T10:00:00Z', 'notfound', 'notfound002');
  await report('2026-11-07T10:00:00Z', 'pending', 'pending003');
  expect(await find('SILENT0001')).toMatchObject({
    status: 'PENDING',
    milestone: 'INVALID_TRACKING_NUMBER',
    reason: 'TRACKING_NOT_SUPPORTED',
    events: { nodes: [] },
  });
  const told = await world.sql`
    select e.milestone from tracking.outbox o join tracking.event e on e.shipment_id = o.shipment_id and e.key = o.event_key where o.shipment_id = ${id} order by o.seq`;
  expect(told.map(({ milestone }) => milestone)).toEqual(['TRACKING_NOT_FOUND', 'INVALID_TRACKING_NUMBER']);
});

test('a code that only a report carries is counted', async () => {
  await world.register('FUTURE0001', 'ups');
  await readBack({
    tracking_number: 'FUTURE0001',
    courier_code: 'ups',
    update_at: '2026-11-05T10:00:00Z',
    delivery_status: 'teleported',
  });
  expect(
    await world.sql`select facts::int, example from tracking.unknown_code where provider = 'trackingmore' and code = 'teleported'`,
  ).toEqual([{ facts: 1, example: null }]);
});

test('a secret without the secret of the address, or without the API that ends are read back from, is refused at the start', () => {
  const base = { DATABASE_URL: 'postgres://localhost/x', KEY_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') };
  const wrong: Record<string, string>[] = [
    { TRACKINGMORE_WEBHOOK_SECRET: 's' },
    { TRACKINGMORE_WEBHOOK_SECRET: 's', TRACKINGMORE_WEBHOOK_PATH_TOKEN: 'short' },
    { TRACKINGMORE_WEBHOOK_SECRET: 's', TRACKINGMORE_WEBHOOK_PATH_TOKEN: `${pathToken}/x` },
  ];
  for (const env of wrong)
    expect(() => loadConfig({ ...base, ...env })).toThrow(
      expect.objectContaining({
        name: ConfigError.name,
        message: expect.stringContaining('TRACKINGMORE_WEBHOOK_PATH_TOKEN'),
      }),
    );
  const whole = { ...base, TRACKINGMORE_WEBHOOK_SECRET: 's', TRACKINGMORE_WEBHOOK_PATH_TOKEN: pathToken };
  // Without it, nothing that ends a journey would ever count.
  expect(() => loadConfig(whole)).toThrow('TRACKINGMORE_API_KEY');
  expect(() => loadConfig({ ...whole, TRACKINGMORE_API_KEY: 'k', TRACKINGMORE_API_URL: 'tracking.example' })).toThrow(
    'TRACKINGMORE_API_URL',
  );
  expect(
    loadConfig({ ...whole, TRACKINGMORE_API_KEY: 'k', TRACKINGMORE_API_URL: 'https://a.example/b/' }).providers.get(
      'trackingmore',
    )?.apiUrl,
  ).toBe('https://a.example/b');
  expect(() => loadConfig({ ...base, TRACKINGMORE_WEBHOOK_WINDOW_SECONDS: 'x' })).toThrow(
    'TRACKINGMORE_WEBHOOK_WINDOW_SECONDS',
  );
});
