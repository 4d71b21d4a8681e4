import { cleanNumber } from '@milepost/service-kit';
import countries from 'i18n-iso-countries';
import { findCarrier, issuesPostalNumbers } from '../carrier/carriers.ts';
import { numbersIn } from '../order-link/numbers-in-references.ts';
import { formats } from '../tracking-number/read-number.ts';
import { type CarrierCase, type CarrierRule, conditionsKey, describeRule } from './carrier-rule.ts';
import { type CarrierRules, createCarrierRules, decide, mapCarrier } from './map-carrier.ts';
import { missingFacts } from './missing-facts.ts';
import { findNumber, type NumberPattern, parsePattern } from './number-pattern.ts';

export interface CarrierRuleFinding {
  /** ERROR: cannot be published. WARNING: look again. */
  severity: 'ERROR' | 'WARNING';
  code:
    | 'UNKNOWN_CARRIER'
    | 'UNKNOWN_COUNTRY'
    | 'UNKNOWN_FORMAT'
    | 'BAD_PATTERN'
    | 'PATTERN_NEVER_FITS'
    | 'TOO_MANY_PATTERNS'
    | 'DUPLICATE'
    | 'AMBIGUOUS'
    | 'UNREACHABLE'
    | 'UNMAPPED'
    | 'NEEDS_FACTS'
    | 'NEVER_SEEN';
  /** Position of the rule, from 0; null where it is about deliveries that no rule, or more than one, speaks for. */
  rule: number | null;
  message: string;
}

/** A delivery as it was told last. */
export interface SeenDelivery extends Omit<CarrierCase, 'number'> {
  name: string;
  references: readonly string[];
}

/** Pairs of rules that are looked at closely, and findings of one kind that are listed. */
const maxPairs = 5_000;
const maxListed = 50;
/** What one look at patterns may cost: states of theirs together, and patterns to keep apart from. */
const budget = 500;
const maxApart = 20;
/** Different patterns in a version: each is compared with each, here and where rules are asked. */
const maxPatterns = 50;

/** What is wrong or strange about rules, and about deliveries lately seen under them; `beneath` is CARRIER_MAPPING. Pure. */
export function lintCarrierRules(
  rules: readonly CarrierRule[],
  beneath: readonly CarrierRule[],
  seen: readonly SeenDelivery[],
): CarrierRuleFinding[] {
  const patterns = new Set(rules.flatMap(({ numberPattern }) => numberPattern ?? []));
  if (patterns.size > maxPatterns) {
    const message = `at most ${maxPatterns} different patterns; there are ${patterns.size}: use forms of carriers (numberFormat), or one pattern with | between shapes`;
    return [{ severity: 'ERROR', code: 'TOO_MANY_PATTERNS', rule: null, message }];
  }
  const findings = rules.flatMap((rule, i) => lintRule(rule, i, rules, seen));
  const isBroken = new Set(findings.flatMap(({ severity, rule }) => (severity === 'ERROR' ? (rule ?? []) : [])));
  const sound = rules.map((rule, i) => ({ rule, i })).filter(({ i }) => !isBroken.has(i));
  const compiled = createCarrierRules(1, rules);
  findings.push(...ties(sound, compiled), ...unreachable(sound, compiled));
  findings.push(...lintDeliveries(createCarrierRules(1, rules, beneath), seen));
  return findings.sort((a, b) => Number(a.severity === 'WARNING') - Number(b.severity === 'WARNING'));
}

function lintRule(
  rule: CarrierRule,
  i: number,
  rules: readonly CarrierRule[],
  seen: readonly SeenDelivery[],
): CarrierRuleFinding[] {
  const findings: CarrierRuleFinding[] = [];
  const add = (severity: CarrierRuleFinding['severity'], code: CarrierRuleFinding['code'], message: string) =>
    findings.push({ severity, code, rule: i, message });
  if (!findCarrier(rule.carrierCode))
    add('ERROR', 'UNKNOWN_CARRIER', `there is no carrier "${rule.carrierCode}"; use a code of ours, for example ups`);
  const missing = missingFacts(rule.carrierCode);
  if (missing.length > 0)
    add(
      'WARNING',
      'NEEDS_FACTS',
      `${findCarrier(rule.carrierCode)?.name} wants ${missing.join(', ')}, which deliveries do not bring along unless SEND_TO_PROVIDERS has them told: its shipments wait as NEEDS_FACTS`,
    );
  for (const code of rule.countries)
    if (!/^[A-Z]{2}$/.test(code) || !countries.isValid(code))
      add('ERROR', 'UNKNOWN_COUNTRY', `"${code}" is no country; use two letters, for example DE`);
  const { numberFormat, numberPattern, deliveryMethod } = rule;
  if (numberFormat !== null && samplesOf(numberFormat).length === 0)
    add('ERROR', 'UNKNOWN_FORMAT', `we know no form of numbers of "${numberFormat}"; write a pattern instead`);
  if (numberPattern !== null) {
    const pattern = parsePattern(numberPattern);
    if ('problem' in pattern) add('ERROR', 'BAD_PATTERN', pattern.problem);
    else if (findNumber([pattern]) === null)
      add('ERROR', 'PATTERN_NEVER_FITS', 'no number has this shape: numbers have 4 to 100 characters');
  }
  const first = rules.findIndex((other) => conditionsKey(other) === conditionsKey(rule));
  if (first < i && rules[first]?.carrierCode === rule.carrierCode)
    add('ERROR', 'DUPLICATE', `rule ${first} says the same`);
  if (
    deliveryMethod !== null &&
    seen.length > 0 &&
    !seen.some((delivery) => delivery.deliveryMethod === deliveryMethod)
  )
    add(
      'WARNING',
      'NEVER_SEEN',
      `no delivery lately had the delivery method "${deliveryMethod}"; is it spelled as Odoo has it?`,
    );
  return findings;
}

