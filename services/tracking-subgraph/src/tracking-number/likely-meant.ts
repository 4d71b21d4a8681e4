import { type NumberFormat, type Reading, readAs } from './number-format.ts';
import { bareNumber } from './read-number.ts';

const most = 5;
/** A digit and a letter that are read for each other. */
const lookAlikes = ['0O', '0Q', '0D', '1I', '1L', '2Z', '5S', '6G', '8B'];
/** Digits that are written alike, or lie side by side on the number pad. */
const nearDigits = [
  '17',
  '38',
  '68',
  '56',
  '69',
  '08',
  '49',
  '12',
  '23',
  '45',
  '78',
  '89',
  '14',
  '47',
  '25',
  '58',
  '36',
];

/**
 * Numbers one typing error away whose check digit is right in one of these forms, where `isMeant` holds of it. Kinds of error are tried from the most to the least telling; a kind that finds more than there is room for finds by chance (every number is one
 * digit away from a dozen right ones), so it and all after it are left out.
 */
export function likelyMeant(
  number: string,
  formats: readonly NumberFormat[],
  isMeant: (reading: Reading) => boolean,
): string[] {
  const text = bareNumber(number);
  const near = formats.filter(({ validation, lengths }) => {
    return validation.checksum && lengths.some((length) => Math.abs(length - text.length) <= 1);
  });
  if (near.length === 0) return [];
  const isRight = (variant: string) =>
    near.some((format) => {
      const reading = readAs(format, variant);
      return reading?.checkDigit === 'RIGHT' && isMeant(reading);
    });
  let found: ReadonlySet<string> = new Set<string>();
  for (const variants of [letterForDigit, swapped, repeated, digitForLetter, nearDigit, otherCharacter]) {
    const more = new Set(found);
    for (const variant of variants(text)) {
      if (variant !== text && isRight(variant)) more.add(variant);
      if (more.size > most) return [...found];
    }
    found = more;
  }
  return [...found];
}

const replaceAt = (text: string, i: number, by: string, length = 1) => text.slice(0, i) + by + text.slice(i + length);
const positions = (text: string) => [...text].map((char, i) => [char, i] as const);
const partners = (pairs: readonly string[], char: string) =>
  pairs.flatMap((pair) => (pair[0] === char ? (pair[1] as string) : pair[1] === char ? (pair[0] as string) : []));

/** Whether what was typed has letters where the number has digits, and is the same else. */
export function hasLettersForDigits(typed: string, meant: string): boolean {
  const text = bareNumber(typed);
  return (
    text.length === meant.length &&
    positions(meant).every(([char, i]) => char === text[i] || (/\d/.test(char) && /[A-Z]/.test(text[i] as string)))
  );
}

/** O where 0 belongs, I for 1: once, or each time that letter was typed. */
const letterForDigit = (text: string) => lookAlike(text, /[A-Z]/);
const digitForLetter = (text: string) => lookAlike(text, /\d/);

function lookAlike(text: string, typed: RegExp): string[] {
  return positions(text).flatMap(([char, i]) =>
    typed.test(char)
      ? partners(lookAlikes, char).flatMap((other) => [replaceAt(text, i, other), text.replaceAll(char, other)])
      : [],
  );
}

function swapped(text: string): string[] {
  return positions(text.slice(1)).map(([char, i]) => replaceAt(text, i, `${char}${text[i]}`, 2));
}

/** A character typed twice, or once instead of twice. */
function repeated(text: string): string[] {
  return positions(text).flatMap(([char, i]) => [
    replaceAt(text, i, char + char),
    ...(text[i + 1] === char ? [replaceAt(text, i, '')] : []),
  ]);
}

function nearDigit(text: string): string[] {
  return positions(text).flatMap(([char, i]) => partners(nearDigits, char).map((other) => replaceAt(text, i, other)));
}

/** Any other digit for a digit or letter for a letter, one character too many, one missing. */
function otherCharacter(text: string): string[] {
  const digits = [...'0123456789'];
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return positions(text).flatMap(([char, i]) => [
    ...(/\d/.test(char) ? digits : letters).map((other) => replaceAt(text, i, other)),
    replaceAt(text, i, ''),
    ...digits.map((other) => replaceAt(text, i, other, 0)),
  ]);
}
