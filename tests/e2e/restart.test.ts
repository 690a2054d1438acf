import { startOfflineModel } from '@parlance/offline-model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { lastingDatabase, runToEnd, startProcess } from '../harness/server-process.ts';
import { openEvents } from '../harness/sse.ts';

let database: Awaited<ReturnType<typeof lastingDatabase>>;
beforeAll(async () => {
  database = await lastingDatabase();
});
afterAll(() => database.drop());

const chat = (url: string, body: unknown) => call<Record<string, string>>(`${url}/chat`, { body });

test('A7, B5: a session goes on after kill -9 and a restart, in mid-answer too', {
  timeout: 90_000,
}, async () => {
  await using model = await startOfflineModel();
  const env = {
    ...database.env,
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    RUN_LEASE_MS: '1000',
  };
  const first = await startProcess(env);
  const hello = await chat(first.url, { message: 'My name is Sara' });
  expect(hello.status).toBe(200);
  const session_id = hello.body['session_id'];

  model.script({ text: ['Never ', 'finished'], hold: new Promise(() => {}) });
  const cut = await openEvents(`${first.url}/api/v1/chat/stream`, {
    body: { message: 'Tell me a story', conversation_id: session_id },
  });
  for await (const { type } of cut) if (type === 'text-delta') break;
  await first.end('SIGKILL');

  const second = await startProcess(env);
  // A run that nobody answers any more stands in the way until its lease has passed.
  await expect
    .poll(async () => (await chat(second.url, { message: 'What is my name?', session_id })).status, {
      timeout: 10_000,
    })
    .toBe(200);
  const again = await chat(second.url, { message: 'What is my name?', session_id });
  expect(again.body['session_id']).toBe(session_id);
  expect(again.body['response']).toContain('Sara');

  const history = await call<{ messages: { text: string; run: { status: string } | null }[] }>(
    `${second.url}/api/v1/conversations/${session_id}/messages`,
  );
  const texts = history.body.messages.map((message) => message.text);
  expect(texts.slice(0, 3)).toEqual(['My name is Sara', hello.body['response'], 'Tell me a story']);
  expect(history.body.messages[3]?.run?.status).toBe('interrupted');
  expect(await second.end('SIGTERM')).toBe(0);
});

test('H6: a stopping server finishes what it is answering', async () => {
  await using model = await startOfflineModel();
  const server = await startProcess({
    ...database.env,
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
  });
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  model.script({
    text: 'Finished all the same',
    hold: held.promise,
    when: () => {
      asked.resolve();
      return true;
    },
  });
  const answer = chat(server.url, { message: 'Go on' });
  await asked.promise;
  const ended = server.end('SIGTERM');
  await expect.poll(() => server.output()).toContain('"stopping"');
  held.resolve();
  expect((await answer).body['response']).toBe('Finished all the same');
  expect(await ended).toBe(0);
});

test('H2: a wrong setting is named and the process exits with 1', async () => {
  const { code, output } = await runToEnd({ PORT: 'many', LOG_LEVEL: 'loud', CORS_ORIGINS: 'example.com' });
  expect(code).toBe(1);
  for (const name of ['PORT', 'LOG_LEVEL', 'CORS_ORIGINS']) expect(output).toContain(`${name}: `);
});

test('H2: an unreachable database is said and the process exits with 1', async () => {
  const { code, output } = await runToEnd({
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
    JWT_SECRET: 'a secret of the tests, long enough',
  });
  expect(code).toBe(1);
  expect(output).toContain('The database cannot be reached');
});
