/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Whom a case is given to. */
export type CaseAssignInput = {
  /** To whom (StaffMember.id); null: to nobody. Left out: to the viewer. */
  assigneeId?: string | number | null | undefined;
  /** Which case. */
  caseId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** The version that was seen. */
  version: number;
};

/** What is done to many cases; exactly one of the actions. */
export type CaseBulkInput = {
  /** Gives them to this colleague. */
  assigneeId?: string | number | null | undefined;
  /** 1 to 500 cases. */
  caseIds: Array<string | number>;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** Only says what would be done. */
  isPreview?: boolean | null | undefined;
  /** Adds this note, beside the action or alone. */
  note?: string | null | undefined;
  /** Ends them, for this reason. */
  resolution?: CaseResolution | null | undefined;
  /** Puts them aside until then. */
  snoozeUntil?: string | null | undefined;
  /** Gives them to nobody. */
  unassign?: boolean | null | undefined;
};

/** Which caseBulk is taken back. */
export type CaseBulkUndoInput = {
  /** Its id. */
  bulkId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
};

/** A change of one case. */
export type CaseChangeInput = {
  /** Which case. */
  caseId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** The version that was seen. With another one nothing is done: CONFLICT, and the case as it stands now. */
  version: number;
};

/** How many levels up a case has come. */
export type CaseEscalation =
  /** Twice its time is gone. */
  | 'ESCALATED'
  /** Within its time. */
  | 'NONE'
  /** Its time is gone. */
  | 'OVERDUE'
  /** Three quarters of its time are gone. */
  | 'WARNED';

/** Which cases. All that is given must hold; of a list one. */
export type CaseFilter = {
  /** Given to this colleague (StaffMember.id). */
  assigneeId?: string | number | null | undefined;
  /** Of these carriers, by our code. */
  carrierCodes?: Array<string> | null | undefined;
  /** Of parcels that go to these countries, ISO 3166-1 alpha-2. */
  countryCodes?: Array<string> | null | undefined;
  /** Due before this instant. */
  dueBefore?: string | null | undefined;
  /** Of this incident. */
  incidentId?: string | number | null | undefined;
  /** True: given to the viewer; false: not. */
  isMine?: boolean | null | undefined;
  /** True: past their due time; false: not. */
  isOverdue?: boolean | null | undefined;
  /** True: given to nobody; false: to somebody. */
  isUnassigned?: boolean | null | undefined;
  /** True: only one case stands for each incident, the most urgent one. */
  mergeIncidents?: boolean | null | undefined;
  /** What the customer was told as its number. */
  number?: string | null | undefined;
  /** Of this order. */
  orderId?: string | number | null | undefined;
  /** Of these severities. */
  severities?: Array<CaseSeverity> | null | undefined;
  /** Of this shipment. */
  shipmentId?: string | number | null | undefined;
  /** How far they are. */
  state?: CaseState | null | undefined;
  /** Of these types. */
  types?: Array<CaseType> | null | undefined;
};

/** A note. */
export type CaseNoteInput = {
  /** Which case. */
  caseId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** 1 to 2,000 characters. */
  text: string;
};

/** A case that is opened by hand. */
export type CaseOpenInput = {
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** Why, 3 to 500 characters. */
  reason: string;
  /** Of which parcel. */
  shipmentId: string | number;
  /** DELIVERED_DISPUTED, DAMAGED, LOST, ADDRESS_PROBLEM or CUSTOMER_REPORT. */
  type: CaseType;
};

/** In which order cases stand. */
export type CaseOrder =
  /** Due first; those without a due time last. */
  | 'DUE'
  /** Newest first. */
  | 'OPENED'
  /** Most urgent first. */
  | 'PRIORITY';

/** Why a case is opened again. */
export type CaseReopenInput = {
  /** Which case. */
  caseId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** Why, 3 to 500 characters. */
  reason: string;
  /** The version that was seen. */
  version: number;
};

/** Why a case is over. */
export type CaseResolution =
  /** What opened it is not so any more. Said by the rules. */
  | 'CAUSE_GONE'
  /** A claim was made at the carrier. */
  | 'CLAIMED'
  /** Somebody did its activity in Odoo. Said by Odoo. */
  | 'CLOSED_IN_ODOO'
  /** A replacement or refund was agreed. */
  | 'COMPENSATED'
  /** The customer was told, and that is enough. */
  | 'CUSTOMER_INFORMED'
  /** Somebody did something about it. */
  | 'FIXED'
  /** It should not have been opened. */
  | 'NOT_A_PROBLEM'
  /** There is nothing to do. */
  | 'NO_ACTION_NEEDED';

/** Why a case is over. */
export type CaseResolveInput = {
  /** Which case. */
  caseId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** More about it, up to 2,000 characters. */
  note?: string | null | undefined;
  /** Why; anything but CAUSE_GONE, which is for the rules, and CLOSED_IN_ODOO, which Odoo says. */
  resolution: CaseResolution;
  /** The version that was seen. */
  version: number;
};

/** How bad it is. */
export type CaseSeverity =
  /** Goods or a customer may be lost. */
  | 'CRITICAL'
  /** A customer suffers or will. */
  | 'HIGH'
  /** Fine for now. */
  | 'LOW'
  /** To be looked at. */
  | 'MEDIUM';

/** Until when a case is put aside. */
export type CaseSnoozeInput = {
  /** Which case. */
  caseId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** Until then; in the future, at most 60 days. At least one of both. */
  until?: string | null | undefined;
  /** Until anything new is heard of its parcel. */
  untilNews?: boolean | null | undefined;
  /** The version that was seen. */
  version: number;
};

/** How far a case is. */
export type CaseState =
  /** Over: its cause is gone, or a colleague resolved it. */
  | 'CLOSED'
  /** Somebody has to look at it. */
  | 'OPEN'
  /** Put aside for a while. */
  | 'SNOOZED';

/** What a case is about. */
export type CaseType =
  /** The address is wrong or incomplete. */
  | 'ADDRESS_PROBLEM'
  /** The carrier tried to deliver and could not. */
  | 'ATTEMPT_FAILED'
  /** There is a label, and the carrier has scanned nothing. */
  | 'CARRIER_SILENT'
  /** Who receives it says that items are missing, or that something else is wrong. */
  | 'CUSTOMER_REPORT'
  /** Customs hold it. */
  | 'CUSTOMS_HELD'
  /** The carrier says that it is damaged. */
  | 'DAMAGED'
  /** The promise has passed, or the carrier says that it is delayed. */
  | 'DELAYED'
  /** It is said to be delivered, and there is reason to doubt it. */
  | 'DELIVERED_DISPUTED'
  /** The number cannot be one of its carrier. */
  | 'INVALID_NUMBER'
  /** The delivery should have left. */
  | 'LATE_DISPATCH'
  /** It will come after the promise, by the newest estimate. */
  | 'LIKELY_LATE'
  /** The carrier says that it is lost. */
  | 'LOST'
  /** The goods have left and no tracking number is known. */
  | 'NO_NUMBER'
  /** Orders of several customers have the same number, or it went somewhere else than its order. */
  | 'NUMBER_MISMATCH'
  /** It waits to be collected, and will go back soon. */
  | 'PICKUP_EXPIRING'
  /** It was delivered, and the proof that this order needs is missing. */
  | 'PROOF_MISSING'
  /** The recipient did not take it. */
  | 'REFUSED'
  /** The provider does not track it. */
  | 'REGISTRATION_FAILED'
  /** It comes back, or has come back, to the sender. */
  | 'RETURNED'
  /** It was under way, and nobody has said anything for too long. */
  | 'SILENT_TOO_LONG'
  /** No rule says who carries it. */
  | 'UNMAPPED_CARRIER'
  /** Something could not be written back to Odoo. */
  | 'WRITE_BACK_FAILED';

/** What a case waits for. */
export type CaseWaitInput = {
  /** Which case. */
  caseId: string | number;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** The version that was seen. */
  version: number;
  /** Whose answer: CUSTOMER or CARRIER. */
  waitingFor: CaseWaitingFor;
};

/** What a case waits for while its clock stands. */
export type CaseWaitingFor =
  /** The carrier has to answer. */
  | 'CARRIER'
  /** The carrier’s outage was declared. Said by the rules. */
  | 'CARRIER_OUTAGE'
  /** The customer has to answer. */
  | 'CUSTOMER';

/** Where somebody looked for a parcel that is said to be delivered. */
export type CheckedPlace =
  /** In the letter box or parcel box. */
  | 'LETTER_BOX'
  /** With neighbours. */
  | 'NEIGHBOUR'
  /** At a reception, with a concierge or colleagues. */
  | 'RECEPTION'
  /** Where carriers leave parcels: porch, garage, garden. */
  | 'SAFE_PLACE';

/** What coordinates point at. */
export type CoordinatePrecision =
  /** The spot, as the source gave it. */
  | 'EXACT'
  /** The middle of the town, from a gazetteer. */
  | 'TOWN';

/** Whose phone number, and why. */
export type CustomerPhoneRevealInput = {
  /** Which customer, in the viewer's scope. */
  customerId: string | number;
  /** Why the number is needed, 5 to 500 characters; kept on record until the customer is erased. */
  reason: string;
};

/** Why a delivery may not be one. */
export type DeliveryDoubt =
  /** The parcel was seen under way later. */
  | 'MOVED_AFTERWARDS'
  /** Out for delivery was scanned after it on the same round: drivers do that. */
  | 'SCANNED_BEFORE_OUT_FOR_DELIVERY';

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

/** Steps in a warehouse. */
export type DeliveryStepKind =
  /** The goods leave the warehouse. */
  | 'LEFT'
  /** The goods are packed. */
  | 'PACKED'
  /** The goods are taken from their shelves. */
  | 'PICKING'
  /** The warehouse has the order: its first transfer was made. */
  | 'RELEASED';

