import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOfflineModel } from '@parlance/offline-model';
import { expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { startProcess } from '../harness/server-process.ts';
import { openEvents, type SentEvent, textOf } from '../harness/sse.ts';

const send = (url: string, body: object) => openEvents(`${url}/api/v1/chat/stream`, { body });

test('B5: an embedded server that was killed closes what it had begun to say, and answers what it had not', async () => {
  await using undo = new AsyncDisposableStack();
  const model = undo.use(await startOfflineModel());
  const folder = await mkdtemp(join(tmpdir(), 'parlance-killed-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  // Longer than the test: nobody else can be answering, so no lease is waited for.
  const env = {
    DATA_DIR: folder,
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    RUN_LEASE_MS: '600000',
  };
  const killed = await startProcess(env);
  undo.defer(() => void killed.child.kill('SIGKILL'));
  model.script({ text: ['Half ', 'of it '], paceMs: 10, hold: new Promise(() => {}) });
  const begun = await send(killed.url, { message: 'Tell me' });
  const seen: SentEvent[] = [];
  for await (const event of begun) if (seen.push(event) && textOf(seen) === 'Half of it ') break;
  const asked = Promise.withResolvers<void>();
  model.script({
    fault: { hang: true },
    when: () => {
      asked.resolve();
      return true;
    },
  });
  const { value: started } = await (await send(killed.url, { message: 'Wait' }))
    [Symbol.asyncIterator]()
    .next();
  await asked.promise;
  await killed.end('SIGKILL');

  model.script({ text: 'Answered after all' });
  const server = await startProcess(env);
  undo.defer(() => void server.child.kill('SIGKILL'));
  // The id of an anonymous conversation's run is a key, as the conversation's is.
  const events = (runId: unknown) =>
    openEvents(`${server.url}/api/v1/runs/${runId}/events`).then((open) => open.all());
  const half = await events(seen[0]?.data['run_id']);
  expect(half.slice(0, seen.length)).toEqual(seen);
  expect(half.at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'interrupted' });
  expect(textOf(half)).toBe('Half of it ');
  const whole = await events(started?.data['run_id']);
  expect(whole.at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'completed' });
  expect(textOf(whole)).toBe('Answered after all');

  model.script({ text: 'On we go' });
  const conversation_id = seen[0]?.data['conversation_id'];
  const next = await (await send(server.url, { message: 'Go on', conversation_id })).all();
  expect(textOf(next)).toBe('On we go');
  const { body } = await call<{ messages: { text: string }[] }>(
    `${server.url}/api/v1/conversations/${conversation_id}/messages`,
  );
  expect(body.messages.map(({ text }) => text)).toEqual(['Tell me', 'Half of it ', 'Go on', 'On we go']);
  expect(await server.end('SIGTERM')).toBe(0);
});
