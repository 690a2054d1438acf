import pg from 'pg';
import { jsonValue } from './json-value.ts';

/** What a question gave, as JSON can hold it. */
export interface Table {
  columns: string[];
  rows: unknown[][];
  rowCount: number;
  /** There is more than what is here: rows, or the end of a long text. */
  truncated: boolean;
}

/** A statement that PostgreSQL refused or gave up. The message is for whoever asked. */
export class StatementError extends Error {
  override name = 'StatementError';
}

const MOST_ROWS = 200;
// Few, for what one fetch brings is in memory before it is looked at.
const ROWS_AT_ONCE = 10;
/** Of the rows as JSON: what a model is shown of a result is not much more. */
const MOST_CHARACTERS = 48_000;
/** Of what the database sends; one value can have a gigabyte. */
const MOST_BYTES = 8 * 1024 * 1024;
const STATEMENT_MS = 5_000;
/** For all of it: each of the steps may take as long as a statement. */
const DEADLINE_MS = 15_000;

/** Runs a statement that was checked, in a transaction that reads and is rolled back. */
export async function runStatement(
  pool: pg.Pool,
  statement: { sql: string; schemas: readonly string[]; signal: AbortSignal },
): Promise<Table> {
  const client = await pool.connect();
  const { stream } = client.connection;
  const signal = AbortSignal.any([statement.signal, AbortSignal.timeout(DEADLINE_MS)]);
  let received = 0;
  const cutOff = () => stream.destroy();
  const count = (data: Buffer) => {
    received += data.length;
    if (received > MOST_BYTES) cutOff();
  };
  stream.on('data', count);
  signal.addEventListener('abort', cutOff);
  // It is told to the query too.
  client.on('error', ignore);
  try {
    signal.throwIfAborted();
    await client.query(prologue(statement.schemas));
    return await fetchRows(client, statement.sql);
  } catch (error) {
    if (received > MOST_BYTES) throw new StatementError('The rows are too large: ask for less.');
    throw readable(error);
  } finally {
    signal.removeEventListener('abort', cutOff);
    stream.off('data', count);
    const isBroken = stream.destroyed || (await client.query('ROLLBACK').then(notBroken, broken));
    client.off('error', ignore);
    client.release(isBroken);
  }
}

const ignore = (): void => {};
const notBroken = (): boolean => false;
const broken = (): boolean => true;

/** The parser takes strings as the standard says: the server has to take them so too. */
function prologue(schemas: readonly string[]): string {
  const path = [...schemas.map((schema) => pg.escapeIdentifier(schema)), 'pg_temp'].join(', ');
  return `BEGIN READ ONLY;
    SET LOCAL search_path = ${path};
    SET LOCAL statement_timeout = ${STATEMENT_MS};
    SET LOCAL lock_timeout = 1000;
    SET LOCAL idle_in_transaction_session_timeout = ${DEADLINE_MS};
    SET LOCAL standard_conforming_strings = on;
    SET LOCAL datestyle = 'ISO, YMD';
    SET LOCAL timezone = 'UTC';
    SET LOCAL bytea_output = 'hex';
    SET LOCAL extra_float_digits = 1`;
}

/** Extended: the protocol itself takes one statement then, and no more. */
type Extended = pg.QueryArrayConfig & { queryMode: 'extended' };

const asText = { getTypeParser: () => (value: string) => value };

const extended = (text: string): Extended => ({
  text,
  rowMode: 'array',
  types: asText,
  queryMode: 'extended',
});

async function fetchRows(client: pg.PoolClient, sql: string): Promise<Table> {
  await client.query(extended(`DECLARE answer NO SCROLL CURSOR FOR\n${sql}`));
  const table: Table = { columns: [], rows: [], rowCount: 0, truncated: false };
  let characters = 0;
  for (;;) {
    const { fields, rows } = await client.query<(string | null)[]>(
      extended(`FETCH ${ROWS_AT_ONCE} FROM answer`),
    );
    table.columns = fields.map(({ name }) => name);
    for (const row of rows) {
      const read = row.map((value, at) => jsonValue(value, fields[at]?.dataTypeID ?? 0));
      const values = read.map(({ value }) => value);
      characters += JSON.stringify(values).length;
      if (table.rowCount === MOST_ROWS || characters > MOST_CHARACTERS) return { ...table, truncated: true };
      table.rows.push(values);
      table.rowCount += 1;
      table.truncated ||= read.some(({ isCut }) => isCut);
    }
    if (rows.length < ROWS_AT_ONCE) return table;
  }
}

const CANCELLED = '57014';
/** Of PostgreSQL's insides: connections, resources, its files, faults of its own. */
const INNER = /^(?:08|53|57|58|F0|XX)/;

function readable(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  if (error.code === CANCELLED) return new StatementError('The statement took too long.');
  if (error.code === undefined || INNER.test(error.code)) return error;
  return new StatementError(error.message, { cause: error });
}
