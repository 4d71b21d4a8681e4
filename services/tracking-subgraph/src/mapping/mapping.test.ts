import { describe, expect, test } from 'vitest';
import { lintRules } from './lint.ts';
import { builtInMapping, createMapping, type MappingRule, ruleKey } from './mapping.ts';

const rule = (more: Partial<MappingRule>): MappingRule => ({
  provider: 'aftership',
  code: null,
  subCode: null,
  milestone: 'IN_TRANSIT',
  reason: null,
  isDelay: false,
  ...more,
});

describe('the finest word about a code counts', () => {
  const mapping = createMapping(3, [
    rule({ subCode: 'InTransit_010', milestone: 'HANDED_OVER' }),
    rule({ code: 'Exception', subCode: 'InTransit_010', milestone: 'LOST' }),
    rule({ code: 'Teleported', milestone: 'DELIVERED' }),
    rule({ code: 'InTransit', milestone: 'DELAYED', reason: 'WEATHER', isDelay: true }),
  ]);
  test.each<[string | null, string | null, object]>([
    ['InTransit', 'InTransit_010', { milestone: 'HANDED_OVER', status: 'IN_TRANSIT', known: true }],
    ['Exception', 'InTransit_010', { milestone: 'LOST', status: 'EXCEPTION', known: true }],
    // A rule about the main code does not reach what the built-in table of finer codes knows.
    ['InTransit', 'InTransit_003', { milestone: 'ARRIVED_FACILITY', known: true }],
    ['InTransit', null, { milestone: 'DELAYED', reason: 'WEATHER', isDelay: true, known: true }],
    ['InTransit', 'InTransit_999', { milestone: 'DELAYED', known: false }],
    ['Teleported', null, { milestone: 'DELIVERED', status: 'DELIVERED', known: true }],
    ['Teleported', 'Teleported_042', { milestone: 'DELIVERED', known: false }],
    ['Nothing', 'of_this', { milestone: 'UNKNOWN', status: null, known: false }],
    [null, null, { milestone: 'UNKNOWN' }],
    ['__proto__', 'constructor', { milestone: 'UNKNOWN' }],
  ])('%s / %s', (code, subCode, expected) => {
    expect(mapping.find('aftership', code, subCode)).toMatchObject(expected);
  });
  test('its version names both the built-in tables and the rules', () => {
    expect(mapping.version).toBe(`${builtInMapping.version}+3`);
  });
  test('another provider is not concerned', () => {
    expect(mapping.find('easypost', 'Teleported', null)).toMatchObject({ milestone: 'UNKNOWN' });
  });
});

test('a rule in words of a newer version counts as none; the others hold', () => {
  const mapping = createMapping(4, [
    rule({ code: 'Teleported', milestone: 'BEAMED' as never }),
    rule({ code: 'InTransit', milestone: 'LOST', reason: 'WHIM' as never }),
    rule({ subCode: 'InTransit_003', milestone: 'DELIVERED' }),
  ]);
  expect(mapping.find('aftership', 'Teleported', null)).toMatchObject({ milestone: 'UNKNOWN', known: false });
  expect(mapping.find('aftership', 'InTransit', null)).toEqual(builtInMapping.find('aftership', 'InTransit', null));
  expect(mapping.find('aftership', 'InTransit', 'InTransit_003')).toMatchObject({ milestone: 'DELIVERED' });
});

describe('lint', () => {
  const codes = (...rules: MappingRule[]) =>
    lintRules(rules, new Set([ruleKey(rule({ code: 'Teleported' }))])).map(({ rule: at, code }) => `${at} ${code}`);
  test.each<[string, MappingRule[], string[]]>([
    ['a useful rule', [rule({ code: 'Teleported' })], []],
    ['a provider without tables', [rule({ provider: 'pigeon', code: 'coo' })], ['0 UNKNOWN_PROVIDER', '0 NEVER_SEEN']],
    ['no code at all', [rule({})], ['0 NO_CODE', '0 NEVER_SEEN']],
    ['a reason is missing', [rule({ code: 'Teleported', milestone: 'ON_HOLD' })], ['0 REASON_MISSING']],
    [
      'the same code twice',
      [rule({ code: 'Teleported' }), rule({ code: 'Teleported', milestone: 'LOST' })],
      ['1 DUPLICATE'],
    ],
    ['what is so already', [rule({ subCode: 'InTransit_003', milestone: 'ARRIVED_FACILITY' })], ['0 NO_EFFECT']],
    ['hides a known code', [rule({ subCode: 'InTransit_003', milestone: 'UNKNOWN' })], ['0 HIDES_CODE']],
    ['a code nobody sent', [rule({ code: 'teleported' })], ['0 NEVER_SEEN']],
    ['a milestone that is none', [rule({ code: 'Teleported', milestone: 'BEAMED' as never })], ['0 UNKNOWN_MILESTONE']],
    ['a reason that is none', [rule({ code: 'Teleported', reason: 'WHIM' as never })], ['0 UNKNOWN_REASON']],
  ])('%s', (_name, rules, expected) => {
    expect(codes(...rules)).toEqual(expected);
  });
});
