import { defineConfig } from 'vitest/config';

const node = { environment: 'node', pool: 'forks', isolate: false } as const;
const globalSetup = ['./packages/testkit/src/global-setup.ts'];

export default defineConfig({
  test: {
    projects: [
      {
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
        test: {
          ...node,
          name: 'integration',
          include: ['{services,packages,simulators}/*/tests/**/*.test.ts', '{gateway,portal}/tests/**/*.test.ts'],
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