/** Numbers that have a form of this carrier, as examples. */
function samplesOf(carrierCode: string): readonly string[] {
  return formats.flatMap((format) =>
    (typeof format.carriers === 'function' ? issuesPostalNumbers(carrierCode) : format.carriers.includes(carrierCode))
      ? format.test_numbers.valid.map(cleanNumber)
      : [],
  );
}

interface Sound {
  rule: CarrierRule;
  i: number;
}

const patternOf = ({ numberPattern }: CarrierRule): NumberPattern[] => {
  const pattern = numberPattern === null ? null : parsePattern(numberPattern);
  return pattern === null || 'problem' in pattern ? [] : [pattern];
};

/**
 * Cases that all of these rules fit, each as plain as it can be, so that no rule fits that does not have to: what they leave open stands for what no rule names. `apart`: patterns that the number should not fit if it can
 * do without. Where forms of carriers are asked for, the numbers that we know as examples are tried. Null: that takes too long to say.
 */
function casesOf(some: readonly CarrierRule[], apart: readonly CarrierRule[]): CarrierCase[] | null {
  const one = <T>(values: readonly (T | null)[]): T | null | undefined => {
    const named = [...new Set(values.filter((value) => value !== null))];
    return named.length > 1 ? undefined : (named[0] ?? null);
  };
  const deliveryMethod = one(some.map((rule) => rule.deliveryMethod));
  const companyId = one(some.map((rule) => rule.companyId));
  const service = one(some.map((rule) => rule.service?.toUpperCase() ?? null));
  if (deliveryMethod === undefined || companyId === undefined || service === undefined) return [];
  const limited = some.filter((rule) => rule.countries.length > 0);
  const shared = limited
    .map(({ countries: list }) => list)
    .reduce<readonly string[] | null>((common, list) => common?.filter((code) => list.includes(code)) ?? list, null);
  const numbers = numbersOf(some, apart);
  if (numbers === null) return null;
  return (shared ?? [null]).flatMap((countryCode) =>
    numbers.map((number) => ({ deliveryMethod, companyId, countryCode, number })),
  );
}

function numbersOf(some: readonly CarrierRule[], apart: readonly CarrierRule[]): (string | null)[] | null {
  const patterns = some.flatMap(patternOf);
  const asked = some.flatMap(({ numberFormat }) => numberFormat ?? []);
  if (asked.length > 0 || some.some(({ service }) => service !== null)) {
    const known =
      asked[0] === undefined
        ? formats.flatMap((format) => format.test_numbers.valid.map(cleanNumber))
        : samplesOf(asked[0]);
    const probe = createCarrierRules(
      1,
      some.map((rule) => ({ ...rule, deliveryMethod: null, countries: [], companyId: null, carrierCode: 'ups' })),
    );
    const wanted = probe.layers[0]?.any.length ?? 0;
    return known.filter((number) => {
      const [layer] = probe.layers;
      return (
        layer &&
        decide(layer, { deliveryMethod: null, countryCode: null, companyId: null, number }).fitting.length === wanted
      );
    });
  }
  if (patterns.length === 0) return [null];
  const alone = findNumber(patterns, apart.flatMap(patternOf).slice(0, maxApart), budget);
  const found = typeof alone === 'string' ? alone : findNumber(patterns, [], budget);
  return found === undefined ? null : found === null ? [] : [found];
}

