import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { MigrationConnection } from '../../server/src/data/migrate.ts';
import { urlOf } from './postgres.ts';

/** A database with nothing in it, and a connection of its owner. */
export interface EmptyDatabase extends MigrationConnection, AsyncDisposable {}

/** Makes an empty database on the PostgreSQL server. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const { url, drop } = await createPostgresDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    script: async (sql) => {
      await client.query(sql);
    },
    query: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    [Symbol.asyncDispose]: () => client.end().then(drop),
  };
}

/** Makes an empty database on the PostgreSQL server. Answers its address, and how to drop it. */
export async function createPostgresDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('template').url;
  const name = `parlance_empty_${randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`CREATE DATABASE ${name}`);
  return { url: urlOf(server, name), drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
