import { valueError } from './errors.ts';
import type { FieldMeta, Value } from './rows.ts';

/** Python's way of writing values, where it goes over the wire: domains that people type, and bodies of webhooks. */

/** A list literal such as `[['state','=','done'], ('sale_id','!=',False)]`. */
export function parseLiteral(text: string): unknown {
  let at = 0;
  const fail = (): never => {
    throw valueError(`malformed domain: ${text}`);
  };
  const skip = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  function value(): unknown {
    skip();
    const character = text[at] ?? fail();
    if (character === '[' || character === '(') return list(character === '[' ? ']' : ')');
    if (character === "'" || character === '"') return quoted(character);
    const word = /^[A-Za-z]+|^-?\d+(\.\d+)?/.exec(text.slice(at))?.[0] ?? fail();
    at += word.length;
    const named: Record<string, unknown> = { True: true, False: false, None: null };
    if (word in named) return named[word];
    return Number.isNaN(Number(word)) ? fail() : Number(word);
  }
  function list(close: string): unknown[] {
    const items: unknown[] = [];
    at += 1;
    for (;;) {
      skip();
      if (text[at] === close) {
        at += 1;
        return items;
      }
      items.push(value());
      skip();
      if (text[at] === ',') at += 1;
      else if (text[at] !== close) fail();
    }
  }
  function quoted(quote: string): string {
    let out = '';
    for (at += 1; text[at] !== quote; at += 1) {
      if (at >= text.length) fail();
      if (text[at] === '\\') at += 1;
      out += text[at];
    }
    at += 1;
    return out;
  }
  const parsed = value();
  skip();
  return at === text.length ? parsed : fail();
}

/** `json.dumps(..., sort_keys=True)`: a space after separators, integral floats as `1.0`, everything beyond ASCII escaped. */
export function dumpJson(fields: readonly { name: string; value: Value; meta: FieldMeta }[]): string {
  const sorted = [...fields].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return `{${sorted.map(({ name, value, meta }) => `${dumpText(name)}: ${dump(value, meta)}`).join(', ')}}`;
}

function dump(value: Value, meta: FieldMeta): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return dumpText(value);
  if (typeof value === 'number') {
    const isFloat = meta.type === 'float' || meta.type === 'monetary';
    return isFloat && Number.isInteger(value) ? `${value}.0` : String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => dump(item as Value, { type: 'integer' })).join(', ')}]`;
  return JSON.stringify(value);
}
const dumpText = (text: string) =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
