import { expect, test } from 'vitest';
import { modeOf, writeBackPolicy } from './policy.ts';

test('without a word nothing is written', () => {
  expect(modeOf(writeBackPolicy.parse({}), 'chatter', 'aftership')).toBe('shadow');
});

test.each([
  [{ mode: 'live' }, 'chatter', 'aftership', 'live'],
  [{ mode: 'live', effects: { chatter: 'off' } }, 'chatter', 'aftership', 'off'],
  [{ effects: { chatter: 'live' } }, 'chatter', 'aftership', 'live'],
  [{ effects: { chatter: 'live' } }, 'activity', 'cases', 'shadow'],
  [{ mode: 'live', sources: { partner: 'shadow' } }, 'chatter', 'partner', 'shadow'],
  [{ mode: 'live', sources: { partner: { chatter: 'off' } } }, 'chatter', 'partner', 'off'],
  [{ mode: 'live', sources: { partner: { chatter: 'off' } } }, 'activity', 'partner', 'live'],
  // The more careful one, whichever it is.
  [{ mode: 'off', sources: { partner: 'live' } }, 'chatter', 'partner', 'off'],
  [{ mode: 'live' }, 'chatter', 'constructor', 'live'],
] as const)('%j: %s of %s is %s', (policy, effect, source, mode) => {
  expect(modeOf(writeBackPolicy.parse(policy), effect, source)).toBe(mode);
});

test.each([
  ['a mode that there is none of', { mode: 'on' }, 'mode'],
  ['a field that there is none of', { effects: { mail: 'live' } }, 'effects'],
  ['a time zone', { timeZone: 'Europe/Bern-Nord' }, 'timeZone'],
  ['an activity type', { activity: { type: 'To-Do' } }, 'activity.type'],
  ['too few lines for two endings', { chatter: { linesPerShipment: 1 } }, 'chatter.linesPerShipment'],
])('%s is refused with its place', (_name, policy, place) => {
  const { error } = writeBackPolicy.safeParse(policy);
  expect(error?.issues[0]?.path.join('.')).toBe(place);
});
