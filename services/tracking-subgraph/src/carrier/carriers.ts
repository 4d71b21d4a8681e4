import carriers from './carriers.json' with { type: 'json' };

export interface Carrier {
  code: string;
  name: string;
}

const byCode = new Map<string, Carrier>(
  carriers.carriers.map((carrier) => [carrier.id, { code: carrier.id, name: carrier.name }]),
);
/** `provider|its code` to ours. */
const byProviderCode = new Map<string, string[]>();
/** `provider|our code` to its. */
const providerCodes = new Map<string, string>();
for (const { id, aftership, trackingmore, seventeenTrack, easypost } of carriers.carriers) {
  for (const [provider, code] of [
    ['aftership', aftership?.slug],
    ['trackingmore', trackingmore?.code],
    ['17track', seventeenTrack?.key],
    ['easypost', easypost?.name],
  ] as const) {
    if (code == null) continue;
    const key = `${provider}|${code}`;
    byProviderCode.set(key, [...(byProviderCode.get(key) ?? []), id]);
    providerCodes.set(`${provider}|${id}`, String(code));
  }
}

/** Designated posts by country: they issue numbers of the UPU (S10). Of those with forms of their own the file names the form instead. */
const posts = new Map<string, string[]>();
for (const { id, country, numberFormat } of carriers.carriers) {
  if (numberFormat?.courierCode !== 's10' && id !== 'usps' && id !== 'canada-post') continue;
  posts.set(country, [...(posts.get(country) ?? []), id]);
}

const postCodes = new Set([...posts.values()].flat());

/** Our carriers that issue postal numbers (UPU S10) with this country at their end; [] where we know none. */
export function carriersOfPost(country: string): readonly string[] {
  return posts.get(country) ?? [];
}

export function issuesPostalNumbers(code: string): boolean {
  return postCodes.has(code);
}

export function findCarrier(code: string): Carrier | undefined {
  return byCode.get(code);
}

/** Our codes for a provider's: usually one; several where it knows two of ours by one name; none for a code we do not know. */
export function carriersOf(provider: string, code: string | number | null): readonly string[] {
  return code === null ? [] : (byProviderCode.get(`${provider}|${code}`) ?? []);
}

/** A provider's code for one of ours; null where it has none. */
export function providerCodeOf(provider: string, code: string): string | null {
  return providerCodes.get(`${provider}|${code}`) ?? null;
}

/** Our carriers that a provider has a name for. */
export function carriersKnownTo(provider: string): readonly { carrierCode: string; providerCode: string }[] {
  return carriers.carriers.flatMap(({ id }) => {
    const providerCode = providerCodeOf(provider, id);
    return providerCode === null ? [] : [{ carrierCode: id, providerCode }];
  });
}

const requiredFields = new Map(
  carriers.carriers.map(({ id, aftership }) => [id, aftership?.requiredFields ?? []] as const),
);

/** What AfterShip's list of couriers says that a carrier needs beside a number, in AfterShip's names: the demand is the carrier's own, whoever asks it. */
export function requiredFieldsOf(code: string): readonly string[] {
  return requiredFields.get(code) ?? [];
}

/** Fills Odoo's template; null for a template without the placeholder. */
export function trackingUrl(template: string | null, number: string): string | null {
  if (!template?.includes('<shipmenttrackingnumber>')) return null;
  const url = template.replace('<shipmenttrackingnumber>', encodeURIComponent(number));
  return URL.canParse(url) && /^https?:/.test(url) ? url : null;
}
