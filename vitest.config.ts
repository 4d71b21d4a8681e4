import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Node loads one graphql (its CommonJS main) for our code and for libraries; the test runner would pick the ES module for ours: two realms.
const resolve = { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] };
const node = { environment: 'node', pool: 'forks', isolate: false } as const;
// Dozens of tests start our programs as processes: Node keeps what it compiled, and each start takes half of its work.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));
const globalSetup = ['./packages/testkit/src/global-setup.ts'];
const setupFiles = ['./packages/testkit/src/remember-scrypt.ts'];

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
          // The runner leaves one core to itself, and of two that is half.
          maxWorkers: '100%',
        },
      },
      {
        resolve,
        test: {
          ...node,
          name: 'integration',
          include: ['{services,packages,simulators}/*/tests/**/*.test.ts', '{gateway,portal}/tests/**/*.test.ts'],
          globalSetup,
          setupFiles,
          // Each waits for PostgreSQL, for polls and for processes a third of the time: three at once keep two cores busy.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          // Ends what hangs, on a machine that may be busy with others.
          testTimeout: 60_000,
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
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each has a system and a database of its own; most wait for a browser or for processes half of the time.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