/** Where a step stands. */
export type DeliveryStepState =
  /** Cancelled. */
  | 'CANCELLED'
  /** Done. */
  | 'DONE'
  /** Everything is there, it can be done. */
  | 'READY'
  /** Waits for stock, or for the step before. */
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

/** How a delivery was. */
export type FeedbackAnswer =
  /** Not as it should be. */
  | 'BAD'
  /** As it should be. */
  | 'GOOD';

/** From one instant to another; either may be left out. */
export type InstantRange = {
  /** Earlier than this instant. */
  before?: string | null | undefined;
  /** At this instant or later. */
  from?: string | null | undefined;
};

/** How far an order is invoiced. What is invoiced follows the product's policy in Odoo, not the delivery. */
export type InvoiceState =
  /** Invoiced in full (Odoo invoiced). */
  | 'INVOICED'
  /** Nothing to invoice now (Odoo no). */
  | 'NOTHING_TO_INVOICE'
  /** Something is to be invoiced (Odoo to invoice). */
  | 'TO_INVOICE'
  /** More was delivered than ordered, and may be invoiced (Odoo upselling). */
  | 'UPSELLING';

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

/** Which orders: those that fit everything given. What is left out or null does not limit. */
export type OrderFilter = {
  /** At least one delivery by this delivery method, as named in Odoo; case does not matter. */
  carrierName?: string | null | undefined;
  /** Sold by this company of ours. */
  companyId?: string | number | null | undefined;
  /** Ordered by this customer account, by whichever of its contacts. */
  customerId?: string | number | null | undefined;
  /** At least one delivery in one of these states (and of `carrierName`, where both are given). */
  deliveryStates?: Array<DeliveryState> | null | undefined;
  /** True: at least one delivery has not been done or cancelled; false: none is open. */
  hasOpenDeliveries?: boolean | null | undefined;
  /** When it was placed. */
  placed?: InstantRange | null | undefined;
  /** Which delivery date was promised; orders without a promise are left out. */
  promised?: InstantRange | null | undefined;
  /** In one of these states. */
  states?: Array<OrderState> | null | undefined;
  /** The order or one of its deliveries was changed in Odoo at this instant or later. */
  updatedSince?: string | null | undefined;
};

export type OrderLinkCreateInput = {
  /**
   * When the link ends by itself. Of the team: 30 days from now when left out, at most a year. Of a customer: 7 days when left out, at least one hour, at most 30 days; never later than the link by which
   * the customer came.
   */
  expiresAt?: string | null | undefined;
  /** What the link shows. Of the team: L0 to L2, L2 when left out. Of a customer: L0 or L1, L1 when left out. */
  level?: ViewerAccess | null | undefined;
  /** The order to open. */
  orderId: string | number;
  /** What it is for. Of the team: 1 to 200 characters, for colleagues, customers do not see it. Of a customer: at most 80 characters, may be left out; whoever else may share the order sees it. */
  purpose?: string | null | undefined;
};

/** Who made a link to an order. */
export type OrderLinkMaker =
  /** Somebody signed in with an account of the customer. */
  | 'ACCOUNT'
  /** Somebody who proved the address on file by a one-time code. */
  | 'CODE'
  /** Somebody who came by a link of the team. */
  | 'LINK'
  /** An agent or operator. */
  | 'TEAM';

export type OrderLinkOpenInput = {
  /** The last part of the link's address. */
  token: string;
};

export type OrderLinkRevokeInput = {
  /** The link, as `Order.links` names it. */
  linkId: string | number;
};

/** How an order stands, by its deliveries and the parcels to the customer. Cancelled orders stand in no way. */
export type OrderProgress =
  /** Everything has left, and all its parcels have arrived. */
  | 'DELIVERED'
  /** Open, and its promised date has passed or a parcel is delayed. */
  | 'LATE'
  /** A parcel has a problem, waits to be collected, goes back, or is delayed. */
  | 'NEEDS_ATTENTION'
  /** Something has not left the warehouse yet, or a parcel is on its way. */
  | 'OPEN';

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

export type OrderViewCreateInput = {
  /** The order to look at. */
  orderId: string | number;
};

/** Who told a date. */
export type PromiseTeller =
  /** A colleague. */
  | 'AGENT'
  /** The carrier. */
  | 'CARRIER'
  /** We: the order's date in Odoo moved to what a carrier said. */
  | 'MILEPOST'
  /** The tracking provider's own forecast. */
  | 'PROVIDER'
  /** The shop: a person in Odoo, or what the shop set at a provider. */
  | 'SHOP';

/** What a proof of delivery shows. */
export type ProofDocumentKind =
  /** A paper. */
  | 'DOCUMENT'
  /** The parcel where it was left, or what the driver took a picture of. */
  | 'PHOTO'
  /** Somebody's signature. */
  | 'SIGNATURE';

/** Whether a proof of delivery can be opened. */
export type ProofDocumentState =
  /** The carrier's address gave nothing that we keep. */
  | 'FAILED'
  /** It can be opened. */
  | 'READY'
  /** It is being fetched from the carrier. */
  | 'WAITING';

/** What a provider was asked. */
export type ProviderQuestion =
  /** For everything that changed there since the last time, this shipment among it. */
  | 'CHANGES'
  /** About this number: an end of its journey waits to be confirmed. */
  | 'NUMBER';

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

/** How a message came. */
export type ReceivedWay =
  /** We read it from the provider's API. */
  | 'READ'
  /** The provider sent it. */
  | 'WEBHOOK';

/** What a provider is asked for about a number that it has. */
export type RegistrationAction =
  /** To forget it. */
  | 'DELETE'
  /** To begin with it again. */
  | 'RETRACK';

/** How far a registration is. */
export type RegistrationState =
  /** Deleted at the provider on somebody's word; registered again only when somebody asks for it by name. */
  | 'DELETED'
  /** Nobody knows the carrier yet. */
  | 'NEEDS_CARRIER'
  /** The carrier wants facts that we do not have: see needs. */
  | 'NEEDS_FACTS'
  /** Waits for its turn, or for the provider. */
  | 'QUEUED'
  /** The provider does not take it: see problem. */
  | 'REFUSED'
  /** The provider tracks it. */
  | 'REGISTERED'
  /** Not tracked any more, or not worth it: cancelled, re-numbered, or at its end. */
  | 'STOPPED';

/** What is wrong. */
export type ReportKind =
  /** The parcel or what is in it is damaged. */
  | 'DAMAGED'
  /** The parcel came, and something is missing in it. */
  | 'ITEMS_MISSING'
  /** It is said to be delivered, and it is not here. */
  | 'NOT_HERE'
  /** Something else; a note says what. */
  | 'OTHER';

/** An order line, and how much of it. */
export type ReportLineInput = {
  /** Which line (OrderLine.id). */
  lineId: string | number;
  /** How much of it, above 0. */
  quantity: number;
};

/** For which parcel room is made. */
export type ReportPhotoAddInput = {
  /** How many photos, 1 to 4. */
  count: number;
  /** Which parcel. */
  shipmentId: string | number;
};

/** What can fit. */
export type SearchField =
  /** The name of the customer, or of a contact of theirs who ordered or received. */
  | 'CUSTOMER_NAME'
  /** The customer's own reference. */
  | 'CUSTOMER_REFERENCE'
  /** The e-mail address of one of these. */
  | 'EMAIL'
  /** The number of an invoice of the order. */
  | 'INVOICE_NUMBER'
  /** The order's name. */
  | 'ORDER_NAME'
  /** The phone number of one of these. */
  | 'PHONE'
  /** A tracking number of a delivery of the order. */
  | 'TRACKING_NUMBER';

/** How well a text fits, the best first. */
export type SearchMatch =
  /** It is the same but for blanks, dashes, case and accents; of a name, every word given is a word of it. */
  | 'EXACT'
  /** It begins like this; of a name, a word does. */
  | 'PREFIX'
  /** It is the same but for one typing error: a sign too many, too few, another one, or two in the wrong order; or O for 0, I for 1. */
  | 'SIMILAR';

/** A correction: `milestone`, `voidsEventId`, or both. */
export type ShipmentCorrectInput = {
  /** What is true; one that stands for a status. */
  milestone?: MilestoneCode | null | undefined;
  /** Since when; now, when left out. Not in the future, and not more than a year ago. */
  occurredAt?: string | null | undefined;
  /** Why, for colleagues and for the record: 3 to 500 characters. Customers never see it. */
  reason: string;
  /** Which shipment. */
  shipmentId: string | number;
  /** An event of this shipment that did not happen, or is not about these goods. */
  voidsEventId?: string | number | null | undefined;
};

/** How a delivery was. */
export type ShipmentFeedbackInput = {
  /** How it was. */
  answer: FeedbackAnswer;
  /** Which parcel. */
  shipmentId: string | number;
};

/** The right number or carrier of a shipment. */
export type ShipmentReplaceInput = {
  /** The number is right although its check digit or its form says otherwise. */
  acceptUnusual?: boolean | null | undefined;
  /** Our code for the right carrier; left out: the delivery method decides, or a person. */
  carrierCode?: string | null | undefined;
  /** Why, for colleagues and for the record: 3 to 300 characters. Customers never see it. */
  reason: string;
  /** Which shipment is wrong. */
  shipmentId: string | number;
  /** The right number; left out: the same, with another carrier. */
  trackingNumber?: string | null | undefined;
};

/** What is wrong with a parcel. */
export type ShipmentReportInput = {
  /** Where they looked; for NOT_HERE. */
  checked?: Array<CheckedPlace> | null | undefined;
  /** 1 to 200 characters of the caller's: the same key with the same input, by the same access, is answered with what was done. With another input, photos aside: BAD_USER_INPUT. */
  idempotencyKey?: string | null | undefined;
  /** What is wrong. NOT_HERE is for parcels that are said to be delivered. */
  kind: ReportKind;
  /** Which order lines are damaged or missing; for DAMAGED and ITEMS_MISSING, which needs at least one. At most 100, each line once. */
  lines?: Array<ReportLineInput> | null | undefined;
  /** In their own words, at most 1,000 characters; OTHER needs at least 3. */
  note?: string | null | undefined;
  /** Photos of reportPhotoAdd that were sent to their addresses; at most 4. */
  photoIds?: Array<string | number> | null | undefined;
  /** Which parcel. */
  shipmentId: string | number;
};

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

