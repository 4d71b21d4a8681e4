import { cleanNumber } from '@milepost/service-kit';
import { type NumberFormat, type Reading, rarity, readAs, telling } from './number-format.ts';
import { ownFormats } from './own-formats.ts';
import { packageFormats } from './package-formats.ts';

/** Every form of numbers we know. */
export const formats: readonly NumberFormat[] = [...packageFormats, ...ownFormats];

/** Most forms are told apart by their length alone: few patterns run for one number. */
const byLength = new Map<number, NumberFormat[]>();
const ids = new Set<string>();
for (const format of formats) {
  if (ids.has(format.id)) throw new Error(`two forms of numbers are called ${format.id}`);
  ids.add(format.id);
  for (const length of format.lengths) byLength.set(length, [...(byLength.get(length) ?? []), format]);
}

/** A number without what is printed only to be read more easily: blanks, dashes, dots. Upper case. */
export function bareNumber(number: string): string {
  return cleanNumber(number).replace(/[\p{Pd}\u2212._·]/gu, '');
}

/** The number in every form it has, also where its check digit is wrong. At most 100 characters of it are read. */
export function readingsOf(number: string): readonly Reading[] {
  const clean = cleanNumber(number);
  const bare = bareNumber(clean);
  // A dash belongs to the number in few forms; those name it in their pattern.
  const written = clean === bare ? [bare] : [bare, clean];
  return written.flatMap((text) => (byLength.get(text.length) ?? []).flatMap((format) => readAs(format, text) ?? []));
}

/** Three digits of the airline and eight of the waybill: a number of freight, always written so. */
const airWaybill = /^\d{3}-\d{8}$/;

/** What is written, without blanks and what is only printed, where a form says that it is one number; else null. */
export function recognised(written: string): string | null {
  if (airWaybill.test(written)) return null;
  const reading = readingsOf(written).find((one) => {
    return one.checkDigit === 'RIGHT' || (one.checkDigit === 'NONE' && rarity(one) >= telling);
  });
  return reading?.text ?? null;
}

/** The form in which a single number is kept and looked up, however it was typed: "99.60.123456.12345678" and "996012345612345678" are one shipment. */
export function keptNumber(written: string): string {
  return recognised(written) ?? cleanNumber(written);
}
