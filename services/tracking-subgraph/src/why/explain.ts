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
            'the earliest promise of the shop, else the earliest a provider repeated',
            [evidence.promise],
          ),
        ]
      : []),
    ...(proof ? [said('delivery is proved', 'the fullest proof, else the delivery itself', [evidence.proof])] : []),
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
