import { seesLevel } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { ShipmentView } from './shipment-row.ts';

/** What the viewer of this very object may see: the viewer's own level, or L0 where only the number was known. */
export const sees = (shipment: ShipmentView, context: Pick<RequestContext, 'viewer'>, level: 'L1' | 'L3') =>
  shipment.access !== 'L0' && seesLevel(context.viewer, level);

/** Where to collect it, as far as the viewer may know: the code opens a locker. */
export function seenPickupPoint(shipment: ShipmentView, context: Pick<RequestContext, 'viewer'>) {
  const { pickupPoint } = shipment.state;
  if (!pickupPoint || shipment.access === 'L0') return null;
  return { ...pickupPoint, code: sees(shipment, context, 'L3') ? pickupPoint.code : null };
}
