import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultBot } from '../../server/src/config/default-bot.ts';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  person = await signUp(server);
});

/** A conversation that was answered last at a time, with a title and messages. */
async function write(
  options: { at?: number; title?: string; texts?: string[]; owner?: Person } = {},
): Promise<string> {
  const [id, userId] = [randomUUIDv7(), (options.owner ?? person).id];
  const at = new Date(options.at ?? 0);
  await asSystem(server, async (tx) => {
    const data = { id, userId, ownerId: userId, botId: defaultBot.id, title: options.title ?? null };
    await tx.conversation.create({ data: { ...data, createdAt: at, updatedAt: at } });
    await tx.message.createMany({
      data: (options.texts ?? []).map((text) => ({
        id: randomUUIDv7(),
        conversationId: id,
        ownerId: userId,
        role: 'user',
        text,
      })),
    });
  });
  return id;
}

const list = (query: Record<string, string | number> = {}, token = person.token) =>
  call<{ conversations: { id: string; title: string | null }[]; next_cursor: string | null }>(
    `${server.url}/api/v1/conversations?${new URLSearchParams(Object.entries(query).map(([k, v]): [string, string] => [k, `${v}`]))}`,
    { token },
  );
const found = async (search: string) =>
  (await list({ search })).body.conversations.map(({ title }) => title).sort();
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const countOf = (conversationId: string) =>
  asSystem(server, async (tx) => ({
    messages: await tx.message.count({ where: { conversationId } }),
    runs: await tx.run.count({ where: { conversationId } }),
  }));

describe('conversation.list', () => {
  test('A1: the last answered first, and talking moves a conversation to the front', async () => {
    const client = trpc(server, person.token);
    const sent = [];
    for (const message of ['one', 'two', 'three']) sent.push(await client.chat.send.mutate({ message }));
    const [one, two, three] = sent.map(({ conversationId }) => conversationId);
    const order = async () => (await client.conversation.list.query({})).conversations.map(({ id }) => id);
    expect(await order()).toEqual([three, two, one]);
    await client.chat.send.mutate({ message: 'again', conversationId: one ?? '' });
    expect(await order()).toEqual([one, three, two]);
  });

  test.each([1, 2, 6, 7, 12, 13, 20])(
    'A1: pages of %i give every conversation once, ties included, while others are added',
    async (limit) => {
      const written: { at: number; id: string }[] = [];
      for (const at of [1, 2, 3, 4]) {
        for (let tie = 0; tie < 3; tie++) written.push({ at, id: await write({ at }) });
      }
      const expected = written.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({
          limit,
          ...(cursor !== null && { cursor }),
        });
        seen.push(...page.body.conversations.map(({ id }) => id));
        cursor = page.body.next_cursor;
        await write({ at: 5 });
      } while (cursor !== null);
      expect(seen).toEqual(expected);
    },
  );

  test("F3: nobody else's are in it", async () => {
    await write({ owner: await signUp(server), title: 'theirs' });
    const mine = await write({ title: 'mine' });
    const cursor = cursorOf(['2999-01-01T00:00:00.000Z', mine]);
    for (const query of [{}, { search: 'e' }, { cursor }] as Record<string, string>[]) {
      expect((await list(query)).body.conversations.map(({ title }) => title)).not.toContain('theirs');
    }
    expect((await call(`${server.url}/api/v1/conversations`)).status).toBe(401);
  });

  test.each([
    ['that is none', 'nonsense'],
    ['that is empty', ''],
    ['that is JSON of another kind', cursorOf({ id: 1 })],
    ['without a time', cursorOf(['yesterday', randomUUIDv7()])],
    ['of the year 0', cursorOf(['0000-01-01T00:00:00.000Z', randomUUIDv7()])],
    ['without an id', cursorOf(['2026-01-01T00:00:00.000Z', 'x'])],
    ['with too much', cursorOf(['2026-01-01T00:00:00.000Z', randomUUIDv7(), 1])],
    ['that is too long', 'x'.repeat(501)],
  ])('A1, H4: a cursor %s is a 400 that names it', async (_, cursor) => {
    expect(await list({ cursor })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { issues: [{ path: 'cursor' }] } } },
    });
  });
});

