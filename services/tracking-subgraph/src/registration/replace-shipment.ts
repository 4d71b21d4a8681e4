import { ForbiddenError, shipmentIdFrom, toGlobalId } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import type { RequestContext } from '../context.ts';
import { scopeCondition } from '../scope.ts';
import { correctShipment } from '../shipment/correct-shipment.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { type GivenError, numberGivenAs } from './given-row.ts';
import { registerByHand } from './register-by-hand.ts';

interface Given {
  shipmentId: string;
  trackingNumber?: string | null;
  carrierCode?: string | null;
  acceptUnusual?: boolean | null;
  reason: string;
}

export interface ReplaceOutcome {
  shipment: ShipmentView | null;
  replaced: ShipmentView | null;
  userErrors: GivenError[];
}

const mostDeliveries = 50;

/**
 * Another number or carrier for the goods of a shipment: the right one is registered and linked to the same deliveries, then the wrong one is CANCELLED by a correction with the reason, and stays with its
 * history. Two transactions; whoever was cut off in between sends the same again, and what is left is done. Throws FORBIDDEN for everybody but staff.
 */
export async function replaceShipment(context: RequestContext, given: Given): Promise<ReplaceOutcome> {
  const { viewer, reader } = context;
  if (viewer.role !== 'agent' && viewer.role !== 'operator')
    throw new ForbiddenError('this is for agents and operators');
  const refuse = (field: string, message: string, code = 'BAD_USER_INPUT'): ReplaceOutcome => ({
    shipment: null,
    replaced: null,
    userErrors: [{ code, message, field: ['input', field] }],
  });
  const id = shipmentIdFrom(given.shipmentId);
  if (id === null) return refuse('shipmentId', 'shipmentId is not an id of type Shipment.');
  const reason = given.reason.trim();
  if (reason.length < 3 || reason.length > 300 || !reason.isWellFormed() || reason.includes('\0'))
    return refuse('reason', 'Say why, in 3 to 300 characters.');
  const wrong = await context.shipments.byId.load(id);
  if (!wrong) return refuse('shipmentId', 'There is no such shipment, or it is not yours.', 'NOT_FOUND');
  const number = given.trackingNumber ?? wrong.trackingNumber;
  const carrierCode = given.carrierCode?.trim() || null;
  if (numberGivenAs(number) === wrong.trackingNumber && (carrierCode === null || carrierCode === wrong.carrierCode))
    return refuse('trackingNumber', 'Give another number, another carrier, or both.');

  const scope = scopeCondition(viewer, 'l', 2);
  const links = await reader.unsafe<{ id: number }[]>(
    `select l.delivery_id as id from tracking.link l where l.shipment_id = $1 and ${scope.text} order by l.created_at, l.delivery_id limit ${mostDeliveries}`,
    [id, ...scope.values] as never,
  );
  const deliveries = links.length > 0 ? links.map((link) => toGlobalId('Delivery', link.id)) : [null];
  const outcomes = await registerByHand(
    context,
    deliveries.map((deliveryId, row) => ({
      row,
      trackingNumber: number,
      // Without another carrier it is the rules that say who carries the other number.
      carrierCode,
      deliveryId,
      acceptUnusual: given.acceptUnusual ?? false,
    })),
    { key: null, at: () => ['input'] },
  );
  const errors = outcomes.flatMap((outcome) => outcome.errors);
  const [right] = outcomes;
  if (errors.length > 0 || !right?.shipmentId)
    return { shipment: null, replaced: null, userErrors: errors.slice(0, 5) };
  const rightId = right.shipmentId;
  const name = carrierCode === null ? '' : ` (${findCarrier(carrierCode)?.name ?? carrierCode})`;
  const corrected = await correctShipment(
    context,
    {
      shipmentId: given.shipmentId,
      milestone: 'CANCELLED',
      reason: `Replaced by ${numberGivenAs(number)}${name}: ${reason}`,
    },
    new Date(),
    async (tx) => {
      await tx`insert into tracking.replacement as r (shipment_id, replaced_by) values (${id}, ${rightId})
        on conflict (shipment_id) do update set replaced_by = excluded.replaced_by, at = excluded.at where r.replaced_by <> excluded.replaced_by`;
      // The one that was right after all replaces nothing and is replaced by nothing.
      await tx`delete from tracking.replacement where shipment_id = ${rightId} and replaced_by = ${id}`;
    },
  );
  context.replacements.clearAll();
  return {
    shipment: await context.shipments.byId.load(rightId),
    replaced: corrected.shipment,
    userErrors: corrected.userErrors,
  };
}
