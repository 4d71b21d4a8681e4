import type { Words } from '@milepost/wording';

const names = new Map<string, Intl.DisplayNames>();

/** The country in the reader's language; the code where the language data have no name for it. */
export function countryName(code: string, { tag }: Words): string {
  const known = names.get(tag) ?? new Intl.DisplayNames([tag], { type: 'region', fallback: 'code' });
  names.set(tag, known);
  try {
    return known.of(code) ?? code;
  } catch {
    return code;
  }
}
