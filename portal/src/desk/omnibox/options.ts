import type { DeskSearchQuery, SearchField, SearchMatch, ShipmentStatus } from '../../generated/graphql.ts';
import { statusTexts } from '../order-panel/words.ts';
import type { PanelParams } from '../search-params.ts';
import type { Recent } from './recent.ts';
import type { Recognised } from './recognise.ts';

export type Choice =
  | { kind: 'open'; params: PanelParams }
  | { kind: 'customer'; id: string }
  | { kind: 'search everywhere' };

export interface Option {
  id: string;
  label: string;
  detail: string;
  choice: Choice;
}

export interface OptionGroup {
  name: string;
  options: Option[];
}

const fieldTexts: Record<SearchField, string> = {
  ORDER_NAME: 'order name',
  INVOICE_NUMBER: 'invoice number',
  CUSTOMER_REFERENCE: 'customer’s reference',
  TRACKING_NUMBER: 'tracking number',
  CUSTOMER_NAME: 'name',
  EMAIL: 'e-mail address',
  PHONE: 'phone number',
};
const matchTexts: Record<SearchMatch, string> = {
  EXACT: '',
  PREFIX: ' begins like it',
  SIMILAR: ' with a typing error',
};
const listed = (parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ');

type Found = DeskSearchQuery['search'];

/** What the box offers, best first; Enter takes the first. */
export function optionsOf({
  text,
  recognised,
  found,
  recents,
}: {
  text: string;
  recognised: Recognised;
  /** Of this very text; null while nothing is known. */
  found: Found | null;
  recents: readonly Recent[];
}): OptionGroup[] {
  if (text.trim() === '') {
    const options = recents.map(
      ({ label, detail, open }): Option => ({
        id: `recent-${label}`,
        label,
        detail,
        choice: { kind: 'open', params: open },
      }),
    );
    return options.length > 0 ? [{ name: 'Opened before', options }] : [];
  }
  if (recognised.kind === 'order name' && !found)
    return [
      {
        name: 'Order',
        options: [
          {
            id: 'by-name',
            label: recognised.name,
            detail: 'open this order',
            choice: { kind: 'open', params: { order: recognised.name } },
          },
          {
            id: 'everywhere',
            label: `Look for “${text.trim()}” everywhere`,
            detail: '',
            choice: { kind: 'search everywhere' },
          },
        ],
      },
    ];
  if (!found) return [];
  return [
    { name: 'Orders', options: orderOptions(found) },
    { name: 'Parcels', options: found.shipments.nodes.map(parcelOption) },
    { name: 'Customers', options: customerOptions(found) },
  ].filter(({ options }) => options.length > 0);
}

function orderOptions({ orders, hits }: Found): Option[] {
  const reasons = new Map(
    hits.nodes.flatMap(({ order, field, match }) => (order ? [[order.id, why(field, match)] as const] : [])),
  );
  return orders.nodes.map(({ id, name, customer, company }) => ({
    id: `order-${id}`,
    label: name,
    detail: listed([customer?.name, reasons.get(id), company.name]),
    choice: { kind: 'open', params: { order: id } },
  }));
}

function parcelOption({
  id,
  trackingNumber,
  status,
  carrier,
  order,
}: Found['shipments']['nodes'][number] & { status: ShipmentStatus }): Option {
  return {
    id: `parcel-${id}`,
    label: trackingNumber,
    detail: listed([carrier?.name, statusTexts[status].text, order ? `of ${order.name}` : 'of no order']),
    choice: { kind: 'open', params: { ...(order && { order: order.id }), parcel: id } },
  };
}

function customerOptions({ hits }: Found): Option[] {
  return hits.nodes.flatMap(({ customer, field, match }) =>
    customer
      ? [
          {
            id: `customer-${customer.id}`,
            label: customer.name,
            detail: listed([why(field, match), 'show all orders']),
            choice: { kind: 'customer' as const, id: customer.id },
          },
        ]
      : [],
  );
}

const why = (field: SearchField, match: SearchMatch) => `${fieldTexts[field]}${matchTexts[match]}`;
