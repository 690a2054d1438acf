import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { openPostgres } from '../../server/src/data/open-postgres.ts';
import { copyDatabase } from '../harness/postgres.ts';
import { startServer } from '../harness/start-server.ts';

test('H6: a server that cannot be built leaves no connection behind', async () => {
  await using undo = new AsyncDisposableStack();
  const copy = await copyDatabase(inject('template'));
  undo.defer(copy.drop);
  const broken: unknown[] = [];
  const onConnectionError = (error: unknown) => broken.push(error);
  const database = await openPostgres({ url: copy.url, connections: 2, onConnectionError });
  // Express refuses it: that is the last that is built.
  const config = { trustProxy: 'nowhere' };
  await expect(startServer({ config, overrides: { database } })).rejects.toThrow('nowhere');

  const client = new pg.Client(copy.url);
  await client.connect();
  undo.defer(() => client.end());
  const others = `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await expect.poll(async () => (await client.query(others)).rows).toEqual([]);
  expect(broken).toEqual([]);
});
