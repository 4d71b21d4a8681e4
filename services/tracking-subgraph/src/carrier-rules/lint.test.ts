import { describe, expect, test } from 'vitest';
import type { CarrierRule } from './carrier-rule.ts';
import { lintCarrierRules, type SeenDelivery } from './lint.ts';
import { builtInRules } from './map-carrier.ts';

const rule = (carrierCode: string, conditions: Partial<CarrierRule> = {}): CarrierRule => ({
  deliveryMethod: null,
  countries: [],
  service: null,
  companyId: null,
  numberFormat: null,
  numberPattern: null,
  carrierCode,
  ...conditions,
});
const delivery = (more: Partial<SeenDelivery> = {}): SeenDelivery => ({
  name: 'WH/OUT/1',
  deliveryMethod: 'Express',
  countryCode: 'DE',
  companyId: 1,
  references: [],
  ...more,
});
const lint = (rules: CarrierRule[], seen: SeenDelivery[] = [], mapping: Record<string, string> = {}) =>
  lintCarrierRules(rules, builtInRules(mapping), seen).map(({ severity, code, rule }) => `${severity} ${code} ${rule}`);

const express = { deliveryMethod: 'Express' };

describe('what is wrong with rules', () => {
  test.each<[string, CarrierRule[], string[]]>([
    ['nothing', [rule('ups', express), rule('gls', { ...express, countries: ['DE'] })], []],
    ['a carrier that is none', [rule('pigeon', express)], ['ERROR UNKNOWN_CARRIER 0']],
    ['a country that is none', [rule('ups', { countries: ['DE', 'XX'] })], ['ERROR UNKNOWN_COUNTRY 0']],
    ['a form that nobody knows', [rule('ups', { numberFormat: 'blue-dart' })], ['ERROR UNKNOWN_FORMAT 0']],
    ['a pattern that is none', [rule('ups', { numberPattern: '(1Z)+' })], ['ERROR BAD_PATTERN 0']],
    ['a pattern that never fits', [rule('ups', { numberPattern: 'A{1,3}' })], ['ERROR PATTERN_NEVER_FITS 0']],
    ['the same twice', [rule('ups', express), rule('ups', express)], ['ERROR DUPLICATE 1']],
    ['the same with another carrier', [rule('ups', express), rule('gls', express)], ['ERROR AMBIGUOUS 0']],
    ['a method and a country', [rule('ups', express), rule('gls', { countries: ['DE'] })], ['ERROR AMBIGUOUS 0']],
    [
      'settled for one of two countries only',
      [rule('ups', express), rule('gls', { countries: ['DE', 'AT'] }), rule('gls', { ...express, countries: ['DE'] })],
      ['ERROR AMBIGUOUS 0'],
    ],
    [
      'settled for both',
      [
        rule('ups', express),
        rule('gls', { countries: ['DE', 'AT'] }),
        rule('gls', { ...express, countries: ['DE'] }),
        rule('ups', { ...express, countries: ['AT'] }),
      ],
      [],
    ],
    ['one carrier either way', [rule('ups', express), rule('ups', { countries: ['DE'] })], []],
    ['no case in common', [rule('ups', { ...express, countries: ['FR'] }), rule('gls', { countries: ['DE'] })], []],
    [
      'two shapes that some number has both of',
      [rule('ups', { numberPattern: '1Z.*' }), rule('gls', { numberPattern: '.*\\d' })],
      ['ERROR AMBIGUOUS 0'],
    ],
    [
      'two shapes that none has both of',
      [rule('ups', { numberPattern: '1Z.*' }), rule('gls', { numberPattern: '\\d+' })],
      [],
    ],
    [
      'one shape within the other',
      [rule('ups', { numberPattern: '1Z[A-Z0-9]{16}' }), rule('gls', { numberPattern: '1Z.*' })],
      [],
    ],
    [
      'a shape and a form',
      [rule('gls', { numberPattern: '1Z.*' }), rule('ups', { numberFormat: 'ups' })],
      ['ERROR AMBIGUOUS 0'],
    ],
    [
      'a general rule that others decide for',
      [
        rule('ups', { countries: ['DE', 'AT'] }),
        rule('gls', { countries: ['DE'] }),
        rule('dpd', { countries: ['AT'] }),
      ],
      ['WARNING UNREACHABLE 0'],
    ],
    [
      'a shape that others decide for',
      [
        rule('ups', { numberPattern: '\\d{12}' }),
        rule('gls', { numberPattern: '[0-4]\\d{11}' }),
        rule('dpd', { numberPattern: '[5-9]\\d{11}' }),
      ],
      ['WARNING UNREACHABLE 0'],
    ],
    ['a carrier that wants more than we have', [rule('postnl', express)], ['WARNING NEEDS_FACTS 0']],
    ['a service that no number names', [rule('ups', { service: 'Teleport' })], ['WARNING UNREACHABLE 0']],
  ])('%s', (_name, rules, expected) => {
    expect(lint(rules)).toEqual(expected);
  });

  test('so many patterns that comparing each with each would take long', () => {
    const rules = (count: number) =>
      Array.from({ length: count }, (_, i) => rule('ups', { numberPattern: `${1000 + i}.*` }));
    expect(lint(rules(51))).toEqual(['ERROR TOO_MANY_PATTERNS null']);
    expect(lint(rules(50))).toEqual([]);
  });

  test('says for which case two rules tie', () => {
    const [found] = lintCarrierRules(
      [rule('ups', { numberPattern: '1Z.*', ...express }), rule('gls', { numberPattern: '.*99', countries: ['DE'] })],
      [],
      [],
    );
    expect(found?.message).toContain('delivery method "Express", to DE, number 1Z99;');
  });
});

