import { hash } from 'node:crypto';
import { findCarrier } from '../carrier/carriers.ts';
import { candidatesOf } from '../tracking-number/check-number.ts';
import { type CarrierCase, type CarrierRule, conditionsKey, describeRule } from './carrier-rule.ts';
import { findNumber, fitsPattern, type NumberPattern, parsePattern } from './number-pattern.ts';

/** A rule with its place, from 0, in the version that holds it. */
export interface PlacedRule {
  version: number;
  position: number;
  rule: CarrierRule;
}

/** What rules say of a case. Never a guess: where they do not agree, a person decides. */
export type CarrierVerdict =
  | { outcome: 'MAPPED'; carrierCode: string; rule: PlacedRule; why: string }
  | { outcome: 'UNMAPPED'; why: string }
  | { outcome: 'AMBIGUOUS'; rules: readonly PlacedRule[]; why: string };

interface Compiled extends PlacedRule {
  countries: ReadonlySet<string>;
  service: string | null;
  pattern: NumberPattern | null;
  /** Of what it is about; decides between rules that say the same, so that their order does not. */
  key: string;
}

/** Published rules, and those of the configuration beneath them: version 0, which is asked where no published rule fits. */
export interface CarrierRules {
  /** Number of the published rules, and what stands beneath: it changes when either does. */
  version: string;
  number: number;
  layers: readonly Layer[];
}

interface Layer {
  /** Rules of one delivery method, and of any. */
  byMethod: ReadonlyMap<string, readonly Compiled[]>;
  any: readonly Compiled[];
}

/**
 * Rules ready to be asked. A rule that names a carrier or writes a pattern that this software does not know counts as none (an operator's lint says so), it does not stop the process.
 */
export function createCarrierRules(
  number: number,
  rules: readonly CarrierRule[],
  builtIn: readonly CarrierRule[] = [],
): CarrierRules {
  const layers = [
    { version: number, rules },
    { version: 0, rules: builtIn },
  ].filter((layer) => layer.rules.length > 0);
  return {
    version:
      builtIn.length === 0
        ? `${number}`
        : `${number}+${hash('sha256', JSON.stringify(builtIn.map(ruleKey).sort())).slice(0, 12)}`,
    number,
    layers: layers.map((layer) => createLayer(layer.version, layer.rules)),
  };
}

/** CARRIER_MAPPING as rules: delivery method to carrier. */
export const builtInRules = (mapping: Readonly<Record<string, string>>): readonly CarrierRule[] =>
  Object.entries(mapping).map(([deliveryMethod, carrierCode]) => ({
    deliveryMethod,
    countries: [],
    service: null,
    companyId: null,
    numberFormat: null,
    numberPattern: null,
    carrierCode,
  }));

const ruleKey = (rule: CarrierRule) => JSON.stringify([conditionsKey(rule), rule.carrierCode]);

function createLayer(version: number, rules: readonly CarrierRule[]): Layer {
  const compiled = rules.flatMap((rule, position) => compile(version, position, rule) ?? []);
  const byMethod = new Map<string, Compiled[]>();
  for (const one of compiled) {
    const { deliveryMethod } = one.rule;
    if (deliveryMethod !== null) byMethod.set(deliveryMethod, [...(byMethod.get(deliveryMethod) ?? []), one]);
  }
  return { byMethod, any: compiled.filter(({ rule }) => rule.deliveryMethod === null) };
}

function compile(version: number, position: number, rule: CarrierRule): Compiled | null {
  const pattern = rule.numberPattern === null ? null : parsePattern(rule.numberPattern);
  if (!findCarrier(rule.carrierCode) || (pattern !== null && 'problem' in pattern)) return null;
  return {
    version,
    position,
    rule,
    pattern,
    countries: new Set(rule.countries),
    service: rule.service?.toUpperCase() ?? null,
    key: conditionsKey(rule),
  };
}

/**
 * Who carries this case. Of the rules that fit, one gives way to another that speaks of a part of its cases only; those that are left have to name one carrier. Rules of the configuration are asked
 * where no published one fits. The order of rules does not matter. Pure.
 */
export function mapCarrier(rules: CarrierRules, given: CarrierCase): CarrierVerdict {
  const number = numberOf(given.number);
  for (const layer of rules.layers) {
    const { fitting, winners } = decide(layer, given, number);
    const [first] = winners;
    if (!first) continue;
    const carriers = new Set(winners.map(({ rule }) => rule.carrierCode));
    if (carriers.size > 1)
      return {
        outcome: 'AMBIGUOUS',
        rules: winners.map(placed),
        why: `${winners.length} rules fit and name different carriers, none more specific than the other: ${winners.slice(0, 3).map(inWords).join('; ')}`,
      };
    const beaten = fitting.length - winners.length;
    return {
      outcome: 'MAPPED',
      carrierCode: first.rule.carrierCode,
      rule: placed(first),
      why: `${inWords(first)}${beaten > 0 ? `; it is more specific than ${beaten} other${beaten > 1 ? 's' : ''} that fit${beaten > 1 ? '' : 's'}` : ''}`,
    };
  }
  return { outcome: 'UNMAPPED', why: `no rule fits ${describeCase(given)}` };
}

