import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { openEmbedded } from '../../../server/src/data/open-embedded.ts';
import { openPostgres } from '../../../server/src/data/open-postgres.ts';
import type { Database } from '../../../server/src/data/sql.ts';
import { copyDatabase } from '../../harness/postgres.ts';

/** A migrated database of its own that outlives a server, as the server's settings name it. */
export interface LastingDatabase {
  env: Record<string, string>;
  /** Opens it in this process: no server may be using it. */
  open(): Promise<Database>;
  drop(): Promise<void>;
}

/** Copies the database that this run's setup has migrated. */
export async function lastingDatabase(): Promise<LastingDatabase> {
  if (process.env['TEST_DATABASE'] === 'postgres') {
    const { url, drop } = await copyDatabase(inject('template'));
    return {
      env: { DATABASE_URL: url, JWT_SECRET: 'a secret of the tests, long enough' },
      open: () => openPostgres({ url, connections: 2, onConnectionError: () => {} }),
      drop,
    };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'parlance-data-'));
  await cp(inject('dataDir'), dataDir, { recursive: true });
  return {
    env: { DATA_DIR: dataDir },
    open: () => openEmbedded({ dataDir }),
    drop: () => rm(dataDir, { recursive: true, force: true }),
  };
}
