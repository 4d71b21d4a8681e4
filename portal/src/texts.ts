import type { MilestoneCode, ReasonCode } from './generated/graphql.ts';

/** Every sentence about an event, in our words; the carrier's own stand beside them. A new code does not compile until it has one. */
const milestoneTexts: Record<MilestoneCode, string> = {
  AWAITING_CARRIER_DATA: 'Waiting for the carrier’s first scan',
  TRACKING_NOT_FOUND: 'The carrier does not know this number yet',
  INVALID_TRACKING_NUMBER: 'The number or the carrier seems to be wrong',
  ORDER_CONFIRMED: 'Order confirmed',
  LABEL_CREATED: 'Label printed, not yet with the carrier',
  INFO_RECEIVED: 'Announced to the carrier, not yet handed over',
  PICKUP_SCHEDULED: 'Collection by the carrier is planned',
  PICKUP_MISSED: 'The carrier’s collection did not take place',
  PICKED_UP: 'Picked up by the carrier',
  ACCEPTED_BY_CARRIER: 'Accepted by the carrier',
  IN_TRANSIT: 'On its way',
  ARRIVED_FACILITY: 'Arrived at a sorting centre',
  DEPARTED_FACILITY: 'Left a sorting centre',
  DEPARTED_ORIGIN_COUNTRY: 'Left the country it was sent from',
  ARRIVED_DESTINATION_COUNTRY: 'Arrived in the destination country',
  ARRIVED_DELIVERY_FACILITY: 'Arrived at the delivery depot',
  HANDED_OVER: 'Handed to another carrier',
  CUSTOMS_STARTED: 'With customs',
  CUSTOMS_CLEARED: 'Cleared by customs',
  CUSTOMS_HELD: 'Held by customs',
  REROUTED: 'Sent on to another address',
  ISSUE_RESOLVED: 'Problem solved, moving again',
  DELAYED: 'Delayed',
  ETA_CHANGED: 'Expected delivery changed',
  DELIVERY_SCHEDULED: 'Delivery time agreed',
  OUT_FOR_DELIVERY: 'Out for delivery',
  RECIPIENT_CONTACTED: 'The carrier got in touch with the recipient',
  READY_FOR_PICKUP: 'Ready to be collected',
  ATTEMPT_FAILED: 'Delivery was tried without success',
  DELIVERED: 'Delivered',
  DELIVERED_SIGNED: 'Delivered and signed for',
  DELIVERED_NEIGHBOUR: 'Delivered to a neighbour',
  DELIVERED_SAFE_PLACE: 'Left in a safe place',
  DELIVERED_COLLECTED: 'Collected',
  DELIVERED_COD: 'Delivered and paid for',
  DELIVERED_PARTIALLY: 'Delivered in part',
  PROOF_OF_DELIVERY_ADDED: 'Proof of delivery added',
  EXCEPTION: 'There is a problem',
  ON_HOLD: 'Held back',
  DAMAGED: 'Damaged on the way',
  LOST: 'Lost on the way',
  DISPOSED: 'Disposed of',
  UNDELIVERABLE: 'Cannot be delivered',
  RETURN_STARTED: 'On its way back to the sender',
  RETURN_IN_TRANSIT: 'Travelling back to the sender',
  RETURNED_TO_SENDER: 'Back with the sender',
  CANCELLED: 'Cancelled',
  TRACKING_EXPIRED: 'The carrier gives no more updates',
  UNKNOWN: 'Update from the carrier',
};

/** The rest of a sentence after "because". Null: nothing worth saying. */
export const reasonTexts: Record<ReasonCode, string | null> = {
  ACCESS_RESTRICTED: 'the address could not be entered and there was no safe place',
  ADDRESS_NOT_FOUND: 'the address could not be found',
  BUSINESS_CLOSED: 'the business was closed',
  CARRIER_CAPACITY: 'the carrier ran out of time or space',
  CARRIER_DAMAGE: 'it was damaged on the way',
  CARRIER_DELAY: 'of a delay in the carrier’s network',
  CARRIER_LOSS: 'it was lost on the way',
  CARRIER_MISROUTED: 'it was sent the wrong way',
  CARRIER_REJECTED: 'the carrier did not accept it',
  CARRIER_VEHICLE: 'of a problem with the vehicle',
  CUSTOMS_DELAY: 'customs need more time',
  CUSTOMS_DOCUMENTS: 'papers for customs are missing or wrong',
  CUSTOMS_INSPECTION: 'customs are inspecting it',
  CUSTOMS_PAYMENT: 'duties or taxes are to be paid',
  CUSTOMS_PROHIBITED: 'customs do not allow the goods',
  FLIGHT_DELAY: 'of a late flight',
  FORCE_MAJEURE: 'of an event nobody could prevent',
  HOLIDAY: 'of a public holiday',
  INCORRECT_ADDRESS: 'the address is wrong or incomplete',
  NOT_COLLECTED: 'it was not collected in time',
  OTHER: null,
  OUTSIDE_DELIVERY_AREA: 'the address is outside the delivery area',
  PAYMENT_DUE: 'a payment is due',
  RECIPIENT_MOVED: 'the recipient has moved',
  RECIPIENT_NOT_AVAILABLE: 'nobody was there',
  RECIPIENT_REFUSED: 'it was refused',
  RECIPIENT_REQUESTED_CHANGE: 'the recipient asked for another time',
  RECIPIENT_UNREACHABLE: 'the recipient could not be reached',
  SECURITY: 'of a security check',
  SHIPPER_CANCELLED: 'the sender cancelled it',
  SHIPPER_DATA: 'data from the sender are missing or wrong',
  SHIPPER_NOT_READY: 'the sender was not ready',
  TRACKING_NOT_SUPPORTED: 'this service cannot be tracked',
  UNDER_INVESTIGATION: 'the carrier is investigating',
  UNKNOWN: null,
  WEATHER: 'of the weather',
};

/** Reasons that say the same again. */
const implied: Partial<Record<MilestoneCode, ReasonCode>> = { LOST: 'CARRIER_LOSS', DAMAGED: 'CARRIER_DAMAGE' };

/** What happened, in one sentence. */
export function eventSentence(milestone: MilestoneCode, reason: ReasonCode | null | undefined): string {
  return withReason(milestoneTexts[milestone], implied[milestone] === reason ? null : reason);
}

/** "Delayed because of the weather". */
export function withReason(sentence: string, reason: ReasonCode | null | undefined): string {
  const because = reason ? reasonTexts[reason] : null;
  return because ? `${sentence} because ${because}` : sentence;
}
