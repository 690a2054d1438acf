import { randomUUID } from 'node:crypto';
import type { Prisma } from '@parlance/prisma';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scope } from '../../server/src/data/scope.ts';
import { call } from '../harness/call.ts';
import { signUp, trpc } from '../harness/people.ts';
import { openEvents, type SentEvent, textOf } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer({ model: { strict: true } });
  ({ token } = await signUp(server));
});
afterAll(() => server.close());

/** Makes a bot of the operator's. */
async function makeBot(config: Prisma.InputJsonObject): Promise<string> {
  const id = randomUUID();
  const data = { id, name: 'Test', config: { instructions: 'Be a test.', ...config } };
  await new Scope(server.app.database.prisma).asSystem((tx) => tx.bot.create({ data }));
  return id;
}

const stream = (body: object) => openEvents(`${server.url}/api/v1/chat/stream`, { body, token });
const history = async (conversationId: string) =>
  (await trpc(server, token).conversation.history.query({ conversationId })).messages;

/** Begins a conversation whose first answer says something and then waits. */
async function begin(botId: string, hold: Promise<void>) {
  server.model.script({ text: ['First ', 'answer '], paceMs: 10, hold });
  const open = await stream({ message: 'First question', bot_id: botId });
  const seen: SentEvent[] = [];
  for (;;) {
    const { value } = await open[Symbol.asyncIterator]().next();
    if (value) seen.push(value);
    if (textOf(seen) === 'First answer ') break;
  }
  const { run_id, conversation_id } = seen[0]?.data ?? {};
  const all = async () => [...seen, ...(await open.all())];
  return { all, runId: String(run_id), conversationId: String(conversation_id) };
}

/** What the model was told for its last answers, oldest first. */
const contexts = (count: number) =>
  server.model.requests
    .filter(({ purpose }) => purpose === 'answer')
    .slice(-count)
    .map(({ turns }) => turns.filter(({ role }) => role !== 'system').map(({ text }) => text));

test('B6: enqueue answers messages that come meanwhile after it, in order, each knowing the answers before', async () => {
  const held = Promise.withResolvers<void>();
  const first = await begin(await makeBot({ doubleTexting: 'enqueue' }), held.promise);
  server.model.script([{ text: 'Second answer' }, { text: 'Third answer' }]);
  const { conversationId } = first;
  const second = await stream({ message: 'Second question', conversation_id: conversationId });
  const third = await stream({ message: 'Third question', conversation_id: conversationId });
  held.resolve();
  expect(textOf(await first.all())).toBe('First answer ');
  const events = [await second.all(), await third.all()];
  expect(events.map(textOf)).toEqual(['Second answer', 'Third answer']);
  for (const of of events) {
    expect(of.map(({ id }) => id)).toEqual(of.map((_, at) => at + 1));
    expect(of.at(-1)?.data).toMatchObject({ status: 'completed' });
  }
  const said = ['First question', 'First answer ', 'Second question', 'Second answer', 'Third question'];
  expect(contexts(3)).toEqual([said.slice(0, 1), said.slice(0, 3), said]);
  expect((await history(conversationId)).map(({ text }) => text)).toEqual([...said, 'Third answer']);
});

test('B3, B6: a message that waits can be stopped before its turn, and is not answered', async () => {
  const held = Promise.withResolvers<void>();
  const first = await begin(await makeBot({ doubleTexting: 'enqueue' }), held.promise);
  const second = await stream({ message: 'Second question', conversation_id: first.conversationId });
  const { value: started } = await second[Symbol.asyncIterator]().next();
  const waiting = `${server.url}/api/v1/runs/${started?.data['run_id']}`;
  expect((await call(waiting, { token })).body).toMatchObject({ status: 'queued', text: '' });
  const stopped = await call(`${waiting}/stop`, { method: 'POST', body: {}, token });
  expect(stopped.body).toMatchObject({ status: 'stopped' });
  expect((await second.all()).at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'stopped' });
  held.resolve();
  expect((await first.all()).at(-1)?.data).toMatchObject({ status: 'completed' });
  server.model.script({ text: 'Third answer' });
  const third = await (
    await stream({ message: 'Third question', conversation_id: first.conversationId })
  ).all();
  expect(textOf(third)).toBe('Third answer');
});

test('B6: interrupt stops the answer, keeps what it said, and answers the new message', async () => {
  const first = await begin(await makeBot({ doubleTexting: 'interrupt' }), new Promise(() => {}));
  server.model.script({ text: 'Second answer' });
  const second = await stream({ message: 'Second question', conversation_id: first.conversationId });
  expect(textOf(await second.all())).toBe('Second answer');
  const ended = await first.all();
  expect(ended.at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'stopped' });
  const messages = await history(first.conversationId);
  expect(messages.map(({ text, run }) => [text, run?.status])).toEqual([
    ['First question', undefined],
    ['First answer ', 'stopped'],
    ['Second question', undefined],
    ['Second answer', 'completed'],
  ]);
  expect(contexts(1)).toEqual([['First question', 'First answer ', 'Second question']]);
});

test('B6: reject refuses a message that comes meanwhile, and names the run', async () => {
  const held = Promise.withResolvers<void>();
  const first = await begin(await makeBot({ doubleTexting: 'reject' }), held.promise);
  const refused = await call(`${server.url}/api/v1/chat`, {
    body: { message: 'Second question', conversation_id: first.conversationId },
    token,
  });
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { code: 'run_active', details: { run_id: first.runId } } },
  });
  held.resolve();
  await first.all();
  expect(await history(first.conversationId)).toHaveLength(2);
});
