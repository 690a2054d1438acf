import { randomUUIDv7 } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { request } from 'undici';
import type { Talk } from './load/job.ts';
import type { TemporaryDatabase } from './sql/cluster.ts';
import { FLOOR_CONVERSATIONS, FLOOR_TABLES } from './sql/floor-tables.ts';
import { writeConversations } from './sql/long-conversations.ts';
import { JWT_SECRET, QUESTION } from './words.ts';

const FEW_USERS = 8;

/** A user of Parlance. */
export interface Account {
  userId: string;
  token: string;
}

/** Makes the floor's tables, and its users: a token and a conversation each. */
export async function prepareFloor(database: TemporaryDatabase, users: number): Promise<Talk[]> {
  await database.run(FLOOR_TABLES);
  const made = await database.run<{ id: string; user_id: string }>(FLOOR_CONVERSATIONS, [users]);
  return made.map(({ id, user_id: subject }) => ({
    token: jwt.sign({}, JWT_SECRET, { algorithm: 'HS256', subject, expiresIn: '1h' }),
    conversationId: id,
  }));
}

/** Signs up users of Parlance and begins a conversation for each, as any caller does. */
export async function prepareParlance(url: string, users: number): Promise<Talk[]> {
  const talks = [];
  for (let user = 0; user < users; user += 1) {
    const { token } = await signUp(url);
    const begun = await post(`${url}/api/chat`, { message: QUESTION }, token);
    talks.push({ token, conversationId: String(begun['conversation_id']) });
  }
  return talks;
}

/** Signs up a few users of Parlance and writes so many new conversations for them, which have a title already. */
export async function prepareConversations(
  url: string,
  database: TemporaryDatabase,
  conversations: number,
): Promise<Talk[]> {
  const talks = [];
  const each = Math.ceil(conversations / FEW_USERS);
  for (let user = 0; user < FEW_USERS; user += 1) {
    const { userId, token } = await signUp(url);
    const ids = await writeConversations(database, { userId, messages: 0, conversations: each });
    talks.push(...ids.map((conversationId) => ({ token, conversationId })));
  }
  return talks.slice(0, conversations);
}

/** Makes an account in Parlance. */
export async function signUp(url: string): Promise<Account> {
  const email = `${randomUUIDv7()}@bench.example`;
  const body = await post(`${url}/api/auth/signup`, { email, password: 'a password of some length' });
  const user = body['user'] as { id: string };
  return { userId: user.id, token: String(body['access_token']) };
}

async function post(url: string, json: object, token?: string): Promise<Record<string, unknown>> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(json),
  });
  const text = await body.text();
  if (statusCode >= 300) throw new Error(`POST ${url} answered ${statusCode}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as Record<string, unknown>;
}
