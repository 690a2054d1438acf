import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { asSystem, type OneOfEach, writeOneOfEach } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

let person: Person;
let mine: OneOfEach;
beforeEach(async () => {
  person = await signUp(server);
  mine = await writeOneOfEach(server, person.id);
});

const client = (token = person.token) => trpc(server, token);
const answer = () => ({ conversationId: mine.conversation, messageId: mine.answer });
const rows = (messageId = mine.answer) =>
  asSystem(server, (tx) => tx.feedback.findMany({ where: { messageId } }));
const ratings = async () =>
  (await client().conversation.history.query({ conversationId: mine.conversation })).messages.map(
    ({ role, rating }) => [role, rating],
  );
const notFound = (what: string) => ({
  data: { appCode: 'not_found' },
  message: expect.stringContaining(what),
});

describe('chat.feedback', () => {
  test('A7: a rating is kept, shown in history, and replaced as a whole', async () => {
    const [before] = await rows();
    expect(
      await client().chat.feedback.mutate({
        ...answer(),
        rating: 'negative',
        comment: 'Zu knapp 🤏 – متشکرم',
      }),
    ).toEqual({ messageId: mine.answer, rating: 'negative', comment: 'Zu knapp 🤏 – متشکرم' });
    expect(await ratings()).toEqual([
      ['user', null],
      ['assistant', 'negative'],
    ]);
    expect(await rows()).toEqual([
      {
        ...before,
        rating: 'negative',
        comment: 'Zu knapp 🤏 – متشکرم',
        updatedAt: expect.toSatisfy((at: Date) => before !== undefined && at > before.updatedAt),
      },
    ]);
    expect(await client().chat.feedback.mutate({ ...answer(), rating: 'positive' })).toEqual({
      messageId: mine.answer,
      rating: 'positive',
      comment: null,
    });
    expect(await rows()).toMatchObject([{ rating: 'positive', comment: null }]);
  });

  test('A7: null takes it back, with its comment, and once more is no error', async () => {
    for (const _ of [1, 2]) {
      expect(await client().chat.feedback.mutate({ ...answer(), rating: null, comment: 'gone' })).toEqual({
        messageId: mine.answer,
        rating: null,
        comment: null,
      });
      expect(await rows()).toEqual([]);
    }
    expect(await ratings()).toEqual([
      ['user', null],
      ['assistant', null],
    ]);
  });

  test('A7: the same rating from many places at once is one', async () => {
    await client().chat.feedback.mutate({ ...answer(), rating: null });
    const given = await Promise.allSettled(
      Array.from({ length: 20 }, () => client().chat.feedback.mutate({ ...answer(), rating: 'positive' })),
    );
    expect(given.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await rows()).toHaveLength(1);
  });

  test('A7: of a conversation that is deleted at the same moment there is none, and no error but not_found', async () => {
    const others = await Promise.all(Array.from({ length: 10 }, () => writeOneOfEach(server, person.id)));
    const given = await Promise.all(
      others.map(async ({ conversation: conversationId, answer: messageId }) => {
        const input = { conversationId, messageId, rating: 'negative' as const };
        const [giving] = await Promise.allSettled([
          client().chat.feedback.mutate(input),
          client().conversation.delete.mutate({ conversationId }),
        ]);
        return giving.status === 'fulfilled' ? 'not_found' : giving.reason.data.appCode;
      }),
    );
    expect(new Set(given)).toEqual(new Set(['not_found']));
    for (const { answer: messageId } of others) expect(await rows(messageId)).toEqual([]);
  });

  test('A6: over REST it is the same in snake_case', async () => {
    const address = `${server.url}/api/v1/conversations/${mine.conversation}/messages/${mine.answer}/feedback`;
    const { status, body } = await call(address, {
      body: { rating: 'negative', comment: 'no' },
      token: person.token,
    });
    expect([status, body]).toEqual([200, { message_id: mine.answer, rating: 'negative', comment: 'no' }]);
  });

  test('A7: whoever holds the key to an anonymous conversation rates its answers', async () => {
    const sent = await trpc(server).chat.send.mutate({ message: 'Hello' });
    const { conversationId } = sent;
    await trpc(server).chat.feedback.mutate({
      conversationId,
      messageId: sent.message.id,
      rating: 'positive',
    });
    const { messages } = await trpc(server).conversation.history.query({ conversationId });
    expect(messages.at(-1)?.rating).toBe('positive');
    expect(await rows(sent.message.id)).toMatchObject([{ ownerId: conversationId }]);
  });

  test('A7: a question is not rated', async () => {
    for (const rating of ['positive', null] as const) {
      await expect(
        client().chat.feedback.mutate({ ...answer(), messageId: mine.question, rating }),
      ).rejects.toMatchObject(notFound('message'));
    }
    expect(await rows(mine.question)).toEqual([]);
  });

  test("F3: what is somebody else's is answered as what is not there, and stays as it was", async () => {
    const stranger = await signUp(server);
    const theirs = await writeOneOfEach(server, stranger.id);
    const cases: [string, string, string][] = [
      [theirs.conversation, theirs.answer, 'conversation'],
      [randomUUIDv7(), theirs.answer, 'conversation'],
      [mine.conversation, theirs.answer, 'message'],
      [mine.conversation, randomUUIDv7(), 'message'],
    ];
    for (const rating of ['negative', null] as const) {
      for (const [conversationId, messageId, what] of cases) {
        await expect(
          client().chat.feedback.mutate({ conversationId, messageId, rating }),
        ).rejects.toMatchObject(notFound(what));
      }
    }
    const anonymous = { conversationId: mine.conversation, messageId: mine.answer, rating: null };
    await expect(trpc(server).chat.feedback.mutate(anonymous)).rejects.toMatchObject(
      notFound('conversation'),
    );
    for (const id of [mine.answer, theirs.answer])
      expect(await rows(id)).toMatchObject([{ rating: 'positive' }]);
  });

  test.each([
    ['no rating', { comment: 'hm' }, 'rating'],
    ['a rating that is none', { rating: 'meh' }, 'rating'],
    ['a novel', { rating: 'positive', comment: 'x'.repeat(2_001) }, 'comment'],
  ])('A7, H4: %s is a 400 that names the field', async (_, body, path) => {
    const address = `${server.url}/api/v1/conversations/${mine.conversation}/messages/${mine.answer}/feedback`;
    expect(await call(address, { body, token: person.token })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { issues: [{ path }] } } },
    });
  });
});
