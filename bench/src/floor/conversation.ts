import { randomUUIDv7 } from 'node:crypto';
import type { Request, Response } from 'express';
import pg from 'pg';
import { readSetting } from '../setting.ts';

/** A message as the model takes it. */
export interface Message {
  role: string;
  content: string;
}

/** A question that was saved, and what the model is shown. */
export interface Asked {
  conversationId: string;
  messages: Message[];
}

const ASK = {
  name: 'ask',
  text: `
    WITH owned AS (
      SELECT id FROM conversations WHERE id = $1 AND user_id = $2
    ), asked AS (
      INSERT INTO messages (id, conversation_id, role, content) SELECT $3, id, 'user', $4 FROM owned
    )
    SELECT (SELECT coalesce(json_agg(json_build_object('role', role, 'content', content) ORDER BY id), '[]') FROM (
      SELECT id, role, content FROM messages WHERE conversation_id = owned.id ORDER BY id DESC LIMIT 50
    ) last) AS messages FROM owned`,
};
const REPLY = {
  name: 'reply',
  text: `INSERT INTO messages (id, conversation_id, role, content) VALUES ($1, $2, 'assistant', $3)`,
};
const BEGIN = { name: 'begin', text: 'INSERT INTO conversations (id, user_id) VALUES ($1, $2)' };

/** The connections to PostgreSQL. */
export const database = new pg.Pool({ connectionString: readSetting('DATABASE_URL'), max: 20 });

/** Checks and saves a question: one round trip. Refuses it and answers null when it may not be asked. */
export async function ask(req: Request, res: Response): Promise<Asked | null> {
  const { message, conversation_id: given }: { message?: unknown; conversation_id?: unknown } = req.body;
  if (typeof message !== 'string' || message.trim() === '' || message.length > 10_000) {
    res.status(400).json({ error: 'message' });
    return null;
  }
  const userId: string = res.locals['userId'];
  const conversationId = typeof given === 'string' ? given : await begin(userId);
  const asked = await database.query<{ messages: Message[] }>({
    ...ASK,
    values: [conversationId, userId, randomUUIDv7(), message],
  });
  const [found] = asked.rows;
  if (!found) {
    res.status(403).json({ error: 'forbidden' });
    return null;
  }
  return { conversationId, messages: [...found.messages, { role: 'user', content: message }] };
}

async function begin(userId: string): Promise<string> {
  const id = randomUUIDv7();
  await database.query({ ...BEGIN, values: [id, userId] });
  return id;
}

/** Saves an answer: one round trip. */
export async function reply(conversationId: string, response: string): Promise<void> {
  await database.query({ ...REPLY, values: [randomUUIDv7(), conversationId, response] });
}
