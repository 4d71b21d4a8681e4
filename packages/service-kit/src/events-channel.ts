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
    cancelled: z.boolean(),
    deleted: z.boolean(),
  }),
});
export type OrderChanged = z.infer<typeof orderChanged>;

export const channelEvent = z.discriminatedUnion('type', [deliveryChanged, orderChanged]);
export type ChannelEvent = z.infer<typeof channelEvent>;
export const channelBody = z.object({ events: z.array(channelEvent).min(1).max(maxEventsPerPost) });
