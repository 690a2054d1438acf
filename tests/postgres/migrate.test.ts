import { readMigrations } from '@parlance/prisma';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openPostgres } from '../../server/src/data/open-postgres.ts';
import { createPostgresDatabase } from '../harness/empty-database.ts';

const open = (url: string) => openPostgres({ url, connections: 1, onConnectionError: () => {} });

async function migrationsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at, migration_name',
  );
  await client.end();
  return rows.map(({ name }) => name);
}

const names = readMigrations().map(({ name }) => name);

test('H7: servers that start at once on an empty database all come up, and each migration is applied once', async () => {
  const { url, drop } = await createPostgresDatabase();
  const databases = await Promise.all(Array.from({ length: 5 }, () => open(url)));
  expect(await migrationsOf(url)).toEqual(names);
  for (const { sql, close } of databases) {
    expect(await sql.query({ name: 'who', text: 'SELECT current_user::text AS name' }, [])).toEqual([
      { name: 'parlance_app' },
    ]);
    await close();
  }
  await drop();
});

test('H7: so do servers of several databases of one cluster, which share the role', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, createPostgresDatabase));
  const databases = await Promise.all(made.map(({ url }) => open(url)));
  for (const { url } of made) expect(await migrationsOf(url)).toEqual(names);
  for (const { close } of databases) await close();
  for (const { drop } of made) await drop();
});
