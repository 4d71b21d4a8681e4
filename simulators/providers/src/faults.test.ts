import { expect, test } from 'vitest';
import { aftershipErrors } from './aftership/errors.ts';
import { type FaultName, Faults, faultKinds, faultNames, UsageError } from './faults.ts';
import { trackingmoreErrors } from './trackingmore/errors.ts';

function make() {
  const clock = { at: 0 };
  const faults = new Faults({
    clock: { now: () => clock.at, wait: async () => {} },
    codes: { aftership: aftershipErrors, trackingmore: trackingmoreErrors },
  });
  return { clock, faults };
}

test('every fault has a usual value that it takes itself', () => {
  const { faults } = make();
  for (const name of faultNames) faults.break(name);
  expect(new Set(faults.list().map(({ name }) => name))).toEqual(new Set(faultNames));
  for (const { name, value } of faults.list()) expect(value).toBe(faultKinds[name].usual);
});

test.each<[FaultName, string, string]>([
  ['drop', '1.5', 'a probability from 0 to 1'],
  ['drop', 'much', 'a probability from 0 to 1'],
  ['delay', '0.5:soon', 'milliseconds'],
  ['latency', '-1', 'milliseconds'],
  ['outage', '404', '"refuse" or a status from 500 to 599'],
  ['error', '4102', 'one of'],
  ['quota', '-1', 'how many'],
  ['key-refused', 'off', 'mend it'],
])('%s does not take %s', (name, value, says) => {
  const { faults } = make();
  expect(() => faults.break(name, { value })).toThrow(UsageError);
  expect(() => faults.break(name, { value })).toThrow(says);
  expect(faults.list()).toEqual([]);
});

test('an unknown fault is named with what there is', () => {
  expect(() => make().faults.break('bang')).toThrow(/there is no fault "bang"; there is drop, double/);
  expect(() => make().faults.mend('bang')).toThrow(/there is no fault "bang"/);
});

test('it is of one provider or both, ends by itself, and is mended one by one', () => {
  const { clock, faults } = make();
  faults.break('drop', { value: '0.2' });
  faults.break('latency', { provider: 'aftership', forMs: 1_000 });
  expect(faults.number('trackingmore', 'drop')).toBe(0.2);
  expect(faults.get('trackingmore', 'latency')).toBeNull();
  clock.at = 999;
  expect(faults.number('aftership', 'latency')).toBe(1_000);
  clock.at = 1_000;
  expect(faults.get('aftership', 'latency')).toBeNull();
  faults.mend('drop', 'aftership');
  expect(faults.list()).toMatchObject([{ name: 'drop', provider: 'trackingmore' }]);
  faults.mend();
  expect(faults.list()).toEqual([]);
});

test('a quota is used up by registrations, at TrackingMore only', () => {
  const { faults } = make();
  faults.break('quota', { value: '2' });
  expect([1, 2, 3].map(() => faults.takeFromQuota('trackingmore'))).toEqual([true, true, false]);
  expect(faults.takeFromQuota('aftership')).toBe(true);
  expect(() => faults.break('quota', { provider: 'aftership' })).toThrow(/AfterShip has no answer/);
});
