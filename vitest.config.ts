import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

// Node loads one graphql (its CommonJS main) for our code and for libraries; the test runner would pick the ES module for ours: two realms.
const resolve = { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] };
const node = { environment: 'node', pool: 'forks', isolate: false } as const;
const globalSetup = ['./packages/testkit/src/global-setup.ts'];

export default defineConfig({
  test: {
    // The stray write of postgres.js that runProcess lets pass too (packages/service-kit/src/shutdown.ts); nothing else is forgiven.
    onUnhandledError: (error) =>
      !(
        error.message === "Cannot read properties of null (reading 'write')" &&
        /nextWrite .*postgres\/src\/connection\.js/.test(error.stack ?? '')
      ),
    projects: [
      {
        resolve,
        test: {
          ...node,
          name: 'unit',
          include: [
            '{services,packages,simulators}/*/src/**/*.test.ts',
            '{gateway,portal}/{src,server}/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        resolve,
        test: {
          ...node,
          name: 'integration',
          include: ['{services,packages,simulators}/*/tests/**/*.test.ts', '{gateway,portal}/tests/**/*.test.ts'],
          globalSetup,
          // Each waits for PostgreSQL half of the time: two at once, however few cores there are.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          ...node,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: [...globalSetup, './tests/support/build-pages.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
