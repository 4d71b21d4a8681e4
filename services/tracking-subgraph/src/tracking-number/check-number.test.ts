import { numberFor } from '@milepost/provider-simulator/numbers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import carriers from '../carrier/carriers.json' with { type: 'json' };
import { candidatesOf, checkNumber, splitReferences } from './check-number.ts';
import { bareNumber, formats } from './read-number.ts';

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
  // Any fifteen digits look like FedEx Ground: without a carrier a wrong check digit says nothing.
  ['568283610012732', null, 'NO_FORMAT_KNOWN'],
  ['568283610012732', 'fedex', 'CHECK_DIGIT_WRONG'],
  ['986578788850', 'fedex', 'CHECK_DIGIT_WRONG'],
  // A number that is UPS's beyond doubt, on a carrier whose forms we know.
  ['1Z5R89390357567127', 'ontrac', 'DOES_NOT_FIT'],
  // Nothing is known of Aramex's numbers; nothing is held against one.
  ['1Z5R89390357567127', 'aramex', 'NO_FORMAT_KNOWN'],
  ['WHATEVER 12', 'aramex', 'NO_FORMAT_KNOWN'],
  ['WHATEVER 12', 'no-such-carrier', 'NO_FORMAT_KNOWN'],
  ['', null, 'DOES_NOT_FIT'],
  ['see e-mail', 'aramex', 'DOES_NOT_FIT'],
  ['00340434161094042557', 'dhl-paket-de', 'FITS'],
  ['00340434161094024557', 'dhl-paket-de', 'CHECK_DIGIT_WRONG'],
  // Right as a number of USPS, as one of ten is; wrong as what it plainly is.
  ['00340434161094000481', null, 'CHECK_DIGIT_WRONG'],
  ['00340434161094000481', 'usps', 'FITS'],
  ['00340434161094042557', 'gls', 'DOES_NOT_FIT'],
  // Delivered by USPS under FedEx's number: nobody's for certain.
  ['92 6129098349792366623 8', 'dhl-ecommerce-us', 'NO_FORMAT_KNOWN'],
  ['9400 1112 0108 0805 4830 16', 'dhl-ecommerce-us', 'NO_FORMAT_KNOWN'],
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

test('reads where a DPD barcode goes to, and finds the number in it', () => {
  expect(candidatesOf('00 81827 0998 0000 0200 33 350 276 C')[0]).toMatchObject({
    number: '09980000020033',
    destinationCountry: 'DE',
    evidence: 'CHECK_DIGIT',
  });
});

test('names no carrier whose check digit says no, and each carrier once', () => {
  expect(candidatesOf('1Z5R89390357567128')).toEqual([]);
  expect(candidatesOf('RB123456786GB')).toEqual([]);
  // Two forms of DHL Express: the rarer one is kept.
  expect(candidatesOf('JJD0099999999').map(({ carrierCode }) => carrierCode)).toEqual(['dhl-express', 'dhl-paket-de']);
  expect(candidatesOf('JJD0099999999')[0]?.format).toBe('DHL Express piece (JJD0)');
  // A routing code makes a number rarer still.
  const [usps] = candidatesOf('4201028200009261290113185417468510');
  expect(usps).toMatchObject({ carrierCode: 'usps', number: '9261290113185417468510' });
  expect(usps?.oneIn).toBeGreaterThan(candidatesOf('9261290113185417468510')[0]?.oneIn as number);
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
  ['a letter for a digit', '1Z999AA1O123456784', '1Z999AA10123456784', 'CHECK_DIGIT_WRONG'],
  ['the same letter each time', 'RB1234S678SGB', 'RB123456785GB', 'NO_FORMAT_KNOWN'],
  ['two neighbours swapped', 'RB123456758GB', 'RB123456785GB', 'CHECK_DIGIT_WRONG'],
  ['one typed twice', 'RB1223456785GB', 'RB123456785GB', 'NO_FORMAT_KNOWN'],
  ['one of two left out', '1Z879E93034683440', '1Z879E930346834440', 'DOES_NOT_FIT'],
] as const)('offers what was likely meant: %s', (_, typed, meant, expected) => {
  const { likelyMeant, verdict } = checkNumber(typed, null);
  expect(likelyMeant).toContain(meant);
  // What is no longer a form of the carrier is caught where the number that was meant is no chance; a postal number could be one.
  expect(verdict).toBe(expected);
});

