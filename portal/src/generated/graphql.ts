/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which way the goods of a delivery go. */
export type DeliveryKind =
  /** To the customer. */
  | 'OUTGOING'
  /** Back from the customer. */
  | 'RETURN';

/** State of a transfer in Odoo. */
export type DeliveryState =
  /** Cancelled. */
  | 'CANCELLED'
  /** Waits for stock. */
  | 'CONFIRMED'
  /** Left the warehouse, or received. */
  | 'DONE'
  /** Being written. */
  | 'DRAFT'
  /** Everything is reserved. */
  | 'READY'
  /** Waits for another step in the warehouse. */
  | 'WAITING';

/** Which way the goods go. */
export type Direction =
  /** To the customer. */
  | 'FORWARD'
  /** A return shipment of its own. */
  | 'RETURN';

/** Whose belief an estimate is. */
export type EstimateSource =
  /** The carrier's. */
  | 'CARRIER'
  /** The tracking provider's own forecast. */
  | 'PROVIDER'
  /** Set by the shop at the provider. */
  | 'SHOP';

/** What to know about an event besides what it says. */
export type EventMark =
  /** A colleague said so, not a carrier. */
  | 'CORRECTION'
  /** An end of the journey, what would take one back, or the beginning of a return, whose source could have been forged or is known to guess. It decides nothing until the provider or another source confirms it. */
  | 'UNCONFIRMED'
  /** A colleague took it back: it did not happen, or is not about these goods. It decides nothing. */
  | 'VOIDED';

/** What happened, at the finest grain a person would be told. The list is data: taxonomy milestones. */
export type MilestoneCode =
  /** Accepted by the carrier. */
  | 'ACCEPTED_BY_CARRIER'
  /** Arrived at the delivery depot. */
  | 'ARRIVED_DELIVERY_FACILITY'
  /** Arrived in the destination country. */
  | 'ARRIVED_DESTINATION_COUNTRY'
  /** Arrived at a facility. */
  | 'ARRIVED_FACILITY'
  /** Delivery attempt failed. */
  | 'ATTEMPT_FAILED'
  /** Waiting for the first carrier event. */
  | 'AWAITING_CARRIER_DATA'
  /** Cancelled. */
  | 'CANCELLED'
  /** Customs cleared. */
  | 'CUSTOMS_CLEARED'
  /** Held by customs. */
  | 'CUSTOMS_HELD'
  /** Customs clearance started. */
  | 'CUSTOMS_STARTED'
  /** Damaged. */
  | 'DAMAGED'
  /** Delayed. */
  | 'DELAYED'
  /** Delivered. */
  | 'DELIVERED'
  /** Delivered, cash collected. */
  | 'DELIVERED_COD'
  /** Collected by the recipient. */
  | 'DELIVERED_COLLECTED'
  /** Left with a neighbour. */
  | 'DELIVERED_NEIGHBOUR'
  /** Delivered in part. */
  | 'DELIVERED_PARTIALLY'
  /** Left in a safe place or mailbox. */
  | 'DELIVERED_SAFE_PLACE'
  /** Delivered and signed for. */
  | 'DELIVERED_SIGNED'
  /** Delivery appointment agreed. */
  | 'DELIVERY_SCHEDULED'
  /** Left a facility. */
  | 'DEPARTED_FACILITY'
  /** Left the country of origin. */
  | 'DEPARTED_ORIGIN_COUNTRY'
  /** Destroyed or discarded. */
  | 'DISPOSED'
  /** Expected delivery changed. */
  | 'ETA_CHANGED'
  /** Problem. */
  | 'EXCEPTION'
  /** Handed to another carrier. */
  | 'HANDED_OVER'
  /** Carrier received the shipment data. */
  | 'INFO_RECEIVED'
  /** Number or carrier is wrong. */
  | 'INVALID_TRACKING_NUMBER'
  /** In transit. */
  | 'IN_TRANSIT'
  /** Problem solved, moving again. */
  | 'ISSUE_RESOLVED'
  /** Label created. */
  | 'LABEL_CREATED'
  /** Lost. */
  | 'LOST'
  /** On hold. */
  | 'ON_HOLD'
  /** Order confirmed. */
  | 'ORDER_CONFIRMED'
  /** Out for delivery. */
  | 'OUT_FOR_DELIVERY'
  /** Picked up. */
  | 'PICKED_UP'
  /** Collection did not take place. */
  | 'PICKUP_MISSED'
  /** Collection planned. */
  | 'PICKUP_SCHEDULED'
  /** Proof of delivery added. */
  | 'PROOF_OF_DELIVERY_ADDED'
  /** Ready for collection. */
  | 'READY_FOR_PICKUP'
  /** Recipient was contacted. */
  | 'RECIPIENT_CONTACTED'
  /** Sent to another address or facility. */
  | 'REROUTED'
  /** Returned to sender. */
  | 'RETURNED_TO_SENDER'
  /** On the way back. */
  | 'RETURN_IN_TRANSIT'
  /** Return to sender started. */
  | 'RETURN_STARTED'
  /** Tracking expired. */
  | 'TRACKING_EXPIRED'
  /** Carrier does not know the number yet. */
  | 'TRACKING_NOT_FOUND'
  /** Cannot be delivered. */
  | 'UNDELIVERABLE'
  /** Unmapped event. */
  | 'UNKNOWN';

