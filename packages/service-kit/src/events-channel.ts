import { z } from 'zod';
import { regionName } from './viewer.ts';

/** Body limit of one post between our services: 500 events. */
export const maxEventsPerPost = 500;

const odooId = z.number().int().positive();
const instant = z.iso.datetime();

/** What tracking must know of a delivery: links, scope and the cleaned references. `version` rises with each change of the delivery. */
export const deliveryChanged = z.object({
  type: z.literal('delivery.changed'),
  version: z.number().int().positive(),
  correlationId: z.string(),
  delivery: z.object({
    id: odooId,
    name: z.string(),
    kind: z.enum(['OUTGOING', 'RETURN']),
    orderId: odooId,
    orderName: z.string(),
    companyId: odooId,
    /** Odoo's commercial partner. */
    customerId: odooId,
    warehouseId: odooId.nullable(),
    /** ISO 3166-1 alpha-2 of the destination. */
    countryCode: z.string().length(2).nullable(),
    /** Where it goes, only where SEND_TO_PROVIDERS of the sender names it; tracking keeps it sealed. */
    destinationPostalCode: z.string().min(1).max(50).optional(),
    /** By REGION_RULES; null: no rule fits. An older sender does not say. */
    region: z.string().regex(regionName).nullable().default(null),
    /** Name of the delivery method in Odoo; tracking maps it to a carrier. */
    deliveryMethod: z.string().nullable(),
    /** Template with `<shipmenttrackingnumber>`, from the delivery method. */
    trackingUrlTemplate: z.string().nullable(),
    /** Split and cleaned, upper case, in the order written. */
    references: z.array(z.string().min(1).max(100)).max(100),
    /** When the warehouse means to send it. An older sender does not say. */
    scheduledAt: instant.nullable().default(null),
    shippedAt: instant.nullable(),
    promisedAt: instant.nullable(),
    cancelled: z.boolean(),
    /** Deleted in Odoo: its links end. */
    deleted: z.boolean(),
  }),
});
export type DeliveryChanged = z.infer<typeof deliveryChanged>;

/** A change of an order that concerns all its shipments: owner, promise, cancellation. */
export const orderChanged = z.object({
  type: z.literal('order.changed'),
  version: z.number().int().positive(),
  correlationId: z.string(),
  order: z.object({
    id: odooId,
    name: z.string(),
    companyId: odooId,
    customerId: odooId,
    region: z.string().regex(regionName).nullable().default(null),
    promisedAt: instant.nullable(),
    /** What it is worth, taxes included, in the order's own currency (ISO 4217). An older sender does not say. */
    total: z
      .object({ amount: z.number(), currencyCode: z.string().length(3) })
      .nullable()
      .default(null),
    cancelled: z.boolean(),
    deleted: z.boolean(),
  }),
});
export type OrderChanged = z.infer<typeof orderChanged>;

/** Something of an order that needs a person, or does no more. `version` rises with each change of the problem. */
export const problemChanged = z.object({
  type: z.literal('problem.changed'),
  version: z.number().int().positive(),
  correlationId: z.string(),
  problem: z.object({
    /** The sender's name for it, the same for as long as the problem lasts. */
    id: z.string().min(1).max(100),
    kind: z.enum(['WRITE_BACK_FAILED']),
    orderId: odooId,
    /** The delivery that it is about; null: the order as a whole. */
    deliveryId: odooId.nullable().default(null),
    /** What failed and what to do about it (a right that is missing, for example), for staff; nothing of the customer. */
    message: z.string().min(1).max(500),
    /** Null: it is over, and its case is closed. */
    since: instant.nullable(),
  }),
});
export type ProblemChanged = z.infer<typeof problemChanged>;

/** Somebody did the activity that mirrors a case in Odoo: nobody has to look at the case any more. `version` rises with each such event. */
export const activityClosed = z.object({
  type: z.literal('activity.closed'),
  version: z.number().int().positive(),
  correlationId: z.string(),
  /** As tracking keeps it, not the graph's id. */
  caseId: z.uuid(),
  /** When it was done, or seen to be done. */
  closedAt: instant,
});
export type ActivityClosed = z.infer<typeof activityClosed>;

/** A customer account was erased: what else was kept of its people goes, too. */
export const customerErased = z.object({
  type: z.literal('customer.erased'),
  version: z.number().int().positive(),
  correlationId: z.string(),
  /** Odoo's commercial partner. */
  customerId: odooId,
});
export type CustomerErased = z.infer<typeof customerErased>;

export const channelEvent = z.discriminatedUnion('type', [
  deliveryChanged,
  orderChanged,
  problemChanged,
  activityClosed,
  customerErased,
]);
export type ChannelEvent = z.infer<typeof channelEvent>;
export const channelBody = z.object({ events: z.array(channelEvent).min(1).max(maxEventsPerPost) });
