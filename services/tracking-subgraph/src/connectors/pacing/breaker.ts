import type { ProviderErrorKind } from '../provider-errors.ts';
import type { Outcome, PaceRequest } from './pacer.ts';

/**
 * CLOSED: asked. SHEDDING: only for what cannot wait. OPEN: not asked before `retryAt`. HALF_OPEN: one request tries; nobody else does before `retryAt`, when it must be back.
 *
 *     CLOSED -- 3 failures --> SHEDDING -- 6 --> OPEN -- retryAt, one request --> HALF_OPEN -- failure --> OPEN
 *       ^                         |                                                   |
 *       +------- an answer -------+---------------------- an answer ------------------+
 */
export type BreakerState = 'CLOSED' | 'SHEDDING' | 'OPEN' | 'HALF_OPEN';

/** Times are milliseconds of the store's clock. */
export interface Health {
  /** `*`: the provider as a whole, for its key and its pauses. */
  endpoint: string;
  state: BreakerState;
  /** Of the state. */
  since: number;
  /** One after the other, without an answer between. */
  failures: number;
  /** When the first of them was. */
  failingSince: number | null;
  retryAt: number | null;
  /** Nothing is sent to the whole provider before. */
  pausedUntil: number | null;
  /** Digest of the key that is not used. */
  refusedKey: string | null;
  lastError: ProviderErrorKind | null;
  /** Grows with each change. */
  version: number;
}

export const wholeProvider = '*';
const [shedsAfter, opensAfter] = [3, 6];
/** The longer it is out of order, the longer until somebody tries: half of the time so far. */
const [shortestMs, longestMs] = [5_000, 60_000];
/** After a refused key nothing is sent with it for so long. */
const refusedMs = 600_000;
/** Somebody has to buy. */
const quotaMs = 900_000;

export const healthy = (endpoint: string): Health => ({
  endpoint,
  state: 'CLOSED',
  since: 0,
  failures: 0,
  failingSince: null,
  retryAt: null,
  pausedUntil: null,
  refusedKey: null,
  lastError: null,
  version: 0,
});

export type Gate =
  | { verdict: 'go' }
  /** It may go as the one that tries, once these rows say so. */
  | { verdict: 'probe'; of: readonly ('whole' | 'own')[] }
  | { verdict: 'refused'; kind: ProviderErrorKind; code: string; waitMs: number };

const canWait = ({ priority }: Pick<PaceRequest, 'priority'>) => priority === 'back-fill' || priority === 'reading';

/** Whether a request may be sent. Pure. */
export function gateOf(
  { whole, own }: { whole: Health; own: Health },
  request: Pick<PaceRequest, 'priority' | 'keyDigest'>,
  now: number,
): Gate {
  const refused = (kind: ProviderErrorKind, code: string, until: number): Gate => ({
    verdict: 'refused',
    kind,
    code,
    waitMs: Math.max(1, Math.ceil(until - now)),
  });
  if (whole.pausedUntil !== null && whole.pausedUntil > now)
    return refused('RATE_LIMITED', 'PAUSED', whole.pausedUntil);
  const of: ('whole' | 'own')[] = [];
  if (whole.state !== 'CLOSED' && whole.refusedKey === request.keyDigest) {
    if ((whole.retryAt ?? 0) > now) return refused('AUTHENTICATION', 'REFUSED', whole.retryAt as number);
    of.push('whole');
  }
  if (own.state !== 'CLOSED' && (own.state !== 'SHEDDING' || canWait(request))) {
    const kind = own.lastError === 'QUOTA_USED_UP' ? 'QUOTA_USED_UP' : 'UNAVAILABLE';
    if ((own.retryAt ?? 0) > now)
      return refused(kind, own.state === 'SHEDDING' ? 'SHED' : 'OPEN', own.retryAt as number);
    of.push('own');
  }
  return of.length > 0 ? { verdict: 'probe', of } : { verdict: 'go' };
}

/** While one request tries; another may when that has not come back in its time. Pure. */
export function probing(health: Health, now: number, timeoutMs: number): Health {
  const state = health.state === 'SHEDDING' ? health.state : 'HALF_OPEN';
  return moved(health, { state, retryAt: now + timeoutMs + 1_000 }, now);
}

/** What a request's end makes of its endpoint and of the provider as a whole; the same objects where nothing changes. Pure. */
export function afterOutcome(
  { whole, own }: { whole: Health; own: Health },
  { kind, waitMs, keyDigest }: Outcome,
  now: number,
): { whole: Health; own: Health } {
  const isKeyTried = whole.state === 'HALF_OPEN' && whole.refusedKey === keyDigest;
  /** Whoever tried learnt nothing: the next one may. */
  const untried = (health: Health, at: number) =>
    health.state === 'HALF_OPEN' ? moved(health, { state: 'OPEN', retryAt: at }, now) : health;
  switch (kind) {
    case 'STOPPED':
      return { whole: isKeyTried ? untried(whole, now) : whole, own: untried(own, now) };
    case 'RATE_LIMITED': {
      const until = now + (waitMs ?? 0);
      const paused = moved(whole, { pausedUntil: Math.max(until, whole.pausedUntil ?? 0), lastError: kind }, now);
      return { whole: isKeyTried ? untried(paused, until) : paused, own: untried(own, until) };
    }
    case 'AUTHENTICATION':
      return {
        whole: moved(
          whole,
          {
            state: 'OPEN',
            failures: whole.failures + 1,
            failingSince: whole.failingSince ?? now,
            retryAt: now + refusedMs,
            refusedKey: keyDigest,
            lastError: kind,
          },
          now,
        ),
        own: closed(own, now),
      };
    case 'UNAVAILABLE':
    case 'UNCLEAR':
      return { whole: isKeyTried ? untried(whole, now) : whole, own: failed(own, kind, now) };
    case 'QUOTA_USED_UP':
      return {
        whole: closed(whole, now),
        own: moved(
          own,
          {
            state: 'OPEN',
            failures: own.failures + 1,
            failingSince: own.failingSince ?? now,
            retryAt: now + quotaMs,
            lastError: kind,
          },
          now,
        ),
      };
    default:
      // It answers, with the key that was used: also where the answer is a no.
      return { whole: closed(whole, now), own: closed(own, now) };
  }
}

function failed(own: Health, kind: ProviderErrorKind, now: number): Health {
  const failures = own.failures + 1;
  const failingSince = own.failingSince ?? now;
  const counted = { failures, failingSince, lastError: kind };
  const retryAt = now + Math.min(longestMs, Math.max(shortestMs, (now - failingSince) / 2));
  // What was under way when it opened comes back in a bunch, and is no reason to wait longer.
  if (own.state === 'OPEN') return moved(own, counted, now);
  if (own.state === 'HALF_OPEN' || failures >= opensAfter)
    return moved(own, { ...counted, state: 'OPEN', retryAt }, now);
  if (failures >= shedsAfter) return moved(own, { ...counted, state: 'SHEDDING', retryAt }, now);
  return moved(own, counted, now);
}

function closed(health: Health, now: number): Health {
  if (health.state === 'CLOSED' && health.failures === 0) return health;
  return moved(health, { state: 'CLOSED', failures: 0, failingSince: null, retryAt: null, refusedKey: null }, now);
}

function moved(health: Health, change: Partial<Health>, now: number): Health {
  const since = change.state !== undefined && change.state !== health.state ? now : health.since;
  return { ...health, ...change, since, version: health.version + 1 };
}
