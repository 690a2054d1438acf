import pg from 'pg';

const CONNECTIONS = 2;
const CONNECT_MS = 5_000;
const IDLE_MS = 30_000;

/** Connections of the role that questions are asked as. None is made before the first question. */
export function openPool(url: string, onConnectionError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    application_name: 'parlance sql tool',
    onConnect: async (client) => {
      const { rows } = await client.query("SELECT current_setting('is_superuser') = 'on' AS superuser");
      if (rows[0]?.superuser !== false) throw new Error('SQL_TOOL_DATABASE_URL: Must not be a superuser');
    },
  });
  pool.on('error', onConnectionError);
  return pool;
}
