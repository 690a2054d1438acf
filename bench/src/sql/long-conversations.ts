import { ANSWER, QUESTION } from '../words.ts';
import type { TemporaryDatabase } from './cluster.ts';

/** How many conversations of which length to write for a user. */
export interface LongConversations {
  userId: string;
  messages: number;
  conversations: number;
}

// UUIDv7 as the server makes them: the time, a millisecond later for each n, and chance.
const UUID = `(
  lpad(to_hex((extract(epoch FROM now() - interval '1 year') * 1000)::bigint + n), 12, '0') || '7' ||
  substr(replace(gen_random_uuid()::text, '-', ''), 14)
)::uuid`;
const CONVERSATIONS = `
  WITH made AS (SELECT ${UUID} AS id FROM generate_series(1, $2::integer) AS n)
  INSERT INTO conversations (id, user_id, owner_id, bot_id, title)
  SELECT made.id, $1::uuid, $1::uuid, bots.id, 'Written for the bench' FROM made, bots WHERE bots.owner_id IS NULL
  RETURNING id`;
const MESSAGES = `
  WITH made AS (
    SELECT n, ${UUID} AS id FROM generate_series(1, $2::integer) AS n
  ), chain AS (
    SELECT n, id, lag(id) OVER (ORDER BY n) AS parent_id FROM made
  )
  INSERT INTO messages (id, conversation_id, owner_id, parent_id, role, text)
  SELECT chain.id, c.id, c.owner_id, chain.parent_id,
    CASE WHEN n % 2 = 1 THEN 'user' ELSE 'assistant' END, CASE WHEN n % 2 = 1 THEN $3 ELSE $4 END
  FROM conversations c CROSS JOIN chain WHERE c.id = ANY ($1::uuid[])`;
const RUNS = `
  INSERT INTO runs (id, conversation_id, owner_id, bot_version, user_message_id, message_id, status, instance_id,
    lease_until, finished_at, input_tokens, output_tokens)
  SELECT gen_random_uuid(), conversation_id, owner_id, 1, parent_id, id, 'completed', 'bench', now(), now(), 500, 20
  FROM messages WHERE conversation_id = ANY ($1::uuid[]) AND role = 'assistant'`;
const LEAVES = `
  UPDATE conversations c SET active_leaf_id =
    (SELECT m.id FROM messages m WHERE m.conversation_id = c.id ORDER BY m.id DESC LIMIT 1)
  WHERE c.id = ANY ($1::uuid[])`;

/**
 * Writes conversations into Parlance's tables as if they had been held: messages in a chain, and for each answer a run
 * that is over. Answers their ids.
 */
export async function writeConversations(
  database: TemporaryDatabase,
  { userId, messages, conversations }: LongConversations,
): Promise<string[]> {
  const made = await database.run<{ id: string }>(CONVERSATIONS, [userId, conversations]);
  const ids = made.map(({ id }) => id);
  await database.run(MESSAGES, [ids, messages, QUESTION, ANSWER]);
  await database.run(RUNS, [ids]);
  await database.run(LEAVES, [ids]);
  return ids;
}
