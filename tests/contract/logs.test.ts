import { startOfflineModel } from '@parlance/offline-model';
import type { Logger } from 'pino';
import { expect, test } from 'vitest';
import { createLog } from '../../server/src/log.ts';
import { call } from '../harness/call.ts';
import { lastingDatabase, startProcess } from '../harness/server-process.ts';
import { startServer } from '../harness/start-server.ts';
import { trpcCall } from './support/doors.ts';
import type { RawAnswer } from './support/raw.ts';
import { send } from './support/send.ts';

const secrets = {
  password: 'PASSWORD-zebra-4711',
  newPassword: 'PASSWORD-giraffe-4712',
  wrong: 'PASSWORD-wrong-4713',
  message: 'MESSAGE-my-diagnosis-is-4714',
  answer: 'ANSWER-of-the-model-4715',
  selected: 'SELECTED-passage-4716',
  search: 'SEARCH-for-4717',
  title: 'TITLE-given-4718',
  broken: 'BROKEN-json-4719',
  refused: 'REFUSED-text-4720',
  edited: 'EDITED-question-4723',
  nowhere: 'TOKEN-nonsense-4721',
};

/** Does with a server what people do, well and badly. Answers every secret that was given or taken. */
async function useServer(url: string, script: (what: 'answer' | 'failure') => void): Promise<string[]> {
  const given: string[] = Object.values(secrets);
  const post = async (path: string, body: unknown, token?: string) => {
    const { body: answer } = await call(`${url}${path}`, { body, ...(token !== undefined && { token }) });
    for (const name of ['access_token', 'refresh_token', 'secret']) {
      if (typeof answer[name] === 'string') given.push(answer[name]);
    }
    return answer;
  };
  const account = { email: 'ada@example.com', password: secrets.password };
  const { access_token } = await post('/api/auth/signup', account);
  const token = String(access_token);
  const { refresh_token } = await post('/api/auth/login', account);
  await post('/api/auth/login', { ...account, password: secrets.wrong });
  await post('/api/auth/refresh', { refresh_token });
  await post('/api/auth/refresh', { refresh_token });
  const { secret } = await post('/api/auth/api-keys', { name: 'key', scopes: ['chat'] }, token);
  script('answer');
  const sent = await post('/api/v1/chat', { message: secrets.message }, token);
  const { conversation_id: id } = sent;
  const stream = async (path: string, input: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const over = trpcCall(path, 'stream', JSON.stringify({ json: input }));
    return send(url, { ...over, headers: { ...over.headers, ...headers } });
  };
  const place = { conversationId: id, messageId: sent['user_message_id'] };
  await stream('chat.edit', { ...place, message: secrets.edited, selectedText: secrets.selected });
  await stream('chat.stream', { message: secrets.message, botId: secrets.refused });
  await post('/api/v1/chat/stream', { message: `${secrets.refused}\0` }, token);
  await post(`/api/v1/runs/${sent['run_id']}/stop`, { comment: secrets.refused }, token);
  await post('/chat', { message: secrets.message, selected_text: secrets.selected }, String(secret));
  script('failure');
  await post('/chat', { message: secrets.message });
  await post('/trpc/chat.send', { json: { message: secrets.message, botId: secrets.refused } }, token);
  await post('/trpc/chat.send', `{"json":{"message":"${secrets.broken}`, token);
  await post('/api/v1/chat', `{"message":${secrets.broken}}`, token);
  await post('/chat', { message: `${secrets.refused}\0` });
  await post('/chat', { [secrets.refused]: 1 });
  await call(`${url}/api/v1/conversations?search=${secrets.search}`, { token });
  await call(
    `${url}/trpc/conversation.list?input=${encodeURIComponent(`{"json":{"search":"${secrets.search}"}}`)}`,
    { token },
  );
  await call(`${url}/api/v1/conversations/${id}`, { method: 'PATCH', body: { title: secrets.title }, token });
  await call(`${url}/api/auth/me?access_token=${token}`, { token: secrets.nowhere });
  const changed = { current_password: secrets.password, new_password: secrets.newPassword };
  await post('/api/auth/change-password', changed, token);
  return given;
}

const leaked = (log: string, given: readonly string[]) => [
  ...given.filter((secret) => log.includes(secret)),
  ...given.filter((secret) => log.includes(encodeURIComponent(secret))),
];

