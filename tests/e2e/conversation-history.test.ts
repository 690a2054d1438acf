import { randomUUIDv7 } from 'node:crypto';
import type { Prisma } from '@parlance/prisma';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultBot } from '../../server/src/config/default-bot.ts';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

const LENGTH = 120;

let server: TestServer;
let person: Person;
let conversationId: string;
let ids: string[];
beforeAll(async () => {
  server = await startServer();
  person = await signUp(server);
  [conversationId, ids] = await writeBranch(person.id, LENGTH);
});
afterAll(() => server.close());

/** A conversation of so many messages in a row, all of one millisecond. */
async function writeBranch(
  userId: string,
  length: number,
  content: { selectedText?: string; parts?: Prisma.InputJsonArray } = {},
): Promise<[string, string[]]> {
  const conversation = randomUUIDv7();
  const messages = Array.from({ length }, () => randomUUIDv7());
  await asSystem(server, async (tx) => {
    await tx.conversation.create({
      data: {
        id: conversation,
        userId,
        ownerId: userId,
        botId: defaultBot.id,
        activeLeafId: messages.at(-1) ?? null,
      },
    });
    await tx.message.createMany({
      data: messages.map((id, index) => ({
        id,
        conversationId: conversation,
        ownerId: userId,
        parentId: messages[index - 1] ?? null,
        role: index % 2 === 0 ? 'user' : 'assistant',
        text: `message ${index}`,
        createdAt: new Date(0),
        ...content,
      })),
    });
  });
  return [conversation, messages];
}

const history = (input: { limit?: number; cursor?: string; direction?: 'older' | 'newer' } = {}) =>
  trpc(server, person.token).conversation.history.query({ conversationId, ...input });
const idsOf = (page: { messages: { id: string }[] }): string[] => page.messages.map(({ id }) => id);

