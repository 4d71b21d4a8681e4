import { ProviderError, type Reaction, reactions } from './provider-errors.ts';
import type { CreateOutcome, CreateResult } from './provider-registrar.ts';
import type { FactName } from './tracking-fields.ts';

type Failed = Exclude<CreateOutcome, 'created' | 'exists'>;
const outcomes: Readonly<Record<Reaction['next'], Failed>> = {
  'try later': 'later',
  'look there, then decide': 'unclear',
  'ask for the facts': 'needs-facts',
  'ask for the carrier': 'carrier-unknown',
  'show it to an operator': 'refused',
  'give up': 'refused',
  // Not said about a registration; if it is, somebody has to look.
  'adopt what is there': 'refused',
  'look it up by its number': 'refused',
  'nothing: it is done': 'refused',
};

/** The result of a registration that brought nothing. `needed`: what the carrier is known to need, where the provider does not say what it misses. */
export function failedCreate(error: ProviderError, needed: readonly FactName[]): CreateResult {
  const told =
    error.kind === 'NEEDS_FACTS' && error.facts.length === 0
      ? new ProviderError(error.kind, error.message, { code: error.code, facts: needed })
      : error;
  return { outcome: outcomes[reactions[error.kind].next], remoteId: null, carriers: [], error: told };
}

/** The provider has no name for this carrier of ours. */
export function carrierWithoutName(provider: string, carrierCode: string): ProviderError {
  return new ProviderError(
    'CARRIER_UNKNOWN',
    `${provider}: there is no name for the carrier ${carrierCode} (NO_NAME)`,
    {
      code: 'NO_NAME',
    },
  );
}

/** The error, where it is one of the provider's; throws whatever else it is. */
export function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  throw error;
}

/** Waits for it, taking some kinds for good. */
export async function unless(kinds: readonly ProviderError['kind'][], work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!kinds.includes(asProviderError(error).kind)) throw error;
  }
}

/** Parts of at most so many. */
export function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** Numbers as they are compared: providers answer with what was sent, or with what they made of it. */
export const sameNumber = (number: unknown) => String(number).trim().toUpperCase();
