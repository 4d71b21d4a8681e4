import { expect, test } from 'vitest';
import { orderStates } from '../../tests/support/order-states.ts';
import { event, parcel, scans } from '../../tests/support/states.ts';
import { orderSteps, parcelSteps } from './stepper.ts';

const current = (steps: ReturnType<typeof parcelSteps>) =>
  steps.find(({ state }) => state === 'now')?.step ?? 'finished';

test.each<[string, string]>([
  ['waiting-for-first-scan', 'packed'],
  ['label-made', 'packed'],
  ['with-carrier', 'withCarrier'],
  ['in-transit', 'inTransit'],
  ['delayed', 'inTransit'],
  ['out-for-delivery', 'outForDelivery'],
  ['attempt-failed', 'outForDelivery'],
  ['ready-for-pickup', 'readyToCollect'],
  ['held-by-customs', 'inTransit'],
  ['delivered', 'finished'],
  ['delivered-doubtful', 'delivered'],
  ['returning', 'onItsWayBack'],
  ['returned', 'finished'],
])('%s stands at: %s', (state, word) => {
  expect(current(parcelSteps(orderStates[state]?.shipments[0] as ReturnType<typeof parcel>, true))).toBe(word);
});

test.each([
  ['parcel-cancelled', 'packed', 4],
  ['number-changed', 'packed', 4],
  ['lost', 'inTransit', 2],
])('%s stands at %s, and what is left will not happen', (state, word, left) => {
  const steps = parcelSteps(orderStates[state]?.shipments[0] as ReturnType<typeof parcel>, true);
  expect(current(steps)).toBe(word);
  expect(steps.filter(({ state }) => state === 'next')).toEqual([]);
  expect(steps.filter(({ state }) => state === 'off')).toHaveLength(left);
});

test('a label or an announcement never lights "With carrier", whatever else was reported', () => {
  for (const milestone of ['LABEL_CREATED', 'INFO_RECEIVED', 'ORDER_CONFIRMED', 'PICKUP_SCHEDULED'] as const) {
    const steps = parcelSteps(
      parcel({ status: 'LABEL_CREATED', milestone }, [event({ milestone, status: 'LABEL_CREATED' })]),
      true,
    );
    expect(steps.find(({ step }) => step === 'withCarrier')?.state).toBe('next');
  }
});

test('without a scan it is packed only when the warehouse has let it go', () => {
  const silent = parcel({ status: 'PENDING', milestone: 'AWAITING_CARRIER_DATA' }, []);
  expect(current(parcelSteps(silent, false))).toBe('ordered');
  expect(current(parcelSteps(silent, true))).toBe('packed');
});

test('a problem after the last scan takes no step back', () => {
  const steps = parcelSteps(
    parcel({ status: 'EXCEPTION', milestone: 'ON_HOLD' }, [
      event({ milestone: 'ON_HOLD', status: 'EXCEPTION' }),
      scans.out,
    ]),
    true,
  );
  expect(current(steps)).toBe('outForDelivery');
});

test('a return runs the other way', () => {
  const back = orderStates['with-return']?.shipments[1] as ReturnType<typeof parcel>;
  expect(parcelSteps(back, true).map(({ step }) => step)).toEqual([
    'returnAnnounced',
    'withCarrier',
    'onItsWayBack',
    'received',
  ]);
  expect(current(parcelSteps(back, true))).toBe('onItsWayBack');
});

test('an order without parcels stands at ordered, or packed once something left', () => {
  expect(current(orderSteps(orderStates['preparing'] as never))).toBe('ordered');
  expect(current(orderSteps(orderStates['sent-without-number'] as never))).toBe('packed');
});
