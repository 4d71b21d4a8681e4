import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alpha2 } from './country-codes.ts';
import { type Located, locate } from './locate.ts';

/** Country, then latitude and longitude to whole degrees (null: not sure), then zone (left out: the country's only one, or whatever it is). */
type Expected = readonly [string | null, readonly [number, number] | null, (string | null)?];

function check(answer: Located, [countryCode, at, timeZone]: Expected): void {
  expect(answer.countryCode).toBe(countryCode);
  if (at === null) expect([answer.latitude, answer.longitude]).toEqual([null, null]);
  else {
    expect(Math.abs((answer.latitude ?? 999) - at[0]), `latitude ${answer.latitude}`).toBeLessThan(0.6);
    expect(Math.abs((answer.longitude ?? 999) - at[1]), `longitude ${answer.longitude}`).toBeLessThan(0.6);
  }
  if (timeZone !== undefined) expect(answer.timeZone).toBe(timeZone);
}

const leipzig = [51.3, 12.4] as const;
const cologne = [50.9, 7.0] as const;
const memphis = [35.1, -90.0] as const;
const nothing: Expected = [null, null, null];

describe('a text alone', () => {
  test.each<[string, Expected]>([
    // The country's name at the end, in any language, or its code.
    ['Leipzig, Germany', ['DE', leipzig, 'Europe/Berlin']],
    ['Leipzig, Deutschland', ['DE', leipzig]],
    ['Leipzig, Alemania', ['DE', leipzig]],
    ['LEIPZIG, DEU', ['DE', leipzig]],
    ['Leipzig DE', ['DE', leipzig]],
    ['SHANGHAI, CN', ['CN', [31.2, 121.5], 'Asia/Shanghai']],
    ['Osaka JAPAN', ['JP', [34.7, 135.5], 'Asia/Tokyo']],
    ['Praha / Czechia', ['CZ', [50.1, 14.4]]],
    ['Hamburg (DE)', ['DE', [53.6, 10.0]]],
    ['Leipzig - Germany', ['DE', leipzig]],
    ['Zürich, Schweiz', ['CH', [47.4, 8.5]]],
    ['Kyiv, Ukraine', ['UA', [50.5, 30.5], 'Europe/Kyiv']],
    ['Seoul, Korea', ['KR', [37.6, 127.0]]],
    ['London, U.K.', ['GB', [51.5, -0.1]]],
    ['Hong Kong, China', ['HK', [22.3, 114.2], 'Asia/Hong_Kong']],
    ['San Juan, Puerto Rico, USA', ['PR', [18.5, -66.1]]],
    ['Taipei, Taiwan, Province of China', ['TW', [25.0, 121.5]]],
    ['Sydney New South Wales', ['AU', [-33.9, 151.2], 'Australia/Sydney']],
    ['Germany', ['DE', null, 'Europe/Berlin']],
    ['Luxembourg', ['LU', null, 'Europe/Luxembourg']],
    ['Luxembourg, Luxembourg', ['LU', [49.6, 6.1]]],
    ['Singapore', ['SG', [1.3, 103.9]]],
    ['深圳, 中国', ['CN', null, null]],
    ['Kleinkleckersdorf, Germany', ['DE', null, 'Europe/Berlin']],
    // States and provinces against countries.
    ['Memphis, TN, US', ['US', memphis, 'America/Chicago']],
    ['Memphis, TN', ['US', memphis]],
    ['MEMPHIS TN 38118', ['US', memphis]],
    ['Memphis, Tennessee', ['US', memphis]],
    ['Los Angeles, CA', ['US', [34.1, -118.2], 'America/Los_Angeles']],
    ['Vancouver, CA', ['CA', [49.2, -123.1]]],
    ['Vancouver, WA', ['US', [45.6, -122.7]]],
    ['Vancouver, BC', ['CA', [49.2, -123.1], 'America/Vancouver']],
    ['London, CA', nothing],
    ['Ontario, CA', nothing],
    ['Atlanta, GA', ['US', [33.7, -84.4]]],
    ['Atlanta, Georgia', ['US', [33.7, -84.4]]],
    ['Tbilisi, Georgia', ['GE', [41.7, 44.8]]],
    ['Georgia', nothing],
    ['Bloomington, IN', ['US', [39.2, -86.5]]],
    ['Delhi, IN', ['IN', [28.6, 77.2], 'Asia/Kolkata']],
    ['Salem, IN', nothing],
    ['Wilmington, DE', ['US', [39.7, -75.5]]],
    ['Hamburg, DE', ['DE', [53.6, 10.0]]],
    ['Toronto, ON', ['CA', [43.7, -79.4]]],
    ['London, ON, Canada', ['CA', [43.0, -81.2], 'America/Toronto']],
    ['Paris, TX', ['US', [33.7, -95.6]]],
    ['Springfield, US', ['US', null, null]],
    ['Springfield, IL, US', ['US', [39.8, -89.6]]],
    ['St Louis, MO', ['US', [38.6, -90.2]]],
    ['Smallest Village, KS 66002', ['US', null, null]],
    ['Washington, DC', ['US', [38.9, -77.0]]],
    ['Georgia, US', ['US', null, null]],
    ['ISC NEW YORK NY(USPS)', ['US', [40.7, -74.0]]],
    // Codes of other regions that look like a country's: they must fit the town.
    ['Bern, BE', ['CH', [46.9, 7.4]]],
    ['Genève, GE', ['CH', [46.2, 6.1]]],
    ['Adelaide, SA', ['AU', [-34.9, 138.6]]],
    ['Chennai, TN', ['IN', [13.1, 80.3]]],
    ['München, BY', ['DE', [48.1, 11.6]]],
    ['Guangzhou, CAN', ['CN', [23.1, 113.3]]],
    ['Perth, WA', nothing],
    // Other spellings and names.
    ['Köln', ['DE', cologne]],
    ['KOELN', ['DE', cologne]],
    ['Koln, Germany', ['DE', cologne]],
    ['Cologne', ['DE', cologne]],
    ['Lyon cedex 07', ['FR', [45.7, 4.8]]],
    ['69007 Lyon, France', ['FR', [45.7, 4.8]]],
    ['Tabac Central, 1 Place Example, 69007 Lyon, France', ['FR', [45.7, 4.8]]],
    ['Kobenhavn', ['DK', [55.7, 12.6]]],
    ['Ålborg, Denmark', ['DK', [57.0, 9.9]]],
    ['SHENZHEN', ['CN', [22.5, 114.1]]],
    ['Guang Zhou City, China', ['CN', [23.1, 113.3]]],
    ['Dongguan, Guangdong, CN', ['CN', [23.0, 113.8]]],
    ["Xi'an, China", ['CN', [34.3, 108.9]]],
    ['Łódź, Poland', ['PL', [51.8, 19.5]]],
    ['WARSZAWA', ['PL', [52.2, 21.0]]],
    ["'s-Gravenhage, NL", ['NL', [52.1, 4.3]]],
    ['Saint Petersburg, Russia', ['RU', [59.9, 30.3], 'Europe/Moscow']],
    ['Santa Cruz de Tenerife, ES', ['ES', [28.5, -16.3], 'Atlantic/Canary']],
    // Which Frankfurt, which Halle?
    ['Frankfurt am Main', ['DE', [50.1, 8.7]]],
    ['Frankfurt (Oder)', ['DE', [52.3, 14.6]]],
    ['Frankfurt, Germany', ['DE', null, 'Europe/Berlin']],
    ['Frankfurt Airport, DE', ['DE', [50.1, 8.7]]],
    ['Halle, Germany', ['DE', null]],
    ['Landsberg, Germany', ['DE', null]],
    ['Ludwigshafen, Germany', ['DE', [49.5, 8.4]]],
    ['Newcastle, GB', ['GB', null]],
    // The place and what stands in it.
    ['DHL HUB LEIPZIG', ['DE', leipzig]],
    ['Paketzentrum Köln-Eifeltor, DE', ['DE', cologne]],
    ['Hamburg-Altona, Germany', ['DE', [53.6, 10.0]]],
    ['Kansas City Hub', ['US', [39.1, -94.6]]],
    ['Sorting centre 4, Leipzig, Germany', ['DE', leipzig]],
    ['MEMPHIS TN HUB', ['US', memphis]],
    // A name that several countries have.
    ['Birmingham', nothing],
    ['San Jose', nothing],
    ['San Jose, CR', ['CR', null, 'America/Costa_Rica']],
    ['San Jose, CA', ['US', [37.3, -121.9]]],
    ['Paris', nothing],
    ['London', nothing],
    ['Dublin', nothing],
    // No town.
    ['LEJ', nothing],
    ['ULM', nothing],
    ['International hub', nothing],
    ['International hub, DE', nothing],
    ['Sorting centre 4', nothing],
    ['Sorting Center, France', ['FR', null, 'Europe/Paris']],
    ['', nothing],
    ['-', nothing],
    ['N/A', nothing],
    ['Unknown', nothing],
    ['12345', nothing],
    ['69007', nothing],
    ['SW1A 1AA', nothing],
    ['深圳', nothing],
    ['__proto__', nothing],
    ['constructor, toString', nothing],
    [`Leipzig ${'x'.repeat(300)}, Germany`, nothing],
  ])('%s', (text, expected) => {
    check(locate({ text, city: null, countryCode: null }), expected);
    // As the city field it says the same, but that a country's name there is its town.
    if (expected[1] !== null) check(locate({ text: null, city: text, countryCode: null }), expected);
  });
});

