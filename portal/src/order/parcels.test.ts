import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderStates } from '../../tests/support/order-states.ts';
import { delivery, event, item, lines, order, parcel, scans } from '../../tests/support/states.ts';
import { itemSummary } from './item-summary.ts';
import { arrange } from './parcels.ts';

test('one delivery with one number: its items are in that parcel', () => {
  const { forward, notSent } = arrange(order());
  expect(forward.map(({ items }) => items.map(({ quantity }) => quantity))).toEqual([[2, 10]]);
  expect(notSent).toEqual([]);
});

test('one number for two deliveries is one parcel with the items of both', () => {
  const { forward } = arrange(
    order({
      deliveries: [
        delivery({ items: [item('line-tent', 1)] }),
        delivery({ id: 'delivery-2', items: [item('line-tent', 1), item('line-mug', 10)] }),
      ],
    }),
  );
  expect(forward).toHaveLength(1);
  expect(forward[0]?.items.map(({ lineId, quantity }) => [lineId, quantity])).toEqual([
    ['line-tent', 2],
    ['line-mug', 10],
  ]);
});

test('several numbers of one delivery share their items: which parcel holds what nobody said', () => {
  const { forward, notSent } = arrange(orderStates['several-parcels'] as ReturnType<typeof order>);
  expect(forward.map(({ parcels, items }) => [parcels.length, items.map(({ quantity }) => quantity)])).toEqual([
    [1, [1]],
    [2, [6]],
  ]);
  expect(notSent.map(({ lineId, quantity, leavesAt }) => [lineId, quantity, leavesAt])).toEqual([
    ['line-tent', 1, '2026-11-26T10:00:00Z'],
    ['line-mug', 4, '2026-11-26T10:00:00Z'],
  ]);
});

test('a parcel that no delivery names is shown all the same', () => {
  expect(arrange(order({ deliveries: [] })).forward.map(({ parcels }) => parcels.length)).toEqual([1]);
});

test('an event that was taken back, or an end that nobody confirmed, is not told', () => {
  const history = [
    event({ milestone: 'DELIVERED', status: 'DELIVERED', marks: ['UNCONFIRMED'] }),
    event({ milestone: 'LOST', status: 'EXCEPTION', marks: ['VOIDED'] }),
    event({ milestone: 'IN_TRANSIT', marks: ['CORRECTION'] }),
    scans.pickedUp,
  ];
  const [group] = arrange(order({ shipments: [parcel({}, history)] })).forward;
  expect(group?.parcels[0]?.events.nodes.map(({ milestone }) => milestone)).toEqual(['IN_TRANSIT', 'PICKED_UP']);
});

test('a kit in its parts counts as on its way and is not missed', () => {
  const kit = delivery({
    items: [item('line-tent', 4, { description: 'Pole', countsAsLine: false }), item('line-mug', 10)],
  });
  expect(arrange(order({ deliveries: [kit] })).notSent).toEqual([]);
});

test('services are never missed, and a cancelled order misses nothing', () => {
  const service = { ...(lines[0] as (typeof lines)[number]), id: 'line-fit', isShippable: false };
  expect(arrange(order({ lines: [service], deliveries: [], shipments: [] })).notSent).toEqual([]);
  expect(arrange(orderStates['order-cancelled'] as ReturnType<typeof order>).notSent).toEqual([]);
});

test('ordered = in parcels + sent without a number + not sent, for every line and any split', () => {
  const part = fc.record({
    lineId: fc.constantFrom('line-tent', 'line-mug'),
    quantity: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom('DONE', 'READY', 'CONFIRMED', 'CANCELLED'),
    numbers: fc.subarray(['shipment-1', 'shipment-2', 'shipment-3']),
    isBack: fc.boolean(),
  } as const);
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const given = order({
        deliveries: parts.map(({ lineId, quantity, state, numbers, isBack }, i) =>
          delivery({
            id: `delivery-${i}`,
            kind: isBack ? 'RETURN' : 'OUTGOING',
            state,
            items: [item(lineId, quantity)],
            shipments: numbers.map((id) => ({ id })),
          }),
        ),
        shipments: ['shipment-1', 'shipment-2', 'shipment-3'].map((id, i) =>
          parcel({ id, status: i < 2 ? 'DELIVERED' : 'IN_TRANSIT' }),
        ),
      });
      const { forward, untracked, notSent } = arrange(given);
      for (const { id, quantityOrdered } of lines) {
        const sum = (cards: { items: { lineId: string | null; quantity: number }[] }[]) =>
          cards
            .flatMap(({ items }) => items)
            .filter(({ lineId }) => lineId === id)
            .reduce((n, { quantity }) => n + quantity, 0);
        const sent = sum(forward) + sum(untracked);
        const missing = sum([{ items: notSent }]);
        if (sent <= quantityOrdered) expect(sent + missing).toBe(quantityOrdered);
        else expect(missing).toBe(0);
        // The table of the order counts the same pieces, each once.
        const row = itemSummary(given, arrange(given))?.find(({ lineId }) => lineId === id);
        if (row) expect([row.arrived + row.underWay, row.notSent]).toEqual([sent, missing]);
      }
      // No parcel stands in two cards.
      const ids = forward.flatMap(({ parcels }) => parcels.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('the table says where the pieces of each thing are, with what comes back', () => {
  const given = orderStates['with-return'] as ReturnType<typeof order>;
  expect(itemSummary(given, arrange(given))).toMatchObject([
    { lineId: 'line-tent', ordered: 2, arrived: 2, underWay: 0, notSent: 0, comingBack: 0 },
    { lineId: 'line-mug', ordered: 10, arrived: 10, underWay: 0, notSent: 0, comingBack: 3 },
  ]);
  const split = orderStates['several-parcels'] as ReturnType<typeof order>;
  expect(itemSummary(split, arrange(split))).toMatchObject([
    { lineId: 'line-tent', ordered: 2, arrived: 1, underWay: 0, notSent: 1 },
    { lineId: 'line-mug', ordered: 10, arrived: 0, underWay: 6, notSent: 4 },
  ]);
  const whole = orderStates['in-transit'] as ReturnType<typeof order>;
  expect(itemSummary(whole, arrange(whole))).toBeNull();
});

test('goods have arrived when every parcel that may hold them has, and a kit with the last of its parts', () => {
  const split = orderStates['several-parcels'] as ReturnType<typeof order>;
  const withOneMore = split.shipments.map((one) =>
    one.id === 'shipment-2' ? { ...one, status: 'DELIVERED' as const } : one,
  );
  const given = { ...split, shipments: withOneMore };
  expect(itemSummary(given, arrange(given))?.[1]).toMatchObject({ arrived: 0, underWay: 6, notSent: 4 });
  const poles = (id: string, shipmentId: string) =>
    delivery({
      id,
      items: [item('line-tent', 4, { description: 'Pole', countsAsLine: false })],
      shipments: [{ id: shipmentId }],
    });
  const kit = (second: 'DELIVERED' | 'IN_TRANSIT') =>
    order({
      deliveries: [poles('delivery-1', 'shipment-1'), poles('delivery-2', 'shipment-2')],
      shipments: [parcel({ status: 'DELIVERED' }), parcel({ id: 'shipment-2', status: second })],
    });
  expect(itemSummary(kit('IN_TRANSIT'), arrange(kit('IN_TRANSIT')))?.[0]).toMatchObject({ arrived: 0, underWay: 2 });
  expect(itemSummary(kit('DELIVERED'), arrange(kit('DELIVERED')))?.[0]).toMatchObject({ arrived: 2, underWay: 0 });
});
