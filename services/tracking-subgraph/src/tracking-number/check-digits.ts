import { z } from 'zod';

/**
 * How courier files name the rule of a check digit (CHECKSUM_ALGORITHMS.md of tracking_number_data); `plus` and mod11 are ours. Serials are upper case; a letter counts as (its ASCII code - 3) mod 10 in mod10.
 */
export const checksumSchema = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('mod10'),
    evens_multiplier: z.number().int().positive(),
    odds_multiplier: z.number().int().positive(),
    /** From the right, so that one rule serves numbers of several lengths: evens is what the last digit of the serial is multiplied by. */
    reverse: z.boolean().default(false),
    /** Added to the sum before its last digit is taken (GLS adds 1). */
    plus: z.number().int().default(0),
  }),
  z.object({ name: z.literal('mod7') }),
  /** UPU S10: weights 8 6 4 2 3 5 9 7, mod 11. */
  z.object({ name: z.literal('s10') }),
  z.object({ name: z.literal('luhn') }),
  /** Weights 2 to 7 from the right, again and again; what is left to the next multiple of 11, of which 10 and 11 are written 0. */
  z.object({ name: z.literal('mod11') }),
  /** ISO 7064 MOD 37,36: over digits and letters, the check character is one of both. */
  z.object({ name: z.literal('mod_37_36') }),
  z.object({
    name: z.literal('sum_product_with_weightings_and_modulo'),
    weightings: z.array(z.number().int()).nonempty(),
    modulo1: z.number().int().positive(),
    modulo2: z.number().int().positive(),
  }),
]);

export type Checksum = z.infer<typeof checksumSchema>;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const s10Weights = [8, 6, 4, 2, 3, 5, 9, 7];

/** The check character that belongs to a serial; null where the rule has none for it (a letter where only digits count, a serial of another length than its weights). */
export function checkCharacter(checksum: Checksum, serial: string): string | null {
  switch (checksum.name) {
    case 'mod10':
      return mod10(serial, checksum);
    case 'mod_37_36':
      return mod3736(serial);
    case 'mod7':
    case 's10':
    case 'luhn':
    case 'mod11':
    case 'sum_product_with_weightings_and_modulo':
      return /^\d+$/.test(serial) ? overDigits(checksum, [...serial].map(Number)) : null;
  }
}

function overDigits(checksum: Exclude<Checksum, { name: 'mod10' | 'mod_37_36' }>, digits: readonly number[]) {
  switch (checksum.name) {
    case 'mod7':
      return String(digits.reduce((rest, digit) => (rest * 10 + digit) % 7, 0));
    case 's10': {
      if (digits.length !== s10Weights.length) return null;
      const rest = 11 - (weighted(digits, s10Weights) % 11);
      return String(rest === 10 ? 0 : rest === 11 ? 5 : rest);
    }
    case 'luhn': {
      const sum = digits.toReversed().reduce((total, digit, i) => total + (i % 2 === 0 ? doubled(digit) : digit), 0);
      return String((10 - (sum % 10)) % 10);
    }
    case 'mod11': {
      const rest = 11 - (digits.toReversed().reduce((total, digit, i) => total + digit * (2 + (i % 6)), 0) % 11);
      return String(rest > 9 ? 0 : rest);
    }
    case 'sum_product_with_weightings_and_modulo':
      if (digits.length !== checksum.weightings.length) return null;
      return String((weighted(digits, checksum.weightings) % checksum.modulo1) % checksum.modulo2);
  }
}

function mod10(serial: string, { evens_multiplier, odds_multiplier, reverse, plus }: Checksum & { name: 'mod10' }) {
  const values = [...serial].map((char) => (/\d/.test(char) ? Number(char) : (char.charCodeAt(0) - 3) % 10));
  if (reverse) values.reverse();
  const sum = values.reduce((total, v, i) => total + v * (i % 2 === 0 ? evens_multiplier : odds_multiplier), plus);
  return String((10 - (sum % 10)) % 10);
}

/** ISO/IEC 7064, hybrid system MOD 37,36. */
function mod3736(serial: string) {
  let rest = 36;
  for (const char of serial) {
    const value = alphabet.indexOf(char);
    if (value === -1) return null;
    rest = (((rest + value) % 36 || 36) * 2) % 37;
  }
  return alphabet[(37 - rest) % 36] as string;
}

const weighted = (digits: readonly number[], weights: readonly number[]) =>
  digits.reduce((total, digit, i) => total + digit * (weights[i] as number), 0);
const doubled = (digit: number) => (digit > 4 ? digit * 2 - 9 : digit * 2);
