import { ProviderError, reactions } from '../connectors/provider-errors.ts';
import type { CarrierFacts, FactName } from '../connectors/tracking-fields.ts';
import type { knownFacts } from './told-fields.ts';

const longestMs = 900_000;

/** When the same is tried again: when the provider says, else with growing waits, with jitter so that a thousand do not come back at once. */
export function retryAt(
  error: unknown,
  { attempts, firstMs, now }: { attempts: number; firstMs: number; now: Date },
): Date {
  const wait = error instanceof ProviderError ? error.waitMs : null;
  const ms = wait ?? Math.min(firstMs * 2 ** Math.max(0, attempts - 1), longestMs);
  return new Date(now.getTime() + ms * (1 + Math.random() / 4));
}

const remedies: Readonly<Record<string, string>> = {
  'try later': 'It is tried again by itself.',
  'look there, then decide': 'Looked for at the provider before it is sent again.',
  'adopt what is there': 'It is registered there already; its id is read by itself.',
  'look it up by its number': 'Looked up by its number by itself.',
  'ask for the facts': 'Give the facts that the carrier wants.',
  'ask for the carrier': 'Name the right carrier.',
  'show it to an operator': 'Correct the number or the carrier and register it again.',
  'give up': 'The provider does not begin with it again. Delete the registration and register the number once more.',
  'nothing: it is done': 'Nothing is to be done.',
};

/** What stands in the way, for a person. */
export function problemOf(error: unknown): { kind: string; code: string | null; message: string } | null {
  if (error === null || error === undefined) return null;
  if (!(error instanceof ProviderError))
    return { kind: 'FAULT', code: null, message: 'A fault of ours; it is tried again by itself.' };
  const reaction = reactions[error.kind];
  const about = error.field ? ` It names ${error.field}.` : '';
  return { kind: error.kind, code: error.code, message: `${remedies[reaction.next]}${about}` };
}

/** What is told of a parcel beside number and carrier, and what is missing. */
export interface FactsToTell {
  facts: CarrierFacts;
  /** Wanted, and nobody knows them. */
  missing: FactName[];
  /** What we know by ourselves, told or not. */
  own: CarrierFacts;
}

/** What somebody gave for this parcel is told as it is, what we know by ourselves only where it is asked for: by the carrier (`needs`), or by the provider when it was registered before. Pure. */
export function factsFor(
  item: {
    countryCode: string | null;
    shippedAt: Date | null;
    needs: readonly FactName[];
    /** As Odoo told it, where the shop has it told. */
    postalCode?: string | null;
  },
  given: CarrierFacts,
  needs: readonly FactName[],
): FactsToTell {
  const own: { [Name in (typeof knownFacts)[number] | 'destinationPostalCode']?: string } = {
    ...(item.postalCode && { destinationPostalCode: item.postalCode }),
    ...(item.countryCode !== null && { destinationCountry: item.countryCode }),
    ...(item.shippedAt !== null && { shipDate: item.shippedAt.toISOString().slice(0, 10) }),
  };
  const known: CarrierFacts = { ...own, ...given };
  const asked = Object.entries(own).filter(([name]) => [...needs, ...item.needs].includes(name as FactName));
  return {
    facts: { ...Object.fromEntries(asked), ...given },
    missing: needs.filter((name) => !known[name]),
    own,
  };
}