describe('search', () => {
  test('A1: looks in titles and messages, in any case', async () => {
    await write({ title: 'Balancing robots' });
    await write({ title: 'untouched', texts: ['How do ROBOTS balance?', 'By shifting weight'] });
    await write({ title: 'cooking', texts: ['How long do eggs boil?'] });
    expect(await found('robots')).toEqual(['Balancing robots', 'untouched']);
    expect(await found('SHIFTING W')).toEqual(['untouched']);
    expect(await found('nothing of the kind')).toEqual([]);
  });

  test('A1: takes %, _ and \\ as they are', async () => {
    const titles = ['100% sure', '100 sure', 'snake_case', 'snakeXcase', 'back\\slash', 'back slash'];
    for (const title of titles) await write({ title });
    expect(await found('0% s')).toEqual(['100% sure']);
    expect(await found('e_c')).toEqual(['snake_case']);
    expect(await found('k\\s')).toEqual(['back\\slash']);
    expect(await found('%')).toEqual(['100% sure']);
    expect(await found("' OR true --")).toEqual([]);
  });

  test('A1, A8: in any alphabet, in any case', async () => {
    for (const title of ['ÜBERSICHT', 'Роботы', 'ΡΟΜΠΌΤ', 'روبوت', '机器人', 'a 👩🏽‍🚀 b'])
      await write({ title });
    for (const [search, title] of [
      ['übersicht', 'ÜBERSICHT'],
      ['РОБОТ', 'Роботы'],
      ['ρομπότ', 'ΡΟΜΠΌΤ'],
      ['بوت', 'روبوت'],
      ['器', '机器人'],
      ['👩🏽‍🚀', 'a 👩🏽‍🚀 b'],
    ] as const) {
      expect(await found(search)).toEqual([title]);
    }
  });

  test('A1: pages through what it finds', async () => {
    for (const at of [1, 2, 3, 4, 5]) await write({ at, title: `found ${at}` });
    await write({ at: 3, title: 'other' });
    const first = await list({ search: 'FOUND', limit: 3 });
    const second = await list({ search: 'FOUND', limit: 3, cursor: first.body.next_cursor ?? '' });
    const titles = [first, second].map(({ body }) => body.conversations.map(({ title }) => title));
    expect(titles).toEqual([
      ['found 5', 'found 4', 'found 3'],
      ['found 2', 'found 1'],
    ]);
    expect(second.body.next_cursor).toBeNull();
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(201)],
    ['with a NUL', 'a\0b'],
  ])('A1, A8: one that is %s is a 400', async (_, search) => {
    expect(await list({ search })).toMatchObject({
      status: 400,
      body: { error: { details: { issues: [{ path: 'search' }] } } },
    });
  });
});

