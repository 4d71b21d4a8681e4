import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { ownCarrier, type ShipmentView } from '../shipment/shipment-row.ts';
import type { ReplacementRow } from './replacement.loaders.ts';

/** The other end of the newest replacement that fits. */
async function otherEnd(
  shipment: ShipmentView,
  { replacements, shipments }: RequestContext,
  { own, other }: Record<'own' | 'other', 'wrongId' | 'rightId'>,
) {
  if (shipment.access === 'L0') return null;
  const isKnown = ({ at }: ReplacementRow) => shipment.asOf === undefined || at <= shipment.asOf;
  const found = (await replacements.load(shipment.id)).find((row) => row[own] === shipment.id && isKnown(row));
  const there = found ? await shipments.byId.load(found[other]) : null;
  return found && there
    ? { trackingNumber: there.trackingNumber, carrier: ownCarrier(there), at: found.at.toISOString() }
    : null;
}

/** What took a shipment's place, as far as the viewer may see it. Nobody takes the place of one that is not CANCELLED. */
export const replacedBy = async (shipment: ShipmentView, context: RequestContext) =>
  shipment.status === 'CANCELLED' ? otherEnd(shipment, context, { own: 'wrongId', other: 'rightId' }) : null;

export const replacementResolvers = {
  Shipment: {
    replacedBy: (shipment, _args, context) => replacedBy(shipment, context),
    replaces: (shipment, _args, context) => otherEnd(shipment, context, { own: 'rightId', other: 'wrongId' }),
  },
} satisfies Resolvers;
