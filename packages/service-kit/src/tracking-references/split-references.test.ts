import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitReferences } from './split-references.ts';

test.each([
  [null, []],
  ['', []],
  ['see e-mail', []],
  ['1Z999AA10123456784', ['1Z999AA10123456784']],
  ['1Z999AA10123456784,1Z999AA10123456785', ['1Z999AA10123456784', '1Z999AA10123456785']],
  [' cc-10046 / cc-10047 ', ['CC-10046', 'CC-10047']],
  ['1Z 999 AA1 01 2345 6784', ['1Z999AA10123456784']],
  ['9400 1118 9970 0015 8380 12', ['9400111899700015838012']],
  ['1Z999AA10123456784 1Z999AA10123456785', ['1Z999AA10123456784', '1Z999AA10123456785']],
  ['1Z999AA10123456784;\n1z999aa10123456784', ['1Z999AA10123456784']],
  ['JD0146\u200b0000628\u00a01230704', ['JD014600006281230704']],
  ['see e-mail, 1Z999AA10123456784', ['1Z999AA10123456784']],
  // Separators of other scripts, full-width forms, other dashes.
  [
    '１Ｚ９９９ＡＡ１０１２３４５６７８４；RB123456785GB、CP123456785DE',
    ['1Z999AA10123456784', 'RB123456785GB', 'CP123456785DE'],
  ],
  ['cc\u201310046', ['CC-10046']],
  // Labels, before a number and between numbers.
  ['DHL: 00340434161094042557', ['00340434161094042557']],
  [
    'Tracking no.: 1Z999AA10123456784, Sendungsnummer 00340434161094042557',
    ['1Z999AA10123456784', '00340434161094042557'],
  ],
  ['UPS 1Z999AA10123456784 and DHL 3318810025', ['1Z999AA10123456784', '3318810025']],
  ['see e-mail 1Z999AA10123456784', ['1Z999AA10123456784']],
  ['TBA 502887274000', ['TBA502887274000']],
  ['1Z999AA10123456784 (2 parcels)', ['1Z999AA10123456784']],
  ['RB 123 456 785 GB', ['RB123456785GB']],
  // GS1's brackets, what scanners send.
  ['(00) 3 4043416 109404255 7', ['00340434161094042557']],
  [']C1420221539101026837331000039521', ['420221539101026837331000039521']],
  ['42022153\u001d9101026837331000039521', ['420221539101026837331000039521']],
  ['420221531234\u001d9101026837331000039521', ['4202215312349101026837331000039521']],
  ['DHL 0034 0434 1610 9404 2557', ['00340434161094042557']],
  // A label inside what another separator leaves.
  ['1Z999AA10123456784+JJD=1Z999AA10123456784', ['1Z999AA10123456784']],
  // Slashes between numbers and within one.
  ['1Z999AA10123456784/1Z999AA10123456785', ['1Z999AA10123456784', '1Z999AA10123456785']],
  ['DHL/00340434161094042557', ['00340434161094042557']],
  ['WH/OUT/00012', ['WH/OUT/00012']],
  // Addresses of tracking pages.
  [
    'https://www.ups.com/track?loc=en_US&tracknum=1Z999AA10123456784,1Z999AA10123456785&requester=WT/',
    ['1Z999AA10123456784', '1Z999AA10123456785'],
  ],
  [
    'https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?lang=de&idc=00340434161094042557',
    ['00340434161094042557'],
  ],
  ['dhl.de/verfolgen.html?piececode=00340434161094042557', ['00340434161094042557']],
  ['https://tracking.dpd.de/status/de_DE/parcel/09980000020033', ['09980000020033']],
  ['https://jouw.postnl.nl/track-and-trace/3SABCD1234567-NL-1234AB', ['3SABCD1234567']],
  ['https://www.evri.com/track/parcel/H00AAA0012345678/details', ['H00AAA0012345678']],
  ['https://www.royalmail.com/track-your-item#/tracking-results/RB123456785GB', ['RB123456785GB']],
  [
    'https://www.laposte.fr/outils/suivre-vos-envois?code=8L20524752032; https://gls-group.eu/DE/de/paketverfolgung?match=36631000001',
    ['8L20524752032', '36631000001'],
  ],
  ['https://shop.example/orders/4711?tracking_number=3318810025', ['3318810025']],
  [
    'https://www.ups.com/track?tracknum=1Z999AA10123456784,https://www.ups.com/track?tracknum=1Z999AA10123456785',
    ['1Z999AA10123456784', '1Z999AA10123456785'],
  ],
  ['https://shop.example/orders/471108154711', []],
  ['http://%', []],
])('%j becomes %j', (text, expected) => {
  expect(splitReferences(text)).toEqual(expected);
});

const scraps = [
  ...[
    '1Z999AA10123456784',
    '9400 1118',
    '00340434',
    'JJD',
    'RB',
    '123',
    '4567',
    'GB',
    'DHL:',
    'and',
    'see',
    '(00)',
    '(',
    ')',
    ']C1',
    '#',
    '-',
    '.',
    '_',
    '/',
    ', ',
    '; ',
    ' ',
    '\n',
    'https://dhl.de/?piececode=',
  ],
  ...['www.ups.com/track/', 'http://', '%E0', '\u001d', '\u200b', '\u00df', '\ufb01', '\u0130', '+', '=', '&', '?'],
];

test('is stable: what came out goes in unchanged; never throws', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(fc.constantFrom(...scraps), { maxLength: 20 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const once = splitReferences(text);
      expect(splitReferences(once.join(','))).toEqual(once);
    }),
  );
});
