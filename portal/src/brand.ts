/** Whose page it is: what a reader sees of a brand. */
export interface BrandLook {
  name: string;
  /** Address of its style sheet; null: the pages' own colours. */
  style: string | null;
  /** Addresses of its logo on light and on dark ground; null: its name in words. */
  logo: { light: string; dark: string } | null;
  help: { email: string | null; phone: string | null; hours: LocalText | null };
  legal: LocalText | null;
}

/** English, and by language what there is beside it. */
type LocalText = Readonly<{ en: string } & Record<string, string>>;

/** A text of a brand in the reader's language, or in English. */
export const inLanguage = (text: LocalText, language: string): { text: string; lang: string } => {
  const own = Object.hasOwn(text, language) ? text[language] : undefined;
  return own ? { text: own, lang: language } : { text: text.en, lang: 'en' };
};

/** Without a brand: a name and nothing else. */
export const plainLook = (name: string): BrandLook => ({
  name,
  style: null,
  logo: null,
  help: { email: null, phone: null, hours: null },
  legal: null,
});
