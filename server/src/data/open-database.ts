import { openPostgres } from './open-postgres.ts';
import type { Database } from './sql.ts';

const CONNECTIONS = 20;

/** Opens the database that the operator chose. The embedded one is loaded only when it is used. */
export async function openDatabase(
  config: { databaseUrl: string | null; dataDir: string | null },
  onConnectionError: (error: Error) => void,
): Promise<Database> {
  if (config.databaseUrl !== null) {
    return openPostgres({ url: config.databaseUrl, connections: CONNECTIONS, onConnectionError });
  }
  const { openEmbedded } = await import('./open-embedded.ts');
  return openEmbedded({ dataDir: config.dataDir });
}
