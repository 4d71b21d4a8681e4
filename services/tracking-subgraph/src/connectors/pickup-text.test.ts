import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPickupNote, splitPickupPlace } from './pickup-text.ts';

const announcedAt = '2026-10-10T08:00:00.000Z';
const nothing = { hours: null, lastDay: null, code: null };

test.each<[string, Partial<typeof nothing>]>([
  ['Ready for pickup until 2026-10-20', { lastDay: '2026-10-20' } as never],
  ['Please collect it until 20 October 2026. Pickup code: 483920', { lastDay: '2026-10-20', code: '483920' } as never],
  ['Abholbereit bis zum 20.10.2026, Abholcode 4839', { lastDay: '2026-10-20', code: '4839' } as never],
  ['Disponible jusqu’au 20/10/2026, code de retrait AB-483920', { lastDay: '2026-10-20', code: 'AB-483920' } as never],
  ["Disponible jusqu'au 3 décembre 2026", { lastDay: '2026-12-03' } as never],
  ['Disponible hasta el 20.10.2026', { lastDay: '2026-10-20' } as never],
  ['Af te halen t/m 20 oktober 2026, Mo-Sa 8:00-20:00', { lastDay: '2026-10-20', hours: 'Mo-Sa 8:00-20:00' } as never],
  // Doubtful, so not read: April or November; a day of something else; no real day; a parcel's number is no code.
  ['Collect by 11/04/2026', {}],
  ['Collect by 04/10/2026', {}],
  ['Terms valid until 31.12.2030', {}],
  ['until 31.02.2026', {}],
  ['Parcel 483920 waits for you', {}],
  ['Shop closed until 05.10.2026', {}],
  ['Geschlossen bis 05.10.2026, danach abholbereit', {}],
  ['do not collect before 12.10.2026', {}],
  ['not available until 12.10.2026', {}],
  ['Open until 05.10.2026; last day 12.10.2026', {}],
  ['delivered to shop by 3. October 2026', {}],
  ['Postal code 10115 Berlin', {}],
  ['Zip code 90210', {}],
  ['order code 55512345. Pickup code 9876', { code: '9876' } as never],
  ['See you at the standby 20.10.2026', {}],
  ['barcode 483920111222333', {}],
  ['', {}],
])('%s', (text, expected) => {
  expect(readPickupNote(text, announcedAt)).toEqual({ ...nothing, ...expected });
});

test('a place is its name and its address', () => {
  expect(splitPickupPlace('Tabac Central, 1 Place Example, 69007 Lyon')).toEqual({
    name: 'Tabac Central',
    address: '1 Place Example, 69007 Lyon',
  });
  expect(splitPickupPlace('Locker 12')).toEqual({ name: 'Locker 12', address: null });
  expect(splitPickupPlace(null)).toBeNull();
});

test('never fails, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      const { lastDay } = readPickupNote(`until ${text} code ${text}`, announcedAt);
      if (lastDay !== null) expect(lastDay).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }),
    { numRuns: 500 },
  );
});
