import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CarrierCase, CarrierRule } from './carrier-rule.ts';
import { builtInRules, createCarrierRules, mapCarrier } from './map-carrier.ts';

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
const given = (more: Partial<CarrierCase> = {}): CarrierCase => ({
  deliveryMethod: 'Express',
  countryCode: 'DE',
  companyId: 1,
  number: '1Z999AA10123456784',
  ...more,
});
const ups = '1Z5R89390357567127';

/** What the rules say in short: a carrier, `unmapped`, or `ambiguous`. */
function say(rules: readonly CarrierRule[], one: CarrierCase, builtIn: readonly CarrierRule[] = []): string {
  const verdict = mapCarrier(createCarrierRules(1, rules, builtIn), one);
  return verdict.outcome === 'MAPPED' ? verdict.carrierCode : verdict.outcome.toLowerCase();
}

describe('which rule decides', () => {
  test.each<[string, readonly CarrierRule[], Partial<CarrierCase>, string]>([
    ['no rule', [], {}, 'unmapped'],
    ['a rule for everything', [rule('ups')], { deliveryMethod: null, countryCode: null, number: null }, 'ups'],
    ['the delivery method, exactly', [rule('ups', { deliveryMethod: 'Express' })], {}, 'ups'],
    ['another one', [rule('ups', { deliveryMethod: 'express' })], {}, 'unmapped'],
    ['a delivery without one', [rule('ups', { deliveryMethod: 'Express' })], { deliveryMethod: null }, 'unmapped'],
    ['one of the countries', [rule('dpd-de', { countries: ['AT', 'DE'] })], {}, 'dpd-de'],
    ['none of them', [rule('dpd-de', { countries: ['AT', 'CH'] })], {}, 'unmapped'],
    ['a country nobody knows', [rule('dpd-de', { countries: ['DE'] })], { countryCode: null }, 'unmapped'],
    ['the company', [rule('gls', { companyId: 1 })], {}, 'gls'],
    ['another company', [rule('gls', { companyId: 2 })], {}, 'unmapped'],
    ['the form of the number', [rule('ups', { numberFormat: 'ups' })], {}, 'ups'],
    ['its check digit is wrong', [rule('ups', { numberFormat: 'ups' })], { number: '1Z999AA10123456785' }, 'unmapped'],
    ['a number nobody knows yet', [rule('ups', { numberFormat: 'ups' })], { number: null }, 'unmapped'],
    ['the shape of the number', [rule('ups', { numberPattern: '1Z[A-Z0-9]{16}' })], {}, 'ups'],
    ['a part of the number is not the number', [rule('ups', { numberPattern: '1Z' })], {}, 'unmapped'],
    ['another shape', [rule('ups', { numberPattern: '\\d{12}' })], {}, 'unmapped'],
    [
      'the service that the number names',
      [rule('ups', { service: 'ups united states ground' })],
      { number: '1Z5R89390357567127' },
      'ups',
    ],
    [
      'another service',
      [rule('ups', { service: 'ups united states ground' })],
      { number: '1Z999AA10123456784' },
      'unmapped',
    ],
    [
      'the more specific one: country',
      [rule('ups', { deliveryMethod: 'Express' }), rule('dpd-de', { deliveryMethod: 'Express', countries: ['DE'] })],
      {},
      'dpd-de',
    ],
    [
      'and elsewhere the other',
      [rule('ups', { deliveryMethod: 'Express' }), rule('dpd-de', { deliveryMethod: 'Express', countries: ['DE'] })],
      { countryCode: 'FR' },
      'ups',
    ],
    [
      'fewer countries are more specific',
      [rule('ups', { countries: ['DE', 'AT'] }), rule('gls', { countries: ['DE'] })],
      {},
      'gls',
    ],
    [
      'a narrower shape is more specific',
      [rule('gls', { numberPattern: '1Z[A-Z0-9]*' }), rule('ups', { numberPattern: '1Z[A-Z0-9]{16}' })],
      {},
      'ups',
    ],
    ['anything is more specific than nothing', [rule('gls'), rule('ups', { numberFormat: 'ups' })], {}, 'ups'],
    [
      'a method and a country: a tie',
      [rule('ups', { deliveryMethod: 'Express' }), rule('dpd-de', { countries: ['DE'] })],
      {},
      'ambiguous',
    ],
    [
      'settled by a rule for both',
      [
        rule('ups', { deliveryMethod: 'Express' }),
        rule('dpd-de', { countries: ['DE'] }),
        rule('gls', { deliveryMethod: 'Express', countries: ['DE'] }),
      ],
      {},
      'gls',
    ],
    [
      'a tie of one opinion is none',
      [rule('ups', { deliveryMethod: 'Express' }), rule('ups', { countries: ['DE'] })],
      {},
      'ups',
    ],
    [
      'the same conditions and two carriers',
      [rule('ups', { countries: ['DE'] }), rule('gls', { countries: ['DE'] })],
      {},
      'ambiguous',
    ],
    [
      'overlapping countries',
      [rule('ups', { countries: ['DE', 'AT'] }), rule('gls', { countries: ['DE', 'CH'] })],
      {},
      'ambiguous',
    ],
    ['a carrier that we do not know counts as none', [rule('pigeon', { countries: ['DE'] }), rule('ups')], {}, 'ups'],
    ['a pattern that is none counts as none', [rule('gls', { numberPattern: '(1Z)+' }), rule('ups')], {}, 'ups'],
  ])('%s', (_name, rules, more, expected) => {
    expect(say(rules, given(more))).toBe(expected);
  });

  test('CARRIER_MAPPING is asked where no published rule fits, and not where they tie', () => {
    const builtIn = builtInRules({ Express: 'usps', constructor: 'gls' });
    expect(say([], given(), builtIn)).toBe('usps');
    expect(say([rule('ups', { countries: ['FR'] })], given(), builtIn)).toBe('usps');
    expect(say([rule('ups')], given(), builtIn)).toBe('ups');
    expect(say([rule('ups', { countries: ['DE'] }), rule('gls', { companyId: 1 })], given(), builtIn)).toBe(
      'ambiguous',
    );
    expect(say([], given({ deliveryMethod: 'toString' }), builtIn)).toBe('unmapped');
  });

  test('says which rule and why', () => {
    const rules = createCarrierRules(7, [rule('ups'), rule('gls', { deliveryMethod: 'Express', countries: ['DE'] })]);
    expect(mapCarrier(rules, given())).toMatchObject({
      rule: { version: 7, position: 1 },
      why: 'rule 1 of carrier rules 7 (delivery method "Express", to DE) names GLS; it is more specific than 1 other that fits',
    });
    expect(mapCarrier(createCarrierRules(0, [], builtInRules({ Express: 'ups' })), given())).toMatchObject({
      why: 'CARRIER_MAPPING (delivery method "Express") names UPS',
    });
    expect(mapCarrier(createCarrierRules(1, []), given({ countryCode: null, number: null }))).toMatchObject({
      why: 'no rule fits delivery method "Express" to an unknown country, and no number is known yet',
    });
  });
});

