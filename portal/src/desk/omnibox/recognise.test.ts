import { expect, test } from 'vitest';
import { recognise, searchTextOf } from './recognise.ts';

test.each([
  ['S00046', { kind: 'order name', name: 'S00046' }],
  [' s 000-46 ', { kind: 'order name', name: 'S00046' }],
  ['Ｓ０００４６', { kind: 'order name', name: 'S00046' }],
  ['S46', { kind: 'name or reference' }],
  ['ann@alpine.example', { kind: 'e-mail address' }],
  ['+49 30 1234567', { kind: 'phone number' }],
  ['030 / 1234567', { kind: 'phone number' }],
  ['1Z999AA10123456784', { kind: 'number' }],
  ['1Z 999 AA1 01 2345 6784', { kind: 'number' }],
  ['PO-88150', { kind: 'order name', name: 'PO88150' }],
  ['INV/2026/00005', { kind: 'name or reference' }],
  ['Alpine Rivera', { kind: 'name or reference' }],
  ['  x ', { kind: 'too short' }],
])('%s', (text, expected) => {
  expect(recognise(text)).toEqual(expected);
});

test('a whole order name is not looked for while it is typed, nor is a single sign', () => {
  expect(['S00046', 's 000-46', 'S000', ' alpine ', 'x', ''].map(searchTextOf)).toEqual([
    '',
    '',
    'S000',
    'alpine',
    '',
    '',
  ]);
});
