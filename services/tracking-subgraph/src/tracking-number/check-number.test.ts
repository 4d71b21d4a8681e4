import { expect, test } from 'vitest';
import { candidatesOf, checkNumber } from './check-number.ts';

test.each([
  ['1Z5R89390357567127', 'ups', 'FITS'],
  ['1z 5r8 939 03 5756 7127', 'ups', 'FITS'],
  ['１Ｚ５Ｒ８９３９０３５７５６７１２７', 'ups', 'FITS'],
  ['1Z-5R8-939-03-5756-7127', 'ups', 'FITS'],
  ['1Z5R89390357567128', 'ups', 'CHECK_DIGIT_WRONG'],
  ['1Z5R89390357567128', null, 'CHECK_DIGIT_WRONG'],
  ['RB123456786GB', 'royal-mail', 'CHECK_DIGIT_WRONG'],
  // Posts deliver what another post, ours or not, gave its number.
  ['RB123456785CN', 'usps', 'FITS'],
  ['RB123456785CF', 'usps', 'FITS'],
  // Any twelve digits look like FedEx: without a carrier a wrong check digit says nothing.
  ['986578788850', null, 'NO_FORMAT_KNOWN'],
  ['986578788850', 'fedex', 'CHECK_DIGIT_WRONG'],
  // A number that is UPS's beyond doubt, on a carrier whose forms we know.
  ['1Z5R89390357567127', 'ontrac', 'DOES_NOT_FIT'],
  // Nothing is known of Yanwen's numbers; nothing is held against one.
  ['1Z5R89390357567127', 'yanwen', 'NO_FORMAT_KNOWN'],
  ['WHATEVER 12', 'yanwen', 'NO_FORMAT_KNOWN'],
  ['WHATEVER 12', 'no-such-carrier', 'NO_FORMAT_KNOWN'],
  ['', null, 'NO_FORMAT_KNOWN'],
] as const)('%j of %s: %s', (number, carrier, verdict) => {
  expect(checkNumber(number, carrier).verdict).toBe(verdict);
});

test('takes the number out of a barcode, and names both carriers that share it', () => {
  expect(candidatesOf('420 11213 92 6129098349792366623 8')).toMatchObject([
    { carrierCode: 'fedex', number: '9261290983497923666238', service: 'Delivered by USPS', partnerOf: 'usps' },
    { carrierCode: 'usps', number: '9261290983497923666238', partnerOf: 'fedex', destinationCountry: 'US' },
  ]);
  expect(candidatesOf('9622001560001234567100794808390594')).toMatchObject([
    { carrierCode: 'fedex', number: '794808390594', evidence: 'CHECK_DIGIT' },
  ]);
});

test('ranks the rarer form first, and tells what a number says of its journey', () => {
  expect(candidatesOf('9405803699300124287899').map(({ carrierCode }) => carrierCode)[0]).toBe('usps');
  expect(candidatesOf('RB123456785GB')).toMatchObject([
    { carrierCode: 'royal-mail', originCountry: 'GB', service: 'Letter Post Registered', evidence: 'CHECK_DIGIT' },
    { carrierCode: 'parcelforce', originCountry: 'GB' },
  ]);
  expect(candidatesOf('TBA502887274000')).toMatchObject([{ carrierCode: 'amazon', evidence: 'SHAPE' }]);
});

test.each([
  ['a letter for a digit', '1Z999AA1O123456784', '1Z999AA10123456784'],
  ['the same letter each time', '1Z5R89390357S67127', '1Z5R89390357567127'],
  ['two neighbours swapped', 'RB123456758GB', 'RB123456785GB'],
  ['one typed twice', 'RB1223456785GB', 'RB123456785GB'],
  ['one of two left out', '1Z879E93034683440', '1Z879E930346834440'],
] as const)('offers what was likely meant: %s', (_, typed, meant) => {
  const { likelyMeant, verdict } = checkNumber(typed, null);
  expect(likelyMeant).toContain(meant);
  expect(['CHECK_DIGIT_WRONG', 'NO_FORMAT_KNOWN']).toContain(verdict);
});

test('offers nothing where it would be a lottery', () => {
  // One wrong digit of UPS: eighteen digits, one of ten fits at each place.
  expect(checkNumber('1Z5R89390957567127', 'ups').likelyMeant).not.toContain('1Z5R89390357567127');
  expect(checkNumber('1Z5R89390957567127', 'ups').likelyMeant.length).toBeLessThanOrEqual(5);
  expect(checkNumber('12345', null).likelyMeant).toEqual([]);
});

test.each(['EZ1000000001', 'ez 4000000004'])('knows %j for a number of tests', (number) => {
  expect(checkNumber(number, null).isTestNumber).toBe(true);
});
