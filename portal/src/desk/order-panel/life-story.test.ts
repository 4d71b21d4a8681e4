import { expect, test } from 'vitest';
import { deskCase, deskOrder } from '../../../tests/support/desk-states.ts';
import { lifeStory, newestOf } from './life-story.ts';

const story = (order = deskOrder({}, 'in-transit')) => {
  const [parcel] = order.shipments;
  if (!parcel) throw new Error('there is no parcel');
  return lifeStory(parcel, order).map((entry) =>
    entry.kind === 'event' ? entry.event.milestone : `${entry.by}: ${entry.text}`,
  );
};

test('carriers, Odoo, the provider, our questions, webhooks, rules and colleagues stand on one line, newest first', () => {
  expect(story()).toEqual([
    'agent: Note by Ana Costa',
    'agent: Case “Lost”: assigned by Ana Costa',
    'checks: Asked AfterShip for everything new 40 times',
    'odoo: Lost: DHL 00340434161094042557',
    'rules: Case “Lost”: opened',
    'webhooks: Webhook milestone.added to Alpine’s ERP',
    'ARRIVED_DELIVERY_FACILITY',
    'DEPARTED_FACILITY',
    'ARRIVED_FACILITY',
    'PICKED_UP',
    'aftership: Registered, tracked from here on',
    'LABEL_CREATED',
    'odoo: WH/OUT/00031 left the warehouse',
  ]);
});

test('cases and deliveries of other parcels are not in it', () => {
  const order = deskOrder({ cases: [deskCase(0, { shipment: { id: 'another', trackingNumber: 'x' } })] }, 'in-transit');
  const others = order.deliveries.map((delivery) => ({ ...delivery, shipments: [{ id: 'another' }] }));
  const writeBacks = (order.writeBacks ?? []).map((one) => ({ ...one, shipment: { id: 'another' } }));
  expect(story({ ...order, deliveries: others, writeBacks })).toEqual([
    'checks: Asked AfterShip for everything new 40 times',
    'webhooks: Webhook milestone.added to Alpine’s ERP',
    'ARRIVED_DELIVERY_FACILITY',
    'DEPARTED_FACILITY',
    'ARRIVED_FACILITY',
    'PICKED_UP',
    'aftership: Registered, tracked from here on',
    'LABEL_CREATED',
  ]);
});

test('what is older than the events that were read does not stand below them', () => {
  const order = deskOrder({}, 'in-transit');
  const cut = order.shipments.map((parcel) => ({
    ...parcel,
    events: { nodes: parcel.events.nodes.slice(0, 2), pageInfo: { hasNextPage: true } },
  }));
  expect(story({ ...order, shipments: cut }).at(-1)).toBe('DEPARTED_FACILITY');
});

test('at first the newest events are shown with what was done between them, however much that is', () => {
  const order = deskOrder({}, 'in-transit');
  const [parcel] = order.shipments;
  if (!parcel) throw new Error('there is no parcel');
  const story = lifeStory(parcel, order);
  const shown = newestOf(story, { events: 2 });
  expect(shown.map(({ kind }) => kind)).toEqual([...Array(6).fill('deed'), 'event', 'event']);
  expect(newestOf(story)).toEqual(story);
  expect(newestOf(story, { most: 4 })).toHaveLength(4);
});

test('an event says by which message it came; a message without one has a line of its own', () => {
  const [parcel] = deskOrder({}, 'in-transit').shipments;
  if (!parcel) throw new Error('there is no parcel');
  const [first, second] = parcel.receivedMessages ?? [];
  if (!first || !second) throw new Error('there are no messages');
  const entries = lifeStory(
    { ...parcel, receivedMessages: [first, { ...second, eventIds: [], factCount: 2 }] },
    deskOrder({}),
  );
  const events = entries.flatMap((entry) => (entry.kind === 'event' ? [entry.message?.way ?? null] : []));
  expect(events.slice(0, 2)).toEqual(['WEBHOOK', null]);
  expect(entries).toContainEqual(
    expect.objectContaining({
      by: 'aftership',
      text: 'Read from AfterShip: 2 things new beside events (an estimate, a proof, a report)',
    }),
  );
});

test('what somebody did in Odoo is a person’s deed, not the rules’', () => {
  const done = {
    id: 'done',
    at: '2026-11-20T10:00:00Z',
    action: 'CLOSED_IN_ODOO',
    by: null,
    text: 'Its activity was done.',
  };
  const order = deskOrder({}, 'in-transit');
  const cases = (order.cases ?? []).map((one) => ({ ...one, history: [done] }));
  expect(story({ ...order, cases })).toContain('agent: Case “Lost”: closed in Odoo');
});
