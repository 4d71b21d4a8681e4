import { expect, test } from 'vitest';
import { now, orderStates } from '../../tests/support/states.ts';
import { orderAnswer } from './answer.ts';
import { arrange } from './parcels.ts';

test.each<[string, string, string | null, string]>([
  ['quotation', 'This is a quotation, not an order yet', null, 'waiting'],
  ['preparing', 'We are preparing your order', 'It should leave by Wednesday 25 November.', 'waiting'],
  // What the order says stays, also where nobody knows whether it is still so: its age stands beside it.
  ['order-system-away', 'Arriving Monday 23 November', 'On its way.', 'moving'],
  ['order-not-whole', 'We are preparing your order', 'It should leave by Wednesday 25 November.', 'waiting'],
  [
    'sent-without-number',
    'Sent on Wednesday 18 November, without tracking',
    'This service is not scanned on the way.',
    'moving',
  ],
  ['waiting-for-first-scan', 'Waiting for the carrier’s first scan', 'DHL has not scanned it yet.', 'waiting'],
  ['wrong-number', 'The tracking number seems to be wrong', 'The seller has to correct it.', 'attention'],
  ['label-made', 'Packed, not yet with the carrier', 'DHL knows of it and has not scanned it yet.', 'waiting'],
  ['with-carrier', 'With DHL', 'The carrier has given no delivery date yet.', 'moving'],
  ['in-transit', 'Arriving Monday 23 November', 'On its way.', 'moving'],
  ['in-transit-no-date', 'On its way', 'The carrier has given no delivery date yet.', 'moving'],
  ['delayed', 'Delayed: now expected 25 to 26 November', 'Because of the weather.', 'attention'],
  ['out-for-delivery', 'Out for delivery', 'Expected Saturday 21 November, 14:00 to 18:00.', 'moving'],
  ['attempt-failed', 'Delivery tried: nobody was there', 'Next try expected Monday 23 November.', 'attention'],
  [
    'ready-for-pickup',
    'Ready for you to collect',
    'At: Packstation 145, Karl-Liebknecht-Str. 8, Leipzig.',
    'attention',
  ],
  ['delivered', 'Delivered and signed for, Saturday 21 November, 10:02', null, 'good'],
  ['delivered-to-neighbour', 'Delivered to a neighbour, Saturday 21 November, 10:02', null, 'good'],
  [
    'held-by-customs',
    'Held by customs because duties or taxes are to be paid',
    'There is no new delivery date yet.',
    'attention',
  ],
  ['lost', 'Lost on the way', 'There is no new delivery date yet.', 'attention'],
  ['returning', 'On its way back to the seller because it was refused', null, 'attention'],
  ['returned', 'Back with the seller, Saturday 21 November, 10:02', null, 'attention'],
  ['parcel-cancelled', 'This parcel is cancelled', null, 'attention'],
  ['no-more-updates', 'The carrier gives no more updates', 'Ask the seller if it has not arrived.', 'attention'],
  ['order-cancelled', 'This order is cancelled', null, 'attention'],
  ['several-parcels', '1 of 3 parcels delivered', 'Next: arriving Monday 23 November. More follows later.', 'moving'],
  ['with-return', 'Delivered Saturday 21 November, 10:02', null, 'good'],
])('%s: %s', (state, heading, detail, tone) => {
  const order = orderStates[state] as NonNullable<(typeof orderStates)[string]>;
  expect(orderAnswer(order, arrange(order), now)).toEqual({ heading, detail, tone });
});

test('one parcel that needs attention says what, also while more is to follow', () => {
  const order = orderStates['ready-for-pickup'] as NonNullable<(typeof orderStates)[string]>;
  const arranged = arrange(order);
  const alone = orderAnswer(order, arranged, now);
  const [waiting] = arrange(orderStates['preparing'] as typeof order).notSent;
  const answer = orderAnswer(order, { ...arranged, notSent: waiting ? [waiting] : [] }, now);
  expect(answer.heading).toBe(alone.heading);
  expect(answer.detail).toBe(`${alone.detail} More follows later.`);
});

test('every state has its words', () => {
  expect(Object.keys(orderStates)).toHaveLength(26);
});

test('a date that has passed is not promised again', () => {
  const order = orderStates['in-transit'] as NonNullable<(typeof orderStates)[string]>;
  const later = new Date('2026-11-26T09:00:00Z');
  expect(orderAnswer(order, arrange(order), later).heading).toBe('On its way');
});
