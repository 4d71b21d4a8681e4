import countries from 'i18n-iso-countries';

/** ISO 3166-1 alpha-2 for an alpha-2 or alpha-3 code; null for anything else. */
export function alpha2(code: string | null): string | null {
  const upper = code?.trim().toUpperCase() ?? '';
  if (/^[A-Z]{2}$/.test(upper)) return countries.isValid(upper) ? upper : null;
  return /^[A-Z]{3}$/.test(upper) ? (countries.alpha3ToAlpha2(upper) ?? null) : null;
}

/** ISO 3166-1 alpha-3 for an alpha-2 or alpha-3 code; null for anything else. */
export function alpha3(code: string | null): string | null {
  const two = alpha2(code);
  return two === null ? null : (countries.alpha2ToAlpha3(two) ?? null);
}
