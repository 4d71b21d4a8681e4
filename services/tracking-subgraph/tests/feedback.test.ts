import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryChanged, scansOf } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const give = (as: Viewer, shipmentId: string, answer: 'GOOD' | 'BAD', more = {}) =>
  world.query<{ shipmentFeedback: { answer: string | null; userErrors: { code: string; field: string[] }[] } }>(
    as,
    'mutation ($input: ShipmentFeedbackInput!) { shipmentFeedback(input: $input) { answer userErrors { code field } } }',
    { input: { shipmentId, answer } },
    more,
  );
const seen = async (as: Viewer, id: string) => {
  const { data } = await world.query<{ shipment: { feedback: string | null } | null }>(
    as,
    'query ($id: ID!) { shipment(id: $id) { feedback } }',
    { id },
  );
  return data.shipment?.feedback ?? null;
};
const counts = (as: Viewer, days = 30) =>
  world.query<{ carrierFeedback: { carrierCode: string; goodCount: number; badCount: number }[] }>(
    as,
    `{ carrierFeedback(days: ${days}) { carrierCode goodCount badCount } }`,
  );

async function parcel(number: string, order: number, ...scans: [number, string, string][]) {
  const id = await world.register(number, 'ups');
  await world.tell([deliveryChanged(order, { references: [number], customerId: order })]);
  await world.deliver(scansOf(number, ...scans));
  return toGlobalId('Shipment', id);
}

test('once for each parcel and access, the later answer counts, and operators see how many of each carrier', async () => {
  const id = await parcel('FEED0000000001', 501, [0, 'InTransit', 'InTransit_003'], [60, 'Delivered', 'Delivered_001']);
  const byOrder = orderHolder(501);
  const account = viewer({ role: 'customer', level: 'L3', sub: 'ann', companies: [], customers: [501] });
  expect(await seen(byOrder, id)).toBeNull();
  expect((await give(byOrder, id, 'GOOD')).data.shipmentFeedback).toEqual({ answer: 'GOOD', userErrors: [] });
  expect((await give({ ...byOrder, sid: 'another', level: 'L2' }, id, 'BAD')).data.shipmentFeedback.answer).toBe('BAD');
  expect((await give(account, id, 'GOOD')).data.shipmentFeedback.answer).toBe('GOOD');
  expect([await seen(byOrder, id), await seen(account, id), await seen(viewer(), id)]).toEqual(['BAD', 'GOOD', null]);
  expect((await counts(viewer())).data.carrierFeedback).toEqual([{ carrierCode: 'ups', goodCount: 1, badCount: 1 }]);
  // Said twice it is said once.
  await give(account, id, 'GOOD');
  expect((await world.sql`select 1 from tracking.audit where action = 'shipment.feedback_given'`).count).toBe(3);
});

test('nobody says it of what is another’s, of what has not come, or without having proved the order', async () => {
  const id = await parcel('FEED0000000002', 502, [0, 'InTransit', 'InTransit_003']);
  expect((await give(orderHolder(502), id, 'GOOD')).data.shipmentFeedback).toMatchObject({
    answer: null,
    userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'shipmentId'] }],
  });
  expect((await give(orderHolder(999), id, 'GOOD')).data.shipmentFeedback).toMatchObject({
    answer: null,
    userErrors: [{ code: 'NOT_FOUND' }],
  });
  for (const nobody of [anonymous, viewer(), { ...orderHolder(502), viewedBy: 'agent' as const }])
    expect((await give(nobody, id, 'BAD')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  for (const other of [orderHolder(502), viewer({ role: 'agent' }), viewer({ companies: [1] })])
    expect((await counts(other)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await counts(viewer(), 0)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(
    (
      await world.sql`select 1 from tracking.shipment_feedback where shipment_id = ${Buffer.from(id, 'base64url').toString().slice(9)}`
    ).count,
  ).toBe(0);
});

test('sixty times an hour from one place', async () => {
  const id = await parcel('FEED0000000003', 503, [0, 'InTransit', 'InTransit_003'], [60, 'Delivered', 'Delivered_001']);
  const from = async (address: string, answer: 'GOOD' | 'BAD') =>
    (await give(orderHolder(503), id, answer, { address })).data.shipmentFeedback;
  for (let n = 0; n < 60; n += 1) expect((await from('203.0.113.7', 'GOOD')).userErrors).toEqual([]);
  expect(await from('203.0.113.7', 'BAD')).toMatchObject({ answer: null, userErrors: [{ code: 'RATE_LIMITED' }] });
  expect(await seen(orderHolder(503), id)).toBe('GOOD');
  expect((await from('203.0.113.8', 'BAD')).userErrors).toEqual([]);
});
