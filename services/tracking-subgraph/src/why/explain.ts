import type { DeliveryDoubt } from '../fact/delivery-doubts.ts';
import { foldVersion, type ShipmentState } from '../fact/fold.ts';
import type { ShipmentRow } from '../shipment/shipment-row.ts';

export interface ExplanationRow {
  shipmentId: string;
  statement: string;
  rule: string;
  /** Keys of facts, or of scans that several facts may tell of; 32 hex digits. */
  keys: readonly string[];
}

const rule = (text: string) => `fold ${foldVersion}: ${text}`;

const doubtRules = {
  SCANNED_BEFORE_OUT_FOR_DELIVERY: 'out for delivery was scanned after it on the same round',
  MOVED_AFTERWARDS: 'a later scan saw the parcel under way',
} satisfies Record<DeliveryDoubt['doubt'], string>;

/** What a shipment's state says, each with the rule and the evidence that the fold stored beside it. Pure. */
export function explain({ id, status, milestone, isDelayed, state }: ShipmentRow): ExplanationRow[] {
  const evidence: Partial<ShipmentState['evidence']> = state.evidence ?? {};
  const said = (statement: string, text: string, keys: readonly (string | null | undefined)[]): ExplanationRow => ({
    shipmentId: id,
    statement,
    rule: rule(text),
    keys: keys.filter((key): key is string => typeof key === 'string'),
  });
  const { estimate, proof, promisedDate, foreignEvents } = state;
  return [
    said(
      `status is ${status}, milestone is ${milestone}`,
      evidence.status ? 'the newest event that moves the journey' : 'no event has moved the journey yet',
      [evidence.status],
    ),
    ...(isDelayed
      ? [
          said(
            'it is delayed',
            'a cause of delay holds, or the estimate lies after the promise',
            evidence.delayed ?? [],
          ),
        ]
      : []),
    ...(estimate
      ? [
          said(
            `expected ${[estimate.earliest, estimate.latest].filter(Boolean).join(' to ')} (${estimate.source})`,
            'the belief that was announced last',
            [evidence.estimate],
          ),
        ]
      : []),
    ...(promisedDate
      ? [
          said(
            `promised for ${promisedDate}`,
            'what a person promised last: a colleague, or the shop (the earliest of its orders, else the earliest a provider repeated)',
            [evidence.promise],
          ),
        ]
      : []),
    ...(proof ? [said('delivery is proved', 'the fullest proof, else the delivery itself', [evidence.proof])] : []),
    ...(state.deliveryDoubts ?? []).map(({ doubt, key }) =>
      said(`the delivery is doubtful: ${doubt}`, doubtRules[doubt], [evidence.status, key]),
    ),
    ...(state.unconfirmedEnds ?? []).map(({ status: end, key }) =>
      said(
        `${end} was told and waits for confirmation`,
        'an end whose message does not prove where it comes from decides nothing until the provider, or another source, confirms it',
        [key],
      ),
    ),
    ...(state.pickupPoint
      ? [
          said(
            `it can be collected at ${state.pickupPoint.name ?? state.pickupPoint.address}`,
            'the place that was announced last, else the place of the scan that says it is ready',
            [evidence.pickupPoint],
          ),
        ]
      : []),
    ...(foreignEvents
      ? [
          said(
            `${foreignEvents} older scans are left out`,
            'they are from an earlier use of the number, long before our goods left',
            [],
          ),
        ]
      : []),
  ];
}
