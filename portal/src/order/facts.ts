import { eventFacts, type ShipmentFacts } from '@milepost/wording';
import type { Parcel } from './parcels.ts';

/** What the planner of sentences takes of a parcel as the graph gives it; the graph's own `Shipment.headline` is made from the same. */
export function factsOf(parcel: Parcel): ShipmentFacts {
  const { events, carrier, estimate, freshness, pickupPoint, proofOfDelivery } = parcel;
  return {
    carrierName: carrier?.name ?? null,
    direction: parcel.direction,
    status: parcel.status,
    milestone: parcel.milestone,
    reason: parcel.reason ?? null,
    isDelayed: parcel.isDelayed,
    estimate: estimate ?? null,
    promisedDate: promisedDay(parcel),
    ...eventFacts(events.nodes, parcel),
    pickupPoint: pickupPoint ?? null,
    signedBy: proofOfDelivery?.signedBy ?? null,
    deliveryDoubts: parcel.deliveryDoubts,
    quietSince: freshness.quietSince,
    usualGapSeconds: freshness.usualGapSeconds,
    sourceDownSince: freshness.sourceDownSince,
    replacedBy: parcel.replacedBy,
  };
}

/** The day promised last by a person. */
function promisedDay({ promises }: Parcel): string | null {
  const last = promises.findLast(({ isEstimate }) => !isEstimate);
  return (last?.latest ?? last?.earliest)?.slice(0, 10) ?? null;
}
