import type { Limiters, LimitRule } from './limiters.ts';
import type { Logger } from './logger.ts';

export interface GuessRule extends LimitRule {
  /**
   * Rules count stage by stage, and beyond one of them nothing of a later stage is counted: 0 what tells who tries, 1 what holds for everybody, 2 what is guessed. So
   * one client alone never closes the door for all, and a flood from everywhere fills no memory with what it guesses.
   */
  stage: 0 | 1 | 2;
  /** The first wait; `seconds` when left out. */
  firstWaitSeconds?: number;
  /** A wait grows no longer than this; a day when left out. */
  longestSeconds?: number;
}

const daySeconds = 86_400;

/**
 * Limits for what can be guessed. Every try counts under all its keys before anything is looked up. Who goes beyond a rule waits for its time, and twice as
 * long each further time within a day. A right try gives its points back.
 */
export function createGuessLimits<Name extends string>({
  name,
  rules,
  limiters,
  refused,
  logger,
}: {
  /** Of what is guessed; part of the counters' names. */
  name: string;
  rules: Readonly<Record<Name, GuessRule>>;
  limiters: Limiters;
  /** Told of each refused try, once. */
  refused: (rule: Name) => void;
  logger: Logger;
}) {
  const counters = (Object.entries(rules) as [Name, GuessRule][]).map(
    ([rule, { stage, points, seconds, firstWaitSeconds = seconds, longestSeconds = daySeconds }]) => ({
      rule,
      stage,
      points,
      firstWaitSeconds,
      longestSeconds,
      counter: limiters.create(`${name}:${rule}`, { points, seconds }),
    }),
  );
  const stages = [0, 1, 2].map((wanted) => counters.filter(({ stage }) => stage === wanted));
  const breaches = limiters.create(`${name}:breach`, { points: 1_000, seconds: daySeconds });

  /** Seconds to wait under one rule; 0 when it is kept. */
  async function count(
    { rule, points, firstWaitSeconds, longestSeconds, counter }: (typeof counters)[number],
    key: string,
  ) {
    const { consumedPoints, msBeforeNext } = await counter.penalty(key);
    if (consumedPoints <= points) return 0;
    if (consumedPoints !== points + 1) return Math.max(1, Math.ceil(msBeforeNext / 1000));
    const { consumedPoints: times } = await breaches.penalty(`${rule}|${key}`);
    const blockedSeconds = Math.min(longestSeconds, firstWaitSeconds * 2 ** Math.min(times - 1, 20));
    await counter.block(key, blockedSeconds);
    logger[rule === 'all' ? 'error' : 'warn']({ limit: rule, key, times, seconds: blockedSeconds }, `too many ${name}`);
    return blockedSeconds;
  }

  return {
    /** Counts a try under the given keys (limitKey); a rule without a key is left out. Answers how many seconds its sender has to wait; 0: go on. */
    async take(keys: Readonly<Partial<Record<Name, string>>>): Promise<number> {
      let longest = 0;
      for (const group of stages) {
        const waits = await Promise.all(
          group.map(async (counted) => {
            const key = keys[counted.rule];
            return { rule: counted.rule, wait: key === undefined ? 0 : await count(counted, key) };
          }),
        );
        const worst = waits.reduce((a, b) => (b.wait > a.wait ? b : a), { rule: group[0]?.rule as Name, wait: 0 });
        longest = worst.wait;
        if (longest > 0) {
          refused(worst.rule);
          break;
        }
      }
      return longest;
    },
    /** The try was right. */
    async giveBack(keys: Readonly<Partial<Record<Name, string>>>): Promise<void> {
      await Promise.all(
        counters.map(async ({ rule, counter }) => {
          const key = keys[rule];
          if (key !== undefined) await counter.reward(key);
        }),
      );
    },
  };
}
