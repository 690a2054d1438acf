import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readMigrations } from '@parlance/prisma';
import { expect, test } from 'vitest';
import { type MigrationConnection, migrate } from '../../server/src/data/migrate.ts';
import { createEmptyDatabase } from '../harness/empty-database.ts';

const prisma = resolve(import.meta.dirname, '../../prisma');
const names = readMigrations().map(({ name }) => name);
const log = (connection: MigrationConnection) =>
  connection.query('SELECT * FROM _prisma_migrations ORDER BY migration_name');
const tablesOf = async (connection: MigrationConnection) =>
  (
    await connection.query(
      `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    )
  ).map((row) => row['relname']);

/** All that migrations make, by name. */
const objectsOf = (connection: MigrationConnection) =>
  connection.query(
    `SELECT 'function ' || oid::regprocedure AS object FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT 'column ' || a.attrelid::regclass || ' ' || a.attname FROM pg_attribute a
       JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'public'::regnamespace WHERE NOT a.attisdropped
     ORDER BY 1`,
  );

/** The same connection, breaking the last migration after all that it did, and telling what there was before. */
const breakingTheLast = (
  connection: MigrationConnection,
  onLast: (objects: unknown) => void,
): MigrationConnection => ({
  ...connection,
  script: async (sql) => {
    if (sql !== readMigrations().at(-1)?.sql) return connection.script(sql);
    onLast(await objectsOf(connection));
    return connection.script(`CREATE TABLE leftover (); ${sql}; SELECT 1 / 0;`);
  },
});

test('H7: migrating twice is the same as migrating once', async () => {
  await using database = await createEmptyDatabase();
  expect(await migrate(database)).toEqual(names);
  const before = [await log(database), await tablesOf(database)];
  expect(await migrate(database)).toEqual([]);
  expect([await log(database), await tablesOf(database)]).toEqual(before);
});

test("H7: what was applied is logged as Prisma's own command logs it", async () => {
  await using database = await createEmptyDatabase();
  await migrate(database);
  expect(await log(database)).toEqual(
    names.map((name) => ({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      checksum: createHash('sha256')
        .update(readFileSync(resolve(prisma, 'migrations', name, 'migration.sql')))
        .digest('hex'),
      finished_at: expect.any(Date),
      migration_name: name,
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    })),
  );
  const columns = await database.query(
    `SELECT attname::text || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END AS line
     FROM pg_attribute WHERE attrelid = '_prisma_migrations'::regclass AND attnum > 0 ORDER BY attnum`,
  );
  expect(columns.map((column) => column['line'])).toEqual([
    'id character varying(36) not null',
    'checksum character varying(64) not null',
    'finished_at timestamp with time zone',
    'migration_name character varying(255) not null',
    'logs text',
    'rolled_back_at timestamp with time zone',
    'started_at timestamp with time zone not null',
    'applied_steps_count integer not null',
  ]);
});

test('H7: a migration that fails leaves nothing of itself, is named, and goes through the next time', async () => {
  await using database = await createEmptyDatabase();
  const last = names.at(-1) ?? '';
  let before: unknown;
  const breaking = breakingTheLast(database, (objects) => {
    before = objects;
  });
  await expect(migrate(breaking)).rejects.toThrow(`Migration ${last} failed`);
  expect((await log(database)).map((row) => row['migration_name'])).toEqual(names.slice(0, -1));
  expect(await objectsOf(database)).toEqual(before);
  expect(await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory'`)).toEqual([]);
  expect(await migrate(database)).toEqual([last]);
});

test('H7: a connection that breaks does not hide which migration it was', async () => {
  await using database = await createEmptyDatabase();
  let isBroken = false;
  const whileItLasts =
    <Values extends unknown[], Answer>(ask: (...values: Values) => Promise<Answer>) =>
    async (...values: Values) => {
      if (isBroken) throw new Error('Client has encountered a connection error and is not queryable');
      return ask(...values);
    };
  const breaking = {
    query: whileItLasts(database.query),
    script: whileItLasts(async (sql: string) => {
      isBroken = sql === readMigrations().at(-1)?.sql;
      if (isBroken) throw new Error('Connection terminated unexpectedly');
      await database.script(sql);
    }),
  };
  await expect(migrate(breaking)).rejects.toMatchObject({
    message: expect.stringContaining(`Migration ${names.at(-1)} failed`),
    cause: { message: 'Connection terminated unexpectedly' },
  });
});

