import { wordsOf } from '@milepost/wording/all';
import { expect, test } from 'vitest';
import { parcel } from '../tests/support/states.ts';
import { pickupCalendar } from './pickup-calendar.ts';

const at = (pickupPoint: Partial<NonNullable<ReturnType<typeof parcel>['pickupPoint']>>) =>
  parcel({ pickupPoint: { name: null, address: null, hours: null, lastDay: null, code: null, ...pickupPoint } });

test('is one whole day with the place, without the code, in the reader’s language', () => {
  const given = at({ name: 'Packstation 145; Leipzig', address: 'K.-L.-Str. 8', lastDay: '2026-11-30', code: '4711' });
  const file = pickupCalendar(given, wordsOf('de')) ?? '';
  const lines = file.replace(/\r\n /g, '').split('\r\n');
  expect(lines).toContain('DTSTART;VALUE=DATE:20261130');
  expect(lines).toContain('LOCATION:Packstation 145\\; Leipzig\\, K.-L.-Str. 8');
  expect(lines.find((line) => line.startsWith('SUMMARY'))).toBe('SUMMARY:Paket abholen: 00340434161094042557');
  expect(file).not.toContain('4711');
});

test('is nothing while nobody said the last day', () => {
  expect(pickupCalendar(at({ name: 'Packstation 145' }), wordsOf('en'))).toBeNull();
  expect(pickupCalendar(parcel(), wordsOf('en'))).toBeNull();
});