test('a letter in a number that has digits alone is a typing error of a carrier who has no others', () => {
  expect(checkNumber('9865787888SS', 'fedex')).toMatchObject({
    verdict: 'DOES_NOT_FIT',
    likelyMeant: ['986578788855'],
  });
  // Nobody said FedEx: any such text would be one of ten times.
  expect(checkNumber('9865787888SS', null)).toMatchObject({ verdict: 'NO_FORMAT_KNOWN', likelyMeant: [] });
});

test('offers nothing where it would be a lottery', () => {
  // One wrong digit of UPS: eighteen digits, one of ten fits at each place.
  expect(checkNumber('1Z5R89390957567127', 'ups').likelyMeant).not.toContain('1Z5R89390357567127');
  expect(checkNumber('1Z5R89390957567127', 'ups').likelyMeant.length).toBeLessThanOrEqual(5);
  expect(checkNumber('12345', null).likelyMeant).toEqual([]);
});

test.each([
  'EZ1000000001',
  'ez 4000000004',
  'shippo_delivered',
  '1Z 123 45E 02 0527 1688',
  '449044304137821',
  '00340434161094042557',
])('knows %j for a number of tests', (number) => {
  expect(checkNumber(number, null).isTestNumber).toBe(true);
});

test('takes no real number for one of tests', () => {
  expect(checkNumber('1Z5R89390357567127', 'ups').isTestNumber).toBe(false);
  expect(candidatesOf('00340434161094042557')[0]?.isTestNumber).toBe(true);
  expect(candidatesOf('00340433836442636597')[0]?.isTestNumber).toBe(false);
});

test('the numbers that the simulated carriers give are right ones', () => {
  for (const { id } of carriers.carriers) {
    const number = numberFor(id, 'seed', 'a number');
    expect(['FITS', 'NO_FORMAT_KNOWN'], `${id} ${number}`).toContain(checkNumber(number, id).verdict);
  }
});

test.each([
  // Two numbers written in groups, one after the other: by spelling alone that is one long number.
  ['9400 1112 0108 0805 4830 16 9505 5110 6960 5048 6006 24', ['9400111201080805483016', '9505511069605048600624']],
  // Dashes, dots and blanks that a carrier prints fall away; those of a form, or of a number nobody knows, stay.
  ['1Z-5R8-939-03-5756-7127', ['1Z5R89390357567127']],
  ['99.60.123456.12345678', ['996012345612345678']],
  ['1LS7119012123456-1, cc-10046', ['1LS7119012123456-1', 'CC-10046']],
  ['KYV 1Z5R89390357567127', ['1Z5R89390357567127']],
  // Two whole numbers stay two, whatever they would be together.
  ['3318810025 3318810036', ['3318810025', '3318810036']],
  ['123-12345673 / 56.310 243.031 3', ['123-12345673', '563102430313']],
  ['', []],
] as const)('%j holds %j', (text, numbers) => {
  expect(splitReferences(text)).toEqual(numbers);
});

test('splits by forms what was split by spelling already: the same, and no number is lost', () => {
  // With two digits or less a text is taken for a word: some Track-IDs of GLS have no more.
  const known = formats
    .flatMap((format) => format.test_numbers.valid.map((number) => number.replace(/\s/g, '')))
    .filter((number) => number.replace(/\D/g, '').length >= 3);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...known), { maxLength: 8 }),
      fc.constantFrom(',', '; ', '\n', ' / '),
      (numbers, by) => {
        const found = splitReferences(numbers.join(by));
        expect(found.map(bareNumber)).toEqual([...new Set(numbers.map(bareNumber))]);
        expect(found.flatMap(splitReferences)).toEqual(found);
      },
    ),
  );
});
