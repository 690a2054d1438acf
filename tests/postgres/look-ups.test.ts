import { randomUUIDv7 } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { copyDatabase } from '../harness/postgres.ts';

const OWNER = randomUUIDv7();
const LONG = 5_000;

// What the tables held when they were analysed, if they were; then the connection planned, and one conversation grew.
const STATISTICS: [what: string, conversations: number, messages: number, analyse: boolean][] = [
  ['never analysed', 20, 6, false],
  ['analysed with one message', 1, 1, true],
  ['analysed with one turn', 1, 2, true],
  ['analysed with a page of messages', 20, 2, true],
  ['analysed with conversations of one message', 1_000, 1, true],
  ['analysed with conversations of one turn', 1_000, 2, true],
  ['analysed with longer conversations', 200, 12, true],
];

describe.each(STATISTICS)('%s', (_what, conversations, messages, analyse) => {
  let database: Awaited<ReturnType<typeof copyDatabase>>;
  let client: pg.Client;
  let long: { id: string; messages: string[] };
  beforeAll(async () => {
    database = await copyDatabase(inject('template'));
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    for (const table of ['conversations', 'messages', 'runs', 'feedback'])
      await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    await client.query('INSERT INTO users (id) VALUES ($1)', [OWNER]);
    await client.query(`SELECT set_config('parlance.owner_id', $1, false)`, [OWNER]);
    let short = { id: '', messages: [''] };
    for (let index = 0; index < conversations; index++) short = await write(messages);
    if (analyse) await client.query('ANALYZE conversations, messages, runs, feedback');
    await client.query('SET ROLE parlance_app');
    // After five calls a connection keeps its plans.
    for (let call = 0; call < 10; call++)
      for (const statement of statementsOn(short.id, short.messages)) await blocksOf(...statement);
    await client.query('RESET ROLE');
    long = await write(LONG);
    await client.query('SET ROLE parlance_app');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  /** Writes a conversation of turns in a row. */
  async function write(count: number): Promise<{ id: string; messages: string[] }> {
    const id = randomUUIDv7();
    const ids = Array.from({ length: count }, () => randomUUIDv7());

    await client.query(
      `INSERT INTO conversations (id, user_id, owner_id, bot_id, active_leaf_id) VALUES ($1, $2, $2, (SELECT id FROM bots LIMIT 1), $3)`,
      [id, OWNER, ids.at(-1)],
    );
    await client.query(
      `INSERT INTO messages (id, conversation_id, owner_id, parent_id, role, text)
       SELECT m.id, $1, $2, lag(m.id) OVER (ORDER BY place), CASE WHEN place % 2 = 1 THEN 'user' ELSE 'assistant' END, 'x'
       FROM unnest($3::uuid[]) WITH ORDINALITY m(id, place)`,
      [id, OWNER, ids],
    );
    await client.query(
      `INSERT INTO runs (id, conversation_id, owner_id, bot_version, user_message_id, message_id, status, instance_id, lease_until)
       SELECT gen_random_uuid(), m.conversation_id, m.owner_id, 1, m.parent_id, m.id, 'completed', 'gone', now()
       FROM messages m WHERE m.conversation_id = $1 AND m.role = 'assistant'`,
      [id],
    );
    return { id, messages: ids };
  }

  const statementsOn = (id: string, ids: string[]): [sql: string, ...values: unknown[]][] => [
    ['branch_switch($1, NULL, $2, $3)', OWNER, id, ids.at(-1)],
    ['history_page($1, NULL, $2, NULL, false, 50)', OWNER, id],
    ['history_page($1, NULL, $2, $3, true, 50)', OWNER, id, ids.at(-60) ?? ids[0]],
    ['branch_context($1, $2, 50)', id, ids.at(-1)],
  ];

  async function blocksOf(call: string, ...values: unknown[]): Promise<number> {
    const { rows } = await client.query(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM ${call}`,
      values,
    );
    const plan = rows[0]['QUERY PLAN'][0].Plan;
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  }

  test('A7, B7: of a long conversation no more is read than of a short one', async () => {
    for (const [call, ...values] of statementsOn(long.id, long.messages))
      expect(await blocksOf(call, ...values), call).toBeLessThan(1_000);
  });

  // As always on the embedded database, which nobody analyses.
  if (analyse) return;
  test('A7, B7: to delete a long conversation costs the same for each of its messages', async () => {
    await client.query('BEGIN');
    await client.query('DELETE FROM conversations WHERE id = $1', [long.id]);
    // The checks of foreign keys, too, which are in no plan.
    const { rows } = await client.query(
      `SELECT sum(pg_stat_get_xact_blocks_fetched(oid))::integer AS count FROM pg_class
       WHERE relname ~ '^(messages|runs)' AND relnamespace = 'public'::regnamespace`,
    );
    await client.query('ROLLBACK');
    expect(rows[0].count).toBeGreaterThan(LONG);
    expect(rows[0].count).toBeLessThan(80 * LONG);
  });
});
