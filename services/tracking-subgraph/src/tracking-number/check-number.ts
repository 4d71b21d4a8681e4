import { splitReferences as splitText } from '@milepost/service-kit';
import { findCarrier, issuesPostalNumbers } from '../carrier/carriers.ts';
import { hasLettersForDigits, likelyMeant } from './likely-meant.ts';
import { countriesOf, type NumberFormat, nameOf, partnerOf, type Reading, rarity, telling } from './number-format.ts';
import { formats, readingsOf, recognised } from './read-number.ts';
import { isTestNumber } from './test-numbers.ts';

/** A carrier whose number this could be. */
export interface NumberCandidate {
  /** Ours. */
  carrierCode: string;
  /** Name of the form, for people: "USPS 20". */
  format: string;
  /** The number as this carrier is asked for it: without blanks and dashes, and without what a barcode holds beside it (routing codes). */
  number: string;
  /** CHECK_DIGIT: its check digit is right. SHAPE: it has the form of numbers of this carrier, which have no check digit that we know. */
  evidence: 'CHECK_DIGIT' | 'SHAPE';
  /** Of how many numbers with letters and digits in the same places one fits by chance. Candidates are ranked by it. */
  oneIn: number;
  /** In the words of the carrier or the post. */
  service?: string;
  /** ISO 3166-1 alpha-2. */
  originCountry?: string;
  /** ISO 3166-1 alpha-2. */
  destinationCountry?: string;
  /** The other carrier that handles the same parcel under the same number. */
  partnerOf?: string;
  isTestNumber: boolean;
}

/**
 * - `FITS`: it has a form of this carrier (or of any, where none is given), and its check digit is right where there is one.
 * - `CHECK_DIGIT_WRONG`: it has a form of this carrier, and its check digit says that a character is wrong.
 * - `DOES_NOT_FIT`: it has no form of this carrier that we know, and is beyond doubt another carrier's, or one typing error away from a number that is rare enough to be no chance (`likelyMeant`); or it has no digit and is no number of anybody.
 * - `NO_FORMAT_KNOWN`: nothing is known for or against it. Carriers have forms that we do not know: not known is not invalid.
 */
type NumberVerdict = 'FITS' | 'DOES_NOT_FIT' | 'CHECK_DIGIT_WRONG' | 'NO_FORMAT_KNOWN';

interface NumberCheck {
  verdict: NumberVerdict;
  /** Of any carrier, the likeliest first. */
  candidates: readonly NumberCandidate[];
  /** Right numbers one typing error away, the likeliest first, at most five; to be shown to a person, never to be used by itself. Empty where there are too many to be of help. */
  likelyMeant: readonly string[];
  isTestNumber: boolean;
}

/** Forms that no number comes near by chance, a character more or less. */
const plain = 500;
const formatsOf = new Map<string, NumberFormat[]>();
for (const format of formats) {
  if (typeof format.carriers === 'function') continue;
  for (const code of format.carriers) formatsOf.set(code, [...(formatsOf.get(code) ?? []), format]);
}

/** Carriers whose number this could be, ranked: the rarer the form, the likelier. Any text; [] where no form fits. */
export function candidatesOf(number: string): readonly NumberCandidate[] {
  return candidatesFrom(readingsOf(number), isTestNumber(number));
}

/** Whether a number can be what it is said to be. `carrierCode` is ours; null where nobody said it, or one we do not know. */
export function checkNumber(number: string, carrierCode: string | null): NumberCheck {
  const readings = readingsOf(number);
  const isTest = isTestNumber(number);
  const candidates = candidatesFrom(readings, isTest);
  const carrier = carrierCode !== null && findCarrier(carrierCode) ? carrierCode : null;
  const isOurs = (format: NumberFormat) => carrier === null || isFormatOf(format, carrier);
  const ofCarrier = readings.filter(({ format }) => isOurs(format));
  const verdict = /\d/.test(number.normalize('NFKC')) ? verdictOf(ofCarrier, candidates, carrier) : 'DOES_NOT_FIT';
  if (verdict === 'FITS') return { verdict, candidates, likelyMeant: [], isTestNumber: isTest };
  const meant = likelyMeant(number, formats.filter(isOurs), (reading) => isTelling(reading, carrier));
  const isPlain = (one: string) =>
    readingsOf(one).some((r) => r.checkDigit === 'RIGHT' && isOurs(r.format) && rarity(r) >= plain);
  const isMistyped =
    verdict === 'NO_FORMAT_KNOWN' &&
    meant.some((one) => isPlain(one) || (carrier !== null && hasLettersForDigits(number, one)));
  return { verdict: isMistyped ? 'DOES_NOT_FIT' : verdict, candidates, likelyMeant: meant, isTestNumber: isTest };
}

