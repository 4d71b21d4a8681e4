import { carriersKnownTo, requiredFieldsOf } from '../carrier/carriers.ts';
import { type FactName, factsOf } from '../connectors/tracking-fields.ts';

/** A provider's list: the facts that a carrier wants beside a number, by the provider's code. */
export type CarrierList = ReadonlyMap<string, readonly FactName[]>;

/** A carrier of which a provider says something else than carriers.json. */
export interface CarrierDifference {
  carrierCode: string;
  providerCode: string;
  /** The provider has it no more, or never had. */
  isGone: boolean;
  needs: FactName[];
  /** By carriers.json; of AfterShip's list, because the demand is the carrier's own, whoever asks it. */
  expectedNeeds: FactName[];
}

/** What a provider's list says otherwise about the carriers that we know, by our codes. Pure. */
export function compareList(provider: string, list: CarrierList): CarrierDifference[] {
  return carriersKnownTo(provider).flatMap(({ carrierCode, providerCode }) => {
    const found = list.get(providerCode);
    const needs = [...(found ?? [])].sort();
    const expectedNeeds = [...factsOf('aftership', requiredFieldsOf(carrierCode))].sort();
    if (found && needs.join() === expectedNeeds.join()) return [];
    return [{ carrierCode, providerCode, isGone: !found, needs, expectedNeeds }];
  });
}

/** A list that lacks more than half of the carriers that we know there is not believed: an answer cut short, or of another account. Pure. */
export function isStrange(provider: string, list: CarrierList): boolean {
  const known = carriersKnownTo(provider);
  return known.filter(({ providerCode }) => !list.has(providerCode)).length > known.length / 2;
}