test('H7: one that Prisma left unfinished is not run again before somebody looked at it', async () => {
  await using database = await createEmptyDatabase();
  await migrate(database);
  const last = names.at(-1) ?? '';
  await database.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [last]);
  await expect(migrate(database)).rejects.toThrow(`${last} was begun and not finished`);
  expect(await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory'`)).toEqual([]);
});

/** A model of schema.prisma, as far as columns go. */
interface Model {
  table: string;
  columns: Record<string, string>;
  keys: string[];
}

const types: Record<string, string> = {
  'String @db.Uuid': 'uuid',
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  'Int @db.SmallInt': 'smallint',
  Json: 'jsonb',
  Bytes: 'bytea',
  'DateTime @db.Timestamptz(3)': 'timestamp(3) with time zone',
};

/** Reads schema.prisma: every column with its type and whether it may be null, and every index. */
function readModels(): Model[] {
  const text = readFileSync(resolve(prisma, 'schema.prisma'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '');
  const bodies = [...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)];
  const models = new Set(bodies.map(([, name]) => name));
  return bodies.map(([, name = '', body = '']) => {
    const fields = [...body.matchAll(/^ {2}(\w+) +(\w+)(\?|\[\])?(.*)$/gm)].filter(
      ([, , type]) => !models.has(type),
    );
    const column = (field: string): string => {
      const rest = fields.find(([, found]) => found === field)?.[4] ?? '';
      return /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
    };
    const listed = [...body.matchAll(/@@(id|unique|index)\(\[(.*?)\](?:[,)]|$)/gm)].map(
      ([, kind, list = '']) => {
        const columns = list.split(/, (?![^(]*\))/).map((item) => {
          const [, field = '', sort = ''] = /^(\w+)(?:\(sort: (\w+)\))?$/.exec(item) ?? [];
          return `${column(field)}${sort === 'Desc' ? ' DESC' : ''}`;
        });
        return `${kind === 'index' ? '' : 'unique '}${columns.join(', ')}`;
      },
    );
    const marked = fields
      .filter(([, , , , rest = '']) => /@(id|unique)\b/.test(rest))
      .map(([, field = '']) => `unique ${column(field)}`);
    return {
      table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
      columns: Object.fromEntries(
        fields.map(([, field = '', type, mark, rest = '']) => {
          const native = /@db\.\w+(?:\(\d+\))?/.exec(rest)?.[0];
          const sql = types[native ? `${type} ${native}` : `${type}`] ?? `unknown ${type} ${native}`;
          const nullable = mark === '?' || mark === '[]' ? '' : ' not null';
          return [
            column(field),
            `${sql}${mark === '[]' ? '[]' : ''}${nullable}${/@default/.test(rest) ? ' default' : ''}`,
          ];
        }),
      ),
      keys: [...listed, ...marked].sort(),
    };
  });
}

test('H7: what the migrations make is what schema.prisma says, column by column and index by index', async () => {
  await using database = await createEmptyDatabase();
  await migrate(database);
  const columns = await database.query(
    `SELECT c.relname::text AS table, json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || CASE WHEN a.atthasdef THEN ' default' ELSE '' END) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
     GROUP BY c.relname`,
  );
  // Indexes with a condition, or of an expression, are beyond what a Prisma schema can say.
  const keys = await database.query(
    `SELECT c.relname::text AS table, CASE WHEN i.indisunique THEN 'unique ' ELSE '' END ||
        substring(pg_get_indexdef(i.indexrelid) FROM '\\((.*)\\)') AS key
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations' AND i.indpred IS NULL AND i.indexprs IS NULL`,
  );
  const found = columns.map(({ table, columns }) => ({
    table,
    columns,
    keys: keys
      .filter((key) => key['table'] === table)
      .map(({ key }) => key)
      .sort(),
  }));
  const byTable = (a: { table: unknown }, b: { table: unknown }) =>
    String(a.table) < String(b.table) ? -1 : 1;
  expect(found.sort(byTable)).toEqual(readModels().sort(byTable));
});

test('H7: every foreign key has an index to find what hangs on a row that goes', async () => {
  await using database = await createEmptyDatabase();
  await migrate(database);
  const slow = await database.query(
    `SELECT conname::text FROM pg_constraint f
     WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace AND NOT EXISTS (
       SELECT FROM pg_index i WHERE i.indrelid = f.conrelid AND i.indpred IS NULL
         AND (string_to_array(i.indkey::text, ' ')::smallint[])[1] = f.conkey[1])`,
  );
  expect(slow).toEqual([]);
});