describe('a text with more beside it', () => {
  test.each<[string | null, string | null, string | null, Expected]>([
    ['Hamburg', null, 'de', ['DE', [53.6, 10.0]]],
    [null, 'Hamburg', 'DEU', ['DE', [53.6, 10.0]]],
    [null, null, 'GB', ['GB', null, 'Europe/London']],
    [null, null, 'UK', ['GB', null]],
    [null, null, 'US', ['US', null, null]],
    ['Leipzig, Germany', null, 'XX', ['DE', leipzig]],
    ['Paris', null, 'US', ['US', null]],
    ['Paris', null, 'FR', ['FR', [48.9, 2.4]]],
    ['Roissy', null, 'FR', ['FR', [49.0, 2.5]]],
    ['Birmingham', null, 'GB', ['GB', [52.5, -1.9]]],
    ['Perth, WA', 'Perth', 'AU', ['AU', [-32.0, 115.9], 'Australia/Perth']],
    ['Palermo, PA', null, 'IT', ['IT', [38.1, 13.4]]],
    ['Wilmington, DE', null, 'US', ['US', [39.7, -75.5]]],
    ['Los Angeles, CA', null, 'US', ['US', [34.1, -118.2]]],
    ['Springfield, IL', 'Springfield', 'US', ['US', [39.8, -89.6]]],
    ['Springfield', 'Springfield', 'US', ['US', null, null]],
    ['Lebanon, PA', 'Lebanon', null, ['US', [40.3, -76.4]]],
    ['Hub, Leipzig, Germany', 'Leipzig', null, ['DE', leipzig]],
    ['San Juan, PR', null, 'US', ['US', [18.5, -66.1], 'America/Puerto_Rico']],
    ['Hong Kong', 'Hong Kong', 'CN', ['CN', [22.3, 114.2]]],
    [null, 'Luxembourg', 'LU', ['LU', [49.6, 6.1]]],
    ['Urumqi', null, 'CN', ['CN', [43.8, 87.6], null]],
    // Words and code that contradict each other: the code holds, the town may be wrong.
    ['Leipzig, Germany', null, 'US', ['US', null, null]],
    ['Toronto, ON', null, 'US', ['US', null, null]],
    // Two letters or a code of an airport, which small towns are called too.
    ['BAR', null, 'ME', ['ME', null]],
    ['ULM', null, 'DE', ['DE', [48.4, 10.0]]],
  ])('%s | %s | %s', (text, city, countryCode, expected) => {
    check(locate({ text, city, countryCode }), expected);
  });
});

