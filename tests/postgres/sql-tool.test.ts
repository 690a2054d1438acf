import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlTool } from '../../server/src/open-sql-tool.ts';
import type { AgentTool, ToolResult } from '../../server/src/ports/agent.ts';
import { type AskedDatabase, createAskedDatabase, SECRET } from '../harness/asked-database.ts';
import { signUp, trpc } from '../harness/people.ts';
import { openEvents } from '../harness/sse.ts';
import { startServer } from '../harness/start-server.ts';
import { endless, harmless, refused } from './sql-statements.ts';

let database: AskedDatabase;
let opened: ReturnType<typeof openSqlTool>;
let tool: AgentTool;
let before: unknown;
const faults: unknown[] = [];

beforeAll(async () => {
  database = await createAskedDatabase();
  opened = openSqlTool({ sqlTool: { url: database.url, schemas: ['public'] } }, (cause) =>
    faults.push(cause),
  );
  tool = (await opened.tool?.()) ?? expect.fail('There is no tool.');
  before = await database.contents();
});
afterAll(async () => {
  await opened.close();
  await database[Symbol.asyncDispose]();
});

const ask = (sql: unknown, signal = new AbortController().signal): Promise<ToolResult> =>
  tool.execute({ sql }, { toolCallId: 'c', signal });

describe('C7: what is asked', () => {
  test.each<[string, object]>([
    [
      'SELECT city, count(*) AS customers FROM customers GROUP BY city ORDER BY city NULLS LAST',
      {
        columns: ['city', 'customers'],
        rows: [
          ['London', 1],
          ['New York', 1],
          [null, 1],
        ],
        rowCount: 3,
        truncated: false,
      },
    ],
    [
      `WITH spent AS (SELECT customer_id, sum(total) AS total FROM public.orders GROUP BY 1)
       SELECT c.name, s.total, rank() OVER (ORDER BY s.total DESC) FROM customers c JOIN spent s ON s.customer_id = c.id ORDER BY 3`,
      {
        columns: ['name', 'total', 'rank'],
        rows: [
          ['Grace', 99.99, 1],
          ['Ada', '30.50', 2],
        ],
      },
    ],
    [
      'SELECT id, total, placed_at, paid, extra, receipt FROM orders ORDER BY placed_at LIMIT 2',
      {
        rows: [
          [1, '10.50', '2025-01-01T10:00:00+00', true, { tags: ['a', 'b'] }, '\\x0102'],
          ['9007199254740993', '20.00', '2025-01-02T12:30:00+00', false, null, null],
        ],
      },
    ],
    [
      `SELECT to_char(date_trunc('month', placed_at), 'YYYY-MM') AS month, extract(day FROM max(placed_at)), trim(' x '),
         substring('abc' FROM 2 FOR 1), position('b' IN 'abc'), placed_at::date - '2025-01-01'::date, extra -> 'tags' ->> 0
       FROM orders WHERE paid GROUP BY 1, placed_at, extra HAVING count(*) > 0 ORDER BY 1 LIMIT 1`,
      { rows: [['2025-01', 1, 'x', 'b', 2, 0, 'a']] },
    ],
    [
      "SELECT 1 AS a, 2 AS a, 'NaN'::float8, ARRAY[1, 2]",
      { columns: ['a', 'a', 'float8', 'array'], rows: [[1, 2, 'NaN', '{1,2}']] },
    ],
    [
      'SELECT public.customers.name, c.joined, d.total FROM customers, customers c, (SELECT count(*) AS total FROM orders) d LIMIT 1',
      { rows: [['Ada', '2024-01-05', 3]] },
    ],
    ['VALUES (1), (2)', { rows: [[1], [2]] }],
    ['TABLE customers;', { rowCount: 3 }],
    ['SELECT public.customers.* FROM customers', { rowCount: 3 }],
    ["SELECT name FROM customers WHERE name = 'nobody'", { columns: ['name'], rows: [], rowCount: 0 }],
  ])('C7: %s', async (sql, value) => {
    const result = await ask(sql);
    expect(result).toMatchObject({ isError: false, value });
    expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
  });

  test('C7: of many rows as many come as are allowed, of long texts the beginning', async () => {
    expect((await ask('SELECT * FROM generate_series(1, 1000)')).value).toMatchObject({
      rowCount: 200,
      truncated: true,
    });
    const { value } = await ask('SELECT body FROM long_texts LIMIT 1');
    expect(value).toMatchObject({
      rowCount: 1,
      truncated: true,
      rows: [[expect.stringMatching(/^x{2000}… \[cut\]$/)]],
    });
    expect(JSON.stringify((await ask('SELECT body FROM long_texts')).value).length).toBeLessThan(64_000);
    expect(await ask("SELECT string_agg(body, '') FROM long_texts")).toEqual({
      isError: true,
      value: 'The rows are too large: ask for less.',
    });
  });

  test('C7: the model is told the tables, of the allowed schemas alone, with their comments', () => {
    expect(tool.description).toContain(
      'public.customers(id integer, name text, city text, joined date) -- who buys\n',
    );
    expect(tool.description).toContain('total numeric(10,2) -- in euros');
    expect(tool.description).not.toContain('vault');
  });

  test('C7: a mistake comes back in the words of PostgreSQL, and in no more of them', async () => {
    expect(await ask('SELECT nam FROM customers')).toEqual({
      isError: true,
      value: 'column "nam" does not exist',
    });
    expect(await ask('SELEC 1')).toEqual({
      isError: true,
      value: 'PostgreSQL cannot read this: syntax error at or near "SELEC".',
    });
    for (const wrong of [undefined, 7, '', null]) expect(await ask(wrong)).toMatchObject({ isError: true });
  });
});

