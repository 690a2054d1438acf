import { PGlite } from '@electric-sql/pglite';
import { PrismaClient } from '@parlance/prisma';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { withDatabaseErrors } from './database-error.ts';
import { type EmbeddedFiles, prepareEmbedded } from './embedded-files.ts';
import { migrate } from './migrate.ts';
import { type Database, type Sql, transactionOptions } from './sql.ts';

/** Where the embedded PostgreSQL keeps its files; null: in memory, for tests, from a dump if there is one. */
export interface EmbeddedOptions {
  dataDir: string | null;
  dump?: Blob;
}

/** Opens the embedded PostgreSQL: one connection in this process, used by one server at a time. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const files = options.dataDir === null ? null : await prepareEmbedded(options.dataDir);
  try {
    return await openFiles(options, files);
  } catch (error) {
    files?.release();
    throw error;
  }
}

async function openFiles(options: EmbeddedOptions, files: EmbeddedFiles | null): Promise<Database> {
  const pglite = new PGlite({
    ...(files && { dataDir: files.path }),
    ...(options.dump && { loadDataDir: options.dump }),
  });
  await pglite.waitReady;
  await migrateEmbedded(pglite);
  // When this process is killed, what PostgreSQL had not yet written is gone with it.
  await pglite.exec("SET ROLE parlance_app; SET parlance.event_commit = 'on'");
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite), transactionOptions });
  const sql: Sql = {
    query: <Row>(statement: { text: string }, values: readonly unknown[]) =>
      withDatabaseErrors(async () => (await pglite.query<Row>(statement.text, [...values])).rows),
  };
  return {
    kind: 'embedded',
    prisma,
    sql,
    logSql: sql,
    onLogBreak: () => {},
    listen: (channel, onPayload) => {
      const listening = pglite.listen(channel, onPayload);
      return async () => (await listening)();
    },
    close: async () => {
      await prisma.$disconnect();
      await pglite.close();
      files?.release();
    },
  };
}

/** Brings an embedded database up to date. */
export async function migrateEmbedded(pglite: PGlite): Promise<void> {
  await migrate({
    script: async (sql) => {
      await pglite.exec(sql);
    },
    query: async (sql, values = []) => (await pglite.query<Record<string, unknown>>(sql, [...values])).rows,
  });
}
