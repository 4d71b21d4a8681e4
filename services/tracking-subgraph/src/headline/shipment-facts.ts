import { toGlobalId } from '@milepost/service-kit';
import { eventFacts, type ShipmentFacts } from '@milepost/wording';
import { findCarrier } from '../carrier/carriers.ts';
import type { RequestContext } from '../context.ts';
import type { EventRow } from '../event/event.loaders.ts';
import { freshnessFor } from '../freshness/freshness.resolvers.ts';
import { replacedBy } from '../replacement/replacement.resolvers.ts';
import { seenPickupPoint, sees } from '../shipment/seen.ts';
import { pageOfEventsThen } from '../shipment/shipment-as-of.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';

/** As many as the customer's page reads: what decided is among them. */
const newestEvents = 100;

/** What the sentence about a parcel is made from, as far as this viewer may see it. */
export async function shipmentFacts(shipment: ShipmentView, context: RequestContext): Promise<ShipmentFacts> {
  const { state, carrierCode, direction, status, milestone, reason, isDelayed } = shipment;
  const [events, freshness, replacement] = await Promise.all([
    newest(shipment, context),
    freshnessFor(shipment, context, new Date()),
    replacedBy(shipment, context),
  ]);
  const isCoarse = shipment.access === 'L0';
  const signedBy = sees(shipment, context, 'L3') ? (state.proof?.signedBy ?? null) : null;
  if (signedBy !== null) context.disclosures.shown(`shipment ${shipment.id}`, 'ProofOfDelivery.signedBy');
  return {
    carrierName: carrierCode === null ? null : (findCarrier(carrierCode)?.name ?? carrierCode),
    direction,
    status,
    milestone,
    reason,
    isDelayed,
    estimate: state.estimate ?? null,
    promisedDate: state.promisedDate ?? null,
    ...eventFacts(
      events.map((event) => factEvent(event, isCoarse)),
      { milestone, status },
    ),
    pickupPoint: seenPickupPoint(shipment, context),
    signedBy,
    deliveryDoubts: (state.deliveryDoubts ?? []).map(({ doubt }) => doubt),
    quietSince: freshness.quietSince?.toISOString() ?? null,
    usualGapSeconds: freshness.usualGapSeconds,
    sourceDownSince: freshness.sourceDownSince?.toISOString() ?? null,
    replacedBy: replacement,
  };
}

async function newest(shipment: ShipmentView, context: RequestContext): Promise<readonly EventRow[]> {
  const wanted = { first: newestEvents, after: undefined };
  if (shipment.eventsThen) return pageOfEventsThen(shipment.eventsThen, wanted).nodes;
  const page = await context.events.page.load({
    shipmentId: shipment.id,
    ...wanted,
    isArchived: shipment.isArchived,
    hasEvents: shipment.state.evidence?.status != null,
    byNumber: shipment.access === 'L0' ? shipment.trackingNumber : null,
  });
  return page.nodes;
}

const factEvent = (event: EventRow, isCoarse: boolean) => ({
  id: toGlobalId('Event', `${event.shipmentId}:${event.key}`),
  milestone: event.milestone,
  status: event.status,
  marks: event.marks,
  description: isCoarse ? null : event.description,
  occurredAt: {
    instant: event.occurredInstant?.toISOString() ?? null,
    local: event.occurredLocal,
    precision: event.occurredPrecision,
  },
  location: {
    text: isCoarse ? null : event.placeText,
    city: isCoarse ? null : event.city,
    countryCode: event.countryCode,
  },
});
