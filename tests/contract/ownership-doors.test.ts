import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scope } from '../../server/src/data/scope.ts';
import { type Answer, call } from '../harness/call.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { deactivate, hireStaff, startConversation } from './support/belongings.ts';
import { type Caller, type Cast, callers, JWT_SECRET, tokenOf } from './support/callers.ts';
import { all } from './support/contract.ts';

let server: TestServer;
let owner: Person;
let cast: Cast;
let gone: string;

beforeAll(async () => {
  server = await startServer({ config: { jwtSecret: JWT_SECRET } });
  owner = await signUp(server);
  cast = { other: await signUp(server), staff: await hireStaff(server), deactivated: await signUp(server) };
  gone = await startConversation(server, cast.deactivated.token);
  await deactivate(server, cast.staff, cast.deactivated);
});
afterAll(() => server.close());

const post = (path: string, body: object, token?: string | null): Promise<Answer> =>
  call(`${server.url}${path}`, { body, ...(token != null && { token }) });

/** An answer without what differs from request to request. */
const plain = ({ status, body }: Answer) => {
  const error = body['error'];
  return { status, body: error === undefined ? body : { ...error, request_id: '' } };
};

// The chat doors ask for what chat.send asks for.
const chatSend = all.find(({ path }) => path === 'chat.send')?.procedure;
if (chatSend === undefined) throw new Error('There is no chat.send');
const token = (caller: Caller) => tokenOf(server, chatSend, caller, owner, cast);

const MAY_SPEAK: readonly Caller[] = ['owner', 'other', 'staff', 'right key'];

describe('the chat doors', () => {
  test.each(callers)(
    'A2, A3, F3: %s at POST /chat and POST /api/chat, on the conversation of the owner',
    async (caller) => {
      const mine = await startConversation(server, owner.token);
      const bearer = await token(caller);
      const session = await post('/chat', { message: 'Hello', session_id: mine }, bearer);
      const user = await post('/api/chat', { message: 'Hello', conversation_id: mine }, bearer);
      const owns = caller === 'owner' || caller === 'right key';
      if (MAY_SPEAK.includes(caller)) {
        expect([session.status, user.status]).toEqual([200, owns ? 200 : 403]);
        expect(session.body['session_id'] === mine).toBe(owns);
      } else if (caller === 'anonymous') {
        expect([session.status, user.status]).toEqual([200, 401]);
        expect(session.body['session_id']).not.toBe(mine);
      } else {
        const status = caller === 'wrong key' ? 403 : 401;
        expect([session.status, user.status]).toEqual([status, status]);
      }
      const { messages } = await trpc(server, owner.token).conversation.history.query({
        conversationId: mine,
      });
      expect(messages).toHaveLength(owns ? 6 : 2);
    },
  );

  test('A3, F3: POST /api/chat answers alike for a foreign conversation and for what is none', async () => {
    const foreign = await startConversation(server, owner.token);
    const ask = (conversation_id: string) =>
      post('/api/chat', { message: 'Hello', conversation_id }, cast.other.token);
    const expected = plain(await ask(foreign));
    expect(expected.status).toBe(403);
    for (const id of [
      randomUUIDv7(),
      gone,
      owner.id,
      cast.other.id,
      await startConversation(server),
      'x',
      '',
    ]) {
      expect(plain(await ask(id))).toEqual(expected);
    }
  });

  test('A2, F3: POST /chat begins a new session for whoever names what is not theirs', async () => {
    const foreign = [
      await startConversation(server, owner.token),
      gone,
      owner.id,
      cast.other.id,
      randomUUIDv7(),
    ];
    for (const session_id of foreign) {
      for (const bearer of [null, cast.other.token]) {
        const { status, body } = await post('/chat', { message: 'Hello', session_id }, bearer);
        expect(status).toBe(200);
        expect(foreign).not.toContain(body['session_id']);
      }
    }
  });
});

describe('anonymous conversations', () => {
  test('A2, F3: whoever knows the id may go on, by every door', async () => {
    const id = await startConversation(server);
    const nobody = trpc(server);
    expect((await post('/chat', { message: 'And?', session_id: id })).body['session_id']).toBe(id);
    expect((await nobody.chat.send.mutate({ message: 'And?', conversationId: id })).conversationId).toBe(id);
    expect((await nobody.conversation.history.query({ conversationId: id })).messages).toHaveLength(6);
    expect((await nobody.conversation.rename.mutate({ conversationId: id, title: 'Ours' })).title).toBe(
      'Ours',
    );
    expect(await nobody.conversation.delete.mutate({ conversationId: id })).toEqual({ deleted: true });
  });

  test('F3: a signed-in user has no anonymous conversation', async () => {
    const id = await startConversation(server);
    const path = `${server.url}/api/v1/conversations/`;
    const asked = await call(path + id, { token: owner.token });
    expect(plain(asked)).toEqual(plain(await call(path + randomUUIDv7(), { token: owner.token })));
    expect(
      (await post('/chat', { message: 'And?', session_id: id }, owner.token)).body['session_id'],
    ).not.toBe(id);
  });

  test('F3: nobody lists them', async () => {
    expect((await call(`${server.url}/api/v1/conversations`)).status).toBe(401);
  });
});

