import { createSecretKey, randomUUIDv7 } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { Pool } from 'undici';
import { readSetting } from './setting.ts';

// The floor: POST /api/chat as a careful person writes it by hand for this one job. Two round trips, no framework but Express.

interface Message {
  role: string;
  content: string;
}

interface Completion {
  choices: { message: { content: string } }[];
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

const key = createSecretKey(Buffer.from(readSetting('JWT_SECRET')));
const database = new pg.Pool({ connectionString: readSetting('DATABASE_URL'), max: 20 });
const modelUrl = new URL(`${readSetting('OPENAI_BASE_URL')}/chat/completions`);
const model = new Pool(modelUrl.origin, { connections: 256 });

const authenticate: RequestHandler = (req, res, next) => {
  try {
    const claims = jwt.verify(req.headers.authorization?.slice('Bearer '.length) ?? '', key, {
      algorithms: ['HS256'],
    });
    res.locals['userId'] = claims.sub;
  } catch {
    res.status(401).json({ error: 'unauthorized' });
    return;
  }
  next();
};

const chat: RequestHandler = async (req, res) => {
  const { message, conversation_id: given }: { message?: unknown; conversation_id?: unknown } = req.body;
  if (typeof message !== 'string' || message.trim() === '' || message.length > 10_000) {
    res.status(400).json({ error: 'message' });
    return;
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
    return;
  }
  const response = await complete([...found.messages, { role: 'user', content: message }]);
  await database.query({ ...REPLY, values: [randomUUIDv7(), conversationId, response] });
  res.json({ conversation_id: conversationId, response, tool_calls: [] });
};

async function begin(userId: string): Promise<string> {
  const id = randomUUIDv7();
  await database.query({ ...BEGIN, values: [id, userId] });
  return id;
}

async function complete(messages: Message[]): Promise<string> {
  const { statusCode, body } = await model.request({
    method: 'POST',
    path: modelUrl.pathname,
    headers: { 'content-type': 'application/json', authorization: 'Bearer x' },
    body: JSON.stringify({ model: 'bench', messages }),
  });
  if (statusCode !== 200) throw new Error(`The model answered ${statusCode}: ${await body.text()}`);
  const completion = (await body.json()) as Completion;
  return completion.choices[0]?.message.content ?? '';
}

const onError: ErrorRequestHandler = (error, _req, res, _next) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  res.status(500).json({ error: 'internal' });
};

const app = express();
app.use(express.json());
app.post('/api/chat', authenticate, chat);
app.use(onError);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`The floor is listening on http://127.0.0.1:${port}\n`);
});
process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await Promise.all([database.end(), model.destroy()]);
});
