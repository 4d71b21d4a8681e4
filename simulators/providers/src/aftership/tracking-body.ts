import type { Saying } from '../parcel.ts';
import { alpha3, countryName, localTime, offsetAt, type Place } from '../places.ts';
import { hexId } from '../random.ts';
import { isoSeconds, type Known, legacyId, newestSaying, type Tracking } from '../tracking.ts';
import { subtagMessage } from './subtags.ts';

/** The tracking object of AfterShip's API and webhooks, version 2026-07: every field, in its order. */

const tagOf = (subtag: string) => subtag.split('_', 1)[0] as string;
const locationOf = ({ city, state, country }: Place) =>
  [city, ...(state && ['US', 'CA', 'AU'].includes(country) ? [state] : []), countryName(country)].join(', ');

/** AfterShip passes on what the carrier gives: with an offset, or without one. */
function timeOf({ at, place, courier }: Saying): string {
  const local = localTime(place.timeZone, at);
  return courier.times === 'local' ? local : `${local}${offsetAt(place.timeZone, at)}`;
}
const dayOf = (estimate: string) => ({
  estimated_delivery_date: estimate,
  estimated_delivery_date_min: null,
  estimated_delivery_date_max: null,
});

function checkpoint(saying: Saying, tracking: Tracking) {
  const { place, text, courier, toldAt, rawCode } = saying;
  const subtag = saying.aftership as string;
  return {
    created_at: isoSeconds(toldAt + 7 * 60_000),
    slug: courier.aftership?.slug ?? tracking.code,
    checkpoint_time: timeOf(saying),
    location: locationOf(place),
    city: place.city,
    state: place.state ?? null,
    postal_code: place.postalCode ?? null,
    coordinate: null,
    country_region: alpha3(place.country),
    country_region_name: countryName(place.country),
    message: text,
    tag: tagOf(subtag),
    subtag,
    subtag_message: subtagMessage(subtag),
    raw_tag: rawCode,
    events: [],
    source: 'carrier',
    hash: hexId(32, 'checkpoint', tracking.number, saying.at, subtag, text ?? ''),
  };
}

export function subtagOf({ mark, sayings }: Known): string {
  return mark ?? newestSaying(sayings)?.aftership ?? 'Pending_001';
}

