import { customerStates } from '@milepost/wording';
import { wordsOf } from '@milepost/wording/all';
import { expect, test } from 'vitest';
import { orderStates } from '../../tests/support/order-states.ts';
import { now } from '../../tests/support/states.ts';
import { orderAnswer, parcelAnswer } from './answer.ts';
import { arrange } from './parcels.ts';

const words = wordsOf('en');

test.each<[string, string, string, string | null, string]>([
  ['quotation', 'QUOTATION', 'This is a quotation, not an order yet', null, 'waiting'],
  ['preparing', 'NOT_PACKED', 'We are preparing your order', 'It should leave by Wednesday 25 November.', 'waiting'],
  [
    'order-system-away',
    'IN_TRANSIT',
    'Arriving Monday 23 November',
    'On its way. Last seen in Leipzig, Friday 20 November, 06:10. DHL gave this date.',
    'moving',
  ],
  [
    'order-not-whole',
    'NOT_PACKED',
    'We are preparing your order',
    'It should leave by Wednesday 25 November.',
    'waiting',
  ],
  [
    'sent-without-number',
    'SENT_UNTRACKED',
    'Sent on Wednesday 18 November, without tracking',
    'This service is not scanned on the way.',
    'moving',
  ],
  [
    'waiting-for-first-scan',
    'AWAITING_SCAN',
    'Waiting for the carrier’s first scan',
    'DHL has not scanned it yet.',
    'waiting',
  ],
  [
    'wrong-number',
    'NUMBER_WRONG',
    'The tracking number seems to be wrong',
    'We have to correct it; there is nothing for you to do.',
    'attention',
  ],
  [
    'label-made',
    'LABEL_MADE',
    'Packed, not yet with the carrier',
    'DHL knows of it and has not scanned it yet.',
    'waiting',
  ],
  [
    'with-carrier',
    'WITH_CARRIER',
    'With DHL',
    'Last seen in Hamburg, Wednesday 18 November, 18:20. The carrier has given no delivery date yet.',
    'moving',
  ],
  [
    'in-transit',
    'IN_TRANSIT',
    'Arriving Monday 23 November',
    'On its way. Last seen in Leipzig, Friday 20 November, 06:10. DHL gave this date.',
    'moving',
  ],
  [
    'in-transit-no-date',
    'IN_TRANSIT',
    'On its way',
    'Last seen in Leipzig, Friday 20 November, 06:10. The carrier has given no delivery date yet.',
    'moving',
  ],
  [
    'delayed',
    'DELAYED',
    'Delayed: now expected 25 to 26 November',
    'Because of the weather. Last seen in Leipzig, Saturday 21 November, 10:02. DHL gave this date.',
    'attention',
  ],
  [
    'out-for-delivery',
    'OUT_FOR_DELIVERY',
    'Out for delivery',
    'Expected Saturday 21 November, 14:00 to 18:00.',
    'moving',
  ],
  [
    'attempt-failed',
    'ATTEMPT_FAILED',
    'Delivery was tried without success because nobody was there',
    'Next try expected Monday 23 November.',
    'attention',
  ],
  [
    'ready-for-pickup',
    'READY_FOR_PICKUP',
    'Ready for you to collect',
    'At: Packstation 145, Karl-Liebknecht-Str. 8, Leipzig.',
    'attention',
  ],
  ['delivered', 'DELIVERED', 'Delivered and signed for, Saturday 21 November, 10:02', 'Signed by A. Rivera.', 'good'],
  [
    'delivered-to-neighbour',
    'DELIVERED_ELSEWHERE',
    'Delivered to a neighbour, Saturday 21 November, 10:02',
    'Not there? Please ask your neighbours first, then tell us.',
    'good',
  ],
  [
    'held-by-customs',
    'IN_CUSTOMS',
    'Held by customs because duties or taxes are to be paid',
    'There is no new delivery date yet. Duties are paid to DHL; its page says how.',
    'attention',
  ],
  [
    'lost',
    'LOST',
    'Lost on the way',
    'Our customer service has been told; there is nothing for you to do now.',
    'attention',
  ],
  [
    'returning',
    'RETURNING',
    'On its way back to us because it was refused',
    'Last seen in Leipzig, Saturday 21 November, 10:02.',
    'attention',
  ],
  [
    'returned',
    'RETURNED',
    'Back with us, Saturday 21 November, 10:02',
    'Our customer service sees this too.',
    'attention',
  ],
  ['parcel-cancelled', 'CANCELLED', 'This parcel is cancelled', 'It will not arrive under this number.', 'attention'],
  [
    'no-more-updates',
    'NO_LONGER_TRACKED',
    'The carrier gives no more updates',
    'Last seen in Leipzig, Friday 20 November, 06:10. If it has not arrived, please tell us.',
    'attention',
  ],
  ['order-cancelled', 'ORDER_CANCELLED', 'This order is cancelled', 'Nothing more will be sent.', 'attention'],
  [
    'several-parcels',
    'BACK_ORDER',
    '1 of 3 parcels delivered',
    'Next: Arriving Monday 23 November. 5 pieces follow later. They should leave by Thursday 26 November.',
    'moving',
  ],
  ['with-return', 'DELIVERED', 'Delivered Saturday 21 November, 10:02', null, 'good'],
])('%s: %s', (name, state, heading, detail, tone) => {
  const order = orderStates[name] as NonNullable<(typeof orderStates)[string]>;
  expect(orderAnswer(order, arrange(order), now, words)).toMatchObject({ state, heading, detail, tone });
});

test('one parcel that needs attention says what, also while more is to follow', () => {
  const order = orderStates['ready-for-pickup'] as NonNullable<(typeof orderStates)[string]>;
  const arranged = arrange(order);
  const alone = orderAnswer(order, arranged, now, words);
  const [waiting] = arrange(orderStates['preparing'] as typeof order).notSent;
  const answer = orderAnswer(order, { ...arranged, notSent: waiting ? [waiting] : [] }, now, words);
  expect(answer.heading).toBe(alone.heading);
  expect(answer.detail).toBe(`${alone.detail} 2 pieces follow later. They should leave by Wednesday 25 November.`);
});

test('every state that the planner knows has an order whose page is looked at', () => {
  const shown = new Set(
    Object.values(orderStates).flatMap((order) =>
      order.shipments.map((parcel) => parcelAnswer(parcel, now, words).state),
    ),
  );
  expect(customerStates.filter((state) => !shown.has(state))).toEqual([]);
});

test('a date that has passed is not promised again', () => {
  const order = orderStates['in-transit'] as NonNullable<(typeof orderStates)[string]>;
  const later = new Date('2026-11-26T09:00:00Z');
  expect(orderAnswer(order, arrange(order), later, words).heading).toBe('On its way');
});

test('an order seen without its lines is not said to have none', () => {
  const order = orderStates['preparing'] as NonNullable<(typeof orderStates)[string]>;
  const seen = {
    ...order,
    lines: null,
    deliveries: order.deliveries.map((delivery) => ({ ...delivery, items: null })),
  };
  expect(orderAnswer(seen, arrange(seen), now, words)).toMatchObject({
    state: 'NOT_PACKED',
    tone: 'waiting',
  });
});
