import { z } from 'zod';
import type { AgentTool, ToolResult } from '../ports/agent.ts';
import { openPool } from './open-pool.ts';
import { readSchema, type Schema } from './read-schema.ts';
import { runStatement, StatementError } from './run-statement.ts';
import { LONGEST_STATEMENT, StatementChecker } from './statement-checker.ts';

/** Whose database it asks, and as whom. */
export interface SqlToolOptions {
  url: string;
  /** The schemas that may be read; names without one are looked up in them, in this order. */
  schemas: readonly string[];
  /** Told of what the model is not: the database is away, a connection broke. */
  onFault(cause: unknown): void;
}

/** The tool, and how to let go of the database. */
export interface SqlTool {
  /** The tool as it is now: its description has the tables. */
  tool(): Promise<AgentTool>;
  close(): Promise<void>;
}

const SCHEMA_TTL_MS = 5 * 60_000;
const AWAY = 'The database cannot be reached.';

const inputSchema = z.strictObject({
  sql: z.string().min(1).max(LONGEST_STATEMENT).describe('One SELECT statement, in the SQL of PostgreSQL'),
});

/** A tool that answers questions from a database by SELECT statements. Connects with the first question. */
export function createSqlTool({ url, schemas, onFault }: SqlToolOptions): SqlTool {
  const pool = openPool(url, onFault);
  const checker = new StatementChecker(onFault);
  let known: { schema: Promise<Schema>; until: number } | null = null;
  const schemaNow = (): Promise<Schema> => {
    if (known !== null && performance.now() < known.until) return known.schema;
    const reading = { schema: readSchema(pool, schemas), until: performance.now() + SCHEMA_TTL_MS };
    known = reading;
    reading.schema.catch(() => {
      if (known === reading) known = null;
    });
    return reading.schema;
  };
  const answer = async (sql: string, signal: AbortSignal): Promise<ToolResult> => {
    const { names } = await schemaNow();
    const refusal = await checker.check(sql, names);
    if (refusal !== null) return failure(refusal);
    return { value: await runStatement(pool, { sql, schemas, signal }), isError: false };
  };
  return {
    tool: async () => ({
      name: 'query_database',
      description: description(
        await schemaNow().then(
          ({ text }) => text,
          () => '(They cannot be read at the moment.)',
        ),
      ),
      parameters: z.toJSONSchema(inputSchema, { io: 'input' }),
      idempotent: true,
      needsApproval: false,
      execute: async (args, { signal }) => {
        const input = inputSchema.safeParse(args);
        if (!input.success)
          return failure(`Give {"sql": "SELECT …"}, of at most ${LONGEST_STATEMENT} characters.`);
        try {
          return await answer(input.data.sql, signal);
        } catch (error) {
          if (error instanceof StatementError) return failure(error.message);
          if (!signal.aborted) onFault(error);
          return failure(AWAY);
        }
      },
    }),
    close: async () => {
      await Promise.all([checker.close(), pool.end()]);
    },
  };
}

const failure = (message: string): ToolResult => ({ value: message, isError: true });

const description = (tables: string): string =>
  `Answers a question from a PostgreSQL database by one SELECT statement. It only reads, a statement may take five seconds, and of its rows at most 200 come back: aggregate and filter in SQL. System catalogs and functions that do more than compute are refused. The tables:
${tables}`;
