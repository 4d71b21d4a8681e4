import carriers from './carriers.json' with { type: 'json' };

export interface Carrier {
  code: string;
  name: string;
}

const byCode = new Map<string, Carrier>(
  carriers.carriers.map((carrier) => [carrier.id, { code: carrier.id, name: carrier.name }]),
);
const byAftershipSlug = new Map<string, string[]>();
for (const { id, aftership } of carriers.carriers) {
  if (aftership?.slug) byAftershipSlug.set(aftership.slug, [...(byAftershipSlug.get(aftership.slug) ?? []), id]);
}

export function findCarrier(code: string): Carrier | undefined {
  return byCode.get(code);
}

/** Our codes for a slug: usually one; several where AfterShip knows two of ours by one name; none for a slug we do not know. */
export function carriersOfAftershipSlug(slug: string | null): readonly string[] {
  return slug === null ? [] : (byAftershipSlug.get(slug) ?? []);
}

/** Fills Odoo's template; null for a template without the placeholder. */
export function trackingUrl(template: string | null, number: string): string | null {
  if (!template?.includes('<shipmenttrackingnumber>')) return null;
  const url = template.replace('<shipmenttrackingnumber>', encodeURIComponent(number));
  return URL.canParse(url) && /^https?:/.test(url) ? url : null;
}
