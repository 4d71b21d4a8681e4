import { expect, test } from 'vitest';
import { isAtRisk, nearMs, type OnTheWay, silentMs } from './at-risk.ts';

const now = new Date('2026-11-21T12:00:00Z');
const at = (ms: number) => new Date(now.getTime() + ms);

test.each<[string, Partial<OnTheWay>, boolean]>([
  ['nothing promised, never heard of', {}, false],
  ['its promise has passed', { promisedAt: at(-1) }, true],
  ['its promise is near', { promisedAt: at(nearMs) }, true],
  ['its promise is far', { promisedAt: at(nearMs + 1) }, false],
  ['heard of lately', { lastEventAt: at(-silentMs) }, false],
  ['silent', { lastEventAt: at(-silentMs - 1) }, true],
  ['heard of lately, and late', { lastEventAt: at(-1), promisedAt: at(-1) }, true],
  ['silent, and promised for later', { lastEventAt: at(-silentMs - 1), promisedAt: at(nearMs * 9) }, true],
])('%s: %o', (_name, given, expected) => {
  expect(isAtRisk({ promisedAt: null, lastEventAt: null, ...given }, now)).toBe(expected);
});
