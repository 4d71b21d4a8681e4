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

/** What we know of the facts that a carrier wants, and which are missing. Nothing is told that is not asked for. */
export function factsFor(
  item: { countryCode: string | null; shippedAt: Date | null },
  needs: readonly FactName[],
): { facts: CarrierFacts; missing: FactName[] } {
  const own: Record<(typeof knownFacts)[number], string | null> = {
    destinationCountry: item.countryCode,
    shipDate: item.shippedAt?.toISOString().slice(0, 10) ?? null,
  };
  const known: Partial<Record<FactName, string | null>> = own;
  const facts = Object.fromEntries(needs.flatMap((name) => (known[name] ? [[name, known[name]]] : []))) as CarrierFacts;
  return { facts, missing: needs.filter((name) => !known[name]) };
}