/** Give exactly one of email and postalCode. */
export type OrderAccessCreateInput = {
  /** The e-mail address of the person who ordered or of the customer account. */
  email?: string | null | undefined;
  /** The order's number, for example S00046. Case and spaces around it do not matter. */
  orderName: string;
  /** The postcode of the delivery address. */
  postalCode?: string | null | undefined;
};

export type OrderCodeConfirmInput = {
  /** The six digits; spaces do not matter. */
  code: string;
  /** What orderCodeRequest answered. */
  codeId: string | number;
};

export type OrderCodeRequestInput = {
  /** The order, which the viewer holds already. */
  orderId: string | number;
};

export type OrderLinkOpenInput = {
  /** The last part of the link's address. */
  token: string;
};

/** Life of an order. A locked order is a SALE. */
export type OrderState =
  /** Cancelled (Odoo cancel). */
  | 'CANCELLED'
  /** A quotation being written (Odoo draft). */
  | 'DRAFT'
  /** Confirmed (Odoo sale). */
  | 'SALE'
  /** A quotation the customer has received (Odoo sent). */
  | 'SENT';

/** Why. The list is data: taxonomy reasons. */
export type ReasonCode =
  /** No access or no safe place. */
  | 'ACCESS_RESTRICTED'
  /** Address could not be found. */
  | 'ADDRESS_NOT_FOUND'
  /** Business was closed. */
  | 'BUSINESS_CLOSED'
  /** Capacity or time limit. */
  | 'CARRIER_CAPACITY'
  /** Damaged in transport. */
  | 'CARRIER_DAMAGE'
  /** Delay in the carrier network. */
  | 'CARRIER_DELAY'
  /** Lost in transport. */
  | 'CARRIER_LOSS'
  /** Sorted or sent wrongly. */
  | 'CARRIER_MISROUTED'
  /** Not accepted by the carrier. */
  | 'CARRIER_REJECTED'
  /** Vehicle or mechanical problem. */
  | 'CARRIER_VEHICLE'
  /** Customs delay. */
  | 'CUSTOMS_DELAY'
  /** Documents missing or wrong. */
  | 'CUSTOMS_DOCUMENTS'
  /** Inspection by customs. */
  | 'CUSTOMS_INSPECTION'
  /** Duties or taxes not paid. */
  | 'CUSTOMS_PAYMENT'
  /** Goods not allowed. */
  | 'CUSTOMS_PROHIBITED'
  /** Late or re-planned flight. */
  | 'FLIGHT_DELAY'
  /** Disaster, strike, civil event or other outside cause. */
  | 'FORCE_MAJEURE'
  /** Public holiday. */
  | 'HOLIDAY'
  /** Address wrong or incomplete. */
  | 'INCORRECT_ADDRESS'
  /** Not collected in time. */
  | 'NOT_COLLECTED'
  /** Other. */
  | 'OTHER'
  /** Outside the delivery area. */
  | 'OUTSIDE_DELIVERY_AREA'
  /** Payment outstanding. */
  | 'PAYMENT_DUE'
  /** Recipient moved. */
  | 'RECIPIENT_MOVED'
  /** Nobody was there. */
  | 'RECIPIENT_NOT_AVAILABLE'
  /** Refused by the recipient. */
  | 'RECIPIENT_REFUSED'
  /** Later delivery or hold asked for by the recipient. */
  | 'RECIPIENT_REQUESTED_CHANGE'
  /** Recipient could not be contacted. */
  | 'RECIPIENT_UNREACHABLE'
  /** Security or regulatory check. */
  | 'SECURITY'
  /** Cancelled by the shipper. */
  | 'SHIPPER_CANCELLED'
  /** Shipment data missing or wrong. */
  | 'SHIPPER_DATA'
  /** Goods or papers not ready at the shipper. */
  | 'SHIPPER_NOT_READY'
  /** Number, carrier or extra fields do not allow tracking. */
  | 'TRACKING_NOT_SUPPORTED'
  /** Being investigated. */
  | 'UNDER_INVESTIGATION'
  /** Not given. */
  | 'UNKNOWN'
  /** Weather. */
  | 'WEATHER';

