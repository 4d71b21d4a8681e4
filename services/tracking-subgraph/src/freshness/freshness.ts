import type { CasePolicy } from '../case/case-policy.ts';
import { quietHoursOf } from '../case/silence.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';

/** What is stored of who tells about a shipment. */
export interface SourceRow {
  shipmentId: string;
  isFinal: boolean;
  /** When its provider last told everything that had changed. */
  polledAt: Date | null;
  nextCheckAt: Date | null;
  usualGapSeconds: number | null;
  downSince: Date | null;
  /** When the goods left the warehouse, while no carrier has scanned them. */
  leftAt: Date | null;
}

export interface FreshnessView {
  observedAt: Date | null;
  checkedAt: Date | null;
  nextCheckAt: Date | null;
  usualGapSeconds: number | null;
  quietSince: Date | null;
  sourceDownSince: Date | null;
}

/** Pure. `source` null: the shipment is asked for as it was. */
export function freshnessOf(
  shipment: Pick<ShipmentView, 'status' | 'carrierCode' | 'lastEventAt' | 'checkedAt'>,
  source: SourceRow | null,
  { quiet, now }: Pick<CasePolicy, 'quiet'> & { now: Date },
): FreshnessView {
  const { lastEventAt: observedAt, checkedAt } = shipment;
  if (source === null)
    return { observedAt, checkedAt, nextCheckAt: null, usualGapSeconds: null, quietSince: null, sourceDownSince: null };
  const { isFinal, polledAt, nextCheckAt, usualGapSeconds, downSince, leftAt } = source;
  const limitMs = quietLimitMs(shipment, usualGapSeconds, quiet);
  // A label alone says nothing of the goods: the clock begins when they left.
  const since = isUnscanned(shipment.status) ? leftAt : observedAt;
  const isQuiet = limitMs !== null && since !== null && now.getTime() - since.getTime() > limitMs;
  return {
    observedAt,
    // After its end nobody looks.
    checkedAt: !isFinal && polledAt !== null && (checkedAt === null || polledAt > checkedAt) ? polledAt : checkedAt,
    nextCheckAt: isFinal ? null : nextCheckAt,
    usualGapSeconds,
    quietSince: isQuiet ? since : null,
    sourceDownSince: isFinal ? null : downSince,
  };
}

const isUnscanned = (status: ShipmentView['status']) => status === 'PENDING' || status === 'LABEL_CREATED';

/** After so long it is quiet for longer than usual; null: nothing is expected of it. */
function quietLimitMs(
  { status, carrierCode }: Pick<ShipmentView, 'status' | 'carrierCode'>,
  usualGapSeconds: number | null,
  quiet: CasePolicy['quiet'],
): number | null {
  const { firstScanHours, onTheWayHours, outForDeliveryHours } = quietHoursOf(quiet, carrierCode);
  if (isUnscanned(status)) return firstScanHours * 3_600_000;
  const hours = {
    PICKED_UP: onTheWayHours,
    IN_TRANSIT: onTheWayHours,
    RETURNING: onTheWayHours,
    OUT_FOR_DELIVERY: outForDeliveryHours,
  }[status as string];
  if (hours === undefined) return null;
  return usualGapSeconds === null ? hours * 3_600_000 : usualGapSeconds * 1_000;
}
