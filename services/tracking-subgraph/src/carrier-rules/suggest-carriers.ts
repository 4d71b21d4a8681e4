import { findCarrier } from '../carrier/carriers.ts';
import type { NumberCandidate } from '../tracking-number/check-number.ts';

/** How often deliveries of one kind came to a carrier. */
export interface Outcome {
  carrierCode: string;
  count: number;
}

export interface CarrierSuggestion {
  carrierCode: string;
  /** Each a sentence for a person, the strongest first. */
  reasons: string[];
}

const most = 5;

/**
 * Carriers that may carry a number, the likeliest first, each with its reasons. A right check digit counts most, and more the rarer the form is by chance (up to 4); then what deliveries of the same method came to (2 times
 * their share); then a form without a check digit (up to 1); then what goes to the same country (half its share). For a person to judge: nothing is chosen by it. Pure.
 */
export function suggestCarriers({
  candidates,
  ofMethod,
  ofCountry,
  deliveryMethod,
  countryCode,
}: {
  candidates: readonly NumberCandidate[];
  ofMethod: readonly Outcome[];
  ofCountry: readonly Outcome[];
  deliveryMethod: string | null;
  countryCode: string | null;
}): CarrierSuggestion[] {
  const found = new Map<string, { weight: number; reason: string }[]>();
  const add = (carrierCode: string, weight: number, reason: string) => {
    if (findCarrier(carrierCode) && weight > 0)
      found.set(carrierCode, [...(found.get(carrierCode) ?? []), { weight, reason }]);
  };
  for (const { carrierCode, evidence, oneIn, format, isTestNumber } of candidates) {
    // A number that is only for tests says as much of its form, and nothing of a parcel.
    const test = isTestNumber ? '; it is a number for tests' : '';
    if (evidence === 'CHECK_DIGIT')
      add(
        carrierCode,
        Math.min(4, 1.5 * Math.log10(oneIn)),
        `the number has the form ${format} and its check digit is right; one in ${oneIn.toLocaleString('en')} does by chance${test}`,
      );
    else
      add(
        carrierCode,
        Math.min(1, 0.2 + 0.5 * Math.log10(oneIn)),
        `the number has the form ${format}, which has no check digit${test}`,
      );
  }
  const shares = (outcomes: readonly Outcome[], factor: number, about: string) => {
    const total = outcomes.reduce((sum, { count }) => sum + count, 0);
    for (const { carrierCode, count } of outcomes)
      add(carrierCode, (factor * count) / total, `${count} of the latest ${total} shipments ${about} went with it`);
  };
  shares(ofMethod, 2, `of delivery method "${deliveryMethod}"`);
  shares(ofCountry, 0.5, `to ${countryCode}`);
  return [...found]
    .map(([carrierCode, reasons]) => ({
      carrierCode,
      weight: reasons.reduce((sum, { weight }) => sum + weight, 0),
      reasons: reasons.sort((a, b) => b.weight - a.weight).map(({ reason }) => reason),
    }))
    .sort((a, b) => b.weight - a.weight || (a.carrierCode < b.carrierCode ? -1 : 1))
    .slice(0, most)
    .map(({ carrierCode, reasons }) => ({ carrierCode, reasons }));
}
