import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delivery, event, item, lines, order, orderStates, parcel, scans } from '../../tests/support/states.ts';
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
  } as const);
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const given = order({
        deliveries: parts.map(({ lineId, quantity, state, numbers }, i) =>
          delivery({
            id: `delivery-${i}`,
            state,
            items: [item(lineId, quantity)],
            shipments: numbers.map((id) => ({ id })),
          }),
        ),
        shipments: ['shipment-1', 'shipment-2', 'shipment-3'].map((id) => parcel({ id })),
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
      }
      // No parcel stands in two cards.
      const ids = forward.flatMap(({ parcels }) => parcels.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