test('the places of the sample messages: country and town, with the code and without', () => {
  const folder = new URL('../../fixtures/aftership/webhooks/', import.meta.url);
  let places = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && !name.includes('headers'))) {
    for (const { text, city, code, at } of samplePlaces(readFileSync(new URL(file, folder), 'utf8'))) {
      places += 1;
      const countryCode = alpha2(code);
      for (const given of [code, null]) {
        const answer = locate({ text, city, countryCode: given });
        expect(answer.countryCode, `${file} ${text}`).toBe(countryCode);
        expect(answer.latitude, `${file} ${text}`).not.toBeNull();
        expect(answer.timeZone, `${file} ${text}`).not.toBeNull();
        // One degree of latitude is 111 km.
        if (at)
          expect(Math.hypot(at.latitude - (answer.latitude ?? 0), at.longitude - (answer.longitude ?? 0))).toBeLessThan(
            0.3,
          );
      }
    }
  }
  expect(places).toBeGreaterThan(100);
});

interface SamplePlace {
  text: string | null;
  city: string | null;
  code: string;
  at: { latitude: number; longitude: number } | null;
}

/** Every scan of a message that says a place; one sample is cut off on purpose and another has wrong types. */
function samplePlaces(body: string): SamplePlace[] {
  const found: SamplePlace[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    if (typeof value !== 'object' || value === null) return;
    const scan = value as Record<string, unknown>;
    const code = scan['country_region'] ?? scan['country_iso3'];
    if (typeof scan['location'] === 'string' && typeof code === 'string') {
      const at = scan['coordinate'] as SamplePlace['at'] | undefined;
      found.push({ text: scan['location'], city: scan['city'] as string | null, code, at: at ?? null });
    }
    Object.values(scan).forEach(look);
  };
  try {
    look(JSON.parse(body));
  } catch {
    return [];
  }
  return found;
}

