import type { Saying } from '../parcel.ts';
import { localTime, type Place } from '../places.ts';
import { isoSeconds, type Known, newestSaying, type Tracking } from '../tracking.ts';

/** The tracking object of TrackingMore's API and webhooks, v4: every field, in its order. Nearly everything is text; times of scans have no zone. */

const statusOf = (substatus: string) => substatus.replace(/\d+$/, '');
const placeOf = ({ city, state, country }: Place) =>
  [city, ...(state && ['US', 'CA', 'AU'].includes(country) ? [state] : []), country].join(',');
const minutesOf = ({ at, place }: Saying) => localTime(place.timeZone, at).slice(0, 16).replace('T', ' ');

function trackinfo(saying: Saying) {
  const { place, text, rawCode } = saying;
  const substatus = saying.trackingmore as string;
  return {
    checkpoint_date: minutesOf(saying),
    checkpoint_delivery_status: statusOf(substatus),
    checkpoint_delivery_substatus: substatus,
    tracking_detail: text,
    location: placeOf(place),
    country_iso2: place.country,
    state: place.state ?? null,
    city: place.city,
    zip: place.postalCode ?? null,
    raw_status: rawCode,
  };
}

const none = {
  courier_code: null,
  courier_phone: null,
  weblink: null,
  reference_number: null,
  milestone_date: {
    inforeceived_date: null,
    pickup_date: null,
    outfordelivery_date: null,
    delivery_date: null,
    returning_date: null,
    returned_date: null,
  },
  pickup_date: null,
  departed_airport_date: null,
  arrived_abroad_date: null,
  customs_received_date: null,
  arrived_destination_date: null,
  trackinfo: [] as object[],
};

export function substatusOf({ mark, sayings }: Known): string {
  return mark ?? newestSaying(sayings)?.trackingmore ?? 'pending001';
}

/** What TrackingMore would show at that moment. Pure. */
export function trackingmoreTracking(tracking: Tracking, known: Known) {
  const { id, number, code, parcel, given } = tracking;
  const sayings = [...known.sayings].sort((a, b) => a.at - b.at);
  const scans = sayings.filter(({ text }) => text !== null);
  const text = (name: string) => (typeof given[name] === 'string' ? (given[name] as string) : null);
  const substatus = substatusOf(known);
  const status = statusOf(substatus);
  const newest = scans.at(-1) ?? null;
  const delivered = status === 'delivered' ? (scans.findLast((scan) => /^delivered/.test(codeOf(scan))) ?? null) : null;
  const isKnown = scans.length > 0;
  const from = isKnown ? parcel?.places.shipper : undefined;
  const to = isKnown ? parcel?.places.recipient : undefined;
  const second = sayings.some(({ handsOver }) => handsOver) ? (parcel?.second ?? null) : null;
  const newestFirst = (isLastMile: boolean) =>
    scans
      .filter((scan) => scan.isLastMile === isLastMile)
      .reverse()
      .map(trackinfo);
  const first = (form: RegExp) => {
    const scan = scans.find((one) => form.test(codeOf(one)));
    return scan ? minutesOf(scan) : null;
  };
  // The one place where TrackingMore tells that the carrier took the goods over: the first scan that is more than an announcement.
  const pickedUp = scans.find((scan) => !/^(inforeceived|pending|notfound)/.test(codeOf(scan)));
  const promised = delivered ? null : (sayings.findLast(({ estimate }) => estimate !== null)?.estimate ?? null);
  const before = sayings.length > 1 ? newestSaying(sayings.slice(0, -1)) : null;
  return {
    id,
    tracking_number: number,
    courier_code: code,
    order_number: text('order_number'),
    order_date: text('order_date'),
    created_at: isoSeconds(tracking.createdAt),
    update_at: isoSeconds(known.updatedAt),
    delivery_status: status,
    archived: tracking.isArchived ? 'archived' : 'tracking',
    updating: false,
    destination_country: to?.country ?? text('destination_country_iso2'),
    destination_state: to?.state ?? null,
    destination_city: to?.city ?? null,
    origin_country: from?.country ?? text('origin_country_iso2'),
    origin_state: from?.state ?? null,
    origin_city: from?.city ?? null,
    tracking_postal_code: text('tracking_postal_code'),
    tracking_ship_date: text('tracking_ship_date'),
    tracking_destination_country: text('tracking_destination_country'),
    tracking_origin_country: text('tracking_origin_country'),
    tracking_key: text('tracking_key'),
    tracking_courier_account: text('tracking_courier_account'),
    customer_name: text('customer_name'),
    customer_email: text('customer_email'),
    customer_sms: text('customer_sms'),
    order_id: text('order_id'),
    recipient_postcode: text('recipient_postcode'),
    title: text('title'),
    logistics_channel: text('logistics_channel'),
    note: text('note'),
    label: text('label'),
    signed_by: delivered?.signedBy ?? null,
    service_code: isKnown ? (parcel?.service ?? null) : null,
    weight: isKnown ? '2.40 KG' : null,
    weight_kg: isKnown ? '2.400' : null,
    product_type: null,
    pieces: isKnown ? '1' : null,
    dimension: null,
    previously: before ? statusOf(codeOf(before)) : null,
    destination_track_number: second?.number ?? null,
    exchange_number: null,
    scheduled_delivery_date: promised,
    scheduled_address: null,
    substatus,
    status_info: null,
    latest_event: newest ? `${newest.text},${placeOf(newest.place)},${minutesOf(newest)}` : null,
    latest_checkpoint_time: newest ? minutesOf(newest) : null,
    transit_time: delivered && pickedUp ? Math.max(1, Math.round((delivered.at - pickedUp.at) / (24 * 3_600_000))) : 0,
    origin_info: {
      ...none,
      courier_code: code,
      weblink: `https://tracking.example.com/${code}`,
      reference_number: number,
      milestone_date: {
        inforeceived_date: first(/^inforeceived/),
        pickup_date: pickedUp ? minutesOf(pickedUp) : null,
        outfordelivery_date: first(/^pickup001$/),
        delivery_date: delivered ? minutesOf(delivered) : null,
        returning_date: first(/^exception011$/),
        returned_date: first(/^exception010$/),
      },
      trackinfo: newestFirst(false),
    },
    destination_info: {
      ...none,
      courier_code: second?.courier.trackingmore?.code ?? null,
      trackinfo: newestFirst(true),
    },
  };
}

const codeOf = ({ trackingmore }: Saying) => trackingmore as string;
