import data from '../data/couriers.json' with { type: 'json' };

/** A carrier, with the name that each provider has for it; null where a provider does not know it. */
export interface Courier {
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  website: string;
  /** How it gives its times to AfterShip: `local` has no offset. */
  times: 'local' | 'zoned';
  aftership: { slug: string; name: string; requiredFields: readonly string[] } | null;
  trackingmore: { code: string; name: string; requiredFields: readonly string[] } | null;
}
export type ProviderName = 'aftership' | 'trackingmore';
export const providerNames: readonly ProviderName[] = ['aftership', 'trackingmore'];

export const couriers = data.couriers as readonly Courier[];
const byId = new Map(couriers.map((courier) => [courier.id, courier]));

export const findCourier = (id: string) => byId.get(id);

export function codeOf(provider: ProviderName, courier: Courier): string | null {
  return provider === 'aftership' ? (courier.aftership?.slug ?? null) : (courier.trackingmore?.code ?? null);
}

/** The carriers that a provider means by a code: usually one, several where it has one name for two, none for a code it does not know. */
export function couriersOf(provider: ProviderName, code: string): readonly Courier[] {
  return couriers.filter((courier) => codeOf(provider, courier) === code);
}

/** Forms of numbers by which providers guess the carrier. Few carriers own a form alone; what fits none cannot be detected. */
const forms: readonly [form: RegExp, ids: readonly string[]][] = [
  [/^1Z[0-9A-Z]{16}$/, ['ups', 'ups-mi']],
  [/^(91|92|93|94|95)\d{20}$/, ['usps']],
  [/^\d{12}$/, ['fedex', 'sagawa', 'yamato']],
  [/^JD\d{16,18}$/, ['dhl-express', 'dhl-paket-de', 'dhl-parcel-uk']],
  [/^\d{10}$/, ['dhl-express']],
  [/^\d{14}$/, ['dpd-de', 'dpd', 'dpd-uk', 'hermes-de']],
  [/^\d{11}$/, ['gls']],
  [/^(C|D)\d{14}$/, ['ontrac']],
  [/^H\d{15}$|^[A-Z0-9]{3}[A-Z]{3}\d{10}$/, ['evri']],
  [/^[0-9][A-Z]\d{11}$/, ['colissimo', 'la-poste']],
  [/^YT\d{16}$/, ['yunexpress']],
  [/^\d{24}$/, ['inpost-pl']],
];
const byCountryOfS10: Readonly<Record<string, readonly string[]>> = {
  AT: ['austrian-post'],
  AU: ['australia-post'],
  BE: ['bpost'],
  BR: ['correios-br'],
  CA: ['canada-post'],
  CH: ['swiss-post'],
  CN: ['china-post', 'china-ems'],
  DE: ['deutsche-post', 'dhl-paket-de'],
  ES: ['correos-es'],
  FR: ['la-poste'],
  GB: ['royal-mail', 'parcelforce'],
  HK: ['hongkong-post'],
  IN: ['india-post'],
  IT: ['poste-italiane'],
  JP: ['japan-post'],
  KR: ['korea-post'],
  NL: ['postnl', 'postnl-3s'],
  NZ: ['nz-post'],
  PL: ['poczta-polska'],
  PT: ['ctt'],
  SE: ['postnord-se'],
  SG: ['singapore-post'],
  US: ['usps'],
};

/** Candidates for a number by its form, likeliest first. */
export function detectCouriers(number: string): readonly Courier[] {
  const s10 = /^[A-Z]{2}\d{9}([A-Z]{2})$/.exec(number)?.[1];
  const ids = s10 ? (byCountryOfS10[s10] ?? []) : (forms.find(([form]) => form.test(number))?.[1] ?? []);
  return ids.flatMap((id) => findCourier(id) ?? []);
}
