import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

interface RequestScope {
  /** Correlation id: from the sender's request to logs, facts, milestones and effects. */
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestScope>();
const wellFormed = /^[A-Za-z0-9._:-]{8,64}$/;

/** Takes a well-formed id over, mints one otherwise: a foreign id must not be able to inject text into logs. */
export function acceptRequestId(value: unknown): string {
  return typeof value === 'string' && wellFormed.test(value) ? value : randomUUID();
}

export function withRequestScope<T>(requestId: string, run: () => T): T {
  return storage.run({ requestId }, run);
}

export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}
