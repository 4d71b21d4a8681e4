import { AppError, type Limiters } from '@milepost/service-kit';
import { boundedMap } from '../identity/session.ts';
import { type Client, type ClientKind, clientKinds } from './clients.ts';

/** What each operation counts beside its cost, also one that cannot run. */
export const operationPoints = 100;
const windowSeconds = 60;
/** Clients on this machine: a demo is one machine, and an unknown proxy stands for everybody. */
export const hereFactor = 50;

/** How much one client may ask for within a minute, in cost (docs/limits.md). Shared by all instances where there is Redis. */
export function createOperationLimits({
  limiters,
  costPerMinute,
}: {
  limiters: Limiters;
  costPerMinute: Readonly<Record<ClientKind, number>>;
}) {
  const counterOf = (kind: ClientKind, isHere: boolean) => {
    const points = costPerMinute[kind] * (isHere ? hereFactor : 1);
    const name = `graphql:${kind}${isHere ? ':here' : ''}`;
    return { points, counter: limiters.create(name, { points, seconds: windowSeconds }) };
  };
  const away = new Map(clientKinds.map((kind) => [kind, counterOf(kind, false)]));
  const here = new Map(clientKinds.map((kind) => [kind, counterOf(kind, true)]));
  /** Who has nothing left, until when: known without asking Redis again. */
  const spent = boundedMap<string, number>(50_000);
  const nameOf = ({ kind, key, isHere }: Client) => `${kind}${isHere ? '!' : '|'}${key}`;

  return {
    /** Milliseconds until this client may ask again, as far as this process knows; 0: now. */
    waitMs(client: Client): number {
      const until = spent.get(nameOf(client));
      if (until === undefined) return 0;
      const left = until - Date.now();
      if (left > 0) return left;
      spent.delete(nameOf(client));
      return 0;
    },
    /** Counts an operation. Answers the milliseconds until the client may ask again; 0: it may run. */
    async charge(client: Client, cost: number): Promise<number> {
      const { points, counter } = (client.isHere ? here : away).get(client.kind) as ReturnType<typeof counterOf>;
      const { consumedPoints, msBeforeNext } = await counter.penalty(client.key, operationPoints + cost);
      if (consumedPoints <= points) return 0;
      const wait = Math.max(1, msBeforeNext);
      spent.set(nameOf(client), Date.now() + wait);
      return wait;
    },
  };
}
export type OperationLimits = ReturnType<typeof createOperationLimits>;

const refusedWhat = {
  rate: 'too much asked within a minute',
  connections: 'too many open connections',
  signIn: 'too many tries',
} as const;

/** What refuses an operation or a connection. Over HTTP it is 429 with Retry-After. */
export function rateLimited(retryAfterMs: number, reason: keyof typeof refusedWhat): AppError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new AppError('RATE_LIMITED', `${refusedWhat[reason]}; try again in ${seconds} s`, {
    retryable: true,
    details: {
      reason,
      retryAfterMs: Math.ceil(retryAfterMs),
      http: { status: 429, headers: { 'retry-after': String(seconds) } },
    },
  });
}
