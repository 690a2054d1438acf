import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { migrateEmbedded } from '../../server/src/data/open-embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** File with a migrated embedded database. */
    dump: string;
    /** A migrated database to copy, and the server it is on. */
    template: { name: string; url: string };
  }
}

/** Migrates an embedded database once, for every test file to load. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-dump-'));
  const pglite = new PGlite();
  await migrateEmbedded(pglite);
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  const file = join(folder, 'dump.tar');
  await writeFile(file, Buffer.from(await dump.arrayBuffer()));
  project.provide('dump', file);
  return () => rm(folder, { recursive: true, force: true });
}
