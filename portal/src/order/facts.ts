import type { ShipmentFacts } from '@milepost/wording';
import type { Parcel } from './parcels.ts';

/** What the planner of sentences takes of a parcel as the graph gives it; the graph's own `Shipment.headline` is made from the same. */
export function factsOf(parcel: Parcel): ShipmentFacts {
  const { events, carrier, estimate, pickupPoint, proofOfDelivery } = parcel;
  return {
    carrierName: carrier?.name ?? null,
    direction: parcel.direction,
    status: parcel.status,
    milestone: parcel.milestone,
    reason: parcel.reason ?? null,
    isDelayed: parcel.isDelayed,
    estimate: estimate ?? null,
    promisedDate: null,
    deciding:
      events.nodes.find(({ milestone, status }) => milestone === parcel.milestone && status === parcel.status) ?? null,
    newest: events.nodes[0] ?? null,
    pickupPoint: pickupPoint ?? null,
    signedBy: proofOfDelivery?.signedBy ?? null,
    deliveryDoubts: parcel.deliveryDoubts,
    quietSince: null,
    usualGapSeconds: null,
    sourceDownSince: null,
    replacedBy: null,
    stopsBefore: null,
  };
}
