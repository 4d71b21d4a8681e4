import { z } from 'zod';

/** Odoo's values on the wire as proper types; nothing outside src/odoo/ sees `false` for empty, pairs, naive UTC or float noise. */

const empty = z.literal(false);
const orNull = <T extends z.ZodType>(type: T) =>
  z.union([type, empty]).transform((value): z.output<T> | null => (value === false ? null : (value as z.output<T>)));

export const text = z.string();
/** Blank is empty, too. */
export const optionalText = orNull(z.string()).transform((value) => (value?.trim() ? value : null));

const pair = z.tuple([z.number().int(), z.string()]);
/** Pair `[id, name]` to the id. */
export const reference = pair.transform(([id]) => id);
export const optionalReference = orNull(reference);
/** Pair `[id, name]`. */
export const namedReference = pair.transform(([id, name]) => ({ id, name }));
/** Pair `[id, name]` to the name. */
export const referenceName = pair.transform(([, name]) => name);
export const optionalReferenceName = orNull(referenceName);
/** One2many and many2many. Odoo gives them in no order: ascending, once each. */
export const idList = z.array(z.number().int()).transform((ids) => [...new Set(ids)].sort((a, b) => a - b));

/** Microseconds come in webhooks, nowhere else. */
const naive = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/);
/** Naive UTC text, kept as Postgres `timestamp`. */
export const datetime = naive;
export const optionalDatetime = orNull(naive);
/** Without a time of day, in nobody's zone. */
export const optionalDate = orNull(z.iso.date());

/** Binary noise (1.4900000000000002) is cut at nine places, more than any unit or currency has. */
export const float = z.number().transform((value) => Number(value.toFixed(9)));

/** What customers see depends on it: another key than these is a misfit, for somebody to look at. */
export const selection = <const T extends readonly [string, ...string[]]>(...keys: T) => z.enum(keys);
/** Modules add keys of their own. */
export const openSelection = z.string();

/** Html as plain text: lines where it has blocks, no markup. Null where it shows nothing. */
export const optionalHtml = optionalText.transform((html) => (html === null ? null : plainText(html) || null));

/** Decimal text with the currency's places (`res.currency.decimal_places`). */
export function amountText(amount: number, decimalPlaces: number): string {
  const text = amount.toFixed(decimalPlaces);
  return Number(text) === 0 ? (0).toFixed(decimalPlaces) : text;
}

/** Naive UTC text of Odoo, or of a `timestamp` of the mirror, to an ISO instant with seconds. */
export function instant<T extends string | null>(naiveUtc: T): T {
  return (naiveUtc === null ? null : new Date(millis(naiveUtc)).toISOString()) as T;
}

/** Naive UTC text moved by seconds. */
export function shiftSeconds(naiveUtc: string, seconds: number): string {
  const moved = new Date(millis(naiveUtc) + seconds * 1000).toISOString();
  return `${moved.slice(0, 10)} ${moved.slice(11, 19)}`;
}

const millis = (naiveUtc: string) => Date.parse(`${naiveUtc.slice(0, 19).replace(' ', 'T')}Z`);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function plainText(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<(br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
      if (name) return entities[String(name).toLowerCase()] ?? whole;
      const code = Number.parseInt(decimal ?? hex, decimal ? 10 : 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
    })
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
}