describe('ids of something else', () => {
  const send = (body: object, bearer?: string) => post('/api/v1/chat', { message: 'Hello', ...body }, bearer);

  test("F3: a user's id as conversation id opens nothing, whatever else is known of the user", async () => {
    const client_message_id = 'an id that the owner used';
    expect((await send({ client_message_id }, owner.token)).status).toBe(200);
    const nowhere = plain(await send({ conversation_id: randomUUIDv7() }));
    expect(nowhere.status).toBe(404);
    for (const bearer of [undefined, cast.other.token]) {
      expect(plain(await send({ conversation_id: owner.id }, bearer))).toEqual(nowhere);
      expect(plain(await send({ conversation_id: owner.id, client_message_id }, bearer))).toEqual(nowhere);
    }
    for (const path of ['', '/messages', '/export']) {
      const url = (id: string) => `${server.url}/api/v1/conversations/${id}${path}`;
      expect(plain(await call(url(owner.id)))).toEqual(plain(await call(url(randomUUIDv7()))));
    }
  });

  test("B4, F3: somebody else's client message id is free for everybody else", async () => {
    const client_message_id = randomUUIDv7();
    const answers = [
      await send({ client_message_id }, owner.token),
      await send({ client_message_id }, cast.other.token),
      await send({ client_message_id }),
      await send({ client_message_id }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body['run_id'])).size).toBe(4);
  });

  test('F3: a cursor from another conversation finds what an unknown one finds', async () => {
    const foreign = await trpc(server, owner.token).chat.send.mutate({ message: 'my secret is 4711' });
    const mine = await startConversation(server, cast.other.token);
    const page = (cursor: string, direction: string) =>
      call(`${server.url}/api/v1/conversations/${mine}/messages?cursor=${cursor}&direction=${direction}`, {
        token: cast.other.token,
      });
    for (const direction of ['older', 'newer']) {
      const unknown = plain(await page(randomUUIDv7(), direction));
      expect(plain(await page(foreign.userMessageId, direction))).toEqual(unknown);
      expect(plain(await page(foreign.message.id, direction))).toEqual(unknown);
    }
  });

  test("F3: somebody else's private bot is one that is not there", async () => {
    const id = randomUUIDv7();
    await new Scope(server.app.database.prisma).asSystem((tx) =>
      tx.bot.create({ data: { id, ownerId: owner.id, name: 'private', config: {} } }),
    );
    for (const bearer of [cast.other.token, cast.staff.token, undefined]) {
      const foreign = plain(await send({ bot_id: id }, bearer));
      expect(foreign.status).toBe(404);
      expect(foreign).toEqual(plain(await send({ bot_id: randomUUIDv7() }, bearer)));
    }
  });

  test('F3: the field of the address decides, not one of the same name in the body', async () => {
    const [mine, foreign] = [
      await startConversation(server, cast.other.token),
      await startConversation(server, owner.token),
    ];
    const rename = (id: string, body: object) =>
      call(`${server.url}/api/v1/conversations/${id}`, { method: 'PATCH', body, token: cast.other.token });
    const renamed = await rename(mine, { conversation_id: foreign, title: 'Mine' });
    expect(renamed.body).toMatchObject({ id: mine, title: 'Mine' });
    expect((await rename(mine, { conversation_id: mine, conversationId: foreign, title: 'x' })).status).toBe(
      400,
    );
    expect((await rename(foreign, { conversation_id: mine, title: 'x' })).status).toBe(404);
  });
});

describe('people who were shut out', () => {
  test('F2, F3: a deactivated user cannot log in or refresh, and nobody reaches what they had', async () => {
    const { email, password, refreshToken } = cast.deactivated;
    const wrong = plain(await post('/api/auth/login', { email, password: 'wrong password' }));
    expect(plain(await post('/api/auth/login', { email, password }))).toEqual(wrong);
    expect((await post('/api/auth/refresh', { refresh_token: refreshToken })).status).toBe(401);
    for (const bearer of [owner.token, cast.staff.token]) {
      const url = (id: string) => `${server.url}/api/v1/conversations/${id}`;
      expect(plain(await call(url(gone), { token: bearer }))).toEqual(
        plain(await call(url(randomUUIDv7()), { token: bearer })),
      );
    }
  });
});
