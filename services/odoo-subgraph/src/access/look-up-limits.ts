import {
  createGuessLimits,
  type GuessRule,
  type Limiters,
  type Logger,
  limitKey,
  networkOf,
  placeOf,
} from '@milepost/service-kit';
import { normalisePostcode } from '../mirror/personal-data.ts';

/** What a try is counted under. */
export interface Try {
  /** Of the client, as the gateway saw it; empty when unknown. */
  address: string;
  orderName: string;
  /** The e-mail address or postcode that was given. */
  proof: string;
}

/**
 * Enough for somebody who mistypes, far too few for somebody who guesses. An order counts whether it exists or not. `proof` counts one e-mail address or
 * postcode over all orders. What holds for everybody does not grow, and what an
 * owner needs too grows to an hour at most: one who guesses must not close the door for a day.
 */
export const rules = {
  address: { stage: 0, points: 10, seconds: 600 },
  network: { stage: 0, points: 60, seconds: 600 },
  all: { stage: 1, points: 600, seconds: 60, longestSeconds: 60 },
  order: { stage: 2, points: 5, seconds: 900, longestSeconds: 3_600 },
  proof: { stage: 2, points: 20, seconds: 3_600, longestSeconds: 3_600 },
} as const satisfies Record<string, GuessRule>;
type RuleName = keyof typeof rules;

/** Limits of order look-ups: a right pair gives its tries back, so that a customer who comes often is not a guesser. */
export function createLookUpLimits({
  secret,
  canaries,
  limiters,
  refused,
  logger,
}: {
  secret: Buffer;
  /** Names of orders that no customer has: whoever asks for one is guessing. */
  canaries: readonly string[];
  limiters: Limiters;
  /** Told of each refused try. */
  refused: (rule: RuleName) => void;
  logger: Logger;
}) {
  const limits = createGuessLimits({ name: 'look-ups', rules, limiters, refused, logger });
  const planted = new Set(canaries.map((name) => name.trim().toLowerCase()));

  function keysOf({ address, orderName, proof }: Try): Record<RuleName, string> {
    return {
      all: 'all',
      address: limitKey(secret, 'address', placeOf(address)),
      network: limitKey(secret, 'network', networkOf(address)),
      order: limitKey(secret, 'order', orderName.trim().toLowerCase()),
      proof: limitKey(secret, 'proof', sameProof(proof)),
    };
  }

  return {
    /** Counts a try. Answers for how many seconds its sender has to wait; 0 when it may be looked at. */
    async take(given: Try): Promise<number> {
      const keys = keysOf(given);
      if (planted.has(given.orderName.trim().toLowerCase()))
        logger.error(
          { place: keys.address },
          'somebody asks for an order that no customer has: order numbers are being guessed',
        );
      return limits.take(keys);
    },
    /** The try was right. */
    giveBack: (given: Try): Promise<void> => limits.giveBack(keysOf(given)),
  };
}
export type LookUpLimits = ReturnType<typeof createLookUpLimits>;

/** Spellings of one value count as one: for e-mail addresses also dots and +tags, which many mail systems ignore. */
function sameProof(proof: string): string {
  const at = proof.lastIndexOf('@');
  if (at < 0) return normalisePostcode(proof);
  const person = proof.slice(0, at).split('+', 1)[0] as string;
  return `${person.replaceAll(/[\s.]/g, '')}@${proof.slice(at + 1).trim()}`.toLowerCase();
}
