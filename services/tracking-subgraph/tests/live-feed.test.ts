import { signChannelPost, type Viewer } from '@milepost/service-kit';
import { eventually, signAftership } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LiveMilestone, startLiveFeed } from '../src/live/live-feed.ts';
import { createWakeBus } from '../src/wake/wake-bus.ts';
import { trackingUpdate } from './support/messages.ts';
import { aftershipSecret, channelSecret, isDrained, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const owner = (customer: number) => viewer({ role: 'customer', level: 'L3', companies: [], customers: [customer] });
async function tell(event: object): Promise<void> {
  const body = JSON.stringify({ events: [event] });
  const response = await fetch(`${world.server.privateUrl}/events`, {
    method: 'POST',
    headers: signChannelPost(channelSecret, { id: crypto.randomUUID(), body, now: new Date() }),
    body,
  });
  expect(response.status).toBe(200);
  await eventually(() => isDrained(world.sql));
}
const delivery = (customerId: number, version: number) => ({
  type: 'delivery.changed',
  version,
  correlationId: 'live-feed-test',
  delivery: {
    id: 501,
    name: 'OUT/501',
    kind: 'OUTGOING',
    orderId: 501,
    orderName: 'S501',
    companyId: 1,
    customerId,
    warehouseId: 1,
    countryCode: 'US',
    deliveryMethod: 'UPS Ground',
    trackingUrlTemplate: null,
    references: ['1ZHANDS0000000001'],
    shippedAt: null,
    promisedAt: null,
    cancelled: false,
    deleted: false,
  },
});
async function scan(minute: number): Promise<void> {
  const body = trackingUpdate({
    number: '1ZHANDS0000000001',
    scans: [{ minute, tag: 'InTransit', subtag: 'InTransit_003' }],
  });
  await world.post(body, signAftership(aftershipSecret, body));
  await eventually(() => isDrained(world.sql));
}

test('a shipment that changes hands is gone from the stream for the one and there for the other, at once', async () => {
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  // Another instance, which has been up the whole time.
  await using feed = await startLiveFeed({ sql: world.sql, wakeBus, logger: world.logger });
  /** Everything the stream gives within a moment. */
  async function seen(as: Viewer, after: number): Promise<number[]> {
    const stream = feed.subscribe(as, { orderId: null, shipmentId: null }, after);
    const got: number[] = [];
    for (;;) {
      const step = await Promise.race([
        stream.next(),
        new Promise<null>((resolve) => setTimeout(() => resolve(null), 250)),
      ]);
      if (step === null || step.done) break;
      got.push((step.value as LiveMilestone).seq);
    }
    await stream.return?.();
    return got;
  }

  await tell(delivery(101, 1));
  await scan(1);
  await scan(2);
  await eventually(() => feed.head >= 2);
  expect(await seen(owner(101), 0)).toEqual([1, 2]);
  expect(await seen(owner(555), 0)).toEqual([]);

  await tell(delivery(555, 2));
  await eventually(async () => expect(await seen(owner(555), 0)).toEqual([1, 2]));
  expect(await seen(owner(101), 0)).toEqual([]);
  expect(await seen(owner(101), 1)).toEqual([]);

  await scan(3);
  await eventually(() => feed.head >= 3);
  expect(await seen(owner(101), 2)).toEqual([]);
  expect(await seen(owner(555), 2)).toEqual([3]);
});
