import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createPostgresDatabase } from './empty-database.ts';

/** What stands where no question may reach, in full view of the role that asks. */
export const SECRET = 'the-secret-4711';

/** A database to ask questions of, and the role that asks. */
export interface AskedDatabase extends AsyncDisposable {
  url: string;
  /** What the tables hold, as their owner sees it. */
  contents(): Promise<unknown>;
}

const TABLES = `
  CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL, city text, joined date NOT NULL);
  COMMENT ON TABLE customers IS 'who buys';
  CREATE TABLE orders (
    id bigint PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers, total numeric(10, 2) NOT NULL,
    placed_at timestamptz NOT NULL, paid boolean NOT NULL, extra jsonb, receipt bytea
  );
  COMMENT ON COLUMN orders.total IS 'in euros';
  INSERT INTO customers VALUES (1, 'Ada', 'London', '2024-01-05'), (2, 'Grace', 'New York', '2024-03-01'), (3, 'Linus', NULL, '2025-02-01');
  INSERT INTO orders VALUES
    (1, 1, 10.50, '2025-01-01 10:00+00', true, '{"tags": ["a", "b"]}', '\\x0102'),
    (9007199254740993, 1, 20, '2025-01-02 12:30+00', false, NULL, NULL),
    (3, 2, 99.99, '2025-02-01 00:00+00', true, NULL, NULL);
  CREATE TABLE long_texts AS SELECT n, repeat('x', 100000) AS body FROM generate_series(1, 300) n;
  CREATE SCHEMA secret;
  CREATE TABLE secret.vault (value text);
  INSERT INTO secret.vault VALUES ('${SECRET}');
  CREATE FUNCTION peek() RETURNS text LANGUAGE sql AS 'SELECT value FROM secret.vault LIMIT 1';
  CREATE FUNCTION peek(customers) RETURNS text LANGUAGE sql AS 'SELECT value FROM secret.vault LIMIT 1';
  CREATE FUNCTION peek(text) RETURNS text LANGUAGE sql AS 'SELECT value FROM secret.vault LIMIT 1';
  CREATE FUNCTION secret.plus(integer, integer) RETURNS text LANGUAGE sql AS 'SELECT value FROM secret.vault LIMIT 1';
  CREATE OPERATOR secret.+ (FUNCTION = secret.plus, LEFTARG = integer, RIGHTARG = integer);
  CREATE AGGREGATE secret.last(text) (sfunc = textcat, stype = text);
  CREATE FUNCTION initcap(customers) RETURNS text LANGUAGE sql AS 'SELECT value FROM secret.vault LIMIT 1';
  CREATE FUNCTION peek(customers, integer) RETURNS text LANGUAGE sql AS 'SELECT value FROM secret.vault LIMIT 1';
  CREATE OPERATOR # (FUNCTION = peek, LEFTARG = customers, RIGHTARG = integer);
  CREATE SEQUENCE counter;
`;

/** Makes it. The role may do far more than it should, so that only the tool is in the way. */
export async function createAskedDatabase(): Promise<AskedDatabase> {
  const database = await createPostgresDatabase();
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const role = `asker_${randomUUID().replaceAll('-', '')}`;
  await owner.query(TABLES);
  await owner.query(`CREATE ROLE ${role} LOGIN;
    GRANT USAGE ON SCHEMA public, secret TO ${role};
    GRANT ALL ON ALL TABLES IN SCHEMA public, secret TO ${role};
    GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role};
    GRANT CREATE ON SCHEMA public TO ${role}`);
  const url = new URL(database.url);
  url.username = role;
  return {
    url: url.href,
    contents: async () => {
      const { rows } = await owner.query(`
        SELECT (SELECT json_agg(c ORDER BY id) FROM customers c) AS customers, (SELECT count(*) FROM orders) AS orders,
          (SELECT count(*) FROM long_texts) AS texts, (SELECT last_value || ' ' || is_called FROM counter) AS counter,
          (SELECT json_agg(relname ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace) AS relations,
          (SELECT json_agg(value) FROM secret.vault) AS secret`);
      return rows;
    },
    [Symbol.asyncDispose]: async () => {
      await owner.end();
      await database.drop();
      await dropRole(role);
    },
  };
}

/** Its rights have gone with the database. */
async function dropRole(role: string): Promise<void> {
  const server = new pg.Client({ connectionString: inject('template').url });
  await server.connect();
  await server.query(`DROP ROLE ${role}`);
  await server.end();
}