// ---- Any words ------------------------------------------------------------------------------------------------------------------------

const pieces = [
  'Leipzig',
  'MEMPHIS',
  'TN',
  'CA',
  'DE',
  'Köln',
  'Georgia',
  'hub',
  '69007',
  ',',
  ', ',
  '/',
  '(',
  ')',
  '-',
  ' - ',
  ' ',
  '深圳',
  'US',
  'China',
  'St.',
  '\ud800',
  '‮',
  '\n',
];
const words = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })), { maxLength: 14 })
    .map((list) => list.join('')),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((list) => list.join(' ')),
);
const anyPlace = fc.record({
  text: words,
  city: words,
  countryCode: fc.oneof(fc.constantFrom(null, 'DE', 'US', 'ca', 'CHN', 'XX'), words),
});

test('any words give a valid answer, the same again after others were asked', () => {
  const answers: [Parameters<typeof locate>[0], Located][] = [];
  fc.assert(
    fc.property(anyPlace, (place) => {
      const answer = locate(place);
      expect(Object.keys(answer).sort()).toEqual(['countryCode', 'latitude', 'longitude', 'timeZone']);
      expect(answer.countryCode === null || alpha2(answer.countryCode) === answer.countryCode).toBe(true);
      expect(answer.latitude === null).toBe(answer.longitude === null);
      if (answer.latitude !== null && answer.longitude !== null) {
        expect(answer.countryCode).not.toBeNull();
        expect(Math.abs(answer.latitude)).toBeLessThanOrEqual(90);
        expect(Math.abs(answer.longitude)).toBeLessThanOrEqual(180);
        expect(answer.latitude !== 0 || answer.longitude !== 0).toBe(true);
        expect([Math.round(answer.latitude * 100) / 100, Math.round(answer.longitude * 100) / 100]).toEqual([
          answer.latitude,
          answer.longitude,
        ]);
      }
      if (answer.timeZone !== null)
        expect(() => new Intl.DateTimeFormat('en', { timeZone: answer.timeZone as string })).not.toThrow();
      const given = alpha2(place.countryCode);
      if (given) expect(answer.countryCode).toBe(given);
      expect(Object.isFrozen(answer)).toBe(true);
      answers.push([place, answer]);
    }),
    { numRuns: 1500 },
  );
  for (const [place, answer] of answers) expect(locate(place)).toEqual(answer);
});

test('what is remembered is bounded, and what is forgotten is found again', () => {
  const first = locate({ text: 'Leipzig, Germany 0', city: null, countryCode: null });
  expect(locate({ text: 'Leipzig, Germany 0', city: null, countryCode: null })).toBe(first);
  for (let i = 1; i <= 9000; i += 1) locate({ text: `${i}`, city: null, countryCode: 'DE' });
  const again = locate({ text: 'Leipzig, Germany 0', city: null, countryCode: null });
  expect(again).toEqual(first);
  expect(again).not.toBe(first);
});

test('fields that run into each other are not mistaken for one another', () => {
  expect(locate({ text: 'US', city: 'Paris', countryCode: null })).not.toEqual(
    locate({ text: null, city: 'Paris', countryCode: 'US' }),
  );
});
