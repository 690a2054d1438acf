import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['@parlance/source'] };
const ssr = { resolve: { conditions: ['@parlance/source'], externalConditions: ['@parlance/source'] } };
const test = { pool: 'forks' as const, testTimeout: 30_000, hookTimeout: 60_000 };

const browser = {
  globalSetup: ['tests/harness/browser-setup.ts', 'tests/harness/page-setup.ts'],
  expect: { poll: { timeout: 20_000 } },
  testTimeout: 90_000,
  // Each file has a browser and a server of its own.
  fileParallelism: false,
};

// `embedded` and `postgres` are the same suite, on the embedded database and on a PostgreSQL server.
const endToEnd = [
  'tests/e2e/**/*.test.ts',
  'tests/contract/**/*.test.ts',
  'tests/client-sdk/**/*.test.ts',
  'tests/react/**/*.test.tsx',
];

export default defineConfig({
  test: {
    // Vitest leaves a core to itself, which on a machine with two is half of it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/ai/**/*.test.ts', 'tests/offline-model/**/*.test.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'embedded',
          include: [...endToEnd, 'tests/embedded/**/*.test.ts', 'tests/examples/**/*.test.ts'],
          globalSetup: ['tests/harness/embedded-setup.ts', 'tests/harness/page-setup.ts'],
          env: { TEST_DATABASE: 'embedded' },
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'postgres',
          include: [...endToEnd, 'tests/postgres/**/*.test.ts'],
          globalSetup: ['tests/harness/postgres-setup.ts', 'tests/harness/page-setup.ts'],
          env: { TEST_DATABASE: 'postgres' },
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: ['tests/harness/postgres-setup.ts'],
          env: { TEST_DATABASE: 'postgres' },
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Each file has several processes of its own, and some measure time.
          fileParallelism: false,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          ...browser,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          ...browser,
          name: 'screenshots',
          include: ['tests/browser/screenshots/*.ts'],
          testTimeout: 300_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'conformance',
          include: ['tests/conformance/**/*.test.ts'],
          globalSetup: ['tests/harness/embedded-setup.ts'],
          env: { TEST_DATABASE: 'embedded' },
          testTimeout: 120_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'package',
          include: ['tests/package/**/*.test.ts'],
          globalSetup: ['tests/package/setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
