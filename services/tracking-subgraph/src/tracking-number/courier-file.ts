import { z } from 'zod';
import { checksumSchema } from './check-digits.ts';

/** A group of the pattern compared with a text or a pattern. */
const match = { matches: z.string().optional(), matches_regex: z.string().optional() };

const lookupSchema = z.object({
  ...match,
  name: z.string().optional(),
  country: z.string().optional(),
});

/**
 * One form of numbers in a courier file (README of jkeen/tracking_number_data). What we do not use (tracking_url, descriptions) is left out; what we do not know how to evaluate is refused, so that a newer file cannot be half understood.
 */
export const formatSchema = z.object({
  id: z.string().optional(),
  name: z.string(),
  /** PCRE, in pieces or whole, with blanks allowed everywhere; has a group SerialNumber, and CheckDigit where there is a checksum. */
  regex: z.union([z.string(), z.array(z.string())]),
  validation: z.strictObject({
    checksum: checksumSchema.optional(),
    serial_number_format: z
      .strictObject({ prepend_if: z.strictObject({ matches_regex: z.string(), content: z.string() }) })
      .optional(),
    /** Names of tables below in which the number must be found. */
    additional: z.strictObject({ exists: z.array(z.string()) }).optional(),
  }),
  additional: z
    .array(z.object({ name: z.string(), regex_group_name: z.string(), lookup: z.array(lookupSchema) }))
    .default([]),
  /** Forms of other couriers that handle the same parcel under the same number. */
  partners: z
    .array(
      z.object({
        partner_id: z.string(),
        validation: z
          .strictObject({ matches_all: z.array(z.strictObject({ regex_group_name: z.string(), ...match })) })
          .optional(),
      }),
    )
    .default([]),
  test_numbers: z.object({ valid: z.array(z.string()).min(1), invalid: z.array(z.string()) }),
});

export const courierFileSchema = z.object({
  name: z.string(),
  courier_code: z.string(),
  tracking_numbers: z.array(formatSchema),
});

export type CourierFormat = z.infer<typeof formatSchema>;
type Match = { matches?: string | undefined; matches_regex?: string | undefined };

/**
 * A courier file's PCRE as a JavaScript pattern for numbers that are clean already: anchored at both ends, without the blanks it allows between characters. Throws where it then still repeats without an end (`*`, `+`, `{n,}`): with fixed
 * counts only, no text can make it slow.
 */
export function compilePattern(regex: string | readonly string[]): RegExp {
  const source = [regex].flat().join('').replaceAll('\\s*', '').replaceAll('\\b', '').replaceAll('(?P<', '(?<');
  if (/(?<!\\)[*+]|\{\d+,\}/.test(source)) throw new Error(`pattern repeats without an end: ${source}`);
  return new RegExp(`^(?:${source})$`);
}

/** Whether a group of the pattern is what an entry of the file asks for. */
export function isMatch({ matches, matches_regex }: Match, value: string | undefined): boolean {
  if (value === undefined) return false;
  return matches === undefined ? new RegExp(matches_regex as string).test(value) : matches === value;
}
