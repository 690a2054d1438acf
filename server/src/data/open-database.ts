import { openPostgres } from './open-postgres.ts';
import type { Database } from './sql.ts';

const CONNECTIONS = 20;

/** Opens the database that the operator chose. The embedded one is loaded only when it is used. */
export async function openDatabase(
  config: { databaseUrl: string | null; dataDir: string | null },
  onConnectionError: (error: Error) => void,
): Promise<Database> {
  if (config.databaseUrl !== null) {
    const options = { url: config.databaseUrl, connections: CONNECTIONS, onConnectionError };
    return openPostgres(options).catch((cause: unknown) => {
      throw new Error(
        'DATABASE_URL: Must lead to a PostgreSQL that runs, with a role and a database that are there',
        { cause },
      );
    });
  }
  const { openEmbedded } = await import('./open-embedded.ts');
  return openEmbedded({ dataDir: config.dataDir });
}
