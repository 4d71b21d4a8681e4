import { findCarrier } from '../carrier/carriers.ts';
import { ruleText } from '../rule-version/rule-versions.ts';

/** An operator's word about who carries what. What a rule leaves open (null, no countries) fits every delivery. */
export interface CarrierRule {
  /** Name of the delivery method in Odoo, exactly. */
  deliveryMethod: string | null;
  /** Of the destination, ISO 3166-1 alpha-2; any of them. */
  countries: readonly string[];
  /** What the number itself says of the service, in the words of the carrier: "UPS United States Ground". */
  service: string | null;
  /** Odoo's company. */
  companyId: number | null;
  /** The number has a form of this carrier, ours, and its check digit is right where there is one. */
  numberFormat: string | null;
  /** The number has this shape: number-pattern.ts. */
  numberPattern: string | null;
  /** Ours. */
  carrierCode: string;
}

/** What is known of a number on a delivery. Null: not known, which fits only what is left open. */
export interface CarrierCase {
  deliveryMethod: string | null;
  countryCode: string | null;
  companyId: number | null;
  number: string | null;
}

/** What a rule is about, as one text: two rules with the same speak of the same cases. */
export const conditionsKey = (rule: CarrierRule): string =>
  JSON.stringify([
    rule.deliveryMethod,
    [...rule.countries].sort(),
    rule.service?.toUpperCase() ?? null,
    rule.companyId,
    rule.numberFormat,
    rule.numberPattern,
  ]);

/** As it is stored. */
export const normaliseRule = (rule: CarrierRule): CarrierRule => ({
  deliveryMethod: anyOf(ruleText(rule.deliveryMethod)),
  countries: [...new Set(rule.countries.map((code) => code.trim().toUpperCase().slice(0, 10)))]
    .filter((code) => code !== '' && code !== '*')
    .sort(),
  service: anyOf(ruleText(rule.service)),
  companyId: rule.companyId,
  numberFormat: ruleText(rule.numberFormat),
  numberPattern: ruleText(rule.numberPattern),
  carrierCode: ruleText(rule.carrierCode) ?? '',
});
const anyOf = (text: string | null) => (text === '*' ? null : text);

/** The rule in words: "UPS Ground to DE, AT". */
export function describeRule(rule: CarrierRule): string {
  const { deliveryMethod, countries, service, companyId, numberFormat, numberPattern } = rule;
  const parts = [
    deliveryMethod === null ? null : `delivery method "${deliveryMethod}"`,
    countries.length === 0
      ? null
      : `to ${countries.slice(0, 5).join(', ')}${countries.length > 5 ? ` and ${countries.length - 5} more` : ''}`,
    service === null ? null : `service "${service}"`,
    companyId === null ? null : `company ${companyId}`,
    numberFormat === null ? null : `numbers of ${findCarrier(numberFormat)?.name ?? numberFormat}`,
    numberPattern === null ? null : `numbers like ${numberPattern}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'everything' : parts.join(', ');
}
