import { requiredFieldsOf } from '../carrier/carriers.ts';
import { type FactName, factsOf } from '../connectors/tracking-fields.ts';
import { factsFor } from '../registration/outcomes.ts';

/** Whatever a delivery from Odoo can tell, it tells. */
const fullDelivery = { countryCode: 'DE', shippedAt: new Date(0), needs: [] };

/** Facts that a carrier wants beside a number and that no delivery brings along, known before anything is registered. From AfterShip's list: the demand is the carrier's own, whoever asks it. */
export function missingFacts(carrierCode: string): readonly FactName[] {
  return factsFor(fullDelivery, {}, factsOf('aftership', requiredFieldsOf(carrierCode))).missing;
}
