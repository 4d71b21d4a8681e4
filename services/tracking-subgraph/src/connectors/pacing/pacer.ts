import { ProviderError, type ProviderErrorKind } from '../provider-errors.ts';
import type { Clock } from '../provider-reader.ts';
import { afterOutcome, type Gate, gateOf, type Health, probing } from './breaker.ts';

/** What a request is for. Whoever comes later in this list leaves some of the tokens to those before. */
export const priorities = ['live', 'at-risk', 'back-fill', 'reading'] as const;
export type Priority = (typeof priorities)[number];

export interface PaceRequest {
  provider: string;
  endpoint: string;
  /** Requests a second, as the provider publishes it. */
  perSecond: number;
  priority: Priority;
  /** Of the key that will be used. */
  keyDigest: string;
  /** How long the request may take. */
  timeoutMs: number;
}

/** What came of a request: a kind of error, or null for an answer as it should be. STOPPED: we gave up, which says nothing about the provider. */
export interface Outcome {
  kind: ProviderErrorKind | 'STOPPED' | null;
  /** How long the provider asks us to be silent. */
  waitMs: number | null;
  keyDigest: string;
}

/** The right to send one request now. */
export interface Permit {
  /** What is left of its time. Nothing may be sent once it is over. */
  msLeft: () => number;
  /** Must be called once, when the answer is there or will not come. Never throws. */
  done: (outcome: Outcome) => Promise<void>;
}

export interface Pacer {
  /**
   * Waits until one more request to this endpoint keeps the provider's rate. Throws ProviderError while nothing may be sent: RATE_LIMITED for a pause that is long, AUTHENTICATION for a key
   * that was refused, UNAVAILABLE (code OPEN, or SHED for what can wait) or QUOTA_USED_UP while a breaker is open; all with the wait.
   */
  take: (request: PaceRequest, signal: AbortSignal) => Promise<Permit>;
}

/** One of the tokens of an endpoint: as many as requests a second. */
export interface Token {
  slot: number;
  /** Of this taking: whoever lost it meanwhile gives nothing back. */
  lease: string;
}

/** Where tokens and breakers are kept. Its clock is the one that counts. */
export interface PacingStore {
  /**
   * Takes a free token, leaving `reserve` others; none while either health is other than CLOSED or paused, unless `isForced`. `freeInMs`: of every token, in what time it may
   * be free, ascending; one that is out comes back a second before.
   */
  take(
    request: PaceRequest & { reserve: number; isForced: boolean },
  ): Promise<{ token: Token | null; freeInMs: readonly number[]; now: number; whole: Health; own: Health }>;
  /** Free in a second from now; at once where nothing was sent with it. */
  giveBack(request: PaceRequest, token: Token, isUsed: boolean): Promise<void>;
  read(request: PaceRequest): Promise<{ now: number; whole: Health; own: Health }>;
  /** False when it is not `before` any more. */
  change(provider: string, before: Health, after: Health): Promise<boolean>;
}

/**
 * How long a token rests after its request was answered: a second, and a hundredth for clocks that run apart. A request with it arrives later than that after the one before arrived, however
 * long either was under way, so no second of the provider's sees more requests than there are tokens.
 */
export const restMs = 1_010;
/** Part of the tokens that stays for those of a higher priority. */
const reserved: Readonly<Record<Priority, number>> = { live: 0, 'at-risk': 0.1, 'back-fill': 0.2, reading: 0.34 };
/** Who has waited so long leaves nothing to others any more: nobody waits for ever. */
const patienceMs = 15_000;
/** A pause that is sat out; who would have to wait longer is told so. */
export const shortPauseMs = 10_000;
const mostTries = 8;

interface Waiter {
  request: PaceRequest;
  since: number;
  resolve: (permit: Permit) => void;
  reject: (error: unknown) => void;
}

