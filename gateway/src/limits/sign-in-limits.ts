import { createGuessLimits, type GuessRule, type Limiters, type Logger, limitKey } from '@milepost/service-kit';
import type { Client } from './clients.ts';
import { hereFactor } from './operation-limits.ts';

const minute = 60;
/** How long a place that somebody signed in from stays known for the account. */
const knownSeconds = 20 * 86_400;

/**
 * Tries that failed. The account counts whether it exists or not and wherever tries come from: 10,000 addresses are one guesser. Its wait grows from a minute to an
 * hour and not further, and a place where the account has signed in lately has a count of its own: whoever guesses from elsewhere does not lock the owner out.
 */
export const signInRules = {
  all: { stage: 1, points: 600, seconds: minute, longestSeconds: minute },
  place: { stage: 0, points: 20, seconds: 10 * minute, longestSeconds: 60 * minute },
  network: { stage: 0, points: 100, seconds: 10 * minute, longestSeconds: 60 * minute },
  here: { stage: 0, points: 20 * hereFactor, seconds: 10 * minute, longestSeconds: 10 * minute },
  account: { stage: 2, points: 5, seconds: 15 * minute, firstWaitSeconds: minute, longestSeconds: 60 * minute },
  accountAtKnownPlace: {
    stage: 2,
    points: 10,
    seconds: 15 * minute,
    firstWaitSeconds: minute,
    longestSeconds: 60 * minute,
  },
} as const satisfies Record<string, GuessRule>;
type Rule = keyof typeof signInRules;

interface Tried {
  /** Null: nobody is named, only the place counts. */
  account: string | null;
  place: Client;
  /** Of the place; see networkOf. */
  network: string;
}

export interface SignInTry {
  /** Seconds to wait before the next one; 0: it may be looked at. */
  waitSeconds: number;
  /** It was right: what it counted is given back, and its place is known for the account from now on. */
  succeeded(): Promise<void>;
  /** It was no guess (what answers is out of order, the request was malformed): what it counted is given back. */
  undone(): Promise<void>;
}

/** Limits of signing in, for people by their address and for partners by their client id. `name` keeps the two apart. */
export function createSignInLimits({
  name,
  limiters,
  secret,
  refused,
  logger,
}: {
  name: 'sign-ins' | 'tokens';
  limiters: Limiters;
  secret: Buffer;
  refused: () => void;
  logger: Logger;
}) {
  const limits = createGuessLimits({ name, rules: signInRules, limiters, refused, logger });
  const known = limiters.create(`${name}:known`, { points: 1, seconds: knownSeconds });

  async function open({ account, place, network }: Tried) {
    const pair = account && limitKey(secret, `${name} at a place`, `${account}\0${place.key}`);
    const isKnown = pair !== null && (await known.get(pair)) !== null;
    const keys: Partial<Record<Rule, string>> = {
      ...(place.isHere ? { here: 'here' } : { place: place.key, network: limitKey(secret, 'network', network) }),
      ...(pair && isKnown && { accountAtKnownPlace: pair }),
      ...(account && !isKnown && { all: 'all', account: limitKey(secret, name, account) }),
      ...(!account && { all: 'all' }),
    };
    return {
      take: () => limits.take(keys),
      async succeeded() {
        await limits.giveBack(keys);
        if (pair) await known.set(pair, 1, knownSeconds);
      },
      undone: () => limits.giveBack(keys),
    };
  }

  return {
    /** Counts a try. */
    async take(given: Tried): Promise<SignInTry> {
      const { take, succeeded, undone } = await open(given);
      return { waitSeconds: await take(), succeeded, undone };
    },
    /** A try that was counted with an earlier request turned out to be right: the password, once the second factor is there. */
    async completed(given: Tried): Promise<void> {
      await (await open(given)).succeeded();
    },
  };
}
