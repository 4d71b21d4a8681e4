export const languages = { en: 'English', de: 'Deutsch', fr: 'Français', ar: 'العربية' } as const;
export type Language = keyof typeof languages;

const spoken: Readonly<Record<string, Language>> = {
  DE: 'de',
  AT: 'de',
  LI: 'de',
  FR: 'fr',
  MC: 'fr',
  SA: 'ar',
  AE: 'ar',
  EG: 'ar',
  JO: 'ar',
  KW: 'ar',
  QA: 'ar',
};

/** A suggestion, by where the goods go: in which language a customer reads we do not know. English where a country has several, or none of ours. */
export const suggestedLanguage = (countryCode: string | null | undefined): Language =>
  (countryCode && Object.hasOwn(spoken, countryCode) && spoken[countryCode]) || 'en';
