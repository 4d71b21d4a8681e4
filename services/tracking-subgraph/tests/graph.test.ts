import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryChanged, trackingUpdate } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let world: World;
const statements: string[] = [];
beforeAll(async () => {
  world = await startWorld({ onStatement: (text) => void statements.push(text) });
});
afterAll(() => world[Symbol.asyncDispose]());

test('statements for orders, their deliveries, shipments and events do not grow with the page', async () => {
  await world.tell(
    Array.from({ length: 20 }, (_, i) =>
      deliveryChanged(300 + i, { references: Array.from({ length: 5 }, (_, n) => `PAGE${i}N${n}`) }),
    ),
  );
  const count = async (orders: number) => {
    const representations = Array.from({ length: orders }, (_, i) => [
      `{ __typename: "Order", id: "${toGlobalId('Order', 300 + i)}" }`,
      `{ __typename: "Delivery", id: "${toGlobalId('Delivery', 300 + i)}" }`,
    ]).flat();
    statements.length = 0;
    const { data } = await world.query<{ _entities: { shipments: object[] }[] }>(
      viewer(),
      `{ _entities(representations: [${representations.join(' ')}]) { ... on Order { shipments { id status events(first: 50) { nodes { id } } } } ... on Delivery { shipments { id } } } }`,
    );
    expect(data._entities.every((entity) => entity.shipments.length === 5)).toBe(true);
    // Each reads in a transaction of its own, under the viewer's settings.
    return statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length;
  };
  await count(1);
  expect(await count(1)).toBe(2);
  expect(await count(20)).toBe(2);
});

describe('arguments', () => {
  beforeAll(() => world.register('PAGED1', 'ups'));

  test.each([
    ['{ shipment(id: "nonsense") { id } }', 'id'],
    [`{ shipment(id: "${toGlobalId('Order', 1)}") { id } }`, 'id'],
    [`{ shipment(id: "${toGlobalId('Shipment', '00000000-0000-4000-8000-000000000000')}") { id } }`, 'id'],
    ['{ shipmentByTrackingNumber(trackingNumber: "1") { id } }', 'trackingNumber'],
    ['{ shipmentByTrackingNumber(trackingNumber: "PAGED1") { events(first: 0) { nodes { id } } } }', 'first'],
    ['{ shipmentByTrackingNumber(trackingNumber: "PAGED1") { events(first: 101) { nodes { id } } } }', 'first'],
    ['{ shipmentByTrackingNumber(trackingNumber: "PAGED1") { events(after: "zzz") { nodes { id } } } }', 'after'],
  ])('%s is refused, naming the field', async (query, field) => {
    const { errors } = await world.query(viewer(), query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('events page newest first, each once', async () => {
    const scans = Array.from({ length: 25 }, (_, i) => ({ minute: i, tag: 'InTransit', subtag: 'InTransit_003' }));
    await world.deliver(trackingUpdate({ number: 'PAGED1', scans }));
    const times: string[] = [];
    let after: string | null = null;
    do {
      const {
        data,
      }: {
        data: {
          s: {
            events: {
              nodes: { occurredAt: { instant: string } }[];
              pageInfo: { hasNextPage: boolean; endCursor: string };
            };
          };
        };
      } = await world.query(
        viewer(),
        'query ($after: String) { s: shipmentByTrackingNumber(trackingNumber: "PAGED1") { events(first: 10, after: $after) { nodes { occurredAt { instant } } pageInfo { hasNextPage endCursor } } } }',
        { after },
      );
      times.push(...data.s.events.nodes.map((event) => event.occurredAt.instant));
      after = data.s.events.pageInfo.hasNextPage ? data.s.events.pageInfo.endCursor : null;
    } while (after);
    expect(times).toHaveLength(25);
    expect(times).toEqual([...new Set(times)].sort().reverse());
  });
});

test('the audit table cannot be changed', async () => {
  const [row] = await world.sql`select count(*)::int as n from tracking.audit where action = 'shipment.registered'`;
  expect(row?.['n']).toBeGreaterThan(0);
  await expect(world.sql`update tracking.audit set actor = 'nobody'`).rejects.toThrow('append-only');
  await expect(world.sql`delete from tracking.audit`).rejects.toThrow('append-only');
});
