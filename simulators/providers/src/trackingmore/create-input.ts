import { type Courier, couriersOf } from '../couriers.ts';
import { TrackingmoreError } from './errors.ts';

/** Fields that a client may send when it registers or changes a tracking; every one is text. */
const fields = [
  'order_number',
  'order_id',
  'order_date',
  'origin_country_iso2',
  'destination_country_iso2',
  'customer_name',
  'customer_email',
  'customer_sms',
  'recipient_postcode',
  'title',
  'logistics_channel',
  'language',
  'note',
  'label',
  'auto_correct',
  'tracking_courier_account',
  'tracking_postal_code',
  'tracking_origin_country',
  'tracking_destination_country',
  'tracking_ship_date',
  'tracking_key',
];

/** What of it is kept. Throws TrackingmoreError. */
export function givenFields(body: Record<string, unknown>): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of fields) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || (name.endsWith('_iso2') && !/^[A-Z]{2}$/.test(value)))
      throw new TrackingmoreError(4130, { field: name });
    given[name] = value;
  }
  return given;
}

/** Throws TrackingmoreError. */
export function createInput(body: Record<string, unknown>): {
  number: string;
  code: string;
  given: Record<string, unknown>;
} {
  const { tracking_number: number, courier_code: code } = body;
  if (number === undefined || number === null || number === '') throw new TrackingmoreError(4111);
  if (typeof number !== 'string' || !/^[A-Za-z0-9._/-]{4,100}$/.test(number)) throw new TrackingmoreError(4110);
  if (code === undefined || code === null || code === '') throw new TrackingmoreError(4121);
  const [courier] = typeof code === 'string' ? couriersOf('trackingmore', code) : [];
  if (!courier) throw new TrackingmoreError(4120);
  const given = givenFields(body);
  missingFields(courier, given);
  return { number: number.toUpperCase(), code: code as string, given };
}

/** Throws TrackingmoreError. The message names no field; the list of couriers does. */
export function missingFields(courier: Courier, given: Record<string, unknown>): void {
  if ((courier.trackingmore?.requiredFields ?? []).some((name) => !given[name])) throw new TrackingmoreError(4122);
}