// The limit is for machines that are slow to start a process.
test('H3: no password, token, key or text of anybody stands in the log of a server process', async () => {
  await using model = await startOfflineModel();
  const database = await lastingDatabase();
  const env = { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', OPENAI_API_KEY: 'MODEL-KEY-4722' };
  const server = await startProcess({ ...database.env, ...env, LOG_LEVEL: 'trace' });
  const given = await useServer(server.url, (what) =>
    model.script(
      what === 'answer'
        ? { text: secrets.answer }
        : { fault: { status: 400, body: { error: { message: 'the provider is not well' } } } },
    ),
  );
  await server.end('SIGTERM');
  await database.drop();
  expect(given.length).toBeGreaterThan(Object.keys(secrets).length + 4);
  expect(server.output()).toContain('model call');
  expect(leaked(server.output(), [...given, env.OPENAI_API_KEY])).toEqual([]);
}, 120_000);

/** The lines that are logged, as they are printed. */
function printed(write: (log: Logger) => void): string[] {
  const lines: string[] = [];
  write(createLog('trace', { write: (line) => lines.push(line) }));
  return lines;
}

test('H3: what drivers put on their errors, and fields that are secret by name, are not logged', () => {
  const fields = {
    query: 'SELECT $1',
    params: ['hidden'],
    values: ['hidden'],
    detail: 'hidden',
    where: 'hidden',
  };
  const driver = Object.assign(new Error('it failed'), fields);
  const secret = [
    'password',
    'token',
    'accessToken',
    'refreshToken',
    'apiKey',
    'authorization',
    'cookie',
    'secret',
  ];
  const lines = printed((log) => {
    log.error({ err: driver }, 'failed');
    log.error({ err: new Error('outer', { cause: driver }) }, 'failed');
    for (const name of [...secret, 'message', 'text', 'content', 'body', 'parameters']) {
      log.info({ [name]: 'hidden', inside: { [name]: 'hidden' } }, 'said');
    }
  });
  expect(lines).toHaveLength(15);
  expect(lines[1]).toContain('outer');
  expect(lines.join('')).not.toContain('hidden');
});

test('H3: every request has its line, and every line of a request its id', async () => {
  await using server = await startServer();
  server.model.script({ text: 'Hello' });
  const ok = await call(`${server.url}/chat?secret=in-the-query`, { body: { message: 'Hello' } });
  const bad = await call(`${server.url}/chat`, { body: {} });
  const streamed = await send(server.url, trpcCall('chat.stream', 'stream', '{"json":{"message":"Hello"}}'));
  const refused = await send(server.url, trpcCall('chat.edit', 'stream', '{"json":{}}'));
  server.model.script({ fault: { status: 400, body: {} } });
  const failed = await call(`${server.url}/trpc/chat.send`, { body: { json: { message: 'Hello' } } });
  const of = ({ headers }: { headers: Headers }) =>
    server.logs.filter((entry) => entry['requestId'] === headers.get('x-request-id'));
  const line = { method: 'POST', path: '/chat', durationMs: expect.any(Number) };
  expect(of(ok)).toContainEqual(expect.objectContaining({ ...line, status: 200, msg: 'request' }));
  expect(of(ok)).toContainEqual(expect.objectContaining({ msg: 'model call', model: 'scripted' }));
  expect(of(bad)).toContainEqual(expect.objectContaining({ ...line, status: 400 }));
  expect(of(bad)).toContainEqual(expect.objectContaining({ code: 'bad_request' }));
  const ofRaw = ({ headers }: RawAnswer) =>
    server.logs.filter((entry) => entry['requestId'] === headers['x-request-id']);
  const procedure = { path: '/trpc/chat.stream', status: 200 };
  expect(ofRaw(streamed)).toContainEqual(expect.objectContaining({ ...procedure, msg: 'request' }));
  expect(ofRaw(streamed)).toContainEqual(expect.objectContaining({ msg: 'model call' }));
  expect(ofRaw(refused)).toContainEqual(
    expect.objectContaining({ code: 'bad_request', procedure: 'chat.edit' }),
  );
  expect(of(failed)).toContainEqual(expect.objectContaining({ path: '/trpc/chat.send', status: 502 }));
  expect(of(failed)).toContainEqual(expect.objectContaining({ msg: 'run failed', code: 'model_failed' }));
  expect(JSON.stringify(server.logs)).not.toContain('in-the-query');
});

test('H3: what a model endpoint says of an error is not logged: it may quote the prompt', () => {
  const [line = ''] = printed((log) => {
    const said = Object.assign(new Error('You said: my secret is 4711'), {
      status: 400,
      code: 'invalid_prompt',
    });
    log.error({ modelErr: new Error('Outer 4711', { cause: said }) }, 'run failed');
  });
  expect(line).toContain('"status":400');
  expect(line).toContain('invalid_prompt');
  expect(line).not.toContain('4711');
});
