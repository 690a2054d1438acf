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

  test('C2, F1, H5: asks nobody for a password, and makes no account', async () => {
    const { email, password, refreshToken: refresh_token } = owner;
    const asks: [string, object][] = [
      ['signup', { email: `new-${email}`, password }],
      ['login', { email, password }],
      ['refresh', { refresh_token }],
      ['logout', { refresh_token }],
    ];
    for (const [verb, body] of asks) {
      expect(problemOf('rest', await ask(`/api/auth/${verb}`, blog, { body }), refused), verb).toBeNull();
    }
    const body = { json: { email, password } };
    expect(problemOf('trpc', await ask('/trpc/auth.login', blog, { body }), refused)).toBeNull();
    expect((await ask('/trpc/health', blog)).status).toBe(200);
  });

  test('C2, F3, H5: gets at conversations and runs of that bot, and of no other, with whatever token', async () => {
    const { token } = owner;
    const own = await trpc(server, token).chat.send.mutate({ message: 'Hello', botId });
    const other = await trpc(server, token).chat.send.mutate({ message: 'A secret' });
    const doors = ({ conversationId, runId, message }: typeof own): [string, Asked, number][] => {
      const conversation = `/api/v1/conversations/${conversationId}`;
      const rated = `${conversation}/messages/${message.id}/feedback`;
      return [
        [`/api/v1/runs/${runId}`, {}, 200],
        [`/api/v1/runs/${runId}/events`, {}, 200],
        [`/api/v1/runs/${runId}/stop`, { body: {} }, 200],
        [`/api/v1/runs/${runId}/approve`, { body: { approval_id: runId, decision: 'approve' } }, 404],
        [`/trpc/chat.run?input=${encodeURIComponent(JSON.stringify({ json: { runId } }))}`, {}, 200],
        [conversation, {}, 200],
        [`${conversation}/messages`, {}, 200],
        [`${conversation}/export`, {}, 200],
        [`${conversation}/branch`, { body: { message_id: message.id } }, 200],
        [rated, { body: { rating: 'positive' } }, 200],
        [conversation, { method: 'PATCH', body: { title: 'Renamed' } }, 200],
        [conversation, { method: 'DELETE' }, 200],
      ];
    };
    for (const [path, asked] of doors(other)) {
      const door = path.startsWith('/trpc') ? 'trpc' : 'rest';
      const answer = await ask(path, blog, { token, ...asked });
      expect(problemOf(door, answer, refused), `${asked.method} ${path}`).toBeNull();
    }
    const { conversationId } = other;
    const { messages } = await trpc(server, token).conversation.history.query({ conversationId });
    expect(messages).toHaveLength(2);
    for (const [path, asked, status] of doors(own)) {
      expect((await ask(path, blog, { token, ...asked })).status, `${asked.method} ${path}`).toBe(status);
    }
    expect((await ask(`/api/v1/conversations/${own.conversationId}`, blog, { token })).status).toBe(404);
    expect((await ask(`/api/v1/runs/${own.runId}`, blog, { token })).status).toBe(404);
    expect((await ask(`/api/v1/bots/${botId}/description`, blog)).status).toBe(200);
    const description = await ask(`/api/v1/bots/${defaultBot.id}/description`, blog);
    expect(problemOf('rest', description, refused)).toBeNull();
  });

  test('C2, F3, H5: is a stranger as long as nobody else may talk to the bot', async () => {
    await trpc(server, owner.token).bot.update.mutate({ botId, visibility: 'private' });
    for (const path of ['/health', `/api/v1/bots/${botId}/description`]) {
      const answer = await ask(path, blog, { token: owner.token });
      expect(problemOf('rest', answer, refused), path).toBeNull();
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(told(await ask(`/api/v1/embed?bot_id=${botId}`, blog))).toEqual({ allowed: false, bot: null });
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
