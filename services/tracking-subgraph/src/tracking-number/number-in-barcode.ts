import { candidatesOf, type NumberCandidate } from './check-number.ts';
import { telling } from './number-format.ts';
import { bareNumber } from './read-number.ts';

/** Carriers' barcodes that hold more than the number (routing code, service): candidates with the number that each of them is asked for; none where the text is no such barcode. */
function inBarcode(text: string): readonly NumberCandidate[] {
  const bare = bareNumber(text);
  const candidates = candidatesOf(text);
  return candidates.filter(
    ({ number, evidence, oneIn }) =>
      number.length < bare.length &&
      bare.includes(number) &&
      evidence === 'CHECK_DIGIT' &&
      // What is plainly another number fits this one by chance.
      !candidates.some((other) => other.number !== number && other.oneIn >= oneIn * telling),
  );
}

/** The number that this carrier is asked for, where the text is a barcode of its that holds more; null where it is none. Of "420 11213 92 6129..." with usps: "926129...". Pure. */
export function numberInBarcode(text: string, carrierCode: string): string | null {
  return inBarcode(text).find((candidate) => candidate.carrierCode === carrierCode)?.number ?? null;
}

/** The same for any of these carriers, or for any at all where none are given: the likeliest first, each number once with the carriers that it would be of. */
export function numbersInBarcode(
  text: string,
  carriers: readonly string[] = [],
): readonly { number: string; carriers: readonly string[] }[] {
  const found = inBarcode(text).filter(({ carrierCode }) => carriers.length === 0 || carriers.includes(carrierCode));
  return [...Map.groupBy(found, ({ number }) => number)].map(([number, some]) => ({
    number,
    carriers: some.map(({ carrierCode }) => carrierCode),
  }));
}