/** Kinds of clients. */
export type ViewerRole =
  /** Customer service. */
  | 'AGENT'
  /** Nobody in particular: sees what a tracking number alone shows. */
  | 'ANONYMOUS'
  /** An end customer, by an account, a link or a proved order. */
  | 'CUSTOMER'
  /** Keeps data flowing. */
  | 'OPERATOR'
  /** A partner system. */
  | 'PARTNER';

/** What became of a message. */
export type WebhookMessageState =
  /** It was accepted (2xx). */
  | 'DELIVERED'
  /** It was not accepted in some three days. It can be sent again. */
  | 'GIVEN_UP'
  /** It waits to be sent, for the first time or again. */
  | 'WAITING'
  /** It was not sent: its shipment, or its case, had left the owner's scope by then. */
  | 'WITHDRAWN';

/** What is written to Odoo. */
export type WriteBackEffect =
  /** A to-do (activity). */
  | 'ACTIVITY'
  /** A line for staff in the chatter of a delivery. */
  | 'CHATTER'
  /** A draft invoice. */
  | 'INVOICE'
  /** The promised date of an order. */
  | 'PROMISE';

/** How far something is that is wanted of Odoo. */
export type WriteBackState =
  /** It stands in Odoo. */
  | 'DONE'
  /** It is not wanted any more, or Odoo has it otherwise; `reason` says which. */
  | 'DROPPED'
  /** Odoo refused it: a person has to act, then writeBackRetry. */
  | 'FAILED'
  /** It would have been written: the policy says shadow. */
  | 'SHADOW'
  /** It is to be written. */
  | 'WAITING';

export type DeskCaseQueryVariables = Exact<{
  id: string | number;
}>;


export type DeskCaseQuery = { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, recommendedAction: string, number: string | null, closedAt: string | null, rule: string, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null, reports: Array<{ id: string, kind: ReportKind, at: string, level: ViewerAccess, checked: Array<CheckedPlace>, note: string | null, by: { name: string } | null, lines: Array<{ lineId: string, quantity: number }>, photos: Array<{ id: string, url: string }>, stoodAs: { milestone: MilestoneCode, deliveredAt: string | null, signedBy: string | null, documentCount: number, promisedDate: string | null } | null }>, priority: { score: number, parts: Array<{ name: string, value: string, factor: number }> }, history: Array<{ id: string, at: string, action: string, text: string | null, by: { name: string } | null }> } | null };

export type DeskCaseDetailFragment = { recommendedAction: string, number: string | null, closedAt: string | null, rule: string, reports: Array<{ id: string, kind: ReportKind, at: string, level: ViewerAccess, checked: Array<CheckedPlace>, note: string | null, by: { name: string } | null, lines: Array<{ lineId: string, quantity: number }>, photos: Array<{ id: string, url: string }>, stoodAs: { milestone: MilestoneCode, deliveredAt: string | null, signedBy: string | null, documentCount: number, promisedDate: string | null } | null }>, priority: { score: number, parts: Array<{ name: string, value: string, factor: number }> }, history: Array<{ id: string, at: string, action: string, text: string | null, by: { name: string } | null }> };

export type DeskCaseAssignMutationVariables = Exact<{
  input: CaseAssignInput;
}>;


export type DeskCaseAssignMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseBulkMutationVariables = Exact<{
  input: CaseBulkInput;
}>;


