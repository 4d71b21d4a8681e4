import type { Logger } from '@milepost/service-kit';
import type { AuthChanges, Concern } from './auth-changes.ts';
import { boundedMap, rightsOf, type Session } from './session.ts';

/** Before the subgraphs end their streams with an error, which clients take for final: they shall come back instead. */
const headStartMs = 500;
/** At most this long between settling who asks and watching the connection: a request may take its time to arrive. */
const newsKeptMs = 60_000;

interface Watched {
  session: Session;
  stop: () => void;
  finish: () => void;
}

export interface SessionWatch extends Disposable {
  /**
   * Keeps an eye on the session behind a connection that stays open; returns the way to stop. `ended` is called once: when the session's time is up, when it was
   * revoked, or when its rights changed.
   */
  watch(session: Session, ended: () => void): () => void;
}

/**
 * Watches all open connections of this instance. News of a change makes it look at the sessions concerned and at no other; a look at all, in batches, comes
 * every `recheckMs` and after each gap in the news. A look that fails (database down) changes nothing.
 */
export function createSessionWatch({
  changes,
  recheckMs,
  logger,
}: {
  changes: AuthChanges;
  recheckMs: number;
  logger: Logger;
}): SessionWatch {
  const all = new Set<Watched>();
  const byConcern = new Map<Concern, Set<Watched>>();
  const news = boundedMap<Concern, number>(10_000);
  let gapAt = Number.NEGATIVE_INFINITY;

  async function look(some: Iterable<Watched>): Promise<void> {
    // Each session once, however many connections it has, and all in the same turn, so that they are read together.
    const bySession = Map.groupBy(some, ({ session }) => session);
    const looks = [...bySession].map(async ([session, watched]) => {
      const now = await session.lookAgain?.();
      if (now === undefined || (now && rightsOf(now) === rightsOf(session))) return;
      for (const { finish } of watched) finish();
    });
    const outcomes = await Promise.allSettled(looks);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) logger.warn({ err: failed.reason }, 'open connections could not be checked; they stay');
  }

  let isSweeping = false;
  async function sweep(): Promise<void> {
    if (isSweeping) return;
    isSweeping = true;
    await look(all).finally(() => {
      isSweeping = false;
    });
  }

  changes.onChange((concern) => {
    if (concern === null) {
      gapAt = Date.now();
      void look(all);
      return;
    }
    news.delete(concern);
    news.set(concern, Date.now());
    const concerned = byConcern.get(concern);
    if (concerned) void look(concerned);
  });
  const timer = setInterval(() => void sweep(), recheckMs).unref();

  return {
    watch(session, ended) {
      const watched: Watched = {
        session,
        stop() {
          clearTimeout(end);
          all.delete(watched);
          for (const concern of session.concerns) {
            const set = byConcern.get(concern);
            set?.delete(watched);
            if (set?.size === 0) byConcern.delete(concern);
          }
        },
        finish() {
          if (!all.has(watched)) return;
          watched.stop();
          ended();
        },
      };
      const left = session.claims.sessionExp * 1000 - headStartMs - Date.now();
      const end = setTimeout(watched.finish, Math.min(Math.max(left, 0), 2 ** 31 - 1)).unref();
      all.add(watched);
      for (const concern of session.concerns) {
        const set = byConcern.get(concern) ?? new Set();
        byConcern.set(concern, set.add(watched));
      }
      // It may have ended between settling who asks and now: that news found nobody here.
      const since = Date.now() - newsKeptMs;
      if (gapAt > since || session.concerns.some((concern) => (news.get(concern) ?? 0) > since)) void look([watched]);
      return watched.stop;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      for (const { stop } of [...all]) stop();
    },
  };
}
