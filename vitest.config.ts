import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['@parlance/source'] };
const ssr = { resolve: { conditions: ['@parlance/source'], externalConditions: ['@parlance/source'] } };
const test = { pool: 'forks' as const, testTimeout: 30_000, hookTimeout: 60_000 };

const browser = {
  globalSetup: ['tests/harness/browser-setup.ts', 'tests/harness/page-setup.ts'],
  expect: { poll: { timeout: 20_000 } },
  // Each file has a browser and a server of its own, so they do not meet; most of a test is waiting.
  testTimeout: 90_000,
};

// One after the other in the same process: most of a file's time would go into starting, and none leaves anything behind.
const shared = { ...test, isolate: false };

/** The longest, and the same on any database: on PostgreSQL alone, where they are quickest. */
const long = [
  'tests/contract/ownership.test.ts',
  'tests/contract/bad-input.test.ts',
  'tests/contract/bad-superjson.test.ts',
  'tests/contract/jwt-outside.test.ts',
  'tests/contract/logs.test.ts',
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
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/ai/**/*.test.ts', 'tests/offline-model/**/*.test.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...shared,
          name: 'embedded',
          include: ['tests/{e2e,contract,client-sdk,embedded,examples}/**/*.test.ts'],
          exclude: long,
          globalSetup: ['tests/harness/embedded-setup.ts', 'tests/harness/page-setup.ts'],
          env: { TEST_DATABASE: 'embedded' },
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'react',
          include: ['tests/react/**/*.test.tsx'],
          globalSetup: ['tests/harness/embedded-setup.ts'],
          env: { TEST_DATABASE: 'embedded' },
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...shared,
          name: 'postgres',
          include: [
            'tests/{e2e,postgres}/**/*.test.ts',
            'tests/contract/{limits,ownership-doors,streams}.test.ts',
            ...long,
          ],
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