export type DeskCaseBulkMutation = { answer: { bulkId: string | null, undoUntil: string | null, changed: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null }>, skipped: Array<{ caseId: string, reason: string }>, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseBulkUndoMutationVariables = Exact<{
  input: CaseBulkUndoInput;
}>;


export type DeskCaseBulkUndoMutation = { answer: { bulkId: string | null, undoUntil: string | null, changed: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null }>, skipped: Array<{ caseId: string, reason: string }>, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseBulkAnswerFragment = { bulkId: string | null, undoUntil: string | null, changed: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null }>, skipped: Array<{ caseId: string, reason: string }>, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> };

export type DeskCaseChangedFragment = { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> };

export type DeskCaseCountsQueryVariables = Exact<{
  filters: Array<CaseFilter> | CaseFilter;
}>;


export type DeskCaseCountsQuery = { caseCounts: Array<number> };

export type DeskCaseNoteMutationVariables = Exact<{
  input: CaseNoteInput;
}>;


export type DeskCaseNoteMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseOpenMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type DeskCaseOpenMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseReopenMutationVariables = Exact<{
  input: CaseReopenInput;
}>;


export type DeskCaseReopenMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseResolveMutationVariables = Exact<{
  input: CaseResolveInput;
}>;


export type DeskCaseResolveMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseResumeMutationVariables = Exact<{
  input: CaseChangeInput;
}>;


export type DeskCaseResumeMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseSnoozeMutationVariables = Exact<{
  input: CaseSnoozeInput;
}>;


export type DeskCaseSnoozeMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCaseWaitMutationVariables = Exact<{
  input: CaseWaitInput;
}>;


export type DeskCaseWaitMutation = { answer: { case: { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskCasesQueryVariables = Exact<{
  filter?: CaseFilter | null | undefined;
  orderBy: CaseOrder;
  first: number;
  after?: string | null | undefined;
}>;


export type DeskCasesQuery = { cases: { nodes: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DeskCaseRowFragment = { id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null };

export type DeskChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  lookingAt?: Array<string | number> | string | number | null | undefined;
}>;


export type DeskChangesSubscription = { deskChanged: { mark: string, haveCasesChanged: boolean, presence: Array<{ subjectId: string, since: string, staff: { id: string, name: string } }> } };

export type DeskCorrectMutationVariables = Exact<{
  input: ShipmentCorrectInput;
}>;


export type DeskCorrectMutation = { shipmentCorrect: { shipment: { id: string, status: ShipmentStatus } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskOrderExportMutationVariables = Exact<{
  filter?: OrderFilter | null | undefined;
}>;


export type DeskOrderExportMutation = { orderListExport: { rowCount: number, isCut: boolean } };

export type DeskCaseExportMutationVariables = Exact<{
  filter?: CaseFilter | null | undefined;
  orderBy: CaseOrder;
}>;


export type DeskCaseExportMutation = { caseListExport: { rowCount: number, isCut: boolean } };

export type DeskNewsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type DeskNewsSubscription = { milestoneAdded: { cursor: string, shipment: { id: string } | null } };

export type DeskOrderQueryVariables = Exact<{
  id: string | number;
}>;


export type DeskOrderQuery = { liveCursor: string, order: { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, firstPromisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, customerReference: string | null, deliveryMethod: string | null, invoiceState: InvoiceState | null, total: { amount: string, currencyCode: string } | null, customer: { id: string, name: string, email: string | null, hasPhone: boolean | null } | null, company: { id: string, name: string }, deliveryAddress: { name: string, street: string | null, street2: string | null, city: string | null, countryCode: string | null } | null, lines: Array<{ id: string, description: string, quantityOrdered: number, quantityDelivered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, steps: Array<{ kind: DeliveryStepKind, state: DeliveryStepState, doneAt: string | null }>, shipments: Array<{ id: string }> }>, shipments: Array<{ feedback: FeedbackAnswer | null, packageCount: number | null, deliveryDoubts: Array<DeliveryDoubt>, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, proofOfDelivery: { documentCount: number, deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, pieces: Array<{ trackingNumber: string }> | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, providerChecks: Array<{ provider: string, question: ProviderQuestion, outcome: string, count: number, firstAt: string, lastAt: string }> | null, receivedMessages: Array<{ provider: string, way: ReceivedWay | null, receivedAt: string, factCount: number, eventIds: Array<string> }> | null, sentWebhooks: Array<{ id: string, endpoint: string, isOwn: boolean, eventType: string, state: WebhookMessageState, attemptCount: number, lastTriedAt: string | null, lastStatus: number | null, lastProblem: string | null, createdAt: string }> | null, registration: { state: RegistrationState, provider: string | null, registeredAt: string | null, needs: Array<string>, pending: RegistrationAction | null, problem: { kind: string, message: string, since: string } | null } | null, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, cases: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, recommendedAction: string, number: string | null, closedAt: string | null, rule: string, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null, reports: Array<{ id: string, kind: ReportKind, at: string, level: ViewerAccess, checked: Array<CheckedPlace>, note: string | null, by: { name: string } | null, lines: Array<{ lineId: string, quantity: number }>, photos: Array<{ id: string, url: string }>, stoodAs: { milestone: MilestoneCode, deliveredAt: string | null, signedBy: string | null, documentCount: number, promisedDate: string | null } | null }>, priority: { score: number, parts: Array<{ name: string, value: string, factor: number }> }, history: Array<{ id: string, at: string, action: string, text: string | null, by: { name: string } | null }> }> | null, writeBacks: Array<{ id: string, effect: WriteBackEffect, state: WriteBackState, summary: string, reason: string | null, createdAt: string, settledAt: string | null, shipment: { id: string } | null }> | null } | null };

export type DeskOrderByNameQueryVariables = Exact<{
  name: string;
  companyId?: string | number | null | undefined;
}>;


export type DeskOrderByNameQuery = { liveCursor: string, orderByName: { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, firstPromisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, customerReference: string | null, deliveryMethod: string | null, invoiceState: InvoiceState | null, total: { amount: string, currencyCode: string } | null, customer: { id: string, name: string, email: string | null, hasPhone: boolean | null } | null, company: { id: string, name: string }, deliveryAddress: { name: string, street: string | null, street2: string | null, city: string | null, countryCode: string | null } | null, lines: Array<{ id: string, description: string, quantityOrdered: number, quantityDelivered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, steps: Array<{ kind: DeliveryStepKind, state: DeliveryStepState, doneAt: string | null }>, shipments: Array<{ id: string }> }>, shipments: Array<{ feedback: FeedbackAnswer | null, packageCount: number | null, deliveryDoubts: Array<DeliveryDoubt>, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, proofOfDelivery: { documentCount: number, deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, pieces: Array<{ trackingNumber: string }> | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, providerChecks: Array<{ provider: string, question: ProviderQuestion, outcome: string, count: number, firstAt: string, lastAt: string }> | null, receivedMessages: Array<{ provider: string, way: ReceivedWay | null, receivedAt: string, factCount: number, eventIds: Array<string> }> | null, sentWebhooks: Array<{ id: string, endpoint: string, isOwn: boolean, eventType: string, state: WebhookMessageState, attemptCount: number, lastTriedAt: string | null, lastStatus: number | null, lastProblem: string | null, createdAt: string }> | null, registration: { state: RegistrationState, provider: string | null, registeredAt: string | null, needs: Array<string>, pending: RegistrationAction | null, problem: { kind: string, message: string, since: string } | null } | null, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, cases: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, recommendedAction: string, number: string | null, closedAt: string | null, rule: string, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null, reports: Array<{ id: string, kind: ReportKind, at: string, level: ViewerAccess, checked: Array<CheckedPlace>, note: string | null, by: { name: string } | null, lines: Array<{ lineId: string, quantity: number }>, photos: Array<{ id: string, url: string }>, stoodAs: { milestone: MilestoneCode, deliveredAt: string | null, signedBy: string | null, documentCount: number, promisedDate: string | null } | null }>, priority: { score: number, parts: Array<{ name: string, value: string, factor: number }> }, history: Array<{ id: string, at: string, action: string, text: string | null, by: { name: string } | null }> }> | null, writeBacks: Array<{ id: string, effect: WriteBackEffect, state: WriteBackState, summary: string, reason: string | null, createdAt: string, settledAt: string | null, shipment: { id: string } | null }> | null } | null };

export type DeskOrderFieldsFragment = { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, firstPromisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, customerReference: string | null, deliveryMethod: string | null, invoiceState: InvoiceState | null, total: { amount: string, currencyCode: string } | null, customer: { id: string, name: string, email: string | null, hasPhone: boolean | null } | null, company: { id: string, name: string }, deliveryAddress: { name: string, street: string | null, street2: string | null, city: string | null, countryCode: string | null } | null, lines: Array<{ id: string, description: string, quantityOrdered: number, quantityDelivered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, steps: Array<{ kind: DeliveryStepKind, state: DeliveryStepState, doneAt: string | null }>, shipments: Array<{ id: string }> }>, shipments: Array<{ feedback: FeedbackAnswer | null, packageCount: number | null, deliveryDoubts: Array<DeliveryDoubt>, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, proofOfDelivery: { documentCount: number, deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, pieces: Array<{ trackingNumber: string }> | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, providerChecks: Array<{ provider: string, question: ProviderQuestion, outcome: string, count: number, firstAt: string, lastAt: string }> | null, receivedMessages: Array<{ provider: string, way: ReceivedWay | null, receivedAt: string, factCount: number, eventIds: Array<string> }> | null, sentWebhooks: Array<{ id: string, endpoint: string, isOwn: boolean, eventType: string, state: WebhookMessageState, attemptCount: number, lastTriedAt: string | null, lastStatus: number | null, lastProblem: string | null, createdAt: string }> | null, registration: { state: RegistrationState, provider: string | null, registeredAt: string | null, needs: Array<string>, pending: RegistrationAction | null, problem: { kind: string, message: string, since: string } | null } | null, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, cases: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, recommendedAction: string, number: string | null, closedAt: string | null, rule: string, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null, reports: Array<{ id: string, kind: ReportKind, at: string, level: ViewerAccess, checked: Array<CheckedPlace>, note: string | null, by: { name: string } | null, lines: Array<{ lineId: string, quantity: number }>, photos: Array<{ id: string, url: string }>, stoodAs: { milestone: MilestoneCode, deliveredAt: string | null, signedBy: string | null, documentCount: number, promisedDate: string | null } | null }>, priority: { score: number, parts: Array<{ name: string, value: string, factor: number }> }, history: Array<{ id: string, at: string, action: string, text: string | null, by: { name: string } | null }> }> | null, writeBacks: Array<{ id: string, effect: WriteBackEffect, state: WriteBackState, summary: string, reason: string | null, createdAt: string, settledAt: string | null, shipment: { id: string } | null }> | null };

export type DeskParcelFragment = { packageCount: number | null, deliveryDoubts: Array<DeliveryDoubt>, pieces: Array<{ trackingNumber: string }> | null, legs: Array<{ trackingNumber: string | null, direction: Direction, carrier: { name: string } | null }>, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null } | null, proofOfDelivery: { documentCount: number } | null, providerChecks: Array<{ provider: string, question: ProviderQuestion, outcome: string, count: number, firstAt: string, lastAt: string }> | null, receivedMessages: Array<{ provider: string, way: ReceivedWay | null, receivedAt: string, factCount: number, eventIds: Array<string> }> | null, sentWebhooks: Array<{ id: string, endpoint: string, isOwn: boolean, eventType: string, state: WebhookMessageState, attemptCount: number, lastTriedAt: string | null, lastStatus: number | null, lastProblem: string | null, createdAt: string }> | null, registration: { state: RegistrationState, provider: string | null, registeredAt: string | null, needs: Array<string>, pending: RegistrationAction | null, problem: { kind: string, message: string, since: string } | null } | null };

export type DeskOrdersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: OrderFilter | null | undefined;
}>;


export type DeskOrdersQuery = { orders: { nodes: Array<{ id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, deliveryMethod: string | null, customer: { id: string, name: string } | null, company: { name: string }, shipments: Array<{ id: string, status: ShipmentStatus, direction: Direction, isDelayed: boolean, estimate: { earliest: string | null, latest: string | null } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DeskOrderRowFragment = { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, deliveryMethod: string | null, customer: { id: string, name: string } | null, company: { name: string }, shipments: Array<{ id: string, status: ShipmentStatus, direction: Direction, isDelayed: boolean, estimate: { earliest: string | null, latest: string | null } | null }> };

export type DeskPhoneMutationVariables = Exact<{
  input: CustomerPhoneRevealInput;
}>;


export type DeskPhoneMutation = { customerPhoneReveal: { phone: string | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskReplaceMutationVariables = Exact<{
  input: ShipmentReplaceInput;
}>;


export type DeskReplaceMutation = { shipmentReplace: { shipment: { id: string, trackingNumber: string } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } };

export type DeskSearchQueryVariables = Exact<{
  text: string;
}>;


export type DeskSearchQuery = { search: { hits: { nodes: Array<{ field: SearchField, match: SearchMatch, order: { id: string, name: string, placedAt: string | null, company: { id: string, name: string }, customer: { name: string } | null } | null, customer: { id: string, name: string } | null }> }, orders: { nodes: Array<{ id: string, name: string, placedAt: string | null, company: { id: string, name: string }, customer: { name: string } | null }> }, shipments: { nodes: Array<{ id: string, trackingNumber: string, status: ShipmentStatus, carrier: { name: string } | null, order: { id: string, name: string } | null }> } } };

export type DeskFoundOrderFragment = { id: string, name: string, placedAt: string | null, company: { id: string, name: string }, customer: { name: string } | null };

export type DeskShipmentQueryVariables = Exact<{
  id: string | number;
}>;


export type DeskShipmentQuery = { liveCursor: string, shipment: { feedback: FeedbackAnswer | null, packageCount: number | null, deliveryDoubts: Array<DeliveryDoubt>, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, order: { id: string, name: string } | null, cases: Array<{ id: string, type: CaseType, state: CaseState, reason: string, severity: CaseSeverity, openedAt: string, dueAt: string | null, escalation: CaseEscalation, waitingFor: CaseWaitingFor | null, snoozedUntil: string | null, isSnoozedUntilNews: boolean, resolution: CaseResolution | null, version: number, recommendedAction: string, number: string | null, closedAt: string | null, rule: string, assignee: { id: string, name: string } | null, order: { id: string, name: string, customer: { name: string } | null } | null, shipment: { id: string, trackingNumber: string } | null, incident: { id: string, title: string, caseCount: number } | null, reports: Array<{ id: string, kind: ReportKind, at: string, level: ViewerAccess, checked: Array<CheckedPlace>, note: string | null, by: { name: string } | null, lines: Array<{ lineId: string, quantity: number }>, photos: Array<{ id: string, url: string }>, stoodAs: { milestone: MilestoneCode, deliveredAt: string | null, signedBy: string | null, documentCount: number, promisedDate: string | null } | null }>, priority: { score: number, parts: Array<{ name: string, value: string, factor: number }> }, history: Array<{ id: string, at: string, action: string, text: string | null, by: { name: string } | null }> }> | null, proofOfDelivery: { documentCount: number, deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, pieces: Array<{ trackingNumber: string }> | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, providerChecks: Array<{ provider: string, question: ProviderQuestion, outcome: string, count: number, firstAt: string, lastAt: string }> | null, receivedMessages: Array<{ provider: string, way: ReceivedWay | null, receivedAt: string, factCount: number, eventIds: Array<string> }> | null, sentWebhooks: Array<{ id: string, endpoint: string, isOwn: boolean, eventType: string, state: WebhookMessageState, attemptCount: number, lastTriedAt: string | null, lastStatus: number | null, lastProblem: string | null, createdAt: string }> | null, registration: { state: RegistrationState, provider: string | null, registeredAt: string | null, needs: Array<string>, pending: RegistrationAction | null, problem: { kind: string, message: string, since: string } | null } | null, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null } | null };

export type DeskStaffQueryVariables = Exact<{ [key: string]: never; }>;


export type DeskStaffQuery = { staff: Array<{ id: string, name: string, isViewer: boolean }> };

export type DeskViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type DeskViewerQuery = { viewer: { role: ViewerRole } };

export type DeskWhyQueryVariables = Exact<{
  id: string | number;
}>;


export type DeskWhyQuery = { shipment: { id: string, why: Array<{ statement: string, rule: string, facts: Array<{ id: string, kind: string, source: string, mappingVersion: string, recordedAt: string, reason: string | null }> }> | null } | null };

export type ShipmentMilestonesSubscriptionVariables = Exact<{
  shipmentId: string | number;
  after?: string | null | undefined;
}>;


export type ShipmentMilestonesSubscription = { milestoneAdded: { cursor: string } };

export type AccountOrdersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type AccountOrdersQuery = { viewer: { role: ViewerRole, customers: Array<{ name: string }> | null }, orders: { nodes: Array<{ customerReference: string | null, id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, shipments: Array<{ id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AccountViewerFragment = { role: ViewerRole, customers: Array<{ name: string }> | null };

export type AccountOrderFragment = { customerReference: string | null, id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, shipments: Array<{ id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> };

export type AccountPageFragment = { hasNextPage: boolean, endCursor: string | null };

export type AccountOrdersByProgressQueryVariables = Exact<{
  progress: OrderProgress;
  first: number;
  after?: string | null | undefined;
}>;


export type AccountOrdersByProgressQuery = { viewer: { role: ViewerRole, customers: Array<{ name: string }> | null }, ordersByProgress: { nodes: Array<{ customerReference: string | null, id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, shipments: Array<{ id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AccountOrdersFoundQueryVariables = Exact<{
  text: string;
  first: number;
  after?: string | null | undefined;
}>;


export type AccountOrdersFoundQuery = { viewer: { role: ViewerRole, customers: Array<{ name: string }> | null }, search: { orders: { nodes: Array<{ customerReference: string | null, id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, shipments: Array<{ id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

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

export type OrderLevelQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderLevelQuery = { order: { viewerAccess: ViewerAccess } | null };

export type OrderLinkOpenMutationVariables = Exact<{
  input: OrderLinkOpenInput;
}>;


export type OrderLinkOpenMutation = { orderLinkOpen: { token: string | null, expiresAt: string | null, orderId: string | null, level: ViewerAccess | null } };

export type OrderMilestonesSubscriptionVariables = Exact<{
  orderId: string | number;
  after?: string | null | undefined;
}>;


export type OrderMilestonesSubscription = { milestoneAdded: { cursor: string } };

export type OrderPageQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderPageQuery = { liveCursor: string, order: { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, shipments: Array<{ feedback: FeedbackAnswer | null, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean, shipment: { id: string } | null }>, deliveryAddress: { name: string, street: string | null, street2: string | null, city: string | null, countryCode: string | null } | null, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> } | null };

export type OrderAddressFragment = { deliveryAddress: { name: string, street: string | null, street2: string | null, city: string | null, countryCode: string | null } | null };

export type OrderPageFieldsFragment = { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, shipments: Array<{ feedback: FeedbackAnswer | null, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean, shipment: { id: string } | null }>, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> };

export type OrderFieldsFragment = { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> };

export type ToldDateFragment = { earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean };

export type ParcelFragment = { feedback: FeedbackAnswer | null, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null };

export type ParcelFieldsFragment = { id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null } | null, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null };

export type ParcelEventsFragment = { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision }, location: { text: string | null, city: string | null, countryCode: string | null } | null }>, pageInfo: { hasNextPage: boolean } };

export type OrderShareCreateMutationVariables = Exact<{
  input: OrderLinkCreateInput;
}>;


export type OrderShareCreateMutation = { orderLinkCreate: { url: string | null, userErrors: Array<{ code: string }> } };

export type OrderShareEndMutationVariables = Exact<{
  input: OrderLinkRevokeInput;
}>;


export type OrderShareEndMutation = { orderLinkRevoke: { userErrors: Array<{ code: string }> } };

export type OrderSharesQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderSharesQuery = { order: { id: string, name: string, company: { id: string, name: string }, links: Array<{ id: string, purpose: string, level: ViewerAccess, madeBy: OrderLinkMaker, createdAt: string, expiresAt: string, revokedAt: string | null, lastUsedAt: string | null }> | null } | null };

export type SharedLinkFragment = { id: string, purpose: string, level: ViewerAccess, madeBy: OrderLinkMaker, createdAt: string, expiresAt: string, revokedAt: string | null, lastUsedAt: string | null };

export type OrderViewCreateMutationVariables = Exact<{
  input: OrderViewCreateInput;
}>;


export type OrderViewCreateMutation = { orderViewCreate: { viewId: string | null, expiresAt: string | null, userErrors: Array<{ code: string, message: string }> } };

export type OrderViewPageQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderViewPageQuery = { viewer: { endsAt: string | null }, order: { id: string, name: string, state: OrderState, placedAt: string | null, promisedDeliveryAt: string | null, asOf: string, viewerAccess: ViewerAccess, shipments: Array<{ feedback: FeedbackAnswer | null, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean, shipment: { id: string } | null }>, deliveryAddress: { name: string, street: string | null, street2: string | null, city: string | null, countryCode: string | null } | null, company: { id: string, name: string }, lines: Array<{ id: string, description: string, quantityOrdered: number, unit: string, isShippable: boolean }> | null, deliveries: Array<{ id: string, name: string, kind: DeliveryKind, state: DeliveryState, scheduledAt: string | null, doneAt: string | null, carrierName: string | null, items: Array<{ description: string, quantity: number, unit: string, countsAsLine: boolean, line: { id: string } | null }> | null, shipments: Array<{ id: string }> }> } | null };

export type ParcelPageQueryVariables = Exact<{
  trackingNumber: string;
  carrierCode?: string | null | undefined;
}>;


export type ParcelPageQuery = { shipmentByTrackingNumber: { feedback: FeedbackAnswer | null, id: string, viewerAccess: ViewerAccess, trackingNumber: string, direction: Direction, status: ShipmentStatus, milestone: MilestoneCode, reason: ReasonCode | null, isDelayed: boolean, lastEventAt: string | null, checkedAt: string | null, deliveryDoubts: Array<DeliveryDoubt>, proofOfDelivery: { deliveredAt: string | null, signedBy: string | null, documents: Array<{ id: string, kind: ProofDocumentKind, state: ProofDocumentState, url: string | null, contentType: string | null }> } | null, legs: Array<{ direction: Direction, trackingNumber: string | null, carrier: { code: string, name: string } | null }>, promises: Array<{ earliest: string | null, latest: string | null, isEstimate: boolean, toldBy: PromiseTeller, toldAt: string, reason: ReasonCode | null, isCurrent: boolean }>, events: { nodes: Array<{ id: string, milestone: MilestoneCode, status: ShipmentStatus | null, reason: ReasonCode | null, description: string | null, source: string, marks: Array<EventMark>, leg: number | null, location: { latitude: number | null, longitude: number | null, coordinatePrecision: CoordinatePrecision | null, text: string | null, city: string | null, countryCode: string | null } | null, occurredAt: { instant: string | null, local: string, precision: TimePrecision } }>, pageInfo: { hasNextPage: boolean } }, carrier: { code: string, name: string, trackingUrl: string | null } | null, estimate: { earliest: string | null, latest: string | null, source: EstimateSource } | null, freshness: { observedAt: string | null, checkedAt: string | null, nextCheckAt: string | null, usualGapSeconds: number | null, quietSince: string | null, sourceDownSince: string | null }, pickupPoint: { name: string | null, address: string | null, hours: string | null, lastDay: string | null, code: string | null } | null, replacedBy: { trackingNumber: string, at: string, carrier: { code: string } | null } | null } | null };

export type ReportPhotoAddMutationVariables = Exact<{
  input: ReportPhotoAddInput;
}>;


export type ReportPhotoAddMutation = { reportPhotoAdd: { photos: Array<{ id: string, uploadUrl: string }>, userErrors: Array<{ code: string }> } };

export type ShipmentFeedbackMutationVariables = Exact<{
  input: ShipmentFeedbackInput;
}>;


export type ShipmentFeedbackMutation = { shipmentFeedback: { answer: FeedbackAnswer | null, userErrors: Array<{ code: string }> } };

export type ShipmentReportMutationVariables = Exact<{
  input: ShipmentReportInput;
}>;


export type ShipmentReportMutation = { shipmentReport: { caseNumber: string | null, answerBy: string | null, userErrors: Array<{ code: string, field: Array<string> | null }> } };

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
export const DeskCaseRowFragmentDoc = new TypedDocumentString(`
    fragment DeskCaseRow on Case {
  id
  type
  state
  reason
  severity
  openedAt
  dueAt
  escalation
  waitingFor
  snoozedUntil
  isSnoozedUntilNews
  resolution
  version
  assignee {
    id
    name
  }
  order {
    id
    name
    customer {
      name
    }
  }
  shipment {
    id
    trackingNumber
  }
  incident {
    id
    title
    caseCount
  }
}
    `, {"fragmentName":"DeskCaseRow"}) as unknown as TypedDocumentString<DeskCaseRowFragment, unknown>;
export const DeskCaseBulkAnswerFragmentDoc = new TypedDocumentString(`
    fragment DeskCaseBulkAnswer on CaseBulkPayload {
  bulkId
  undoUntil
  changed {
    ...DeskCaseRow
  }
  skipped {
    caseId
    reason
  }
  userErrors {
    code
    message
    field
  }
}
    fragment DeskCaseRow on Case {
  id
  type
  state
  reason
  severity
  openedAt
  dueAt
  escalation
  waitingFor
  snoozedUntil
  isSnoozedUntilNews
  resolution
  version
  assignee {
    id
    name
  }
  order {
    id
    name
    customer {
      name
    }
  }
  shipment {
    id
    trackingNumber
  }
  incident {
    id
    title
    caseCount
  }
}`, {"fragmentName":"DeskCaseBulkAnswer"}) as unknown as TypedDocumentString<DeskCaseBulkAnswerFragment, unknown>;
export const DeskCaseChangedFragmentDoc = new TypedDocumentString(`
    fragment DeskCaseChanged on CasePayload {
  case {
    ...DeskCaseRow
  }
  userErrors {
    code
    message
    field
  }
}
    fragment DeskCaseRow on Case {
  id
  type
  state
  reason
  severity
  openedAt
  dueAt
  escalation
  waitingFor
  snoozedUntil
  isSnoozedUntilNews
  resolution
  version
  assignee {
    id
    name
  }
  order {
    id
    name
    customer {
      name
    }
  }
  shipment {
    id
    trackingNumber
  }
  incident {
    id
    title
    caseCount
  }
}`, {"fragmentName":"DeskCaseChanged"}) as unknown as TypedDocumentString<DeskCaseChangedFragment, unknown>;
export const ParcelFieldsFragmentDoc = new TypedDocumentString(`
    fragment ParcelFields on Shipment {
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
  freshness {
    observedAt
    checkedAt
    nextCheckAt
    usualGapSeconds
    quietSince
    sourceDownSince
  }
  proofOfDelivery {
    deliveredAt
    signedBy
  }
  pickupPoint {
    name
    address
    hours
    lastDay
    code
  }
  deliveryDoubts
  replacedBy {
    trackingNumber
    carrier {
      code
    }
    at
  }
}
    `, {"fragmentName":"ParcelFields"}) as unknown as TypedDocumentString<ParcelFieldsFragment, unknown>;
export const ToldDateFragmentDoc = new TypedDocumentString(`
    fragment ToldDate on PromisedDate {
  earliest
  latest
  isEstimate
  toldBy
  toldAt
  reason
  isCurrent
}
    `, {"fragmentName":"ToldDate"}) as unknown as TypedDocumentString<ToldDateFragment, unknown>;
export const ParcelEventsFragmentDoc = new TypedDocumentString(`
    fragment ParcelEvents on EventConnection {
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
    leg
  }
  pageInfo {
    hasNextPage
  }
}
    `, {"fragmentName":"ParcelEvents"}) as unknown as TypedDocumentString<ParcelEventsFragment, unknown>;
export const ParcelFragmentDoc = new TypedDocumentString(`
    fragment Parcel on Shipment {
  ...ParcelFields
  proofOfDelivery {
    documents {
      id
      kind
      state
      url
      contentType
    }
  }
  feedback
  legs {
    direction
    carrier {
      code
      name
    }
    trackingNumber
  }
  promises {
    ...ToldDate
  }
  events(first: 100) {
    ...ParcelEvents
    nodes {
      location {
        latitude
        longitude
        coordinatePrecision
      }
    }
  }
}
    fragment ToldDate on PromisedDate {
  earliest
  latest
  isEstimate
  toldBy
  toldAt
  reason
  isCurrent
}
fragment ParcelFields on Shipment {
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
  freshness {
    observedAt
    checkedAt
    nextCheckAt
    usualGapSeconds
    quietSince
    sourceDownSince
  }
  proofOfDelivery {
    deliveredAt
    signedBy
  }
  pickupPoint {
    name
    address
    hours
    lastDay
    code
  }
  deliveryDoubts
  replacedBy {
    trackingNumber
    carrier {
      code
    }
    at
  }
}
fragment ParcelEvents on EventConnection {
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
    leg
  }
  pageInfo {
    hasNextPage
  }
}`, {"fragmentName":"Parcel"}) as unknown as TypedDocumentString<ParcelFragment, unknown>;
export const DeskParcelFragmentDoc = new TypedDocumentString(`
    fragment DeskParcel on Shipment {
  packageCount
  deliveryDoubts
  pieces {
    trackingNumber
  }
  legs {
    carrier {
      name
    }
    trackingNumber
    direction
  }
  pickupPoint {
    name
    address
    hours
    lastDay
  }
  proofOfDelivery {
    documentCount
  }
  providerChecks {
    provider
    question
    outcome
    count
    firstAt
    lastAt
  }
  receivedMessages {
    provider
    way
    receivedAt
    factCount
    eventIds
  }
  sentWebhooks {
    id
    endpoint
    isOwn
    eventType
    state
    attemptCount
    lastTriedAt
    lastStatus
    lastProblem
    createdAt
  }
  registration {
    state
    provider
    registeredAt
    needs
    pending
    problem {
      kind
      message
      since
    }
  }
}
    `, {"fragmentName":"DeskParcel"}) as unknown as TypedDocumentString<DeskParcelFragment, unknown>;
export const DeskCaseDetailFragmentDoc = new TypedDocumentString(`
    fragment DeskCaseDetail on Case {
  recommendedAction
  number
  reports {
    id
    kind
    at
    by {
      name
    }
    level
    checked
    lines {
      lineId
      quantity
    }
    note
    photos {
      id
      url
    }
    stoodAs {
      milestone
      deliveredAt
      signedBy
      documentCount
      promisedDate
    }
  }
  closedAt
  rule
  priority {
    score
    parts {
      name
      value
      factor
    }
  }
  history {
    id
    at
    action
    by {
      name
    }
    text
  }
}
    `, {"fragmentName":"DeskCaseDetail"}) as unknown as TypedDocumentString<DeskCaseDetailFragment, unknown>;
export const DeskOrderFieldsFragmentDoc = new TypedDocumentString(`
    fragment DeskOrderFields on Order {
  id
  name
  state
  placedAt
  promisedDeliveryAt
  firstPromisedDeliveryAt
  asOf
  viewerAccess
  customerReference
  deliveryMethod
  invoiceState
  total {
    amount
    currencyCode
  }
  customer {
    id
    name
    email
    hasPhone
  }
  company {
    id
    name
  }
  deliveryAddress {
    name
    street
    street2
    city
    countryCode
  }
  lines {
    id
    description
    quantityOrdered
    quantityDelivered
    unit
    isShippable
  }
  deliveries {
    id
    name
    kind
    state
    scheduledAt
    doneAt
    carrierName
    items {
      line {
        id
      }
      description
      quantity
      unit
      countsAsLine
    }
    steps {
      kind
      state
      doneAt
    }
    shipments {
      id
    }
  }
  shipments {
    ...Parcel
    ...DeskParcel
  }
  cases {
    ...DeskCaseRow
    ...DeskCaseDetail
  }
  writeBacks {
    id
    effect
    state
    summary
    reason
    shipment {
      id
    }
    createdAt
    settledAt
  }
}
    fragment DeskCaseDetail on Case {
  recommendedAction
  number
  reports {
    id
    kind
    at
    by {
      name
    }
    level
    checked
    lines {
      lineId
      quantity
    }
    note
    photos {
      id
      url
    }
    stoodAs {
      milestone
      deliveredAt
      signedBy
      documentCount
      promisedDate
    }
  }
  closedAt
  rule
  priority {
    score
    parts {
      name
      value
      factor
    }
  }
  history {
    id
    at
    action
    by {
      name
    }
    text
  }
}
fragment DeskCaseRow on Case {
  id
  type
  state
  reason
  severity
  openedAt
  dueAt
  escalation
  waitingFor
  snoozedUntil
  isSnoozedUntilNews
  resolution
  version
  assignee {
    id
    name
  }
  order {
    id
    name
    customer {
      name
    }
  }
  shipment {
    id
    trackingNumber
  }
  incident {
    id
    title
    caseCount
  }
}
fragment DeskParcel on Shipment {
  packageCount
  deliveryDoubts
  pieces {
    trackingNumber
  }
  legs {
    carrier {
      name
    }
    trackingNumber
    direction
  }
  pickupPoint {
    name
    address
    hours
    lastDay
  }
  proofOfDelivery {
    documentCount
  }
  providerChecks {
    provider
    question
    outcome
    count
    firstAt
    lastAt
  }
  receivedMessages {
    provider
    way
    receivedAt
    factCount
    eventIds
  }
  sentWebhooks {
    id
    endpoint
    isOwn
    eventType
    state
    attemptCount
    lastTriedAt
    lastStatus
    lastProblem
    createdAt
  }
  registration {
    state
    provider
    registeredAt
    needs
    pending
    problem {
      kind
      message
      since
    }
  }
}
fragment ToldDate on PromisedDate {
  earliest
  latest
  isEstimate
  toldBy
  toldAt
  reason
  isCurrent
}
fragment Parcel on Shipment {
  ...ParcelFields
  proofOfDelivery {
    documents {
      id
      kind
      state
      url
      contentType
    }
  }
  feedback
  legs {
    direction
    carrier {
      code
      name
    }
    trackingNumber
  }
  promises {
    ...ToldDate
  }
  events(first: 100) {
    ...ParcelEvents
    nodes {
      location {
        latitude
        longitude
        coordinatePrecision
      }
    }
  }
}
fragment ParcelFields on Shipment {
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
  freshness {
    observedAt
    checkedAt
    nextCheckAt
    usualGapSeconds
    quietSince
    sourceDownSince
  }
  proofOfDelivery {
    deliveredAt
    signedBy
  }
  pickupPoint {
    name
    address
    hours
    lastDay
    code
  }
  deliveryDoubts
  replacedBy {
    trackingNumber
    carrier {
      code
    }
    at
  }
}
fragment ParcelEvents on EventConnection {
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
    leg
  }
  pageInfo {
    hasNextPage
  }
}`, {"fragmentName":"DeskOrderFields"}) as unknown as TypedDocumentString<DeskOrderFieldsFragment, unknown>;
export const DeskOrderRowFragmentDoc = new TypedDocumentString(`
    fragment DeskOrderRow on Order {
  id
  name
  state
  placedAt
  promisedDeliveryAt
  deliveryMethod
  customer {
    id
    name
  }
  company {
    name
  }
  shipments {
    id
    status
    direction
    isDelayed
    estimate {
      earliest
      latest
    }
  }
}
    `, {"fragmentName":"DeskOrderRow"}) as unknown as TypedDocumentString<DeskOrderRowFragment, unknown>;
export const DeskFoundOrderFragmentDoc = new TypedDocumentString(`
    fragment DeskFoundOrder on Order {
  id
  name
  placedAt
  company {
    id
    name
  }
  customer {
    name
  }
}
    `, {"fragmentName":"DeskFoundOrder"}) as unknown as TypedDocumentString<DeskFoundOrderFragment, unknown>;
export const AccountViewerFragmentDoc = new TypedDocumentString(`
    fragment AccountViewer on Viewer {
  role
  customers {
    name
  }
}
    `, {"fragmentName":"AccountViewer"}) as unknown as TypedDocumentString<AccountViewerFragment, unknown>;
export const OrderFieldsFragmentDoc = new TypedDocumentString(`
    fragment OrderFields on Order {
  id
  name
  state
  placedAt
  promisedDeliveryAt
  asOf
  viewerAccess
  company {
    id
    name
  }
  lines {
    id
    description
    quantityOrdered
    unit
    isShippable
  }
  deliveries {
    id
    name
    kind
    state
    scheduledAt
    doneAt
    carrierName
    items {
      line {
        id
      }
      description
      quantity
      unit
      countsAsLine
    }
    shipments {
      id
    }
  }
}
    `, {"fragmentName":"OrderFields"}) as unknown as TypedDocumentString<OrderFieldsFragment, unknown>;
export const AccountOrderFragmentDoc = new TypedDocumentString(`
    fragment AccountOrder on Order {
  ...OrderFields
  customerReference
  shipments {
    ...ParcelFields
    events(first: 5) {
      ...ParcelEvents
    }
  }
}
    fragment OrderFields on Order {
  id
  name
  state
  placedAt
  promisedDeliveryAt
  asOf
  viewerAccess
  company {
    id
    name
  }
  lines {
    id
    description
    quantityOrdered
    unit
    isShippable
  }
  deliveries {
    id
    name
    kind
    state
    scheduledAt
    doneAt
    carrierName
    items {
      line {
        id
      }
      description
      quantity
      unit
      countsAsLine
    }
    shipments {
      id
    }
  }
}
fragment ParcelFields on Shipment {
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
  freshness {
    observedAt
    checkedAt
    nextCheckAt
    usualGapSeconds
    quietSince
    sourceDownSince
  }
  proofOfDelivery {
    deliveredAt
    signedBy
  }
  pickupPoint {
    name
    address
    hours
    lastDay
    code
  }
  deliveryDoubts
  replacedBy {
    trackingNumber
    carrier {
      code
    }
    at
  }
}
fragment ParcelEvents on EventConnection {
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
    leg
  }
  pageInfo {
    hasNextPage
  }
}`, {"fragmentName":"AccountOrder"}) as unknown as TypedDocumentString<AccountOrderFragment, unknown>;
export const AccountPageFragmentDoc = new TypedDocumentString(`
    fragment AccountPage on PageInfo {
  hasNextPage
  endCursor
}
    `, {"fragmentName":"AccountPage"}) as unknown as TypedDocumentString<AccountPageFragment, unknown>;
export const OrderAddressFragmentDoc = new TypedDocumentString(`
    fragment OrderAddress on Order {
  deliveryAddress {
    name
    street
    street2
    city
    countryCode
  }
}
    `, {"fragmentName":"OrderAddress"}) as unknown as TypedDocumentString<OrderAddressFragment, unknown>;
export const OrderPageFieldsFragmentDoc = new TypedDocumentString(`
    fragment OrderPageFields on Order {
  ...OrderFields
  shipments {
    ...Parcel
  }
  promises {
    ...ToldDate
    shipment {
      id
    }
  }
}
    fragment OrderFields on Order {
  id
  name
  state
  placedAt
  promisedDeliveryAt
  asOf
  viewerAccess
  company {
    id
    name
  }
  lines {
    id
    description
    quantityOrdered
    unit
    isShippable
  }
  deliveries {
    id
    name
    kind
    state
    scheduledAt
    doneAt
    carrierName
    items {
      line {
        id
      }
      description
      quantity
      unit
      countsAsLine
    }
    shipments {
      id
    }
  }
}
fragment ToldDate on PromisedDate {
  earliest
  latest
  isEstimate
  toldBy
  toldAt
  reason
  isCurrent
}
fragment Parcel on Shipment {
  ...ParcelFields
  proofOfDelivery {
    documents {
      id
      kind
      state
      url
      contentType
    }
  }
  feedback
  legs {
    direction
    carrier {
      code
      name
    }
    trackingNumber
  }
  promises {
    ...ToldDate
  }
  events(first: 100) {
    ...ParcelEvents
    nodes {
      location {
        latitude
        longitude
        coordinatePrecision
      }
    }
  }
}
fragment ParcelFields on Shipment {
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
  freshness {
    observedAt
    checkedAt
    nextCheckAt
    usualGapSeconds
    quietSince
    sourceDownSince
  }
  proofOfDelivery {
    deliveredAt
    signedBy
  }
  pickupPoint {
    name
    address
    hours
    lastDay
    code
  }
  deliveryDoubts
  replacedBy {
    trackingNumber
    carrier {
      code
    }
    at
  }
}
fragment ParcelEvents on EventConnection {
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
    leg
  }
  pageInfo {
    hasNextPage
  }
}`, {"fragmentName":"OrderPageFields"}) as unknown as TypedDocumentString<OrderPageFieldsFragment, unknown>;
export const SharedLinkFragmentDoc = new TypedDocumentString(`
    fragment SharedLink on OrderLink {
  id
  purpose
  level
  madeBy
  createdAt
  expiresAt
  revokedAt
  lastUsedAt
}
    `, {"fragmentName":"SharedLink"}) as unknown as TypedDocumentString<SharedLinkFragment, unknown>;
export const DeskCaseDocument = {"__meta__":{"hash":"sha256:6c757d07dc175c04634c05b25c1d099d01e50877c24751b529dc6829c9693c11"}} as unknown as TypedDocumentString<DeskCaseQuery, DeskCaseQueryVariables>;
export const DeskCaseAssignDocument = {"__meta__":{"hash":"sha256:68451769ff6e815926ba28a93819bdc7cf2127e9da2b552fd8549157a7a1cb41"}} as unknown as TypedDocumentString<DeskCaseAssignMutation, DeskCaseAssignMutationVariables>;
export const DeskCaseBulkDocument = {"__meta__":{"hash":"sha256:66428146a10f1967e7cc4c03ac049cf6bb262c56f385c3e6714447df9c246b42"}} as unknown as TypedDocumentString<DeskCaseBulkMutation, DeskCaseBulkMutationVariables>;
export const DeskCaseBulkUndoDocument = {"__meta__":{"hash":"sha256:46845a3088067985dc82ee02bd736fa918144b4a01c1b3f9ed7a694b74687313"}} as unknown as TypedDocumentString<DeskCaseBulkUndoMutation, DeskCaseBulkUndoMutationVariables>;
export const DeskCaseCountsDocument = {"__meta__":{"hash":"sha256:e98dbbe8e8f28f4541eccf3dfa5c81f4a3e5279b28c93ebc5a5cd12731f2a62c"}} as unknown as TypedDocumentString<DeskCaseCountsQuery, DeskCaseCountsQueryVariables>;
export const DeskCaseNoteDocument = {"__meta__":{"hash":"sha256:993b6a3e0541801de48a498d05deee904a3a67c0590bdd80c315083da1229806"}} as unknown as TypedDocumentString<DeskCaseNoteMutation, DeskCaseNoteMutationVariables>;
export const DeskCaseOpenDocument = {"__meta__":{"hash":"sha256:ac38f1ef5d6f99397514d70c516dc2b5948181e94f5c9b7b17db0f26623b86bd"}} as unknown as TypedDocumentString<DeskCaseOpenMutation, DeskCaseOpenMutationVariables>;
export const DeskCaseReopenDocument = {"__meta__":{"hash":"sha256:01f5b8ce84647f57d98bfee0a9054dd3c710fe0146ae5c9f8fdcfb268bacfb54"}} as unknown as TypedDocumentString<DeskCaseReopenMutation, DeskCaseReopenMutationVariables>;
export const DeskCaseResolveDocument = {"__meta__":{"hash":"sha256:b7d7f337bbbd7bda4f8d2655bd99f9bd607a67891114e1ef75f8f2c1c5eab924"}} as unknown as TypedDocumentString<DeskCaseResolveMutation, DeskCaseResolveMutationVariables>;
export const DeskCaseResumeDocument = {"__meta__":{"hash":"sha256:52b2632bf896308a7f4b8fbeb003b8ad7cf8b49113327194f6809bc174294363"}} as unknown as TypedDocumentString<DeskCaseResumeMutation, DeskCaseResumeMutationVariables>;
export const DeskCaseSnoozeDocument = {"__meta__":{"hash":"sha256:667b3a8ec697224eb03bfb1466cd2e9edbe698bc6c831ab16b586913bb2aeb3a"}} as unknown as TypedDocumentString<DeskCaseSnoozeMutation, DeskCaseSnoozeMutationVariables>;
export const DeskCaseWaitDocument = {"__meta__":{"hash":"sha256:8aa7feacfe1889f9239140ab00f2d3d67431dd8f790d1381bf5f62dbe7121e33"}} as unknown as TypedDocumentString<DeskCaseWaitMutation, DeskCaseWaitMutationVariables>;
export const DeskCasesDocument = {"__meta__":{"hash":"sha256:705a090e3d9da79e4a3335d03a0d1531985fb167ca4b2b48babe0af065e4efc5"}} as unknown as TypedDocumentString<DeskCasesQuery, DeskCasesQueryVariables>;
export const DeskChangesDocument = {"__meta__":{"hash":"sha256:8be551a678b3db08f0c429ec9104e771245a77f9479637661f5ab3c9de6c5d68"}} as unknown as TypedDocumentString<DeskChangesSubscription, DeskChangesSubscriptionVariables>;
export const DeskCorrectDocument = {"__meta__":{"hash":"sha256:01720609e7604942987e88d8b457fa0f2bed954f4cbb1500000c1da53f793af9"}} as unknown as TypedDocumentString<DeskCorrectMutation, DeskCorrectMutationVariables>;
export const DeskOrderExportDocument = {"__meta__":{"hash":"sha256:af938ee6f7fa3912c8c43af31d3f8ec0a86feef8eb6a6c22185ef73bd759a253"}} as unknown as TypedDocumentString<DeskOrderExportMutation, DeskOrderExportMutationVariables>;
export const DeskCaseExportDocument = {"__meta__":{"hash":"sha256:b03b6024f069d487237cb03bbffeaa9761bda42fd0679681f067ae290bce82a5"}} as unknown as TypedDocumentString<DeskCaseExportMutation, DeskCaseExportMutationVariables>;
export const DeskNewsDocument = {"__meta__":{"hash":"sha256:acbca272a9b0fe5f22303216290f66b071f00bd9fa29c1e4131a4ec4de1a175c"}} as unknown as TypedDocumentString<DeskNewsSubscription, DeskNewsSubscriptionVariables>;
export const DeskOrderDocument = {"__meta__":{"hash":"sha256:cb56df6497d75126dd209cfda7baec7bacae2e27d1d29de864cc81f9b91a5611"}} as unknown as TypedDocumentString<DeskOrderQuery, DeskOrderQueryVariables>;
export const DeskOrderByNameDocument = {"__meta__":{"hash":"sha256:b20118a90a9d895b4436ec5731efec56ae6de081b2711f5e29c158325b0d7ffa"}} as unknown as TypedDocumentString<DeskOrderByNameQuery, DeskOrderByNameQueryVariables>;
export const DeskOrdersDocument = {"__meta__":{"hash":"sha256:c535142c3f5da79c09d1732039e7ec46d2a4781c32e3ec406306720737199907"}} as unknown as TypedDocumentString<DeskOrdersQuery, DeskOrdersQueryVariables>;
export const DeskPhoneDocument = {"__meta__":{"hash":"sha256:6ef7854ae512cc71b951fec1b2c94faee444873075e36a4109dc9521d50d5192"}} as unknown as TypedDocumentString<DeskPhoneMutation, DeskPhoneMutationVariables>;
export const DeskReplaceDocument = {"__meta__":{"hash":"sha256:9f24d5dabb361f0aceaa747fcb925f3606c3b68df46bae75205b3aa9e781bb7e"}} as unknown as TypedDocumentString<DeskReplaceMutation, DeskReplaceMutationVariables>;
export const DeskSearchDocument = {"__meta__":{"hash":"sha256:a2af4efdaec37ed9810c7472bf91a54072f76e48f7af1d7294cff21d97f35e81"}} as unknown as TypedDocumentString<DeskSearchQuery, DeskSearchQueryVariables>;
export const DeskShipmentDocument = {"__meta__":{"hash":"sha256:0c73f1653771feaa3c0908c0f349e304b9a43d07eecbe32d49d8bbe97adea345"}} as unknown as TypedDocumentString<DeskShipmentQuery, DeskShipmentQueryVariables>;
export const DeskStaffDocument = {"__meta__":{"hash":"sha256:558af4385ac948dcd5afd37f95a2e29bb8d800e0d49a0aa60287a1ea99ee98ce"}} as unknown as TypedDocumentString<DeskStaffQuery, DeskStaffQueryVariables>;
export const DeskViewerDocument = {"__meta__":{"hash":"sha256:fda28fbf1c67de14acc4af04b31ba9ac3d354870dbf5aa64ff28b8458b81e4d2"}} as unknown as TypedDocumentString<DeskViewerQuery, DeskViewerQueryVariables>;
export const DeskWhyDocument = {"__meta__":{"hash":"sha256:050fb6e88511c4bf66fcff74f877b55ba1a8224226d777a71e15e198230593fa"}} as unknown as TypedDocumentString<DeskWhyQuery, DeskWhyQueryVariables>;
export const ShipmentMilestonesDocument = {"__meta__":{"hash":"sha256:3c27d36aa57601f157ab0d8c96894a57068be940a74a205d25bc438fd1f9d659"}} as unknown as TypedDocumentString<ShipmentMilestonesSubscription, ShipmentMilestonesSubscriptionVariables>;
export const AccountOrdersDocument = {"__meta__":{"hash":"sha256:6c2a1a52faa6977c2d1dd84b60368058e1f4929b2faa6c41f93e943ee5ab1bdc"}} as unknown as TypedDocumentString<AccountOrdersQuery, AccountOrdersQueryVariables>;
export const AccountOrdersByProgressDocument = {"__meta__":{"hash":"sha256:a6784bfe1ef2c82d160af734d1c4bd7047630f293a6f93bef31ab1dc0ef30fb0"}} as unknown as TypedDocumentString<AccountOrdersByProgressQuery, AccountOrdersByProgressQueryVariables>;
export const AccountOrdersFoundDocument = {"__meta__":{"hash":"sha256:372caf071070bca2be68e114b71893c28815ccd18158193d2b01f77d966740e7"}} as unknown as TypedDocumentString<AccountOrdersFoundQuery, AccountOrdersFoundQueryVariables>;
export const OrderAccessDocument = {"__meta__":{"hash":"sha256:dbfd1249f6e1547f27733f570b43a8b1b598eab1344e12d98e91a7c653bbc91f"}} as unknown as TypedDocumentString<OrderAccessMutation, OrderAccessMutationVariables>;
export const OrderCodeConfirmDocument = {"__meta__":{"hash":"sha256:b02ad279380bbd6ad51591d61c595acd626efb706eac9ed4222fa7efa0a85eca"}} as unknown as TypedDocumentString<OrderCodeConfirmMutation, OrderCodeConfirmMutationVariables>;
export const OrderCodeRequestDocument = {"__meta__":{"hash":"sha256:3e2d617e45707b2e464f320196ac8d5b68306e70bf2c5d2052510b14f141adeb"}} as unknown as TypedDocumentString<OrderCodeRequestMutation, OrderCodeRequestMutationVariables>;
export const OrderLevelDocument = {"__meta__":{"hash":"sha256:f3a81d84bac9e8e933bb8a32d31e2f7e3f759dce6b4746f12c39ae87453878d4"}} as unknown as TypedDocumentString<OrderLevelQuery, OrderLevelQueryVariables>;
export const OrderLinkOpenDocument = {"__meta__":{"hash":"sha256:c07608b42e0ecd65c30e9feb308112b5e7b391a6a7bf23d214ee5a98765318da"}} as unknown as TypedDocumentString<OrderLinkOpenMutation, OrderLinkOpenMutationVariables>;
export const OrderMilestonesDocument = {"__meta__":{"hash":"sha256:4c90b6047aac94b649ca3d112c27a295b804499b361f3b849b380ac2685bb380"}} as unknown as TypedDocumentString<OrderMilestonesSubscription, OrderMilestonesSubscriptionVariables>;
export const OrderPageDocument = {"__meta__":{"hash":"sha256:847db4b610022565c66ee8bbc645287c3e13581ddb7c11d3953e320d3a074c25"}} as unknown as TypedDocumentString<OrderPageQuery, OrderPageQueryVariables>;
export const OrderShareCreateDocument = {"__meta__":{"hash":"sha256:a58479c1b99c982d9a428b940d7a9217d83c1c838ecbc9a14f00583b8caa3549"}} as unknown as TypedDocumentString<OrderShareCreateMutation, OrderShareCreateMutationVariables>;
export const OrderShareEndDocument = {"__meta__":{"hash":"sha256:d76fdd663e1401675905706e166c1debd8defb7536ad5043b2911e34da03b45f"}} as unknown as TypedDocumentString<OrderShareEndMutation, OrderShareEndMutationVariables>;
export const OrderSharesDocument = {"__meta__":{"hash":"sha256:73f776c72be3aa5a24a80c0dd7fa81307af9539602faba48badaad060e887de1"}} as unknown as TypedDocumentString<OrderSharesQuery, OrderSharesQueryVariables>;
export const OrderViewCreateDocument = {"__meta__":{"hash":"sha256:a9c49bb9556296b760140a0e5af44785503b3a376e50c888eaa5bc7d27badf35"}} as unknown as TypedDocumentString<OrderViewCreateMutation, OrderViewCreateMutationVariables>;
export const OrderViewPageDocument = {"__meta__":{"hash":"sha256:ef514c8ce6306249b8637aad0efea82b8954119be1789cc6ba8fd9727bfd2ee4"}} as unknown as TypedDocumentString<OrderViewPageQuery, OrderViewPageQueryVariables>;
export const ParcelPageDocument = {"__meta__":{"hash":"sha256:f4558c8a84faabde80c1a00ad8e2af3a42364236aa7bd7a3787a7e97b9b39827"}} as unknown as TypedDocumentString<ParcelPageQuery, ParcelPageQueryVariables>;
export const ReportPhotoAddDocument = {"__meta__":{"hash":"sha256:b2194a7b0a8335dde8328e7bdd1899d6bf3b60b8a2ca1782cf1d73ac41e6c609"}} as unknown as TypedDocumentString<ReportPhotoAddMutation, ReportPhotoAddMutationVariables>;
export const ShipmentFeedbackDocument = {"__meta__":{"hash":"sha256:74dc3f24c9be13419f590368774efc1c38487545060b1f28f3d48f3820f7c275"}} as unknown as TypedDocumentString<ShipmentFeedbackMutation, ShipmentFeedbackMutationVariables>;
export const ShipmentReportDocument = {"__meta__":{"hash":"sha256:3a5139758aa813104699fbe2cc443f81d0593dc92cdfb64408dc5b3a2114d29c"}} as unknown as TypedDocumentString<ShipmentReportMutation, ShipmentReportMutationVariables>;