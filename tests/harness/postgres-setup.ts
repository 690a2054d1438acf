import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../server/src/data/open-postgres.ts';
import { urlOf } from './postgres.ts';

/** Migrates a database once, for every test file to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) {
    throw new Error('TEST_DATABASE_URL is not set: run "scripts/with-postgres.sh npm run test:postgres"');
  }
  const name = `parlance_template_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  const database = await openPostgres({ url: urlOf(url, name), connections: 1, onConnectionError: () => {} });
  await database.close();
  project.provide('template', { name, url });
  return async () => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  };
}
