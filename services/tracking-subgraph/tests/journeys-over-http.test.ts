import { startProviderSimulator } from '@milepost/provider-simulator';
import { journeys } from '@milepost/provider-simulator/journeys';
import type { Parcel } from '@milepost/provider-simulator/parcel';
import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import secrets from '../fixtures/secrets.json' with { type: 'json' };
import { carriersOf } from '../src/carrier/carriers.ts';
import { aftershipSecret, startWorld, viewer, type World } from './support/world.ts';

/**
 * The simulator's journeys over the network, at both providers at once, doubled and reordered: posted to the public address, read back from the simulator's API, and seen
 * through the graph as their files say.
 */
const pathToken = 'test-path-token-of-trackingmore';
const apiKeys = { aftership: 'aftership-key', trackingmore: 'trackingmore-key' };
type Provider = keyof typeof apiKeys;
const providers = Object.keys(apiKeys) as Provider[];

let world: World;
let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
const played: { provider: Provider; parcel: Parcel; id: string }[] = [];

beforeAll(async () => {
  world = await startWorld({
    env: { TRACKINGMORE_WEBHOOK_SECRET: secrets.trackingmore, TRACKINGMORE_WEBHOOK_PATH_TOKEN: pathToken },
  });
  simulator = await startProviderSimulator({
    webhooks: {
      aftership: { url: `${world.server.publicUrl}/webhooks/aftership`, secret: aftershipSecret },
      trackingmore: {
        url: `${world.server.publicUrl}/webhooks/trackingmore/${pathToken}`,
        secret: secrets.trackingmore,
      },
    },
    apiKeys: { aftership: [apiKeys.aftership], trackingmore: [apiKeys.trackingmore] },
  });
  simulator.faults.break('double', { value: '0.2' });
  simulator.faults.break('reorder', { value: '0.2' });
  const telling: Promise<void>[] = [];
  for (const provider of providers)
    for (const journey of journeys.keys()) {
      const { parcels, told } = simulator.play({
        journey,
        providers: [provider],
        pace: { stepMs: 50 },
        name: `${journey} ${provider}`,
      });
      telling.push(told);
      for (const parcel of parcels) {
        const code = provider === 'aftership' ? parcel.courier.aftership?.slug : parcel.courier.trackingmore?.code;
        const [carrier = ''] = carriersOf(provider, code ?? null);
        played.push({ provider, parcel, id: toGlobalId('Shipment', await world.register(parcel.number, carrier)) });
      }
    }
  await Promise.all(telling);
  await simulator.webhooks.settled();
  await world.drained();
  await readBack(played.flatMap(({ provider, parcel }) => (provider === 'trackingmore' ? parcel.number : [])));
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

/** What TrackingMore's webhooks say of an end is proved by its API alone. */
async function readBack(numbers: readonly string[]): Promise<void> {
  const answer = await fetch(`${simulator.url}/v4/trackings/get?tracking_numbers=${numbers.join(',')}`, {
    headers: { 'tracking-api-key': apiKeys.trackingmore },
  });
  const { data } = (await answer.json()) as { data: unknown[] };
  expect(data).toHaveLength(numbers.length);
  for (const tracking of data) await world.storeRead('trackingmore', tracking);
}

test('every message was taken at the first attempt', () => {
  const counts = simulator.webhooks.counts();
  for (const provider of providers) {
    expect(counts[provider].doubled).toBeGreaterThan(0);
    expect(counts[provider].accepted).toBe(counts[provider].sent + counts[provider].doubled);
    expect(counts[provider].attempts).toBe(counts[provider].accepted);
  }
});

describe.each(providers)('at %s', (provider) => {
  test.each([...journeys.keys()])('%s', async (journey) => {
    const mine = played.filter((one) => one.provider === provider && one.parcel.journey === journey);
    expect(mine.length).toBeGreaterThan(0);
    for (const { parcel, id } of mine) {
      const { data, errors } = await world.query<{ shipment: Record<string, unknown> }>(
        viewer(),
        `query ($id: ID!) { shipment(id: $id) { status milestone isDelayed reason deliveryDoubts
          pickupPoint { name address hours lastDay code } legs { direction carrier { code } } } }`,
        { id },
      );
      expect(errors).toBeUndefined();
      const expected = parcel.expected[provider];
      const { shipment } = data;
      expect(shipment, parcel.name).toMatchObject({
        status: expected.status,
        milestone: expected.milestone,
        isDelayed: expected.isDelayed,
        reason: expected.reason ?? null,
        deliveryDoubts: expected.doubts ?? [],
        ...(expected.pickupPoint && { pickupPoint: expected.pickupPoint }),
        ...(expected.legs && { legs: expected.legs.map(({ direction }) => ({ direction })) }),
      });
    }
  });
});