describe('C7: what is not to be asked', () => {
  test('C7: there are many', () => expect(new Set(refused).size).toBeGreaterThanOrEqual(150));

  test.each(refused.map((sql) => [sql.slice(0, 90), sql]))('C7: %j is refused', async (_, sql) => {
    const result = await ask(sql);
    expect(result).toEqual({ isError: true, value: expect.any(String) });
    expect(String(result.value)).toMatch(
      /cannot be|cannot read this|Only a SELECT|exactly one|no? SELECT INTO|is not allowed|longer than|NUL|SELECT …|is a function or type/,
    );
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  test.each(harmless.map((sql) => [sql.slice(0, 90), sql]))('C7: %j does no harm', async (_, sql) => {
    const result = await ask(sql);
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(JSON.stringify(result).length).toBeLessThan(64_000);
  });

  test.each(endless)('C7: %s is ended', async (sql) => {
    expect(await ask(sql)).toEqual({ isError: true, value: 'The statement took too long.' });
  });

  test('C7: after all of it nothing has changed, and questions are answered', async () => {
    expect(await database.contents()).toEqual(before);
    expect((await ask('SELECT count(*) FROM customers')).value).toMatchObject({ rows: [[3]] });
    expect(faults).toEqual([]);
  });

  test('C7: parallel questions, whose askers leave or stay, are answered or ended', async () => {
    const leaving = new AbortController();
    const left = ask(endless[0], leaving.signal);
    const others = Promise.all(Array.from({ length: 5 }, (_, n) => ask(`SELECT ${n}`)));
    leaving.abort();
    expect(await left).toMatchObject({ isError: true });
    expect((await others).map(({ value }) => value)).toMatchObject(
      [0, 1, 2, 3, 4].map((n) => ({ rows: [[n]] })),
    );
  });
});

test('C7: a database that is away is said to be away, and no more', async () => {
  const causes: unknown[] = [];
  const away = new URL(database.url);
  away.port = '1';
  const broken = openSqlTool({ sqlTool: { url: away.href, schemas: ['public'] } }, (cause) =>
    causes.push(cause),
  );
  const away_tool = await broken.tool?.();
  const result = await away_tool?.execute(
    { sql: 'SELECT 1' },
    { toolCallId: 'c', signal: new AbortController().signal },
  );
  await broken.close();
  expect(result).toEqual({ isError: true, value: 'The database cannot be reached.' });
  expect(causes.length).toBeGreaterThan(0);
});

test('C7: schemas in their order, and no tool without a database', async () => {
  const both = openSqlTool({ sqlTool: { url: database.url, schemas: ['secret', 'public'] } }, () => {});
  const wider = await both.tool?.();
  const context = { toolCallId: 'c', signal: new AbortController().signal };
  const result = await wider?.execute(
    { sql: 'SELECT v.value, c.name FROM vault v, customers c LIMIT 1' },
    context,
  );
  await both.close();
  expect(result?.value).toMatchObject({ rows: [[SECRET, 'Ada']] });
  expect(openSqlTool({ sqlTool: null }, () => {}).tool).toBeNull();
});

test('C7: through a run, the table is in the event of the tool call', async () => {
  await using server = await startServer({ config: { sqlTool: { url: database.url, schemas: ['public'] } } });
  const { token } = await signUp(server);
  const { id: botId } = await trpc(server, token).bot.create.mutate({
    name: 'Analyst',
    config: { instructions: 'Answer from the database.', agentType: 'react', tools: { builtIn: ['sql'] } },
  });
  server.model.script([
    { toolCalls: [{ name: 'query_database', arguments: { sql: 'SELECT name FROM customers ORDER BY id' } }] },
    { text: 'Ada, Grace and Linus.' },
  ]);
  const { runId } = await trpc(server, token).chat.send.mutate({ message: 'Who are the customers?', botId });
  const events = await (await openEvents(`${server.url}/api/v1/runs/${runId}/events`, { token })).all();
  expect(events.find(({ type }) => type === 'tool-call-finished')?.data).toMatchObject({
    is_error: false,
    result: { columns: ['name'], rows: [['Ada'], ['Grace'], ['Linus']], rowCount: 3, truncated: false },
  });
  const offered = JSON.stringify(server.model.requests[0]?.tools);
  expect(offered).toContain('public.customers(id integer');
});

test('C7: a bot that names the tool has none where the operator names no database', async () => {
  await using server = await startServer();
  const { token } = await signUp(server);
  const { id: botId } = await trpc(server, token).bot.create.mutate({
    name: 'Analyst',
    config: { instructions: 'Answer.', agentType: 'react', tools: { builtIn: ['sql'] } },
  });
  server.model.script({ text: 'I have no database.' });
  await trpc(server, token).chat.send.mutate({ message: 'Who are the customers?', botId });
  expect(server.model.requests[0]?.tools ?? []).toEqual([]);
});
