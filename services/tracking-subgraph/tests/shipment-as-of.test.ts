import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapAftership } from '../src/connectors/aftership/map.ts';
import { storeFacts } from '../src/fact/store-facts.ts';
import { registerShipments } from '../src/shipment/register-shipments.ts';
import { arrivals, deliveryChanged, scansOf } from './support/messages.ts';
import { orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a shipment as it was', () => {
  const query = `query ($id: ID!, $asOf: DateTime, $first: Int, $after: String) {
    shipment(id: $id, asOf: $asOf) { status checkedAt events(first: $first, after: $after) { nodes { milestone } pageInfo { hasNextPage endCursor } } } }`;
  interface Answer {
    shipment: {
      status: string;
      checkedAt: string | null;
      events: { nodes: { milestone: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    } | null;
  }
  const number = '1ZASOF00000000001';
  let id: string;
  const moments: string[] = [];
  beforeAll(async () => {
    moments.push(new Date().toISOString());
    await world.tell([deliveryChanged(190, { references: [number] })]);
    id = (await world.shipmentsOf(190))[0]?.id as string;
    moments.push(await now());
    for (const [tag, subtag] of [
      ['InTransit', 'InTransit_003'],
      ['OutForDelivery', 'OutForDelivery_001'],
      ['Delivered', 'Delivered_001'],
    ] as const) {
      await world.deliver(scansOf(number, [moments.length * 60, tag, subtag]));
      moments.push(await now());
    }
  });
  /** The database's clock, by which facts are stored; rounded up, because a Date has no microseconds. */
  const now = async () => {
    const [row] = await world.sql<{ at: Date }[]>`select clock_timestamp() as at`;
    return new Date((row?.at.getTime() ?? 0) + 1).toISOString();
  };
  const ask = async (asOf: string | null, as: Viewer = viewer(), page: object = {}) =>
    world.query<Answer>(as, query, { id, asOf, ...page });

  test('before it was registered, after, and after each scan', async () => {
    const seen = [];
    for (const moment of moments) seen.push((await ask(moment)).data.shipment?.status ?? null);
    expect(seen).toEqual([null, 'PENDING', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']);
    expect((await ask(null)).data.shipment?.status).toBe('DELIVERED');
  });

  test('with the timeline of that time, in pages', async () => {
    const first = (await ask(moments[3] as string, viewer(), { first: 1 })).data.shipment?.events;
    expect(first?.nodes).toEqual([{ milestone: 'OUT_FOR_DELIVERY' }]);
    const rest = (await ask(moments[3] as string, viewer(), { first: 5, after: first?.pageInfo.endCursor })).data
      .shipment;
    expect(rest?.events).toMatchObject({
      nodes: [{ milestone: 'ARRIVED_FACILITY' }],
      pageInfo: { hasNextPage: false },
    });
  });

  test('now is what is stored', async () => {
    const stored = (await ask(null)).data.shipment;
    expect((await ask(moments[4] as string)).data.shipment?.events).toEqual(stored?.events);
  });

  test('what a transaction stores after it has waited for it was not known when it began', async () => {
    const number = '1ZASOF00000000002';
    const instants: string[] = [];
    const waited = await world.sql.begin(async (tx) => {
      await tx`select 1`;
      instants.push(await now());
      // The instant is rounded up.
      await tx`select pg_sleep(0.002)`;
      const made = await registerShipments(tx, [{ number, carrierCode: 'ups', trackingUrlTemplate: null }], {
        actor: 'test',
        requestId: 'test',
      });
      const [shipmentId] = made.values();
      instants.push(await now());
      await tx`select pg_sleep(0.002)`;
      const mapped = mapAftership(Buffer.from(arrivals(number, 0)));
      if (mapped.outcome !== 'facts' || shipmentId === undefined) throw new Error('nothing to store');
      const facts = mapped.facts().map((fact) => ({ shipmentId, fact, inboxId: null, requestId: 'test' }));
      await storeFacts(tx, facts, new Map());
      return shipmentId;
    });
    instants.push(await now());
    const known = [];
    for (const asOf of instants) {
      const { data } = await world.query<Answer>(viewer(), query, { id: toGlobalId('Shipment', waited), asOf });
      known.push(data.shipment?.status ?? null);
    }
    expect(known).toEqual([null, 'PENDING', 'IN_TRANSIT']);
  });

  test('not for strangers, and a time that is none is named', async () => {
    expect((await ask(moments[4] as string, orderHolder(999))).data.shipment).toBeNull();
    expect((await ask('yesterday')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
