import { providerCodeOf, requiredFieldsOf } from '../carrier/carriers.ts';
import { type FactName, factsOf, type WritingProvider } from './tracking-fields.ts';

/** What carriers need beside a number: from carriers.json, until the provider's own list was read. */
export function createCarrierNeeds(provider: WritingProvider) {
  let told: ReadonlyMap<string, readonly FactName[]> = new Map();
  return {
    /** By our code. */
    of(carrierCode: string): readonly FactName[] {
      const listed = told.get(providerCodeOf(provider, carrierCode) ?? '');
      // The list of one provider names the fields in its way; what carriers.json says is AfterShip's.
      return listed ?? factsOf('aftership', requiredFieldsOf(carrierCode));
    },
    /** By the provider's code, from its list; replaces what was told before. */
    learn(list: ReadonlyMap<string, readonly FactName[]>): void {
      told = list;
    },
  };
}