/** What AfterShip would show at that moment. Pure. */
export function aftershipTracking(tracking: Tracking, known: Known) {
  const { number, code, parcel, given, id } = tracking;
  const sayings = [...known.sayings].sort((a, b) => a.at - b.at);
  const scans = sayings.filter(({ text }) => text !== null);
  const of = (...subtags: RegExp[]) =>
    sayings.filter(({ aftership }) => subtags.some((form) => form.test(aftership as string)));
  const subtag = subtagOf(known);
  const tag = tagOf(subtag);
  const text = (name: string) => (typeof given[name] === 'string' ? (given[name] as string) : null);
  const delivered = tag === 'Delivered' ? (of(/^Delivered/).at(-1) ?? null) : null;
  const [pickedUp] = of(/^InTransit_002$/);
  const attempts = of(/^AttemptFail/);
  const estimates = sayings.flatMap(({ estimate }) => estimate ?? []);
  const estimate = delivered ? null : (estimates.at(-1) ?? null);
  const edd = (day: string | undefined | null, more: object) =>
    day
      ? { type: 'specific', source: 'Carrier EDD', datetime: day, datetime_min: null, datetime_max: null, ...more }
      : null;
  const proved = sayings.find(({ hasPhoto }) => hasPhoto);
  const offer = sayings.findLast(({ pickup }) => pickup)?.pickup ?? null;
  const isHandedOver = sayings.some(({ handsOver }) => handsOver);
  const end = (station: 'shipper' | 'recipient', name: 'origin' | 'destination') => {
    const place = parcel && sayings.length > 0 ? parcel.places[station] : null;
    const country = text(`${name}_country_region`) ?? (place ? alpha3(place.country) : null);
    return {
      [`${name}_country_region`]: country,
      [`${name}_state`]: text(`${name}_state`),
      [`${name}_city`]: text(`${name}_city`) ?? place?.city ?? null,
      [`${name}_postal_code`]: text(`${name}_postal_code`),
      [`${name}_raw_location`]:
        text(`${name}_raw_location`) ?? (place ? `${place.city}, ${countryName(place.country)}` : null),
    };
  };
  return {
    id,
    legacy_id: legacyId(tracking),
    created_at: isoSeconds(tracking.createdAt),
    updated_at: isoSeconds(known.updatedAt),
    tracking_number: number,
    slug: code,
    active: known.isActive,
    custom_fields: given['custom_fields'] ?? null,
    transit_time:
      delivered && pickedUp ? Math.max(1, Math.round((delivered.at - pickedUp.at) / (24 * 3_600_000))) : null,
    ...end('shipper', 'origin'),
    ...end('recipient', 'destination'),
    courier_destination_country_region:
      parcel && sayings.length > 0 ? alpha3(parcel.places.recipient.country) : text('destination_country_region'),
    courier_estimated_delivery_date: estimate ? dayOf(estimate) : null,
    note: text('note'),
    order_id: text('order_id'),
    order_id_path: text('order_id_path'),
    order_date: text('order_date'),
    shipment_package_count: 1,
    shipment_pickup_date: pickedUp ? timeOf(pickedUp) : null,
    shipment_delivery_date: delivered ? timeOf(delivered) : null,
    shipment_type: text('shipment_type') ?? (sayings.length > 0 ? (parcel?.service ?? null) : null),
    shipment_weight: sayings.length > 0 ? { unit: 'kg', value: 2.4 } : null,
    shipment_dimensions: null,
    signed_by: delivered?.signedBy ?? null,
    source: 'api',
    tag,
    subtag,
    subtag_message: subtagMessage(subtag),
    title: text('title') ?? number,
    tracked_count: known.sayings.length + 2,
    language: text('language') ?? 'en',
    unique_token: 'deprecated',
    checkpoints: scans.map((saying) => checkpoint(saying, tracking)),
    subscribed_smses: [],
    subscribed_emails: [],
    return_to_sender: of(/^Exception_01[01]$/).length > 0,
    order_promised_delivery_date: promise(given['order_promised_delivery_date']),
    delivery_type: text('delivery_type') ?? (offer ? 'pickup_at_courier' : null),
    pickup_location: text('pickup_location') ?? offer?.location ?? null,
    pickup_note: text('pickup_note') ?? offer?.note ?? null,
    courier_tracking_link: `https://tracking.example.com/${code}/${encodeURIComponent(number)}`,
    first_attempted_at: attempts[0] ? timeOf(attempts[0]) : null,
    courier_redirect_link: null,
    tracking_account_number: text('tracking_account_number'),
    tracking_key: text('tracking_key'),
    tracking_ship_date: text('tracking_ship_date'),
    on_time_status: null,
    on_time_difference: null,
    order_tags: [],
    aftership_estimated_delivery_date: null,
    custom_estimated_delivery_date: null,
    order_number: text('order_number'),
    first_estimated_delivery: edd(estimates[0], {}),
    latest_estimated_delivery: edd(estimate, { revise_reason: null }),
    shipment_tags: Array.isArray(given['shipment_tags']) ? given['shipment_tags'] : [],
    courier_connection_id: text('courier_connection_id'),
    carbon_emissions: null,
    location_id: text('location_id'),
    shipping_method: text('shipping_method'),
    failed_delivery_attempts: attempts.length || null,
    signature_requirement: delivered?.signedBy ? 'signature_required' : null,
    delivery_location_type: null,
    aftership_tracking_url: null,
    aftership_tracking_order_url: null,
    first_mile: null,
    last_mile:
      isHandedOver && parcel?.second
        ? {
            tracking_number: parcel.second.number,
            slug: parcel.second.courier.aftership?.slug ?? null,
            transit_time: null,
            courier_tracking_link: null,
            courier_redirect_link: null,
            source: 'system',
          }
        : null,
    customers: Array.isArray(given['customers']) ? given['customers'] : [],
    proof_of_delivery:
      delivered && proved ? [{ type: 'image', url: `${tracking.filesUrl}/pod/${id.slice(0, 12)}.jpg` }] : null,
    multi_piece_info: null,
    shipment_direction: text('shipment_direction'),
    return_shipment: null,
    forward_shipment: null,
  };
}

function promise(given: unknown): object | null {
  if (typeof given !== 'object' || given === null) return null;
  const of = (name: string) => (given as Record<string, unknown>)[name] ?? null;
  return {
    promised_delivery_date: of('promised_delivery_date'),
    promised_delivery_date_min: of('promised_delivery_date_min'),
    promised_delivery_date_max: of('promised_delivery_date_max'),
  };
}