/**
 * The tracking numbers in a text that a person wrote or pasted: what the service kit's splitReferences finds by spelling (Odoo's texts are split by that alone), helped by the forms we know where blanks, dashes or slashes could separate
 * or belong. Numbers that are recognised come without blanks and dashes. At most 100.
 */
export function splitReferences(text: string): string[] {
  return splitText(text, recognised);
}

function verdictOf(
  ofCarrier: readonly Reading[],
  candidates: readonly NumberCandidate[],
  carrier: string | null,
): NumberVerdict {
  const isWrong = (reading: Reading) => reading.checkDigit === 'WRONG';
  const right = rarest(ofCarrier.filter((reading) => !isWrong(reading)));
  const wrong = rarest(ofCarrier.filter((reading) => isWrong(reading) && isTelling(reading, carrier)));
  // "00340434..." with a wrong check digit is a Paket number typed wrongly, though one of ten such numbers is right as one of USPS.
  if (right > 0 && wrong < right * telling) return 'FITS';
  if (wrong > 0) return 'CHECK_DIGIT_WRONG';
  if (carrier === null) return 'NO_FORMAT_KNOWN';
  return formatsOf.has(carrier) && candidates.some(isCertain) ? 'DOES_NOT_FIT' : 'NO_FORMAT_KNOWN';
}

const rarest = (readings: readonly Reading[]) => Math.max(0, ...readings.map(rarity));

/** Where nobody said the carrier, a wrong check digit says something only of a form that is rare without it: any twelve digits look like FedEx. */
const isTelling = (reading: Reading, carrier: string | null) => carrier !== null || rarity(reading) >= telling;

/** Posts deliver each other's parcels, and other carriers' too, under the number the first one gave. */
const isCertain = ({ evidence, oneIn, carrierCode, partnerOf }: NumberCandidate) =>
  evidence === 'CHECK_DIGIT' && oneIn >= 2 * telling && partnerOf === undefined && !issuesPostalNumbers(carrierCode);

/** A post's number is a number of every post. */
function isFormatOf(format: NumberFormat, carrier: string): boolean {
  return typeof format.carriers === 'function' ? issuesPostalNumbers(carrier) : format.carriers.includes(carrier);
}

function candidatesFrom(readings: readonly Reading[], isTest: boolean): readonly NumberCandidate[] {
  const right = readings.filter(({ checkDigit }) => checkDigit !== 'WRONG');
  const ranked = right
    .flatMap((reading) => carriersOf(reading).map((carrierCode) => toCandidate(reading, carrierCode, right, isTest)))
    .sort((a, b) => b.oneIn - a.oneIn);
  const seen = new Set<string>();
  return ranked.filter(({ carrierCode }) => !seen.has(carrierCode) && seen.add(carrierCode));
}

const carriersOf = ({ format: { carriers }, groups }: Reading) =>
  typeof carriers === 'function' ? carriers(groups['CountryCode'] ?? '') : carriers;

function toCandidate(
  reading: Reading,
  carrierCode: string,
  others: readonly Reading[],
  isTest: boolean,
): NumberCandidate {
  const { format, checkDigit, text } = reading;
  const service = format.service ?? nameOf(reading, 'ServiceType');
  const partner = partnerOf(reading, others);
  return {
    carrierCode,
    format: format.name,
    number: format.trackedAs?.exec(text)?.[1] ?? text,
    evidence: checkDigit === 'RIGHT' ? 'CHECK_DIGIT' : 'SHAPE',
    oneIn: rarity(reading),
    ...(service === undefined ? {} : { service }),
    ...countriesOf(reading),
    ...(partner === undefined ? {} : { partnerOf: partner }),
    isTestNumber: isTest,
  };
}