/** Where a shipment stands, in the order of the journey. The list is data: taxonomy statuses. */
export type ShipmentStatus =
  /** Ready for collection: Waiting for the recipient at a shop, locker or depot. */
  | 'AVAILABLE_FOR_PICKUP'
  /** Cancelled: Voided before or during transport. */
  | 'CANCELLED'
  /** Delivered: Handed over at the destination of the forward trip, or at the merchant for a return shipment. */
  | 'DELIVERED'
  /** Problem: Progress is blocked or uncertain and usually needs somebody to act. */
  | 'EXCEPTION'
  /** No longer tracked: The provider stopped tracking for lack of updates; a later event re-opens the shipment. */
  | 'EXPIRED'
  /** Delivery attempt failed: The carrier tried to deliver and will normally try again. */
  | 'FAILED_ATTEMPT'
  /** In transit: Moving through the network, including normal customs processing and informational delays. */
  | 'IN_TRANSIT'
  /** Label created: Order confirmed or electronic pre-advice sent; the goods are still with the shipper. */
  | 'LABEL_CREATED'
  /** Out for delivery: On the final vehicle, or the delivery slot is agreed. */
  | 'OUT_FOR_DELIVERY'
  /** Waiting for carrier data: Number is registered, no carrier event is known yet. */
  | 'PENDING'
  /** Picked up: The carrier has physically accepted the goods. */
  | 'PICKED_UP'
  /** Returned to sender: The shipper has the goods back. */
  | 'RETURNED'
  /** Returning to sender: The forward trip was given up and the goods travel back to the shipper. */
  | 'RETURNING';

/** How precisely a source gave a time. */
export type TimePrecision =
  /** A calendar date only. */
  | 'DATE'
  /** With an offset: an instant. */
  | 'INSTANT'
  /** A date and time at the place, without an offset. */
  | 'LOCAL';

/** How much the viewer may see of an object. Fields above that level are null without an error. */
export type ViewerAccess =
  /** Knows a tracking number only. */
  | 'L0'
  /** Proved an order by its number with the e-mail or postcode. */
  | 'L1'
  /** Came by a signed link. */
  | 'L2'
  /** Signed in, or proved an address on file by a one-time code. */
  | 'L3'
  /** A partner system. */
  | 'PARTNER'
  /** An employee: agent or operator. */
  | 'STAFF';

export type OrderAccessMutationVariables = Exact<{
  input: OrderAccessCreateInput;
}>;


