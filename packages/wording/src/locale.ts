/** The languages in which customers are spoken to. What a person or a browser asks for is read by `localeFor`; everything else uses these codes. */
export const locales = ['en', 'de', 'fr', 'ar'] as const;
export type Locale = (typeof locales)[number];

/** BCP 47 tags for dates and numbers: day before month in English, and the digits of tracking numbers and clocks in Arabic too. */
export const formatTags: Record<Locale, string> = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR', ar: 'ar-u-nu-latn' };

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr');

export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text);

/** The best of ours for one tag (`de-AT`) or a whole Accept-Language header; English when none fits. */
export function localeFor(accepted: string | null | undefined): Locale {
  const wanted = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, position) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find((text) => text !== undefined);
      return {
        language: tag.trim().split(/[-_]/)[0]?.toLowerCase() ?? '',
        weight: quality === undefined ? 1 : Number(quality),
        position,
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position);
  return wanted.map(({ language }) => language).find(isLocale) ?? 'en';
}
