import type { Tone } from '@milepost/wording';
import type {
  DeliveryDoubt,
  DeliveryState,
  EstimateSource,
  EventMark,
  InvoiceState,
  OrderState,
  RegistrationAction,
  RegistrationState,
  ShipmentStatus,
} from '../../generated/graphql.ts';

/** Words of the desk for what the graph says in codes. A new code does not compile until it has its words. */

export const statusTexts: Record<ShipmentStatus, { text: string; tone: Tone }> = {
  PENDING: { text: 'No scan yet', tone: 'waiting' },
  LABEL_CREATED: { text: 'Label made', tone: 'waiting' },
  PICKED_UP: { text: 'Picked up', tone: 'moving' },
  IN_TRANSIT: { text: 'In transit', tone: 'moving' },
  OUT_FOR_DELIVERY: { text: 'Out for delivery', tone: 'moving' },
  AVAILABLE_FOR_PICKUP: { text: 'Ready to collect', tone: 'attention' },
  FAILED_ATTEMPT: { text: 'Attempt failed', tone: 'attention' },
  EXCEPTION: { text: 'Problem', tone: 'attention' },
  DELIVERED: { text: 'Delivered', tone: 'good' },
  RETURNING: { text: 'Coming back', tone: 'attention' },
  RETURNED: { text: 'Back with us', tone: 'attention' },
  CANCELLED: { text: 'Cancelled', tone: 'attention' },
  EXPIRED: { text: 'No more updates', tone: 'attention' },
};

export const orderStateTexts: Record<OrderState, string> = {
  DRAFT: 'Quotation',
  SENT: 'Quotation sent',
  SALE: 'Confirmed',
  CANCELLED: 'Cancelled',
};

export const deliveryStateTexts: Record<DeliveryState, { text: string; tone: Tone }> = {
  DRAFT: { text: 'Being written', tone: 'waiting' },
  WAITING: { text: 'Waits for another step', tone: 'waiting' },
  CONFIRMED: { text: 'Waits for stock', tone: 'attention' },
  READY: { text: 'Ready to pack', tone: 'waiting' },
  DONE: { text: 'Left the warehouse', tone: 'good' },
  CANCELLED: { text: 'Cancelled', tone: 'waiting' },
};

export const invoiceTexts: Record<InvoiceState, string> = {
  NOTHING_TO_INVOICE: 'Nothing to invoice',
  TO_INVOICE: 'To be invoiced',
  INVOICED: 'Invoiced',
  UPSELLING: 'More delivered than ordered',
};

export const registrationTexts: Record<RegistrationState, string> = {
  DELETED: 'Deleted at the provider',
  NEEDS_CARRIER: 'Not tracked: nobody knows the carrier yet',
  NEEDS_FACTS: 'Not tracked: the carrier wants more facts',
  QUEUED: 'Waits to be registered',
  REFUSED: 'Not tracked: refused',
  REGISTERED: 'Tracked',
  STOPPED: 'Not tracked any more',
};

export const registrationActionTexts: Record<RegistrationAction, string> = {
  RETRACK: 'to be tracked again',
  DELETE: 'to be deleted there',
};

export const doubtTexts: Record<DeliveryDoubt, string> = {
  MOVED_AFTERWARDS: 'It was seen under way after the delivery.',
  SCANNED_BEFORE_OUT_FOR_DELIVERY: '“Out for delivery” was scanned after it on the same round; drivers do that.',
};

export const markTexts: Record<EventMark, string> = {
  CORRECTION: 'said by a colleague',
  UNCONFIRMED: 'not confirmed, decides nothing',
  VOIDED: 'taken back, decides nothing',
};

export const estimateTexts: Record<EstimateSource, string> = {
  CARRIER: 'says the carrier',
  PROVIDER: 'forecast of the tracking provider',
  SHOP: 'set by us at the provider',
};

const sources: Record<string, string> = {
  odoo: 'Odoo',
  agent: 'Colleague',
  rules: 'Rules',
  checks: 'Our checks',
  webhooks: 'Webhooks',
};
const known: Record<string, string> = { aftership: 'AfterShip', trackingmore: 'TrackingMore', partner: 'Partner' };

/** Who said something, as people call it. */
export const sourceText = (source: string): string => sources[source] ?? known[source] ?? source;
