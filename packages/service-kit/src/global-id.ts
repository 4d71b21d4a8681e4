import { BadUserInputError } from './errors.ts';

/** Types with ids that leave the graph. Opaque to clients: base64url of `Type:local id`. */
export const globalTypes = [
  'Order',
  'OrderLine',
  'Delivery',
  'Customer',
  'Company',
  'Shipment',
  'Event',
  'Fact',
  'ProofDocument',
  'ShipmentReport',
  'ReportPhoto',
  'WebhookEndpoint',
  'WebhookMessage',
  'WebhookReplay',
  'Case',
  'CaseHistoryEntry',
  'CaseBulk',
  'Incident',
  'StaffMember',
  'CarrierOutage',
  'WriteBack',
  'OrderLink',
  'OrderCode',
  'OrderView',
  'ApiClient',
  'ApiClientSecret',
  'Session',
  'Person',
] as const;
export type GlobalType = (typeof globalTypes)[number];

export function toGlobalId(type: GlobalType, localId: string | number): string {
  return Buffer.from(`${type}:${localId}`).toString('base64url');
}

/** The local id, or null when the text is no id of that type. */
export function fromGlobalId(type: GlobalType, id: string): string | null {
  if (id.length > 200) return null;
  const text = Buffer.from(id, 'base64url').toString('utf8');
  return text.startsWith(`${type}:`) && toGlobalId(type, text.slice(type.length + 1)) === id
    ? text.slice(type.length + 1)
    : null;
}

/** The type an id names; null when it is no id of ours. Says nothing about whether there is such a thing. */
export function typeOfGlobalId(id: string): GlobalType | null {
  return globalTypes.find((type) => fromGlobalId(type, id) !== null) ?? null;
}

/** Odoo's ids: positive, within a Postgres int4. */
export function odooIdFrom(type: GlobalType, id: string): number | null {
  const local = fromGlobalId(type, id);
  if (local === null || !/^[1-9]\d{0,9}$/.test(local)) return null;
  const value = Number(local);
  return value <= 2_147_483_647 ? value : null;
}

/** Shipments have UUIDv7 ids, which also name their partition; any other UUID is refused here, not in the database. */
export function shipmentIdFrom(id: string): string | null {
  const local = fromGlobalId('Shipment', id);
  return local !== null && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(local)
    ? local
    : null;
}

/** For arguments: an id of the wrong type is the caller's mistake and is named. */
export function requireOdooId(type: GlobalType, id: string, field: string): number {
  const value = odooIdFrom(type, id);
  if (value === null) throw new BadUserInputError(field, `${field} is not an id of type ${type}`);
  return value;
}