describe('conversation.history', () => {
  test('A1: without a cursor it is the newest page, oldest message first', async () => {
    const page = await history();
    expect(idsOf(page)).toEqual(ids.slice(-50));
    expect(page).toMatchObject({ olderCursor: ids.at(-50), newerCursor: null });
    expect(page.messages[0]).toEqual({
      id: ids.at(-50),
      conversationId,
      parentId: ids.at(-51),
      role: 'user',
      text: 'message 70',
      parts: [{ type: 'text', text: 'message 70' }],
      selectedText: null,
      run: null,
      siblingIds: [ids.at(-50)],
      rating: null,
      createdAt: new Date(0),
    });
  });

  test.each([1, 2, 7, 59, 60, 61, 119, 120, 121, 200])(
    'A1: pages of %i give every message once and in order, both ways',
    async (limit) => {
      const pages = Math.ceil(LENGTH / limit);
      const back: string[][] = [];
      let page = await history({ limit });
      expect(page.newerCursor).toBeNull();
      for (back.unshift(idsOf(page)); page.olderCursor !== null; back.unshift(idsOf(page))) {
        page = await history({ limit, cursor: page.olderCursor });
        expect(page.newerCursor).toBe(page.messages.at(-1)?.id);
      }
      expect(back.flat()).toEqual(ids);
      expect(back).toHaveLength(pages);

      const forth = [idsOf(page)];
      for (let cursor = page.newerCursor; cursor !== null; cursor = page.newerCursor) {
        page = await history({ limit, cursor, direction: 'newer' });
        expect(page.olderCursor).toBe(page.messages[0]?.id);
        forth.push(idsOf(page));
      }
      expect(forth.flat()).toEqual(ids);
      expect(forth).toHaveLength(pages);
    },
  );

  test('A1: beyond either end there is nothing', async () => {
    const nothing = { messages: [], olderCursor: null, newerCursor: null };
    expect(await history({ cursor: ids[0] ?? '' })).toEqual(nothing);
    expect(await history({ cursor: ids.at(-1) ?? '', direction: 'newer' })).toEqual(nothing);
  });

  test('A1: without a cursor it is the newest page, whatever the direction', async () => {
    expect(await history({ direction: 'newer' })).toEqual(await history());
  });

  test('A1: going newer finds what was said meanwhile', async () => {
    const client = trpc(server, person.token);
    const sent = await client.chat.send.mutate({ message: 'first' });
    const seen = await client.conversation.history.query({ conversationId: sent.conversationId });
    await client.chat.send.mutate({ message: 'second', conversationId: sent.conversationId });
    const page = await client.conversation.history.query({
      conversationId: sent.conversationId,
      cursor: seen.messages.at(-1)?.id ?? '',
      direction: 'newer',
    });
    expect(page.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(page.messages[0]).toMatchObject({ text: 'second', parentId: sent.message.id });
    expect(page.newerCursor).toBeNull();
  });

  test('A6: over REST it is the same in snake_case', async () => {
    const address = `${server.url}/api/v1/conversations/${conversationId}/messages`;
    const { body } = await call<{ messages: { id: string }[]; older_cursor: string; newer_cursor: string }>(
      `${address}?limit=3&cursor=${ids[10]}&direction=newer`,
      { token: person.token },
    );
    expect(idsOf(body)).toEqual(ids.slice(11, 14));
    expect(body).toMatchObject({ older_cursor: ids[11], newer_cursor: ids[13] });
    expect(body.messages[0]).toMatchObject({ parent_id: ids[10], created_at: '1970-01-01T00:00:00.000Z' });
  });

  test('A7, B7: a page and a turn cost the same in a long conversation as in a short one', async () => {
    const [long, messages] = await writeBranch(person.id, 5_000);
    /** Blocks of the database that a statement touches. */
    const blocks = async (
      statement: string,
      values: unknown[],
      between?: () => Promise<unknown>,
    ): Promise<number> => {
      const text = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM ${statement}`;
      const explain = { name: randomUUIDv7(), text };
      type Row = { 'QUERY PLAN': [{ Plan: Record<string, number> }] };
      // The first call of a connection plans, which reads the catalogue.
      await server.app.database.sql.query<Row>(explain, values);
      await between?.();
      const [row] = await server.app.database.sql.query<Row>({ ...explain, name: randomUUIDv7() }, values);
      const plan = row?.['QUERY PLAN'][0].Plan ?? {};
      return (plan['Shared Hit Blocks'] ?? Number.NaN) + (plan['Shared Read Blocks'] ?? Number.NaN);
    };
    const page = 'history_page($1, NULL, $2, $3, $4, 20)';
    expect(await blocks(page, [person.id, long, null, false])).toBeLessThan(400);
    for (const newer of [false, true]) {
      expect(await blocks(page, [person.id, long, messages[2_500], newer])).toBeLessThan(400);
    }
    const turn = `turn_open(NULL, NULL, $1, NULL, 'send', $2, false, gen_random_uuid(), NULL, NULL, NULL, NULL, 'x',
      NULL, 20, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'test', '1 minute', NULL)`;
    const runs = { where: { conversationId: long } };
    const end = () => asSystem(server, (tx) => tx.run.updateMany({ ...runs, data: { status: 'completed' } }));
    expect(await blocks(turn, [person.id, long], end)).toBeLessThan(400);
    expect(await asSystem(server, (tx) => tx.run.count(runs))).toBe(2);
  });

  test("F3: a cursor of another conversation, one's own or not, shows nothing of it", async () => {
    const stranger = await signUp(server);
    const [, own] = await writeBranch(person.id, 4);
    const [, foreign] = await writeBranch(stranger.id, 4);
    for (const cursor of [own[2], foreign[2], conversationId, person.id]) {
      for (const direction of ['older', 'newer'] as const) {
        await expect(history({ cursor: cursor ?? '', direction })).rejects.toMatchObject({
          data: { appCode: 'bad_request', details: { issues: [{ path: 'cursor' }] } },
        });
      }
    }
  });

  test.each([
    ['a cursor that is none', 'cursor=nonsense', 'cursor'],
    ['an empty cursor', 'cursor=', 'cursor'],
    ['a cursor given twice', 'cursor=a&cursor=b', 'cursor'],
    ['a NUL in the cursor', 'cursor=%00', 'cursor'],
    ['no page at all', 'limit=0', 'limit'],
    ['a huge page', 'limit=201', 'limit'],
    ['half a message', 'limit=1.5', 'limit'],
    ['a word as limit', 'limit=ten', 'limit'],
    ['a third direction', 'direction=sideways', 'direction'],
  ])('A1, H4: %s is a 400 that names the field', async (_, query, path) => {
    const address = `${server.url}/api/v1/conversations/${conversationId}/messages?${query}`;
    expect(await call(address, { token: person.token })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { issues: [{ path }] } } },
    });
  });

  test('A7, H4: a message whose parts cannot be read shows its text, and the rest is there', async () => {
    const [broken, messages] = await writeBranch(person.id, 3);
    await asSystem(server, (tx) =>
      tx.message.updateMany({ where: { id: messages[1] ?? '' }, data: { parts: [{ type: 'hologram' }] } }),
    );
    const page = await trpc(server, person.token).conversation.history.query({ conversationId: broken });
    expect(page.messages.map(({ parts }) => parts)).toEqual(
      [0, 1, 2].map((index) => [{ type: 'text', text: `message ${index}` }]),
    );
  });
});

describe('conversation.export', () => {
  test('A1: as JSON it is the conversation and its messages, oldest first', async () => {
    const exported = await trpc(server, person.token).conversation.export.query({ conversationId });
    expect(exported).toMatchObject({
      filename: `conversation-${conversationId}.json`,
      mediaType: 'application/json',
      nextCursor: null,
    });
    const content: { conversation: { id: string }; messages: { id: string }[] } = JSON.parse(
      exported.content,
    );
    expect(content.conversation.id).toBe(conversationId);
    expect(idsOf(content)).toEqual(ids);
  });

  test('A1: as Markdown it is the title and who said what', async () => {
    const client = trpc(server, person.token);
    server.model.script({ text: 'Because of *gravity*.' });
    const sent = await client.chat.send.mutate({ message: 'Why do robots fall?' });
    await client.conversation.rename.mutate({ conversationId: sent.conversationId, title: 'Falling' });
    const { body } = await call(
      `${server.url}/api/v1/conversations/${sent.conversationId}/export?format=markdown`,
      { token: person.token },
    );
    expect(body).toEqual({
      filename: `conversation-${sent.conversationId}.md`,
      media_type: 'text/markdown',
      content: '# Falling\n\n## You\n\nWhy do robots fall?\n\n## Assistant\n\nBecause of *gravity*.',
      next_cursor: null,
    });
  });

  test('A1: more than a thousand messages come in pieces, none twice and none left out', async () => {
    const [long, messages] = await writeBranch(person.id, 2_001);
    const pieces: string[][] = [];
    let cursor: string | null = null;
    do {
      const piece = await trpc(server, person.token).conversation.export.query({
        conversationId: long,
        cursor,
      });
      pieces.unshift(idsOf(JSON.parse(piece.content)));
      cursor = piece.nextCursor;
    } while (cursor !== null);
    expect(pieces.map((piece) => piece.length)).toEqual([1, 1_000, 1_000]);
    expect(pieces.flat()).toEqual(messages);
  });
});

describe('large messages', () => {
  const MB = 1_000_000;
  const toolCall = (size: number) => ({
    type: 'tool-call',
    toolCallId: 'one',
    tool: 'read',
    arguments: {},
    result: 'x'.repeat(size),
    isError: false,
    durationMs: 1,
    approval: null,
  });

  test.each([
    // Three bytes a character, and so repetitive that hardly any of it is stored.
    ['selected texts', { selectedText: '文'.repeat(100_000) }, 16, 7],
    ['results of tools', { parts: [toolCall(300_000)] }, 16, 7],
    ['messages of more than a page', { parts: [toolCall(2.1 * MB)] }, 4, 1],
  ])(
    'A1, H5: a page has no more %s than fit, and the next goes on from there, both ways',
    async (_, content, count, fit) => {
      const [large, messages] = await writeBranch(person.id, count, content);
      const { history, export: exportPage } = trpc(server, person.token).conversation;
      const ask = (cursor: string | null, direction: 'older' | 'newer') =>
        history.query({ conversationId: large, limit: 200, cursor, direction });
      const sizes = [
        ...Array(Math.floor(count / fit)).fill(fit),
        ...(count % fit === 0 ? [] : [count % fit]),
      ];

      const back: string[][] = [];
      let page = await ask(null, 'older');
      for (back.push(idsOf(page)); page.olderCursor !== null; back.push(idsOf(page)))
        page = await ask(page.olderCursor, 'older');
      expect(back.map(({ length }) => length)).toEqual(sizes);
      expect(back.reverse().flat()).toEqual(messages);

      const forth = [idsOf(page)];
      for (let cursor = page.newerCursor; cursor !== null; cursor = page.newerCursor) {
        page = await ask(cursor, 'newer');
        forth.push(idsOf(page));
      }
      expect(forth.flat()).toEqual(messages);

      const exported: string[][] = [];
      let cursor: string | null = null;
      do {
        const piece = await exportPage.query({ conversationId: large, cursor });
        exported.unshift(idsOf(JSON.parse(piece.content)));
        cursor = piece.nextCursor;
      } while (cursor !== null);
      expect(exported.map(({ length }) => length).reverse()).toEqual(sizes);
      expect(exported.flat()).toEqual(messages);
    },
  );

  test.each(['conversation.export', 'conversation.history'])(
    'A1, H5: all that a batch asks of %s is no more than one page, but for the message that each has at least',
    async (path) => {
      const [conversationId] = await writeBranch(person.id, 12, { selectedText: 'x'.repeat(200_000) });
      const size = async (calls: number) => {
        const input = Object.fromEntries(
          Array.from({ length: calls }, (_, at) => [at, { json: { conversationId } }]),
        );
        const answer = await fetch(
          `${server.url}/trpc/${Array(calls).fill(path)}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`,
          { headers: { authorization: `Bearer ${person.token}` } },
        );
        expect(answer.status).toBe(200);
        return (await answer.text()).length;
      };
      expect(await size(1)).toBeGreaterThan(2 * MB);
      expect(await size(1)).toBeLessThan(2.5 * MB);
      expect(await size(5)).toBeLessThan(3.5 * MB);
      expect(await size(20)).toBeLessThan(5 * MB);
    },
  );
});
