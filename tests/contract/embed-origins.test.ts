import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultBot } from '../../server/src/config/default-bot.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { problemOf } from './support/errors.ts';
import { type RawAnswer, sendRaw } from './support/raw.ts';

const refused = { codes: ['forbidden'] };
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { corsOrigins: ['https://operator.example'] } });
});
afterAll(() => server.close());

let owner: Person;
let blog: string;
let botId: string;
beforeEach(async () => {
  owner = await signUp(server);
  blog = `https://blog-${randomUUIDv7()}.example`;
  const bot = await trpc(server, owner.token).bot.create.mutate({
    name: 'Guide',
    visibility: 'link',
    config: { instructions: 'Guide.', allowedOrigins: [blog] },
  });
  botId = bot.id;
});

interface Asked {
  body?: object;
  token?: string;
  method?: string;
}

const ask = (path: string, origin: string, { body, token, method }: Asked = {}): Promise<RawAnswer> =>
  sendRaw(server.url, {
    method: method ?? (body ? 'POST' : 'GET'),
    path,
    headers: {
      origin,
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
const told = ({ text }: RawAnswer) => JSON.parse(text);

describe('a page whose origin the owner of a bot allows', () => {
  test('C2, G5: talks to that bot, and reads what is answered', async () => {
    expect(told(await ask(`/api/v1/embed?bot_id=${botId}`, blog))).toEqual({
      allowed: true,
      bot: { id: botId, name: 'Guide' },
    });
    const preflight = await ask('/api/v1/chat', blog, { method: 'OPTIONS' });
    expect(preflight.headers['access-control-allow-origin']).toBe(blog);
    const answer = await ask('/api/v1/chat', blog, { body: { message: 'Hello', bot_id: botId } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, blog]);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    const conversation_id = told(answer).conversation_id;
    const next = await ask('/api/v1/chat', blog, { body: { message: 'And now?', conversation_id } });
    expect(told(next).conversation_id).toBe(conversation_id);
    const history = await ask(`/api/v1/conversations/${conversation_id}/messages`, blog);
    expect(told(history).messages).toHaveLength(4);
  });

  test('C2, H5: talks to no other bot, and goes on with no conversation of another', async () => {
    expect(told(await ask('/api/v1/embed', blog))).toEqual({ allowed: false, bot: null });
    for (const [path, body] of [
      ['/chat', { message: 'Hello' }],
      ['/api/v1/chat', { message: 'Hello' }],
      ['/api/v1/chat', { message: 'Hello', bot_id: defaultBot.id }],
      ['/api/v1/chat/stream', { message: 'Hello', bot_id: defaultBot.id }],
      ['/trpc/chat.send', { json: { message: 'Hello', botId: defaultBot.id } }],
    ] as const) {
      const door = path.startsWith('/trpc') ? 'trpc' : 'rest';
      expect(problemOf(door, await ask(path, blog, { body }), refused), path).toBeNull();
    }
    const elsewhere = await trpc(server).chat.send.mutate({ message: 'Hello' });
    const body = { message: 'And now?', conversation_id: elsewhere.conversationId, bot_id: botId };
    expect(problemOf('rest', await ask('/api/v1/chat', blog, { body }), refused)).toBeNull();
    const question = { conversation_id: elsewhere.conversationId, message_id: elsewhere.message.id };
    expect(
      problemOf('rest', await ask('/api/v1/chat/regenerate', blog, { body: question }), refused),
    ).toBeNull();
    const { conversationId } = elsewhere;
    const { messages } = await trpc(server).conversation.history.query({ conversationId });
    expect(messages).toHaveLength(2);
  });

  test('C2, F2, H5: gets at nothing that takes an account, with whatever token', async () => {
    const { token } = owner;
    for (const path of ['/api/tasks', '/api/v1/bots', '/api/v1/conversations', '/api/auth/me']) {
      expect(problemOf('rest', await ask(path, blog, { token }), refused), path).toBeNull();
    }
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    expect((await ask('/mcp', blog, { token, body: message })).status).toBe(403);
  });

  test('C2, H5: is a stranger again when the owner takes its origin away, or the bot', async () => {
    const { bot } = trpc(server, owner.token);
    const body = { message: 'Hello', bot_id: botId };
    await bot.update.mutate({ botId, config: { instructions: 'Guide.' } });
    const answer = await ask('/api/v1/chat', blog, { body });
    expect(problemOf('rest', answer, refused)).toBeNull();
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    await bot.update.mutate({ botId, config: { instructions: 'Guide.', allowedOrigins: [blog] } });
    expect((await ask('/api/v1/chat', blog, { body })).status).toBe(200);
    await bot.delete.mutate({ botId });
    expect(problemOf('rest', await ask('/api/v1/chat', blog, { body }), refused)).toBeNull();
  });
});
