export { startRedis } from '@milepost/local-stack';
export { signAftership } from './aftership.ts';
export { startBreakableProxy } from './breakable-proxy.ts';
export { createTestDatabase } from './database.ts';
export { eventually } from './eventually.ts';
export { chromiumPath, requireOrSkip } from './machine.ts';
export { viewerKeys } from './viewer-keys.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL; use createTestDatabase instead of its own database. */
    postgresUrl: string;
  }
}
