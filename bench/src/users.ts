import { randomUUIDv7 } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { request } from 'undici';
import type { Talk } from './load/job.ts';
import type { TemporaryDatabase } from './sql/cluster.ts';
import { FLOOR_TABLES } from './sql/floor-tables.ts';
import { JWT_SECRET, QUESTION } from './words.ts';

/** A user of Parlance. */
export interface Account {
  userId: string;
  token: string;
}

/** Makes the floor's tables, and its users: a token and a conversation each. */
export async function prepareFloor(database: TemporaryDatabase, users: number): Promise<Talk[]> {
  await database.run(FLOOR_TABLES);
  const talks = [];
  for (let user = 0; user < users; user += 1) {
    const conversationId = randomUUIDv7();
    const userId = randomUUIDv7();
    await database.run('INSERT INTO conversations (id, user_id) VALUES ($1, $2)', [conversationId, userId]);
    const token = jwt.sign({}, JWT_SECRET, { algorithm: 'HS256', subject: userId, expiresIn: '1h' });
    talks.push({ token, conversationId });
  }
  return talks;
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
