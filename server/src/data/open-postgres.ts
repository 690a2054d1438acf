import { PrismaClient } from '@parlance/prisma';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { withDatabaseErrors } from './database-error.ts';
import { Listener } from './listen.ts';
import { type MigrationConnection, migrate } from './migrate.ts';
import { type Database, type Sql, transactionOptions } from './sql.ts';

// As options of the connection and not as a statement: so no RESET, and no pooler that hands connections round, undoes the role.
// No statement of ours takes 15 s unless something is wrong, or is worth compiling.
const SESSION_OPTIONS = '-c role=parlance_app -c statement_timeout=15000 -c jit=off';

/** How the server reaches its PostgreSQL. */
export interface PostgresOptions {
  url: string;
  /** Connections at most, beside one for the logs of runs and one that listens. */
  connections: number;
  /** Told of an idle connection that broke, or of the one that listens; it is replaced. */
  onConnectionError(error: Error): void;
}

/** Opens a PostgreSQL server: applies what migrations it lacks, then works as the role that owns nothing. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  await withDatabaseErrors(() => migrateServer(options.url));
  const pool = openPool(options, options.connections);
  const logPool = openPool(options, 1);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions });
  return {
    kind: 'postgres',
    prisma,
    sql: sqlOn(pool),
    logSql: sqlOn(logPool),
    onLogBreak: (handler) => void logPool.on('error', handler),
    listen: (channel, onPayload, onGap) => {
      const config = { connectionString: options.url, application_name: 'parlance listen' };
      const listener = new Listener(config, channel, {
        onPayload,
        onGap,
        onBreak: options.onConnectionError,
      });
      return () => listener.close();
    },
    close: async () => {
      await prisma.$disconnect();
      await Promise.all([pool.end(), logPool.end()]);
    },
  };
}

function openPool({ url, onConnectionError }: PostgresOptions, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withOptions(url, SESSION_OPTIONS),
    max,
    connectionTimeoutMillis: 5_000,
    application_name: 'parlance',
    onConnect: async (client) => {
      const { rows } = await client.query('SELECT current_user');
      if (rows[0]?.current_user !== 'parlance_app')
        throw new Error('The connection lost its role: use a direct one, not a pooler');
    },
  });
  pool.on('error', onConnectionError);
  return pool;
}

const sqlOn = (pool: pg.Pool): Sql => ({
  query: (statement, values) =>
    withDatabaseErrors(async () => (await pool.query({ ...statement, values: [...values] })).rows),
});

function withOptions(connectionString: string, options: string): string {
  const url = new URL(connectionString);
  const own = url.searchParams.get('options');
  url.searchParams.set('options', own === null ? options : `${own} ${options}`);
  return url.href;
}

async function migrateServer(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'parlance',
  });
  await client.connect();
  const connection: MigrationConnection = {
    script: async (sql) => {
      await client.query(sql);
    },
    query: async (sql, values = []) => (await client.query(sql, [...values])).rows,
  };
  try {
    await migrate(connection);
  } finally {
    await client.end();
  }
}
