import type { TestProject } from 'vitest/node';
import { type Consumer, makeConsumer } from './consumer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    consumer: Consumer;
  }
}

/** Packs the SDK and installs it once, for every test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { remove, ...consumer } = await makeConsumer();
  project.provide('consumer', consumer);
  return remove;
}
