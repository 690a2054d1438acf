import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../../server/src/data/open-embedded.ts';
import postgresSetup from './postgres-setup.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of a migrated embedded database to copy. */
    dataDir: string;
  }
}

/** Migrates a database once, for every test file to copy: embedded unless TEST_DATABASE says postgres. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (process.env['TEST_DATABASE'] === 'postgres') return postgresSetup(project);
  const dataDir = await mkdtemp(join(tmpdir(), 'parlance-data-'));
  const database = await openEmbedded({ dataDir });
  await database.close();
  project.provide('dataDir', dataDir);
  return () => rm(dataDir, { recursive: true, force: true });
}
