import { expect, test } from 'vitest';
import { isTransient } from './worker.ts';

// Put aside means that somebody has to send it through again: only what lies in the message itself may end there.
test.each([
  ['40001', 'serialization failure', true],
  ['40P01', 'deadlock', true],
  ['53100', 'disk full', true],
  ['53200', 'out of memory', true],
  ['55P03', 'lock not available', true],
  ['57014', 'statement cancelled', true],
  ['57P01', 'administrator shut down', true],
  ['58030', 'input/output error', true],
  ['ECONNRESET', 'connection lost', true],
  ['22P02', 'text that is no JSON', false],
  ['22021', 'character that cannot be stored', false],
  ['23514', 'no partition for the row', false],
  [undefined, 'our own mistake', false],
])('%s, %s: transient %s', (code, _what, expected) => {
  expect(isTransient(Object.assign(new Error('x'), { code }))).toBe(expected);
});
