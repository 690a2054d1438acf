/** A statement that is prepared once a connection, under its name. */
export interface Statement {
  name: string;
  text: string;
}

/** Runs SQL as the application's role. Each call is one round trip. */
export interface Sql {
  query<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}

/** A database that is open: prepared statements, and an adapter for Prisma on the same connections. */
export interface Database {
  kind: 'embedded' | 'postgres';
  sql: Sql;
  /** The same for what writes the logs of runs, which must not wait behind those who open turns. */
  logSql: Sql;
  /** Has something done whenever the connection of `logSql` breaks: PostgreSQL may have fallen. */
  onLogBreak(handler: () => void): void;
  prisma: import('@parlance/prisma').PrismaClient;
  /**
   * Tells what is notified on a channel, until the function that it answers is called. `onGap`: the connection was away, and
   * something may have been missed.
   */
  listen(channel: string, onPayload: (payload: string) => void, onGap: () => void): () => Promise<void>;
  close(): Promise<void>;
}

/** How long a transaction of Prisma's waits for a connection, and may take, in milliseconds. */
export const transactionOptions = { maxWait: 10_000, timeout: 15_000 };
