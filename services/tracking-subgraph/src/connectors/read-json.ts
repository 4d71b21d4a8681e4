const decoder = new TextDecoder('utf-8', { fatal: false });

/**
 * A body as JSON in which every text can be stored: PostgreSQL takes neither NUL nor half a surrogate pair (a character that a carrier cut in two), both
 * of which JSON may escape. The raw bytes stay in the inbox. Throws SyntaxError.
 */
export function readJson(body: Uint8Array): unknown {
  const text = decoder.decode(body);
  const value: unknown = JSON.parse(text);
  // Neither can come in unless escaped: invalid bytes are replaced by the decoder, and a bare NUL is no JSON.
  return text.includes('\\u') ? cleaned(value) : value;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [storable(key), cleaned(member)]));
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** At most `length` UTF-16 units, never half a character; null when nothing is left. */
export function clip(text: string | null, length: number): string | null {
  if (text === null) return null;
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.length <= length) return trimmed;
  const last = trimmed.charCodeAt(length - 1);
  // The first half of a pair would lose its second.
  return trimmed.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
