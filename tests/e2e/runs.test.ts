import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scope } from '../../server/src/data/scope.ts';
import { call } from '../harness/call.ts';
import { signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { modelTimeoutMs: 300 } });
});
afterAll(() => server.close());

/** A scripted answer that waits, and a promise of the moment in which the model was asked. */
function heldAnswer(text: string) {
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  server.model.script({
    text,
    hold: held.promise,
    when: () => {
      asked.resolve();
      return true;
    },
  });
  return { asked: asked.promise, release: held.resolve };
}

const answers = () => server.model.requests.filter((request) => request.purpose === 'answer').length;

describe('a failed model call', () => {
  test.each([
    ['a refusal', { fault: { status: 400 } }, 'model_failed'],
    ['no answer in time', { fault: { hang: true as const } }, 'model_timeout'],
    [
      'an answer cut in the middle',
      { text: ['Half ', 'an ', 'answer'], fault: { cutAfter: 2 } },
      'model_failed',
    ],
    [
      'an answer without an end',
      { text: ['Half ', 'an ', 'answer'], fault: { endAfter: 2 } },
      'model_failed',
    ],
  ])('B1, C8: %s loses no message, and the next send works', async (_, scenario, code) => {
    const client = trpc(server, (await signUp(server)).token);
    const { conversationId } = await client.chat.send.mutate({ message: 'First' });
    server.model.script(scenario);
    await expect(client.chat.send.mutate({ message: 'Second', conversationId })).rejects.toMatchObject({
      data: { appCode: code },
    });
    const { messages } = await client.conversation.history.query({ conversationId });
    expect(messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(messages[2]?.text).toBe('Second');
    expect(messages[3]?.run).toMatchObject({ status: 'failed', error: { code } });
    expect(messages[3]?.text).toBe('text' in scenario ? 'Half an ' : '');

    server.model.script({ text: 'Third answer' });
    const third = await client.chat.send.mutate({ message: 'Third', conversationId });
    expect(third.message.text).toBe('Third answer');
  });
});

describe('one run at a time', () => {
  test('B6: a second send while one is answered is refused with the id of the run', async () => {
    const client = trpc(server, (await signUp(server)).token);
    const { conversationId } = await client.chat.send.mutate({ message: 'Hello' });
    const { asked, release } = heldAnswer('Slow');
    const slow = client.chat.send.mutate({ message: 'Slow?', conversationId });
    await asked;
    const refused = await client.chat.send
      .mutate({ message: 'Quick?', conversationId })
      .catch((error) => error);
    expect(refused.data).toMatchObject({ httpStatus: 409, appCode: 'run_active' });
    release();
    expect((await slow).runId).toBe(refused.data.details.runId);
  });

  test('B6: of 20 sends at once into one conversation, one is answered', async () => {
    const { token } = await signUp(server);
    const client = trpc(server, token);
    const { conversationId } = await client.chat.send.mutate({ message: 'Hello' });
    const { release } = heldAnswer('Only one');
    const body = { message: 'Me!', conversation_id: conversationId };
    let refused = 0;
    const sends = Array.from({ length: 20 }, async () => {
      const { status } = await call(`${server.url}/api/v1/chat`, { body, token });
      if (status === 409 && ++refused === 19) release();
      return status;
    });
    const statuses = await Promise.all(sends);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const { messages } = await client.conversation.history.query({ conversationId });
    expect(messages).toHaveLength(4);
  });
});

describe('the client message id', () => {
  test('B4: 50 sends with one id are one run and one model call', async () => {
    const { token } = await signUp(server);
    const before = answers();
    server.model.script({ text: 'Once' });
    const sends = await Promise.all(
      Array.from({ length: 50 }, () =>
        call(`${server.url}/api/v1/chat`, { body: { message: 'Hello', client_message_id: 'm1' }, token }),
      ),
    );
    expect(new Set(sends.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(sends[0]).toMatchObject({ status: 200, body: { message: { text: 'Once' } } });
    expect(answers() - before).toBe(1);
  });

  test('B4: the same id with another body is a conflict; another person may use it', async () => {
    const [one, other] = [await signUp(server), await signUp(server)];
    const send = (token: string, message: string) =>
      call(`${server.url}/api/v1/chat`, { body: { message, client_message_id: 'm2' }, token });
    const first = await send(one.token, 'Hello');
    expect((await send(one.token, 'Something else')).status).toBe(409);
    const theirs = await send(other.token, 'Hello');
    expect(theirs.status).toBe(200);
    expect(theirs.body['run_id']).not.toBe(first.body['run_id']);
  });
});

test('B2: a caller who leaves does not end the run', async () => {
  const { token } = await signUp(server);
  const client = trpc(server, token);
  const { conversationId } = await client.chat.send.mutate({ message: 'Hello' });
  const { asked, release } = heldAnswer('The whole answer');
  const leaving = new AbortController();
  const left = call(`${server.url}/api/v1/chat`, {
    body: { message: 'Go on', conversation_id: conversationId },
    token,
    signal: leaving.signal,
  });
  await asked;
  leaving.abort();
  await expect(left).rejects.toThrow();
  release();
  await expect
    .poll(async () => (await client.conversation.history.query({ conversationId })).messages.at(-1))
    .toMatchObject({ text: 'The whole answer', run: { status: 'completed' } });
});

test('B6: deleting a conversation ends the run that answers in it', async () => {
  const client = trpc(server, (await signUp(server)).token);
  const { conversationId } = await client.chat.send.mutate({ message: 'Hello' });
  const { asked, release } = heldAnswer('Too late');
  const sending = client.chat.send.mutate({ message: 'Go on', conversationId }).catch((error) => error);
  await asked;
  await client.conversation.delete.mutate({ conversationId });
  release();
  expect((await sending).data).toMatchObject({ appCode: 'not_found' });
});

test('A8, B1: what a model says is stored whatever it says: split characters whole, NUL and lone surrogates cleaned', async () => {
  const client = trpc(server, (await signUp(server)).token);
  server.model.script({ text: ['A \ud83d', '\ude00 and \u0000', ' a lone \ud83d', ' one'] });
  const { conversationId, message } = await client.chat.send.mutate({ message: 'Odd characters' });
  expect(message.text).toBe('A 😀 and  a lone \ufffd one');
  const { messages } = await client.conversation.history.query({ conversationId });
  expect(messages.at(-1)?.text).toBe(message.text);
});

test('B1: a bot whose configuration cannot be read fails the run and loses nothing', async () => {
  const client = trpc(server, (await signUp(server)).token);
  const { conversationId } = await client.chat.send.mutate({ message: 'Hello' });
  const { botId } = await client.conversation.get.query({ conversationId });
  if (botId === null) throw new Error('The conversation has no bot');
  const change = (config: object) =>
    new Scope(server.app.database.prisma).asSystem((tx) =>
      tx.bot.update({ where: { id: botId }, data: { config } }),
    );
  const bot = await new Scope(server.app.database.prisma).asSystem((tx) =>
    tx.bot.findUniqueOrThrow({ where: { id: botId } }),
  );
  await change({ instructions: 5 });
  await expect(client.chat.send.mutate({ message: 'And now?', conversationId })).rejects.toMatchObject({
    data: { appCode: 'internal' },
  });
  await change(Object(bot.config));
  await client.chat.send.mutate({ message: 'Again', conversationId });
  const { messages } = await client.conversation.history.query({ conversationId });
  expect(messages.map((message) => message.run?.status ?? message.text)).toEqual([
    'Hello',
    'completed',
    'And now?',
    'failed',
    'Again',
    'completed',
  ]);
});
