import { readFileSync } from 'node:fs';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import secrets from '../fixtures/secrets.json' with { type: 'json' };
import { apiSample, startProviderStub } from '../src/connectors/provider-stub.test-support.ts';
import { startWorld, viewer, type World } from './support/world.ts';

// The whole way, by the running service: TrackingMore's samples at its address, its API at the wire.

const pathToken = 'sample-trackingmore-path-token-1';
const number = 'RF423511785GB';
const folder = new URL('../fixtures/trackingmore/webhooks/', import.meta.url);
const forged = '25-tampered-body-valid-signature';
const genuine = '07-delivered-signed';
const body = (name: string) => readFileSync(new URL(`${name}.json`, folder), 'utf8');
const headers = (name: string) => JSON.parse(readFileSync(new URL(`${name}.headers.json`, folder), 'utf8'));

let world: World;
let stub: Awaited<ReturnType<typeof startProviderStub>>;
/** What its API says of the number now. */
let known: unknown;
beforeAll(async () => {
  stub = await startProviderStub(({ query }) =>
    query['tracking_numbers'] === undefined
      ? apiSample('trackingmore', 'get-200-empty-page')
      : { body: { meta: { code: 200 }, data: [known] } },
  );
  world = await startWorld({
    env: {
      TRACKINGMORE_WEBHOOK_SECRET: secrets.trackingmore,
      TRACKINGMORE_WEBHOOK_PATH_TOKEN: pathToken,
      TRACKINGMORE_API_URL: stub.url,
    },
    now: () => new Date(1_791_540_300_000),
  });
  await world.register(number, 'royal-mail');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await stub[Symbol.asyncDispose]();
});
beforeEach(() => {
  stub.asked.length = 0;
});

const post = async (name: string) => {
  const { status } = await world.post(body(name), headers(name), `/webhooks/trackingmore/${pathToken}`);
  expect(status).toBe(200);
  await world.drained();
};
interface Found {
  status: string;
  milestone: string;
  proofOfDelivery: { signedBy: string } | null;
  events: { nodes: { milestone: string; status: string; marks: string[] }[] };
}
const find = async () =>
  (
    await world.query<{ shipmentByTrackingNumber: Found }>(
      viewer(),
      `query ($number: String!) { shipmentByTrackingNumber(trackingNumber: $number) {
        status milestone proofOfDelivery { signedBy } events(first: 100) { nodes { milestone status marks } } } }`,
      { number },
    )
  ).data.shipmentByTrackingNumber;
const askedFor = () => stub.asked.filter(({ query }) => query['tracking_numbers'] === number).length;
const toldEnds = async () =>
  (
    await world.sql`select 1 from tracking.outbox o join tracking.event e on e.shipment_id = o.shipment_id and e.key = o.event_key where e.status = 'DELIVERED'`
  ).length;

test('a forged delivery is never one: the API is asked, says otherwise, and the timeline keeps the mark', async () => {
  known = (apiSample('trackingmore', 'get-200-page-1').body.data as unknown[])[0];
  await post(forged);
  await eventually(() => askedFor() === 1);
  await eventually(
    async () => (await world.sql`select 1 from tracking.inbox where provider = 'trackingmore/read'`).length === 1,
  );
  await world.drained();
  const { status, events } = await find();
  expect(status).toBe('AVAILABLE_FOR_PICKUP');
  expect(events.nodes[0]).toMatchObject({ status: 'DELIVERED', marks: ['UNCONFIRMED'] });
  expect(await toldEnds()).toBe(0);
  const [row] = await world.sql`select attempts, due_at > now() as is_later from tracking.read_back`;
  expect(row).toEqual({ attempts: 1, is_later: true });
});

test('a true one is, once the API has said so, told once', async () => {
  known = JSON.parse(body(genuine)).data;
  await post(genuine);
  await eventually(async () => (await find()).status === 'DELIVERED');
  await world.drained();
  const { milestone, proofOfDelivery, events } = await find();
  expect(milestone).toBe('DELIVERED_SIGNED');
  expect(proofOfDelivery).toEqual({ signedBy: 'M. DE VRIES' });
  // The forged one stays what it is.
  expect(events.nodes.filter(({ status }) => status === 'DELIVERED').map(({ marks }) => marks)).toEqual(
    expect.arrayContaining([[], ['UNCONFIRMED']]),
  );
  expect(await toldEnds()).toBe(1);
  await post('22-duplicate');
  expect(await toldEnds()).toBe(1);
});
