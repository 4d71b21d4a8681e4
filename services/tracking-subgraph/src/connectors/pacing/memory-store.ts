import { randomUUID } from 'node:crypto';
import type { Clock } from '../provider-reader.ts';
import { type Health, healthy, wholeProvider } from './breaker.ts';
import { type PaceRequest, type PacingStore, restMs } from './pacer.ts';

interface Slot {
  freeAt: number;
  lease: string | null;
}

/** Tokens and breakers of one process alone: for tests, and for tools that are not the service. */
export function createMemoryStore(clock: Pick<Clock, 'now'>): PacingStore {
  const slots = new Map<string, Slot[]>();
  const rows = new Map<string, Health>();
  const healthOf = (provider: string, endpoint: string) => rows.get(`${provider} ${endpoint}`) ?? healthy(endpoint);
  const slotsOf = ({ provider, endpoint, perSecond }: PaceRequest) => {
    const name = `${provider} ${endpoint}`;
    const known = slots.get(name) ?? Array.from({ length: perSecond }, (): Slot => ({ freeAt: 0, lease: null }));
    slots.set(name, known);
    return known;
  };
  const read = ({ provider, endpoint }: PaceRequest) => ({
    now: clock.now(),
    whole: healthOf(provider, wholeProvider),
    own: healthOf(provider, endpoint),
  });
  return {
    async take(request) {
      const { now, whole, own } = read(request);
      const all = slotsOf(request);
      const isTroubled = whole.state !== 'CLOSED' || own.state !== 'CLOSED' || (whole.pausedUntil ?? 0) > now;
      const free = all.flatMap(({ freeAt }, slot) => (freeAt <= now ? [slot] : []));
      const [slot] = free.length > request.reserve && (!isTroubled || request.isForced) ? free : [];
      const freeInMs = all
        .map(({ freeAt, lease }) => (lease === null ? Math.max(0, freeAt - now) : Math.min(restMs, freeAt - now)))
        .toSorted((a, b) => a - b);
      if (slot === undefined) return { token: null, freeInMs, now, whole, own };
      const lease = randomUUID();
      all[slot] = { freeAt: now + request.timeoutMs + restMs, lease };
      return { token: { slot, lease }, freeInMs, now, whole, own };
    },
    async giveBack(request, { slot, lease }, isUsed) {
      const all = slotsOf(request);
      if (all[slot]?.lease === lease) all[slot] = { freeAt: clock.now() + (isUsed ? restMs : 0), lease: null };
    },
    read: async (request) => read(request),
    async change(provider, before, after) {
      if (healthOf(provider, before.endpoint).version !== before.version) return false;
      rows.set(`${provider} ${before.endpoint}`, after);
      return true;
    },
  };
}
