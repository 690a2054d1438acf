import { PrismaClient } from '@parlance/prisma';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { withDatabaseErrors } from './database-error.ts';
import { type MigrationConnection, migrate } from './migrate.ts';
import { type Database, transactionOptions } from './sql.ts';

// As options of the connection and not as a statement: so no RESET, and no pooler that hands connections round, undoes the role.
// No statement of ours takes 15 s unless something is wrong.
const SESSION_OPTIONS = '-c role=parlance_app -c statement_timeout=15000';

/** How the server reaches its PostgreSQL. */
export interface PostgresOptions {
  url: string;
  /** Connections at most. */
  connections: number;
  /** Told of an idle connection that broke; the pool replaces it. */
  onConnectionError(error: Error): void;
}

/** Opens a PostgreSQL server: applies what migrations it lacks, then works as the role that owns nothing. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  await withDatabaseErrors(() => migrateServer(options.url));
  const pool = new pg.Pool({
    connectionString: withOptions(options.url, SESSION_OPTIONS),
    max: options.connections,
    connectionTimeoutMillis: 5_000,
    application_name: 'parlance',
    onConnect: async (client) => {
      const { rows } = await client.query('SELECT current_user');
      if (rows[0]?.current_user !== 'parlance_app')
        throw new Error('The connection lost its role: use a direct one, not a pooler');
    },
  });
  pool.on('error', options.onConnectionError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions });
  return {
    kind: 'postgres',
    prisma,
    sql: {
      query: (statement, values) =>
        withDatabaseErrors(async () => (await pool.query({ ...statement, values: [...values] })).rows),
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

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