export type OrderAccessMutation = { orderAccessCreate: { token: string | null, expiresAt: string | null, orderId: string | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type OrderCodeConfirmMutationVariables = Exact<{
  input: OrderCodeConfirmInput;
}>;


export type OrderCodeConfirmMutation = { orderCodeConfirm: { token: string | null, expiresAt: string | null, orderId: string | null, userErrors: Array<{ code: string, message: string }> } };

export type OrderCodeRequestMutationVariables = Exact<{
  input: OrderCodeRequestInput;
}>;


export type OrderCodeRequestMutation = { orderCodeRequest: { codeId: string | null, userErrors: Array<{ code: string, message: string }> } };

export type OrderLinkOpenMutationVariables = Exact<{
  input: OrderLinkOpenInput;
}>;


export type OrderLinkOpenMutation = { orderLinkOpen: { token: string | null, expiresAt: string | null, orderId: string | null } };

export type OrderMilestonesSubscriptionVariables = Exact<{
  orderId: string | number;
  after?: string | null | undefined;
}>;


export type OrderMilestonesSubscription = { milestoneAdded: { cursor: string } };

export type OrderPageQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderPageQuery = { liveCursor: string, order: { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, company: { name: string }, deliveryAddress: { name: string, street: string | null, street2: string | null, city: string | null, countryCode: string | null } | null, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }>, shipments: Array<{ id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } } }> } | null };

export type ParcelFragment = { id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } } };

export type ParcelPageQueryVariables = Exact<{
  trackingNumber: string;
  carrierCode?: string | null | undefined;
}>;


export type ParcelPageQuery = { shipmentByTrackingNumber: { id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ParcelFragmentDoc = new TypedDocumentString(`
    fragment Parcel on Shipment {
  id
  viewerAccess
  trackingNumber
  carrier {
    code
    name
    trackingUrl
  }
  direction
  status
  milestone
  reason
  isDelayed
  estimate {
    earliest
    latest
    source
  }
  lastEventAt
  checkedAt
  proofOfDelivery {
    deliveredAt
    signedBy
  }
  events(first: 100) {
    nodes {
      id
      milestone
      status
      reason
      description
      occurredAt {
        instant
        local
        precision
      }
      location {
        text
        city
        countryCode
      }
      source
      marks
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"fragmentName":"Parcel"}) as unknown as TypedDocumentString<ParcelFragment, unknown>;
export const OrderAccessDocument = {"__meta__":{"hash":"sha256:dbfd1249f6e1547f27733f570b43a8b1b598eab1344e12d98e91a7c653bbc91f"}} as unknown as TypedDocumentString<OrderAccessMutation, OrderAccessMutationVariables>;
export const OrderCodeConfirmDocument = {"__meta__":{"hash":"sha256:b02ad279380bbd6ad51591d61c595acd626efb706eac9ed4222fa7efa0a85eca"}} as unknown as TypedDocumentString<OrderCodeConfirmMutation, OrderCodeConfirmMutationVariables>;
export const OrderCodeRequestDocument = {"__meta__":{"hash":"sha256:3e2d617e45707b2e464f320196ac8d5b68306e70bf2c5d2052510b14f141adeb"}} as unknown as TypedDocumentString<OrderCodeRequestMutation, OrderCodeRequestMutationVariables>;
export const OrderLinkOpenDocument = {"__meta__":{"hash":"sha256:0dd6a0e44dbef8b80c7ecfe4d39146d9239256a2afafbf1f662c49c35fac2afd"}} as unknown as TypedDocumentString<OrderLinkOpenMutation, OrderLinkOpenMutationVariables>;
export const OrderMilestonesDocument = {"__meta__":{"hash":"sha256:4c90b6047aac94b649ca3d112c27a295b804499b361f3b849b380ac2685bb380"}} as unknown as TypedDocumentString<OrderMilestonesSubscription, OrderMilestonesSubscriptionVariables>;
export const OrderPageDocument = {"__meta__":{"hash":"sha256:45c3056f8921808b6bd5ff01f5a484fea884e2abdceab6e8915e5f65f81973b1"}} as unknown as TypedDocumentString<OrderPageQuery, OrderPageQueryVariables>;
export const ParcelPageDocument = {"__meta__":{"hash":"sha256:d361cc8acadbaa68a1a3af7deb357a57a5faf0341e3593d4ebd9beaf77b657b1"}} as unknown as TypedDocumentString<ParcelPageQuery, ParcelPageQueryVariables>;