describe('one conversation', () => {
  const one = (id: string, options: { method?: string; body?: unknown; token?: string } = {}) =>
    call(`${server.url}/api/v1/conversations/${id}`, { token: person.token, ...options });

  test('A1: is got, renamed and deleted', async () => {
    const { conversationId } = await trpc(server, person.token).chat.send.mutate({ message: 'Hello' });
    const renamed = await one(conversationId, { method: 'PATCH', body: { title: '  سلام 👋 ' } });
    expect(renamed).toMatchObject({ status: 200, body: { id: conversationId, title: 'سلام 👋' } });
    expect((await one(conversationId)).body).toEqual({
      id: conversationId,
      title: 'سلام 👋',
      bot_id: defaultBot.id,
      active_run_id: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(await countOf(conversationId)).toEqual({ messages: 2, runs: 1 });
    expect(await one(conversationId, { method: 'DELETE' })).toMatchObject({
      status: 200,
      body: { deleted: true },
    });
    expect(await countOf(conversationId)).toEqual({ messages: 0, runs: 0 });
    for (const method of ['GET', 'DELETE']) expect((await one(conversationId, { method })).status).toBe(404);
  });

  test.each([{ title: ' \n' }, { title: 'x'.repeat(201) }, { title: 5 }, {}, { title: 'a\0b' }])(
    'A1, H4: it is not renamed to %j',
    async (body) => {
      expect(await one(await write(), { method: 'PATCH', body })).toMatchObject({
        status: 400,
        body: { error: { details: { issues: [{ path: 'title' }] } } },
      });
    },
  );

  test("F3: somebody else's is a 404 for everything, and stays as it is", async () => {
    const id = await write({ title: 'theirs', owner: await signUp(server) });
    const asked = [
      one(id),
      one(id, { method: 'PATCH', body: { title: 'mine' } }),
      one(id, { method: 'DELETE' }),
      one(`${id}/messages`),
      one(`${id}/export`),
      call(`${server.url}/api/v1/conversations/${id}`),
      call(`${server.url}/api/v1/chat`, { body: { message: 'x', conversation_id: id }, token: person.token }),
    ];
    for (const { status } of await Promise.all(asked)) expect(status).toBe(404);
    const row = await asSystem(server, (tx) => tx.conversation.findUnique({ where: { id } }));
    expect(row?.title).toBe('theirs');
  });

  test('A1: while a run is active it says which, and deleting it ends the run', async () => {
    const hold = Promise.withResolvers<void>();
    const id = await write();
    server.model.script({ text: 'too late', hold: hold.promise });
    const sending = call(`${server.url}/api/v1/chat`, {
      body: { message: 'Hello', conversation_id: id },
      token: person.token,
    });
    await expect.poll(async () => (await one(id)).body['active_run_id']).toEqual(expect.any(String));
    expect((await one(id, { method: 'DELETE' })).status).toBe(200);
    hold.resolve();
    expect((await sending).status).not.toBe(200);
    expect(await countOf(id)).toEqual({ messages: 0, runs: 0 });
    expect((await one(id)).status).toBe(404);
  });

  test('A7: deleting it at the moment when its answer is written always works', async () => {
    for (let round = 0; round < 40; round++) {
      const hold = Promise.withResolvers<void>();
      const id = await write({ texts: Array(20).fill('earlier') });
      server.model.script({ text: 'now', hold: hold.promise });
      const sending = call(`${server.url}/api/v1/chat`, {
        body: { message: 'Hello', conversation_id: id },
        token: person.token,
      });
      await expect.poll(async () => (await one(id)).body['active_run_id']).toEqual(expect.any(String));
      hold.resolve();
      expect((await one(id, { method: 'DELETE' })).status).toBe(200);
      await sending;
      expect(await countOf(id)).toEqual({ messages: 0, runs: 0 });
    }
    expect(server.logs.filter(({ err }) => JSON.stringify(err)?.includes('deadlock'))).toEqual([]);
  });
});

describe('an anonymous conversation', () => {
  test('A2, A7: is open to whoever knows its id, and to nobody who is signed in', async () => {
    const sent = await call(`${server.url}/chat`, { body: { message: 'Hello' } });
    const client = trpc(server);
    const conversationId = String(sent.body['session_id']);
    expect((await client.conversation.get.query({ conversationId })).id).toBe(conversationId);
    expect((await client.conversation.history.query({ conversationId })).messages).toHaveLength(2);
    await client.conversation.rename.mutate({ conversationId, title: 'Ours' });
    const signedIn = trpc(server, person.token);
    await expect(signedIn.conversation.get.query({ conversationId })).rejects.toMatchObject({
      data: { appCode: 'not_found' },
    });
    expect((await list()).body.conversations).toEqual([]);
    expect(await client.conversation.delete.mutate({ conversationId })).toEqual({ deleted: true });
    await expect(client.conversation.get.query({ conversationId })).rejects.toMatchObject({
      data: { appCode: 'not_found' },
    });
  });

  test("F3: somebody's user id opens nothing of theirs to an anonymous caller", async () => {
    const clientMessageId = 'one';
    const question = { message: 'secret', clientMessageId };
    await trpc(server, person.token).chat.send.mutate(question);
    const anonymous = trpc(server);
    for (const message of ['secret', 'another']) {
      await expect(
        anonymous.chat.send.mutate({ message, clientMessageId, conversationId: person.id }),
      ).rejects.toMatchObject({ data: { appCode: 'not_found' } });
    }
  });
});
