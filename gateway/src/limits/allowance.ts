import type { Limiters } from '@milepost/service-kit';
import type { Config } from '../config.ts';
import type { Session } from '../identity/session.ts';
import { type Client, type Clients, createClients } from './clients.ts';
import { type ConnectionLimits, createConnectionLimits } from './connection-limits.ts';
import { createOperationLimits, type OperationLimits } from './operation-limits.ts';

/** What one operation may still do, as its plugins need it. */
export interface Allowance {
  /** Milliseconds to wait, known without asking anybody; 0: go on. */
  waitMs(): number;
  /** Counts the operation with its cost, once. Milliseconds to wait; 0: it may run. */
  charge(cost: number): Promise<number>;
  readonly isCharged: boolean;
  /** Counts a stream; false: it is one too many. */
  openStream(): boolean;
  closeStream(): void;
}

/** Limits of what one client may ask for and hold open. */
export interface ClientLimits {
  clients: Clients;
  operations: OperationLimits;
  connections: ConnectionLimits;
}

/** Null where the configuration says that there are none. */
export function createClientLimits({
  rateLimits,
  limiters,
  secret,
}: {
  rateLimits: Config['rateLimits'];
  limiters: Limiters;
  /** The same for all instances. */
  secret: Buffer;
}): ClientLimits | null {
  if (!rateLimits) return null;
  return {
    clients: createClients(secret),
    operations: createOperationLimits({ limiters, costPerMinute: rateLimits.costPerMinute }),
    connections: createConnectionLimits(rateLimits.connections),
  };
}

const unlimited: Allowance = {
  waitMs: () => 0,
  charge: async () => 0,
  isCharged: true,
  openStream: () => true,
  closeStream() {},
};

export function allowanceOf(limits: ClientLimits | null, session: Session, address: string): Allowance {
  if (!limits) return unlimited;
  const { clients, operations, connections } = limits;
  const client = clients.of(session, address);
  return createAllowance(client, clients.ofAddress(address), operations, connections);
}

function createAllowance(
  client: Client,
  place: Client,
  operations: OperationLimits,
  connections: ConnectionLimits,
): Allowance {
  let isCharged = false;
  let release: (() => void) | null = null;
  return {
    waitMs: () => operations.waitMs(client),
    async charge(cost) {
      if (isCharged) return 0;
      isCharged = true;
      return operations.charge(client, cost);
    },
    get isCharged() {
      return isCharged;
    },
    openStream() {
      release = connections.openStream(client, place);
      return release !== null;
    },
    closeStream: () => release?.(),
  };
}
