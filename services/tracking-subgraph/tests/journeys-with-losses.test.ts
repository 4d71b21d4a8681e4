import { type AddressInfo, connect, createServer } from 'node:net';
import { startProviderSimulator } from '@milepost/provider-simulator';
import { journeys } from '@milepost/provider-simulator/journeys';
import type { Parcel } from '@milepost/provider-simulator/parcel';
import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import secrets from '../fixtures/secrets.json' with { type: 'json' };
import { carriersOf } from '../src/carrier/carriers.ts';
import { aftershipSecret, startWorld, viewer, type World } from './support/world.ts';

/**
 * Every journey at both providers while a third of the webhooks is never sent and others come twice or late: the running service reads what it missed, and what it must not
 * believe, from the simulator's APIs.
 */
const pathToken = 'test-path-token-of-trackingmore';
const apiKeys = { aftership: 'aftership-key', trackingmore: 'trackingmore-key' };
const providers = ['aftership', 'trackingmore'] as const;

let world: World;
let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
const played: { provider: (typeof providers)[number]; parcel: Parcel; id: string }[] = [];
/** Each of the two needs the other's address first. */
let simulatorPort = 0;
const relay = createServer((client) => {
  const server = connect(simulatorPort, '127.0.0.1');
  client.on('error', () => server.destroy());
  server.on('error', () => client.destroy());
  client.pipe(server).pipe(client);
});

beforeAll(async () => {
  await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening));
  const apiUrl = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  world = await startWorld({
    env: {
      AFTERSHIP_API_KEY: apiKeys.aftership,
      AFTERSHIP_API_URL: apiUrl,
      TRACKINGMORE_API_KEY: apiKeys.trackingmore,
      TRACKINGMORE_API_URL: apiUrl,
      TRACKINGMORE_WEBHOOK_SECRET: secrets.trackingmore,
      TRACKINGMORE_WEBHOOK_PATH_TOKEN: pathToken,
      POLL_INTERVAL_SECONDS: '1',
    },
  });
  const { publicUrl } = world.server;
  simulator = await startProviderSimulator({
    webhooks: {
      aftership: { url: `${publicUrl}/webhooks/aftership`, secret: aftershipSecret },
      trackingmore: { url: `${publicUrl}/webhooks/trackingmore/${pathToken}`, secret: secrets.trackingmore },
    },
    apiKeys: { aftership: [apiKeys.aftership], trackingmore: [apiKeys.trackingmore] },
  });
  simulatorPort = Number(new URL(simulator.url).port);
  for (const fault of ['drop', 'double', 'reorder'] as const) simulator.faults.break(fault, { value: '0.33' });
  for (const provider of providers)
    for (const journey of journeys.keys()) {
      const name = `${journey} ${provider}`;
      const { parcels } = simulator.play({ journey, providers: [provider], pace: { stepMs: 50 }, name });
      for (const parcel of parcels) {
        const code = provider === 'aftership' ? parcel.courier.aftership?.slug : parcel.courier.trackingmore?.code;
        const [carrier = ''] = carriersOf(provider, code ?? null);
        played.push({ provider, parcel, id: toGlobalId('Shipment', await world.register(parcel.number, carrier)) });
      }
    }
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
  relay.close();
});

test('all end as their files say, and no webhook that was lost is missed', { timeout: 60_000 }, async () => {
  const seen = async ({ id }: (typeof played)[number]) => {
    const { data } = await world.query<{
      shipment: { status: string; milestone: string; isDelayed: boolean; reason: string };
    }>(viewer(), 'query ($id: ID!) { shipment(id: $id) { status milestone isDelayed reason } }', { id });
    return data.shipment;
  };
  await eventually(
    async () => {
      for (const one of played) {
        const { status, milestone, isDelayed, reason = null } = one.parcel.expected[one.provider];
        expect(await seen(one), `${one.parcel.name} at ${one.provider}`).toEqual({
          status,
          milestone,
          isDelayed,
          reason,
        });
      }
    },
    { timeoutMs: 50_000, everyMs: 200 },
  );
  const counts = simulator.webhooks.counts();
  for (const provider of providers) expect(counts[provider].dropped).toBeGreaterThan(5);
  // What ended at TrackingMore was told once each, whichever of webhook, read-back and poll came first.
  const twice =
    await world.sql`select shipment_id, event_key from tracking.outbox where case_id is null group by 1, 2 having count(*) > 1`;
  expect(twice).toHaveLength(0);
  await eventually(async () => (await world.sql`select 1 from tracking.read_back`).length === 0);
});