const anyRule = fc.record<CarrierRule>({
  deliveryMethod: fc.constantFrom(null, 'Express', 'Ground'),
  countries: fc.subarray(['DE', 'AT', 'US']),
  service: fc.constantFrom(null, 'UPS United States Ground'),
  companyId: fc.constantFrom(null, 1, 2),
  numberFormat: fc.constantFrom(null, 'ups', 'fedex'),
  numberPattern: fc.constantFrom(null, '1Z.*', '1Z[A-Z0-9]{16}', '\\d{12}', '[0-9]+', '.{4,}'),
  carrierCode: fc.constantFrom('ups', 'dpd-de', 'gls', 'fedex'),
});
const anyCase = fc.record<CarrierCase>({
  deliveryMethod: fc.constantFrom(null, 'Express', 'Ground', 'Other'),
  countryCode: fc.constantFrom(null, 'DE', 'AT', 'US', 'FR'),
  companyId: fc.constantFrom(null, 1, 2),
  number: fc.constantFrom(null, ups, '1ZABC', '986578788855', 'X-1'),
});

test('the order of rules does not matter', () => {
  fc.assert(
    fc.property(
      fc
        .array(anyRule, { maxLength: 8 })
        .chain((rules) => fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length }))),
      anyCase,
      ([rules, shuffled], one) => {
        const [a, b] = [rules, shuffled].map((some) => mapCarrier(createCarrierRules(1, some), one));
        expect(a?.outcome).toBe(b?.outcome);
        if (a?.outcome === 'MAPPED' && b?.outcome === 'MAPPED') {
          expect(a.carrierCode).toBe(b.carrierCode);
          expect(a.rule.rule).toEqual(b.rule.rule);
        }
      },
    ),
  );
});

test('exactly one carrier, or refused: what is mapped is what every rule says that nothing more specific stands above', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 8 }), anyCase, (rules, one) => {
      // Each rule alone says whether it fits; a rule above another one never fits where that does not.
      const alone = rules.filter((some) => say([some], one) !== 'unmapped');
      const outcome = say(rules, one);
      if (alone.length === 0) expect(outcome).toBe('unmapped');
      else {
        const carriers = new Set(alone.map(({ carrierCode }) => carrierCode));
        expect(outcome).not.toBe('unmapped');
        if (outcome !== 'ambiguous') expect([...carriers]).toContain(outcome);
        if (carriers.size === 1) expect(outcome).toBe([...carriers][0]);
      }
    }),
  );
});

test('one more rule for exactly this case settles it', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 6 }), (rules) => {
      const exact = rule('posti', {
        deliveryMethod: 'Express',
        countries: ['DE'],
        companyId: 1,
        service: 'UPS United States Ground',
        numberFormat: 'ups',
        numberPattern: ups,
      });
      const one = given({ number: ups });
      // Numbers of two carriers at once are nobody's.
      fc.pre(rules.every(({ numberFormat }) => numberFormat !== 'fedex'));
      expect(say([...rules, exact], one)).toBe('posti');
    }),
  );
});