/** One queue for each endpoint: the first in line alone asks for tokens, whoever is behind waits for it. */
export function createPacer({
  store,
  clock,
  onDone = () => {},
  onChange = () => {},
  onProblem = () => {},
}: {
  store: PacingStore;
  clock: Clock;
  onDone?: (request: PaceRequest, outcome: Outcome) => void;
  /** A breaker has another state. */
  onChange?: (request: PaceRequest, before: Health, after: Health) => void;
  /** The store failed: nothing goes out, or what came of a request could not be noted. */
  onProblem?: (error: unknown) => void;
}): Pacer {
  const queues = new Map<string, { waiters: Waiter[]; wake: () => void }>();

  async function changed(request: PaceRequest, before: Health, after: Health): Promise<boolean> {
    if (before === after) return true;
    const isDone = await store.change(request.provider, before, after);
    if (isDone && before.state !== after.state) onChange(request, before, after);
    return isDone;
  }

  async function note(request: PaceRequest, outcome: Outcome): Promise<void> {
    for (let n = 0; n < mostTries; n += 1) {
      const { now, whole, own } = await store.read(request);
      const after = afterOutcome({ whole, own }, outcome, now);
      if ((await changed(request, whole, after.whole)) && (await changed(request, own, after.own))) return;
    }
  }

  function permitOf(request: PaceRequest, token: Token, askedAt: number, isCalm: boolean): Permit {
    return {
      msLeft: () => request.timeoutMs - (clock.now() - askedAt),
      async done(outcome) {
        onDone(request, outcome);
        const noted = isCalm && outcome.kind === null ? Promise.resolve() : note(request, outcome);
        await Promise.all([noted.catch(onProblem), store.giveBack(request, token, true).catch(onProblem)]);
      },
    };
  }

  /** A permit; why there is none; or how long to wait before it is worth asking again. */
  async function attempt(request: PaceRequest, reserve: number): Promise<Permit | Gate | number> {
    let isForced = false;
    for (;;) {
      const askedAt = clock.now();
      const { token, freeInMs, now, whole, own } = await store.take({ ...request, reserve, isForced });
      const gate = gateOf({ whole, own }, request, now);
      if (gate.verdict === 'refused') {
        if (token) await store.giveBack(request, token, false);
        return gate;
      }
      const isCalm = whole.state === 'CLOSED' && own.state === 'CLOSED' && own.failures === 0;
      if (!token) {
        // The store holds back while anything is wrong; here it is not wrong for this request.
        const wasHeldBack = !isForced && !(whole.state === 'CLOSED' && own.state === 'CLOSED');
        if (!wasHeldBack) return Math.max(1, freeInMs[reserve] ?? restMs);
        isForced = true;
        continue;
      }
      if (gate.verdict === 'go') return permitOf(request, token, askedAt, isCalm);
      // One request of all processes tries whether it is over; whoever changes the row first is it.
      const claims = gate.of.map((which) => (which === 'whole' ? whole : own));
      let isMine = true;
      for (const claim of claims) isMine &&= await changed(request, claim, probing(claim, now, request.timeoutMs));
      if (isMine) return permitOf(request, token, askedAt, false);
      await store.giveBack(request, token, false);
      isForced = false;
    }
  }

  async function serve(name: string, queue: { waiters: Waiter[]; wake: () => void }): Promise<void> {
    while (queue.waiters.length > 0) {
      const now = clock.now();
      const rank = ({ request, since }: Waiter) =>
        now - since > patienceMs ? 0 : priorities.indexOf(request.priority);
      const waiter = queue.waiters.reduce((best, one) => (rank(one) < rank(best) ? one : best));
      const { request } = waiter;
      const reserve = rank(waiter) === 0 ? 0 : Math.floor(request.perSecond * reserved[request.priority]);
      const leave = () => {
        const at = queue.waiters.indexOf(waiter);
        if (at !== -1) queue.waiters.splice(at, 1);
        return at !== -1;
      };
      try {
        const answer = await attempt(request, reserve);
        if (typeof answer === 'number') await rest(queue, answer);
        else if ('msLeft' in answer) {
          if (leave()) waiter.resolve(answer);
          else await answer.done({ kind: 'STOPPED', waitMs: null, keyDigest: request.keyDigest });
        } else if (answer.verdict === 'refused') {
          if (answer.kind === 'RATE_LIMITED' && answer.waitMs <= shortPauseMs) await rest(queue, answer.waitMs);
          else if (leave()) waiter.reject(errorOf(request, answer));
        }
      } catch (error) {
        onProblem(error);
        if (leave()) waiter.reject(error);
      }
    }
    // In the same breath as the look at the empty line: nobody can have joined it since.
    queues.delete(name);
  }

  /** Until then, or until somebody comes or goes. */
  async function rest(queue: { wake: () => void }, ms: number): Promise<void> {
    const woken = new AbortController();
    queue.wake = () => woken.abort();
    await clock.sleep(ms, woken.signal).catch(() => {});
  }

  return {
    take(request, signal) {
      const stopped = () =>
        new ProviderError('UNAVAILABLE', `${request.provider}: given up (STOPPED)`, { code: 'STOPPED' });
      if (signal.aborted) return Promise.reject(stopped());
      const { promise, resolve, reject } = Promise.withResolvers<Permit>();
      const waiter: Waiter = { request, since: clock.now(), resolve, reject };
      const name = `${request.provider} ${request.endpoint}`;
      const known = queues.get(name);
      const queue = known ?? { waiters: [], wake: () => {} };
      const onAbort = () => {
        const at = queue.waiters.indexOf(waiter);
        if (at === -1) return;
        queue.waiters.splice(at, 1);
        reject(stopped());
        queue.wake();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      queue.waiters.push(waiter);
      if (known) queue.wake();
      else {
        queues.set(name, queue);
        void serve(name, queue);
      }
      return promise.finally(() => signal.removeEventListener('abort', onAbort));
    },
  };
}

const said: Partial<Record<ProviderErrorKind, string>> = {
  RATE_LIMITED: 'too many requests',
  AUTHENTICATION: 'the API key was refused; waiting for another one',
  QUOTA_USED_UP: 'the quota is used up',
};
function errorOf({ provider }: PaceRequest, { kind, code, waitMs }: Extract<Gate, { verdict: 'refused' }>) {
  const what = said[kind] ?? 'out of order';
  return new ProviderError(kind, `${provider}: ${what} (${code})`, { code, waitMs });
}
