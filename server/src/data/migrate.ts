import { createHash, randomUUID } from 'node:crypto';
import { type Migration, readMigrations } from '@parlance/prisma';

/** A connection of the database's owner. */
export interface MigrationConnection {
  script(sql: string): Promise<void>;
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

// Any fixed number: two servers that start at once must not both migrate. Prisma's own lock is 72707369.
const LOCK = 72707369;

// The table of `prisma migrate deploy`, so that either can go on where the other stopped.
const CREATE_LOG = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Applies the migrations that a database lacks, each in a transaction, in order. Answers their names. */
export async function migrate(connection: MigrationConnection): Promise<string[]> {
  await connection.query('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    const applied = await appliedMigrations(connection);
    const missing = readMigrations().filter((migration) => !applied.has(migration.name));
    for (const migration of missing) await apply(connection, migration);
    return missing.map((migration) => migration.name);
  } finally {
    // Where the connection is gone, the lock is too; what went wrong before is what has to be told.
    await connection.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => {});
  }
}

async function appliedMigrations(connection: MigrationConnection): Promise<Set<unknown>> {
  const [log] = await connection.query(`SELECT to_regclass('_prisma_migrations') AS name`);
  if (log?.['name'] == null) {
    await connection.script(CREATE_LOG);
    return new Set();
  }
  const rows = await connection.query(
    'SELECT migration_name, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const broken = rows.find((row) => row['finished_at'] === null);
  if (broken) {
    throw new Error(
      `Migration ${broken['migration_name']} was begun and not finished; repair it with "prisma migrate resolve"`,
    );
  }
  return new Set(rows.map((row) => row['migration_name']));
}

async function apply(connection: MigrationConnection, { name, sql }: Migration): Promise<void> {
  const checksum = createHash('sha256').update(sql).digest('hex');
  await connection.script('BEGIN');
  try {
    await connection.script(sql);
    await connection.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await connection.script('COMMIT');
  } catch (error) {
    await connection.script('ROLLBACK').catch(() => {});
    throw new Error(`Migration ${name} failed; nothing of it was kept`, { cause: error });
  }
}
