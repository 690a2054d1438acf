import type pg from 'pg';
import type { Names } from './check-tree.ts';

/** What there is to ask for. */
export interface Schema {
  /** The tables, for a model to read. */
  text: string;
  names: Names;
}

interface ColumnRow {
  schema: string;
  table: string;
  table_comment: string | null;
  column: string;
  type: string;
  comment: string | null;
}

const MOST_COLUMNS = 2_000;
const LONGEST_TEXT = 12_000;
const LONGEST_COMMENT = 200;
const TIMEOUT_MS = 5_000;

/** What this role may read of the tables, and nothing besides. */
const COLUMNS = `
  SELECT n.nspname AS schema, c.relname AS "table", obj_description(c.oid, 'pg_class') AS table_comment,
    a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type, col_description(c.oid, a.attnum) AS comment
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition
    AND c.relname NOT LIKE 'pg\\_%' AND has_schema_privilege(n.oid, 'USAGE')
    AND has_column_privilege(c.oid, a.attnum, 'SELECT')
  ORDER BY n.nspname, c.relname, a.attnum
  LIMIT ${MOST_COLUMNS}`;

const CALLABLE = 'SELECT proname AS name FROM pg_proc UNION SELECT typname FROM pg_type';

/** Those of extensions are as good as built in. */
const OWN = `
  SELECT name FROM (
    SELECT oid, 'pg_proc'::regclass AS catalog, proname AS name, pronamespace AS namespace FROM pg_proc
    UNION ALL
    SELECT oid, 'pg_operator'::regclass, oprname, oprnamespace FROM pg_operator
  ) o
  JOIN pg_namespace n ON n.oid = o.namespace
  WHERE n.nspname = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype = 'e')`;

/** Reads what there is to ask for, as the role that asks. */
export async function readSchema(pool: pg.Pool, schemas: readonly string[]): Promise<Schema> {
  const query = <Row extends object>(text: string, values: unknown[] = []) =>
    pool.query<Row>({ text, values, query_timeout: TIMEOUT_MS } as pg.QueryConfig);
  const columns = await query<ColumnRow>(COLUMNS, [schemas]);
  const callable = await query<{ name: string }>(CALLABLE);
  const own = await query<{ name: string }>(OWN, [schemas]);
  return {
    text: describe(columns.rows),
    names: {
      schemas,
      columns: [...new Set(columns.rows.map(({ column }) => column))],
      callable: callable.rows.map(({ name }) => name),
      own: own.rows.map(({ name }) => name),
    },
  };
}

/** A line for each table: `orders(id integer, total numeric -- in cents) -- one for each purchase`. */
function describe(rows: readonly ColumnRow[]): string {
  const tables = Map.groupBy(rows, ({ schema, table }) => JSON.stringify([schema, table]));
  let text = '';
  for (const columns of tables.values()) {
    const line = tableLine(columns);
    if (text.length + line.length > LONGEST_TEXT) return `${text}(and more tables)\n`;
    text += line;
  }
  return text === '' ? '(There is no table that may be read.)\n' : text;
}

function tableLine(columns: readonly ColumnRow[]): string {
  const [first] = columns;
  const described = columns.map(({ column, type, comment }) => `${column} ${type}${commentOf(comment)}`);
  return `${first?.schema}.${first?.table}(${described.join(', ')})${commentOf(first?.table_comment ?? null)}\n`;
}

function commentOf(comment: string | null): string {
  return comment === null ? '' : ` -- ${comment.replace(/\s+/g, ' ').slice(0, LONGEST_COMMENT)}`;
}
