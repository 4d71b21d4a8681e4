import { expect, test } from 'vitest';
import { event, orderStates, parcel, scans } from '../../tests/support/states.ts';
import { orderSteps, parcelSteps } from './stepper.ts';

const current = (steps: ReturnType<typeof parcelSteps>) =>
  steps.find(({ state }) => state === 'now')?.word ?? 'finished';

test.each<[string, string]>([
  ['waiting-for-first-scan', 'Packed'],
  ['label-made', 'Packed'],
  ['with-carrier', 'With carrier'],
  ['in-transit', 'In transit'],
  ['delayed', 'In transit'],
  ['out-for-delivery', 'Out for delivery'],
  ['attempt-failed', 'Out for delivery'],
  ['ready-for-pickup', 'Ready to collect'],
  ['held-by-customs', 'In transit'],
  ['delivered', 'finished'],
  ['returning', 'On its way back'],
  ['returned', 'finished'],
])('%s stands at: %s', (state, word) => {
  expect(current(parcelSteps(orderStates[state]?.shipments[0] as ReturnType<typeof parcel>, true))).toBe(word);
});

test('a label or an announcement never lights "With carrier", whatever else was reported', () => {
  for (const milestone of ['LABEL_CREATED', 'INFO_RECEIVED', 'ORDER_CONFIRMED', 'PICKUP_SCHEDULED'] as const) {
    const steps = parcelSteps(
      parcel({ status: 'LABEL_CREATED', milestone }, [event({ milestone, status: 'LABEL_CREATED' })]),
      true,
    );
    expect(steps.find(({ word }) => word === 'With carrier')?.state).toBe('next');
  }
});

test('without a scan it is packed only when the warehouse has let it go', () => {
  const silent = parcel({ status: 'PENDING', milestone: 'AWAITING_CARRIER_DATA' }, []);
  expect(current(parcelSteps(silent, false))).toBe('Ordered');
  expect(current(parcelSteps(silent, true))).toBe('Packed');
});

test('a problem after the last scan takes no step back', () => {
  const steps = parcelSteps(
    parcel({ status: 'EXCEPTION', milestone: 'ON_HOLD' }, [
      event({ milestone: 'ON_HOLD', status: 'EXCEPTION' }),
      scans.out,
    ]),
    true,
  );
  expect(current(steps)).toBe('Out for delivery');
});

test('a return runs the other way', () => {
  const back = orderStates['with-return']?.shipments[1] as ReturnType<typeof parcel>;
  expect(parcelSteps(back, true).map(({ word }) => word)).toEqual([
    'Return announced',
    'With carrier',
    'On its way back',
    'Received',
  ]);
  expect(current(parcelSteps(back, true))).toBe('On its way back');
});

test('an order without parcels stands at ordered, or packed once something left', () => {
  expect(current(orderSteps(orderStates['preparing'] as never))).toBe('Ordered');
  expect(current(orderSteps(orderStates['sent-without-number'] as never))).toBe('Packed');
});
