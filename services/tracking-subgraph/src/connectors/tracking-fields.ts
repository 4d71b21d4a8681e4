/**
 * Everything that we may tell a provider about a shipment, and what each calls it; `null`: it has no such field. Sources: the types of AfterShip's SDK 17.0.0 (2026-07), the models of
 * TrackingMore's SDKs for v4 (2024-12). `isPersonal`: it names or reaches a person, or says where one lives.
 */
export const trackingFields = {
  trackingNumber: { aftership: 'tracking_number', trackingmore: 'tracking_number', isPersonal: false },
  carrierCode: { aftership: 'slug', trackingmore: 'courier_code', isPersonal: false },
  accountNumber: { aftership: 'tracking_account_number', trackingmore: 'tracking_courier_account', isPersonal: false },
  destinationPostalCode: {
    aftership: 'destination_postal_code',
    trackingmore: 'tracking_postal_code',
    isPersonal: true,
  },
  destinationState: { aftership: 'destination_state', trackingmore: null, isPersonal: false },
  destinationCountry: {
    aftership: 'destination_country_region',
    trackingmore: 'tracking_destination_country',
    isPersonal: false,
  },
  originCountry: { aftership: 'origin_country_region', trackingmore: 'tracking_origin_country', isPersonal: false },
  shipDate: { aftership: 'tracking_ship_date', trackingmore: 'tracking_ship_date', isPersonal: false },
  trackingKey: { aftership: 'tracking_key', trackingmore: 'tracking_key', isPersonal: true },
  orderNumber: { aftership: 'order_number', trackingmore: 'order_number', isPersonal: true },
  orderDate: { aftership: 'order_date', trackingmore: 'order_date', isPersonal: false },
  language: { aftership: 'language', trackingmore: 'language', isPersonal: false },
  customerName: { aftership: 'customers.name', trackingmore: 'customer_name', isPersonal: true },
  customerEmail: { aftership: 'customers.email', trackingmore: 'customer_email', isPersonal: true },
  customerPhone: { aftership: 'customers.phone_number', trackingmore: 'customer_sms', isPersonal: true },
} as const;

export type FieldName = keyof typeof trackingFields;
export type WritingProvider = 'aftership' | 'trackingmore';

/** What some carriers need beside a number before they tell anything. No provider takes a phone number for that. */
export const factNames = [
  'accountNumber',
  'destinationPostalCode',
  'destinationState',
  'destinationCountry',
  'originCountry',
  'shipDate',
  'trackingKey',
] as const satisfies readonly FieldName[];
export type FactName = (typeof factNames)[number];

/** Countries as ISO 3166-1 alpha-2 or alpha-3, `shipDate` as YYYY-MM-DD in the shipper's country. Sent to the provider as they are given. */
export type CarrierFacts = { readonly [Name in FactName]?: string };

/** What helps nobody to find the parcel: sent only where the shop wants it. With an address a provider may write to customers by itself. */
const optionalFields = [
  'orderNumber',
  'orderDate',
  'language',
  'customerName',
  'customerEmail',
  'customerPhone',
] as const satisfies readonly FieldName[];
export type OptionalFields = { readonly [Name in (typeof optionalFields)[number]]?: string };

const names = Object.keys(trackingFields) as FieldName[];
/** Names that stand for one of ours besides its own: of before 2025 at AfterShip, and how lists of couriers call them. */
const aliases: Readonly<Record<string, FieldName>> = {
  tracking_postal_code: 'destinationPostalCode',
  tracking_state: 'destinationState',
  tracking_origin_country: 'originCountry',
  tracking_destination_country: 'destinationCountry',
  origin_country_iso2: 'originCountry',
  destination_country_iso2: 'destinationCountry',
  tracking_account_number: 'accountNumber',
  tracking_courier_account: 'accountNumber',
  courier_code_new: 'carrierCode',
};
const byWireName: Readonly<Record<WritingProvider, ReadonlyMap<string, FieldName>>> = {
  aftership: wireNames('aftership'),
  trackingmore: wireNames('trackingmore'),
};
function wireNames(provider: WritingProvider): ReadonlyMap<string, FieldName> {
  const own = names.flatMap((name) => {
    const wire = trackingFields[name][provider];
    return wire === null ? [] : [[wire, name] as const];
  });
  return new Map([...Object.entries(aliases), ...own]);
}

/** Ours for a name of the provider's; null for one that we do not know. */
export function fieldOf(provider: WritingProvider, wireName: string): FieldName | null {
  return byWireName[provider].get(wireName) ?? null;
}

const isFact = (name: FieldName | null): name is FactName =>
  (factNames as readonly (FieldName | null)[]).includes(name);

/** The facts among names of the provider's, each once. */
export function factsOf(provider: WritingProvider, wireNamesGiven: readonly string[]): readonly FactName[] {
  return [...new Set(wireNamesGiven.map((name) => fieldOf(provider, name)).filter(isFact))];
}

/** The fields that a provider's sentence names, in its order. Nothing else of the sentence is kept: it may quote what was sent. */
export function fieldsNamedIn(provider: WritingProvider, sentence: string): readonly string[] {
  const words = sentence.slice(0, 2_000).match(/`[a-z_0-9.]+`|[a-z0-9]+(?:_[a-z0-9]+)+/g) ?? [];
  return words.map((word) => word.replaceAll('`', '')).filter((word) => fieldOf(provider, word) !== null);
}