/** The rules that fit a case, and of them those that no other one stands above. */
export function decide(
  layer: Layer,
  given: CarrierCase,
  number = numberOf(given.number),
): { fitting: readonly Compiled[]; winners: readonly Compiled[] } {
  const { deliveryMethod } = given;
  const ofMethod = deliveryMethod === null ? [] : (layer.byMethod.get(deliveryMethod) ?? []);
  const fitting = [...ofMethod, ...layer.any].filter((rule) => fits(rule, given, number));
  const winners = fitting.filter((rule) => !fitting.some((above) => isMoreSpecific(above, rule)));
  return {
    fitting,
    winners: winners.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.position - b.position)),
  };
}

/** What a number says by itself; read once for all rules, and only where one asks. */
interface NumberSays {
  text: string;
  carriers: () => ReadonlySet<string>;
  services: () => ReadonlySet<string>;
}

function numberOf(text: string | null): NumberSays | null {
  if (text === null) return null;
  let read: { carriers: ReadonlySet<string>; services: ReadonlySet<string> } | undefined;
  const reading = () => {
    const candidates = read ? [] : candidatesOf(text);
    read ??= {
      carriers: new Set(candidates.map(({ carrierCode }) => carrierCode)),
      services: new Set(candidates.flatMap(({ service }) => service?.toUpperCase() ?? [])),
    };
    return read;
  };
  return { text, carriers: () => reading().carriers, services: () => reading().services };
}

function fits({ rule, countries, service, pattern }: Compiled, given: CarrierCase, number: NumberSays | null): boolean {
  if (rule.deliveryMethod !== null && rule.deliveryMethod !== given.deliveryMethod) return false;
  if (countries.size > 0 && (given.countryCode === null || !countries.has(given.countryCode))) return false;
  if (rule.companyId !== null && rule.companyId !== given.companyId) return false;
  if (pattern !== null && (number === null || !fitsPattern(pattern, number.text))) return false;
  if (rule.numberFormat !== null && !number?.carriers().has(rule.numberFormat)) return false;
  return service === null || (number?.services().has(service) ?? false);
}

/** Whether a rule speaks of some, and not all, of the cases of another. */
function isMoreSpecific(one: Compiled, other: Compiled): boolean {
  return one.key !== other.key && isWithin(one, other) && !isWithin(other, one);
}

function isWithin(one: Compiled, other: Compiled): boolean {
  const same = <T>(mine: T, its: T) => its === null || mine === its;
  return (
    same(one.rule.deliveryMethod, other.rule.deliveryMethod) &&
    same(one.rule.companyId, other.rule.companyId) &&
    same(one.service, other.service) &&
    same(one.rule.numberFormat, other.rule.numberFormat) &&
    (other.countries.size === 0 ||
      (one.countries.size > 0 && [...one.countries].every((code) => other.countries.has(code)))) &&
    (other.pattern === null || (one.pattern !== null && isPatternWithin(one.pattern, other.pattern)))
  );
}

const known = new Map<string, boolean>();
const knownLimit = 10_000;

/** Where it takes too long to say, no: two rules then do not agree and a person decides. */
function isPatternWithin(one: NumberPattern, other: NumberPattern): boolean {
  if (one.text === other.text) return true;
  const name = JSON.stringify([one.text, other.text]);
  let answer = known.get(name);
  if (answer === undefined) {
    answer = findNumber([one], [other]) === null;
    if (known.size >= knownLimit) known.clear();
    known.set(name, answer);
  }
  return answer;
}

const placed = ({ version, position, rule }: Compiled): PlacedRule => ({ version, position, rule });

const nameOf = ({ version, position }: PlacedRule) =>
  version === 0 ? 'CARRIER_MAPPING' : `rule ${position} of carrier rules ${version}`;

const inWords = (one: PlacedRule) =>
  `${nameOf(one)} (${describeRule(one.rule)}) names ${findCarrier(one.rule.carrierCode)?.name ?? one.rule.carrierCode}`;

function describeCase({ deliveryMethod, countryCode, number }: CarrierCase): string {
  const method =
    deliveryMethod === null ? 'a delivery without a delivery method' : `delivery method "${deliveryMethod}"`;
  const country = countryCode === null ? 'an unknown country' : countryCode;
  return `${method} to ${country}${number === null ? ', and no number is known yet' : ''}`;
}