describe('what deliveries show', () => {
  test.each<[string, CarrierRule[], SeenDelivery[], string[]]>([
    [
      'a method without a rule',
      [rule('ups', express)],
      [delivery(), delivery({ deliveryMethod: 'Bike' })],
      ['WARNING UNMAPPED null'],
    ],
    [
      'a rule without a method',
      [rule('ups', express), rule('gls', { deliveryMethod: 'Bkie' })],
      [delivery()],
      ['WARNING NEVER_SEEN 1'],
    ],
    [
      'the country that is left out',
      [rule('ups', { ...express, countries: ['FR'] })],
      [delivery()],
      ['WARNING UNMAPPED null'],
    ],
    [
      'a number that decides and is not known yet',
      [rule('ups', { ...express, numberFormat: 'ups' })],
      [delivery()],
      [],
    ],
    [
      'a number of another form',
      [rule('ups', { ...express, numberFormat: 'ups' })],
      [delivery({ references: ['X-1234'] })],
      ['WARNING UNMAPPED null'],
    ],
    ['what CARRIER_MAPPING says', [], [delivery({ deliveryMethod: 'Ground' })], []],
    [
      'a number that forms of two carriers fit',
      [rule('fedex', { numberFormat: 'fedex' }), rule('brt', { numberFormat: 'brt' })],
      [delivery({ references: ['986578788855'] })],
      ['ERROR AMBIGUOUS 0', 'WARNING AMBIGUOUS null'],
    ],
  ])('%s', (_name, rules, seen, expected) => {
    expect(lint(rules, seen, { Ground: 'ups' })).toEqual(expected);
  });

  test('says how many and names one', () => {
    const bikes = [1, 2].map((n) => delivery({ deliveryMethod: 'Bike', name: `WH/OUT/${n}` }));
    expect(lintCarrierRules([], [], bikes)[0]?.message).toBe(
      'no rule fits delivery method "Bike" to DE, and no number is known yet: 2 of the latest deliveries, for example WH/OUT/1',
    );
  });
});
