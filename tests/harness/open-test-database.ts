import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';
import { openEmbedded } from '../../server/src/data/open-embedded.ts';
import { openPostgres } from '../../server/src/data/open-postgres.ts';
import type { Database } from '../../server/src/data/sql.ts';
import { copyDatabase } from './postgres.ts';

/** A migrated, empty database of its own, on what the project of this run uses. */
export async function openTestDatabase(): Promise<Database> {
  if (process.env['TEST_DATABASE'] === 'postgres') {
    const copy = await copyDatabase(inject('template'));
    const database = await openPostgres({ url: copy.url, connections: 10, onConnectionError: () => {} });
    return { ...database, close: () => database.close().then(copy.drop) };
  }
  return openEmbedded({ dataDir: null, dump: new Blob([await readFile(inject('dump'))]) });
}
