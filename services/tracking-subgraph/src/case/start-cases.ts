import { type Logger, runLoop, type Sql } from '@milepost/service-kit';
import type { Classifier } from '../classification/classifier.ts';
import type { WakeBus } from '../wake/wake-bus.ts';
import type { CasePolicy } from './case-policy.ts';
import { type Looked, lookAtCases } from './look-at-cases.ts';

/** Behind everything live: breath after each page. */
const breathMs = 20;

/** Keeps cases as they have to be. Several may run side by side, in one process or many. */
export function startCases({
  sql,
  policy,
  wakeBus,
  onLooked,
  onSetAside,
  logger,
  classifier,
  now = () => new Date(),
}: {
  sql: Sql;
  policy: CasePolicy;
  wakeBus: Pick<WakeBus, 'onWake' | 'wake'>;
  onLooked: (looked: Looked) => void;
  onSetAside: () => void;
  logger: Logger;
  /** Reads what codes leave open; absent: rules alone. */
  classifier?: Classifier;
  now?: () => Date;
}): AsyncDisposable {
  const limit = 200;
  const loop = runLoop({
    name: 'cases',
    idleMs: 250,
    logger,
    async step() {
      const looked = await lookAtCases(sql, {
        policy,
        now: now(),
        limit,
        ...(classifier && { classifier }),
        onSetAside(subject, err) {
          onSetAside();
          logger.error({ err, case: { subject } }, 'cases could not be settled; set aside');
        },
      });
      if (looked.subjects > 0) onLooked(looked);
      if (looked.told > 0) wakeBus.wake('outbox');
      await new Promise((next) => setTimeout(next, breathMs));
      return looked.subjects >= limit;
    },
  });
  const stop = wakeBus.onWake('cases', () => loop.wake());
  return {
    async [Symbol.asyncDispose]() {
      stop();
      await loop.stop();
    },
  };
}
