import type { TemporaryDatabase } from './cluster.ts';

/** How many conversations of which length to make for a user. */
export interface Lengths {
  userId: string;
  messages: number;
  conversations: number;
}

// Ids are UUIDv7 as the server makes them: the time first, a millisecond later for each message.
const CONVERSATIONS = `
  WITH place AS (SELECT n, bench_uuid(n, 0) AS id FROM generate_series(1, $2::integer) AS n)
  INSERT INTO conversations (id, user_id, owner_id, bot_id, title, created_at)
  SELECT id, $1::uuid, $1::uuid, (SELECT b.id FROM bots b WHERE b.owner_id IS NULL), 'Made for the bench',
    now() - interval '1 year'
  FROM place RETURNING id`;
const MESSAGES = `
  WITH place AS (
    SELECT n, bench_uuid(n, $3::integer) AS id FROM generate_series(1, $2::integer) AS n
  ), chain AS (
    SELECT n, id, lag(id) OVER (ORDER BY n) AS parent_id FROM place
  )
  INSERT INTO messages (id, conversation_id, owner_id, parent_id, role, text)
  SELECT m.id, c.id, c.owner_id, m.parent_id,
    CASE WHEN m.n % 2 = 1 THEN 'user' ELSE 'assistant' END,
    CASE WHEN m.n % 2 = 1 THEN $4 ELSE $5 END
  FROM conversations c CROSS JOIN chain m WHERE c.id = ANY ($1::uuid[])`;
const RUNS = `
  INSERT INTO runs (id, conversation_id, owner_id, bot_version, user_message_id, message_id, status, instance_id,
    lease_until, finished_at, input_tokens, output_tokens)
  SELECT gen_random_uuid(), conversation_id, owner_id, 1, parent_id, id, 'completed', 'bench', now(), now(), 500, 20
  FROM messages WHERE conversation_id = ANY ($1::uuid[]) AND role = 'assistant'`;
const LEAVES = `
  UPDATE conversations c SET active_leaf_id =
    (SELECT m.id FROM messages m WHERE m.conversation_id = c.id ORDER BY m.id DESC LIMIT 1)
  WHERE c.id = ANY ($1::uuid[])`;
const UUID = `
  CREATE FUNCTION bench_uuid(n integer, salt integer) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM now() - interval '1 year') * 1000)::bigint + n), 12, '0') || '7'
      || substr(md5(random()::text || salt), 1, 3) || '8' || substr(md5(random()::text || n), 1, 15))::uuid $$`;

/** Makes it possible to write conversations into Parlance's tables, as their owner. */
export async function prepareWriting(database: TemporaryDatabase): Promise<void> {
  await database.run(UUID);
}

/** Writes conversations as if they had been held: messages in a chain, an ended run for each answer. Answers their ids. */
export async function writeConversations(
  database: TemporaryDatabase,
  { userId, messages, conversations }: Lengths,
  words: { question: string; answer: string },
): Promise<string[]> {
  const made = await database.run<{ id: string }>(CONVERSATIONS, [userId, conversations]);
  const ids = made.map(({ id }) => id);
  await database.run(MESSAGES, [ids, messages, messages, words.question, words.answer]);
  await database.run(RUNS, [ids]);
  await database.run(LEAVES, [ids]);
  return ids;
}
