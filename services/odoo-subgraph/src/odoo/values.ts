import { z } from 'zod';

/** Odoo's values on the wire as proper types; nothing outside src/odoo/ sees `false` for empty, pairs, naive UTC or float noise. */

const empty = z.literal(false);
export const text = z.string();
export const optionalText = z
  .union([z.string(), empty])
  .transform((value) => (value === false || value.trim() === '' ? null : value));
/** Pair `[id, name]` to the id. */
export const reference = z.tuple([z.number().int(), z.string()]).transform(([id]) => id);
export const optionalReference = z
  .union([z.tuple([z.number().int(), z.string()]), empty])
  .transform((value) => (value === false ? null : value[0]));
export const referenceName = z.tuple([z.number().int(), z.string()]).transform(([, name]) => name);
const naive = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
/** Naive UTC text, kept as Postgres `timestamp`. */
export const datetime = naive;
export const optionalDatetime = z.union([naive, empty]).transform((value) => (value === false ? null : value));
/** Binary noise (1.4900000000000002) is cut at nine places, more than any unit or currency has. */
export const float = z.number().transform((value) => Number(value.toFixed(9)));
