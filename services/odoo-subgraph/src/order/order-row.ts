export interface OrderRow {
  id: number;
  name: string;
  customerReference: string | null;
  deliveryMethod: string | null;
  invoiceStatus: string | null;
  state: 'draft' | 'sent' | 'sale' | 'cancel';
  /** Instants with microseconds as text: the sort key of lists. */
  placedAt: string;
  commitmentDate: string | null;
  firstCommitmentDate: string | null;
  asOf: Date | null;
  customerId: number;
  customerName: string;
  companyId: number;
  companyName: string;
  amountTotal: number;
  currencyCode: string;
  decimalPlaces: number;
}

/**
 * Of an order `o` of the company `c`: the instant at which everything of it was known to equal Odoo. That is the last whole round; earlier where its company cannot be seen any more, or a record that it
 * shows does not fit or is refused to us. Null before the first whole round.
 */
export const knownAt = `(select least(r.as_of, c.lost_at, case when (select odoo.has_misfits()) then odoo.doubted_since(o.id) end) from odoo.sync_round r where r.as_of is not null)`;

/** For the graph. Before the first whole round nothing is known to equal Odoo: the beginning of time says so. */
export const ageText = (asOf: Date | null): string => (asOf ?? new Date(0)).toISOString();

export const orderColumns = `o.id, o.name, o.customer_reference as "customerReference", (select d.name from odoo.delivery_carrier d where d.id = o.carrier_id) as "deliveryMethod", o.invoice_status as "invoiceStatus", o.state, o.placed_at::text as "placedAt", o.commitment_date::text as "commitmentDate", o.first_commitment_date::text as "firstCommitmentDate",
  ${knownAt} as "asOf",
  o.commercial_partner_id as "customerId", p.name as "customerName", o.company_id as "companyId", c.name as "companyName", o.amount_total as "amountTotal",
  u.name as "currencyCode", u.decimal_places as "decimalPlaces"`;

/** Of a picking `k`: steps inside the warehouse are no deliveries, and goods that go back to their shelf from one of them are no return. */
export const isDelivery = `(k.type_code = 'outgoing' or (k.return_of is not null and not exists (select 1 from odoo.picking r where r.id = k.return_of and r.type_code = 'internal')))`;

export const orderJoins = `join odoo.partner p on p.id = o.commercial_partner_id join odoo.company c on c.id = o.company_id join odoo.currency u on u.id = o.currency_id`;

/** A date of an order: of a person in Odoo, or moved by us. */
export interface ShopPromiseRow {
  orderId: number;
  /** Naive UTC; null: taken back. */
  promisedAt: string | null;
  toldBy: 'ODOO' | 'MILEPOST';
  seenAt: Date;
}

export interface LineRow {
  id: number;
  orderId: number;
  name: string;
  quantity: number;
  quantityDelivered: number;
  unit: string;
  isShippable: boolean;
}

/** One order line's part of one delivery, summed over the moves of one product and unit. */
export interface ItemRow {
  deliveryId: number;
  lineId: number;
  description: string;
  quantity: number;
  unit: string;
  countsAsLine: boolean;
}

export interface DeliveryRow {
  id: number;
  asOf: Date | null;
  orderId: number;
  name: string;
  state: 'draft' | 'waiting' | 'confirmed' | 'assigned' | 'done' | 'cancel';
  kind: 'OUTGOING' | 'RETURN';
  scheduledAt: string | null;
  doneAt: string | null;
  carrierName: string | null;
  backorderOf: number | null;
  returnOf: number | null;
  carrierPrice: number | null;
  currencyCode: string;
  decimalPlaces: number;
}

/** A delivery as resolvers pass it on: only the id was selected so far; `row` is there when it was read already. */
export interface DeliveryNode {
  id: string;
  row?: DeliveryRow;
}

/** A customer account, and the order it was reached by. */
export interface CustomerRow extends AccountRow {
  orderId?: number;
}

/** A customer account or one of our companies. */
export interface AccountRow {
  id: number;
  name: string;
}

/** Odoo's states by ours. */
export const orderStates = { DRAFT: 'draft', SENT: 'sent', SALE: 'sale', CANCELLED: 'cancel' } as const;
export const deliveryStates = {
  DRAFT: 'draft',
  WAITING: 'waiting',
  CONFIRMED: 'confirmed',
  READY: 'assigned',
  DONE: 'done',
  CANCELLED: 'cancel',
} as const;
export const invoiceStates = {
  NOTHING_TO_INVOICE: 'no',
  TO_INVOICE: 'to invoice',
  INVOICED: 'invoiced',
  UPSELLING: 'upselling',
} as const;