/** Two rules with different carriers for one case that no other rule settles. */
function ties(rules: readonly Sound[], compiled: CarrierRules): CarrierRuleFinding[] {
  const findings: CarrierRuleFinding[] = [];
  let looked = 0;
  for (const [at, a] of rules.entries()) {
    for (const b of rules.slice(at + 1)) {
      if (a.rule.carrierCode === b.rule.carrierCode || !mayMeet(a.rule, b.rule)) continue;
      looked += 1;
      if (looked > maxPairs || findings.length >= maxListed) return findings;
      const others = rules.filter((one) => one !== a && one !== b).map((one) => one.rule);
      const tie = casesOf([a.rule, b.rule], others)?.find((one) => {
        const verdict = mapCarrier(compiled, one);
        const tied = verdict.outcome === 'AMBIGUOUS' ? verdict.rules.map(({ position }) => position) : [];
        return tied.includes(a.i) && tied.includes(b.i);
      });
      if (tie)
        findings.push({
          severity: 'ERROR',
          code: 'AMBIGUOUS',
          rule: a.i,
          message: `rule ${b.i} fits as well and names ${b.rule.carrierCode}, for example for ${inWords(tie)}; add a rule for both (${describeRule(a.rule)}; ${describeRule(b.rule)}), or narrow one`,
        });
    }
  }
  return findings;
}

function mayMeet(a: CarrierRule, b: CarrierRule): boolean {
  const meets = <T>(mine: T | null, its: T | null) => mine === null || its === null || mine === its;
  return (
    meets(a.deliveryMethod, b.deliveryMethod) &&
    meets(a.companyId, b.companyId) &&
    (a.countries.length === 0 || b.countries.length === 0 || a.countries.some((code) => b.countries.includes(code)))
  );
}

/** Rules that always give way to more specific ones. */
function unreachable(rules: readonly Sound[], compiled: CarrierRules): CarrierRuleFinding[] {
  const [layer] = compiled.layers;
  if (!layer) return [];
  return rules.flatMap(({ rule, i }) => {
    const others = rules.filter((one) => one.i !== i && mayMeet(one.rule, rule)).map((one) => one.rule);
    const cases = casesOf([rule], others);
    // Nothing known fits it (a service that no number names): nothing reaches it.
    const isReached =
      cases === null || cases.some((one) => decide(layer, one).winners.some(({ position }) => position === i));
    return isReached
      ? []
      : [
          {
            severity: 'WARNING' as const,
            code: 'UNREACHABLE' as const,
            rule: i,
            message:
              cases.length === 0
                ? 'no number that we know fits it'
                : 'more specific rules decide everything that it is about',
          },
        ];
  });
}

/** Deliveries that no rule, or more than one, speaks for; by delivery method and country. */
function lintDeliveries(compiled: CarrierRules, seen: readonly SeenDelivery[]): CarrierRuleFinding[] {
  const groups = new Map<string, { code: 'UNMAPPED' | 'AMBIGUOUS'; count: number; example: string; why: string }>();
  for (const { name, references, ...about } of seen) {
    for (const number of references.length > 0 ? numbersIn(references) : [null]) {
      const verdict = mapCarrier(compiled, { ...about, number });
      // Without its number nobody can say what rules about numbers will say.
      if (verdict.outcome === 'MAPPED' || (number === null && mayNumberDecide(compiled, about))) continue;
      const key = JSON.stringify([verdict.outcome, about.deliveryMethod, about.countryCode]);
      const group = groups.get(key) ?? { code: verdict.outcome, count: 0, example: name, why: verdict.why };
      groups.set(key, { ...group, count: group.count + 1 });
    }
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, maxListed)
    .map(({ code, count, example, why }) => ({
      severity: 'WARNING',
      code,
      rule: null,
      message: `${why}: ${count} of the latest deliveries, for example ${example}`,
    }));
}

const mayNumberDecide = ({ layers }: CarrierRules, about: Omit<CarrierCase, 'number'>): boolean =>
  layers.some(({ byMethod, any }) =>
    [...(about.deliveryMethod === null ? [] : (byMethod.get(about.deliveryMethod) ?? [])), ...any].some(
      ({ rule, countries: list }) =>
        (rule.numberFormat !== null || rule.numberPattern !== null || rule.service !== null) &&
        (list.size === 0 || (about.countryCode !== null && list.has(about.countryCode))) &&
        (rule.companyId === null || rule.companyId === about.companyId),
    ),
  );

function inWords({ deliveryMethod, countryCode, companyId, number }: CarrierCase): string {
  return [
    deliveryMethod === null ? 'any delivery method' : `delivery method "${deliveryMethod}"`,
    `to ${countryCode ?? 'any country'}`,
    ...(companyId === null ? [] : [`company ${companyId}`]),
    ...(number === null ? [] : [`number ${number}`]),
  ].join(', ');
}
