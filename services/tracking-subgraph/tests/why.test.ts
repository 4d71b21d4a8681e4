import type { Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryChanged, scansOf } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('why', () => {
  const query =
    '{ shipmentByTrackingNumber(trackingNumber: "1ZWHY000000000001") { why { statement rule facts { id kind source mappingVersion recordedAt } } } }';
  interface Answer {
    shipmentByTrackingNumber: {
      why: { statement: string; rule: string; facts: { kind: string; source: string }[] }[] | null;
    };
  }
  beforeAll(async () => {
    await world.tell([deliveryChanged(180, { references: ['1ZWHY000000000001'], promisedAt: '2026-10-20T10:00:00Z' })]);
    await world.deliver(
      scansOf('1ZWHY000000000001', [0, 'InTransit', 'InTransit_002'], [60, 'OutForDelivery', 'OutForDelivery_001']),
    );
  });

  test('each statement names its rule and the facts it rests on', async () => {
    const { data, errors } = await world.query<Answer>(viewer(), query);
    expect(errors).toBeUndefined();
    const why = data.shipmentByTrackingNumber.why ?? [];
    expect(
      why.map(({ statement, facts }) => [statement, facts.map(({ kind, source }) => `${source} ${kind}`)]),
    ).toEqual([
      ['status is OUT_FOR_DELIVERY, milestone is OUT_FOR_DELIVERY', ['aftership carrier-event']],
      ['promised for 2026-10-20', ['odoo delivery']],
    ]);
    expect(why.every(({ rule }) => /^fold \d+: /.test(rule))).toBe(true);
  });

  test('partners see it within their scope; customers and strangers do not', async () => {
    const ask = async (as: Viewer) => (await world.query<Answer>(as, query)).data.shipmentByTrackingNumber.why;
    expect(await ask(viewer({ role: 'partner', level: 'PARTNER' }))).toHaveLength(2);
    expect(await ask(viewer({ role: 'partner', level: 'PARTNER', companies: [9] }))).toBeNull();
    expect(await ask(orderHolder(180))).toBeNull();
    expect(await ask(anonymous)).toBeNull();
  });
});
