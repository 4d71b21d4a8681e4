import { type Courier, couriersOf, detectCouriers } from '../couriers.ts';
import { alpha3 } from '../places.ts';
import { AftershipError } from './errors.ts';

/** Fields that a client may send when it registers or changes a tracking, by the type that they must have. */
const fields: Readonly<Record<string, 'text' | 'object' | 'list' | 'date'>> = {
  title: 'text',
  order_id: 'text',
  order_number: 'text',
  order_date: 'date',
  order_id_path: 'text',
  order_promised_delivery_date: 'object',
  custom_fields: 'object',
  language: 'text',
  note: 'text',
  delivery_type: 'text',
  pickup_location: 'text',
  pickup_note: 'text',
  shipment_type: 'text',
  shipment_tags: 'list',
  shipping_method: 'text',
  courier_connection_id: 'text',
  location_id: 'text',
  last_mile: 'object',
  customers: 'list',
  shipment_direction: 'text',
  tracking_account_number: 'text',
  tracking_key: 'text',
  tracking_ship_date: 'text',
};
for (const end of ['origin', 'destination'])
  for (const part of ['country_region', 'state', 'city', 'postal_code', 'raw_location'])
    Object.assign(fields, { [`${end}_${part}`]: 'text' });

const allowed: Readonly<Record<string, readonly string[]>> = {
  delivery_type: ['pickup_at_store', 'pickup_at_courier', 'door_to_door'],
  shipment_direction: ['forward', 'return'],
};

/** What of it is kept. Throws AftershipError. Unknown fields are ignored, as a provider that adds fields must. */
export function givenFields(body: Record<string, unknown>): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(fields)) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    const fits =
      type === 'list'
        ? Array.isArray(value)
        : type === 'object'
          ? typeof value === 'object' && !Array.isArray(value)
          : typeof value === 'string' && (type !== 'date' || !Number.isNaN(Date.parse(value)));
    const isCountry = name.endsWith('_country_region');
    if (
      !fits ||
      (allowed[name] && !allowed[name].includes(value as string)) ||
      (isCountry && !/^[A-Z]{3}$/.test(value as string)) ||
      (name === 'customers' && (value as unknown[]).length > 3)
    )
      throw new AftershipError(4008, { field: name });
    given[name] = value;
  }
  if (given['location_id'] && Object.keys(given).some((name) => name.startsWith('origin_')))
    throw new AftershipError(4008, { field: 'location_id' });
  return given;
}

export interface CreateInput {
  number: string;
  slug: string;
  id: string | undefined;
  given: Record<string, unknown>;
}

/** Throws AftershipError. */
export function createInput(body: Record<string, unknown>): CreateInput {
  const { tracking_number: number, slug, slug_group: slugGroup, id } = body;
  if (number === undefined || number === null || number === '') throw new AftershipError(4007);
  if (typeof number !== 'string') throw new AftershipError(400);
  if (number.length < 4 || number.length > 100) throw new AftershipError(4005);
  if (!/^[A-Za-z0-9._/-]+$/.test(number)) throw new AftershipError(4017);
  if (id !== undefined && (typeof id !== 'string' || id.length > 128)) throw new AftershipError(4015);
  if (slug !== undefined && slugGroup !== undefined) throw new AftershipError(4008, { field: 'slug_group' });
  const given = givenFields(body);
  // Numbers are kept as carriers write them.
  const courier = courierFor(number.toUpperCase(), slug);
  missingFields(courier, given);
  return { number: number.toUpperCase(), slug: courier.aftership?.slug as string, id: id || undefined, given };
}

function courierFor(number: string, slug: unknown): Courier {
  if (slug !== undefined && slug !== null && slug !== '') {
    const [courier] = typeof slug === 'string' ? couriersOf('aftership', slug) : [];
    if (!courier) throw new AftershipError(4010);
    return courier;
  }
  const [likeliest] = detectCouriers(number).filter(({ aftership }) => aftership !== null);
  if (!likeliest) throw new AftershipError(4012);
  return likeliest;
}

/** Throws AftershipError naming everything that the carrier needs and that was not given. */
export function missingFields(courier: Courier, given: Record<string, unknown>): void {
  const missing = (courier.aftership?.requiredFields ?? []).filter((name) => !given[name]);
  if (missing.length > 0) throw new AftershipError(4011, { field: missing.join('`, `') });
}

/** For the list of couriers and for detection. */
export function courierBody({ aftership, website, country, name }: Courier) {
  return {
    slug: aftership?.slug,
    name: aftership?.name,
    phone: null,
    other_name: aftership?.name === name ? null : name,
    web_url: website,
    required_fields: aftership?.requiredFields ?? [],
    optional_fields: [],
    default_language: 'en',
    support_languages: ['en'],
    service_from_country_regions: [alpha3(country)],
  };
}
