import { cleanNumber } from './clean-number.ts';
import { numbersInUrl, urlPattern } from './numbers-in-url.ts';

/** Much longer than any list that a person keeps in one field. */
const longestText = 20_000;
const mostNumbers = 100;
const mostLayers = 10;
/** Words of numbers that are written in groups: a hundred words are a dozen numbers. */
const mostGroups = 100;
/** A word that can be a tracking number by itself: longer than the groups in which people write one number. */
const wholeNumber = /^(?=(?:.*\d){4})[A-Z0-9][A-Z0-9._-]{9,}$/;
/** Letters that carriers print before a number, and people set apart from it. */
const printedBefore = new Set([
  '1Z',
  'GFUS',
  'GM',
  'JD',
  'JJD',
  'JVGL',
  'LTN',
  'PX',
  'SF',
  'SP',
  'TBA',
  'TBC',
  'TBM',
  'YT',
]);
/** Words that stand beside numbers and between them, and belong to none. */
const labels = new Set(
  `AMAZON AND AWB BPOST BRING BRT CHRONOPOST COLISSIMO CONSIGNMENT CORREOS DHL DPD ET EVRI EXPRESS FEDEX GLS HERMES INPOST NUMBER NUMERO
   ODER OR PACKAGE PACKETA PAKET PARCEL POSTNL POSTNORD SENDUNG SENDUNGSNUMMER SHIPMENT SUIVI TNT TRACKING TRACKINGNUMBER UND UPS USPS WAYBILL YODEL`.split(
    /\s+/,
  ),
);

/** The number as its carrier takes it when what is written is certainly one number, else null. */
type Recognise = (written: string) => string | null;

/**
 * What people keep in one text field, to tracking numbers: clean (clean-number.ts), in the order written, each once, at most 100.
 *
 * Connectors join numbers with commas; people also use semicolons, slashes, line breaks and blanks, write one number in groups ("1Z 999 AA1 ..."), and paste
 * labels ("DHL: ..."), addresses of tracking pages, and barcodes with GS1's brackets. Blanks separate only where every word between them is a whole number by
 * itself; otherwise they are part of one number. Words without digits ("see e-mail") are no numbers. A service that knows forms of numbers gives `recognise`: it
 * decides where spelling alone cannot.
 */
export function splitReferences(text: string | null, recognise: Recognise = () => null): string[] {
  if (text === null) return [];
  let numbers = splitOnce(text.slice(0, longestText), recognise);
  // Writing comes in layers (a label behind a slash behind a label). Each round only takes away, so what comes out goes in unchanged.
  for (let round = 0; round < mostLayers && numbers.length > 0; round++) {
    const further = splitOnce(numbers.join(','), recognise);
    if (further.join() === numbers.join()) break;
    numbers = further;
  }
  return numbers;
}

function splitOnce(text: string, recognise: Recognise): string[] {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    // Scanners' mark between the fields of a GS1 barcode.
    .replaceAll('\u001d', '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(urlPattern, (url) => `\n${numbersInUrl(url).join('\n')}\n`)
    .toUpperCase()
    // What scanners send before a GS1 barcode, and its application identifiers as they are printed: (00), (420).
    .replace(/\]C1/g, ' ')
    .replace(/\((\d{2,4})\)/g, '$1')
    .replace(/\(([^()]*)\)/g, (_, remark: string) => (/[A-Z0-9]{10}/.test(remark) ? `\n${remark}\n` : ' '))
    .replace(/(^|[\s,;|/])(?:[^\s\d,;|/:#=]*[:#=])+/g, '$1\n');
  const numbers = plain
    .split(/[,;|+&\n\r\t\v\f\u3001\u060c\u061b]+/)
    .flatMap((part) => apartBySlash(part, recognise))
    .flatMap((part) => runsOf(part))
    .flatMap((words) => numbersOf(words, recognise))
    .map((number) => (number.length <= 100 ? cleanNumber(number) : ''));
  return [...new Set(numbers)].filter(couldBeNumber).slice(0, mostNumbers);
}

const couldBeNumber = (text: string) => text.length >= 4 && (text.match(/\d/g)?.length ?? 0) >= 3;

/** A slash separates numbers, but belongs to one where the parts are none ("WH/OUT/00012"). */
function apartBySlash(part: string, recognise: Recognise): string[] {
  const parts = part.split('/').map(withoutPunctuation).filter(Boolean);
  if (parts.length === 1 || recognise(part.replace(/\s+/g, '')) !== null) return [part];
  const isOne =
    !/\s/.test(part.trim()) && parts.some((one) => !couldBeNumber(one)) && !parts.some((one) => wholeNumber.test(one));
  return isOne ? [part] : parts;
}

const withoutPunctuation = (word: string) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

/** Words that stand together: labels between them separate, punctuation around them falls away. */
function runsOf(part: string): string[][] {
  const runs: string[][] = [[]];
  for (const written of part.split(/[\s\p{Cc}]+/u)) {
    const word = withoutPunctuation(written);
    if (labels.has(word.replace(/\P{L}/gu, '')) && !/\p{N}/u.test(word)) runs.push([]);
    else if (word !== '') runs.at(-1)?.push(word);
  }
  return runs.filter((words) => words.length > 0);
}

function numbersOf(words: readonly string[], recognise: Recognise): string[] {
  const known = (word: string) => recognise(word) ?? word;
  if (words.length === 1 || words.every((word) => wholeNumber.test(word))) return words.map(known);
  const asOne = recognise(words.join(''));
  if (asOne !== null) return [asOne];
  const grouped = groupsOf(words, recognise);
  if (grouped) return grouped;
  const hasDigits = (word: string) => /\d/.test(word);
  if (words.every((word) => wholeNumber.test(word) || !hasDigits(word)))
    return words.flatMap((word, i) => {
      if (!hasDigits(word)) return [];
      const before = words[i - 1] ?? '';
      return [known(printedBefore.has(before) ? before + word : word)];
    });
  return [words.filter((word) => hasDigits(word) || word.length < 4 || printedBefore.has(word)).join('')];
}

/** Several numbers written in groups one after the other, where each of them is recognised and they are of one length. */
function groupsOf(words: readonly string[], recognise: Recognise): string[] | null {
  if (words.length > mostGroups) return null;
  for (let first = 2; first <= words.length / 2; first++) {
    const length = words.slice(0, first).join('').length;
    const numbers = [];
    for (let at = 0; at < words.length; ) {
      let group = '';
      while (group.length < length && at < words.length) group += words[at++];
      const number = group.length === length ? recognise(group) : null;
      if (number === null) break;
      numbers.push(number);
      if (at === words.length) return numbers;
    }
  }
  return null;
}
