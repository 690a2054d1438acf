import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultBot } from '../../server/src/config/default-bot.ts';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

/**
 * A tree of messages by name, each with its parent; of siblings the first is selected.
 *
 *     a ─ b ─ c ─ d ─ e ─ f
 *     │   │       └─ e2 ─ f2
 *     │   └─ c2 ─ d2
 *     │            └─ (d3)
 *     └ (a2) ─ b2
 */
const TREE: [name: string, parent: string | null][] = [
  ['a', null],
  ['b', 'a'],
  ['c', 'b'],
  ['d', 'c'],
  ['e', 'd'],
  ['f', 'e'],
  ['e2', 'd'],
  ['f2', 'e2'],
  ['c2', 'b'],
  ['d2', 'c2'],
  ['d3', 'c2'],
  ['a2', null],
  ['b2', 'a2'],
];
const MAIN = ['a', 'b', 'c', 'd', 'e', 'f'];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

let person: Person;
let conversationId: string;
let ids: Map<string, string>;
beforeEach(async () => {
  person = await signUp(server);
  [conversationId, ids] = await writeTree(person.id);
});

/** Writes the tree, its active branch being the main one. */
async function writeTree(userId: string): Promise<[string, Map<string, string>]> {
  const conversation = randomUUIDv7();
  // Ids of one millisecond are in no order.
  const sorted = TREE.map(() => randomUUIDv7()).sort();
  const names = new Map(TREE.map(([name], index) => [name, sorted[index] ?? '']));
  const seen = new Set<string | null>();
  await asSystem(server, async (tx) => {
    await tx.conversation.create({
      data: {
        id: conversation,
        userId,
        ownerId: userId,
        botId: defaultBot.id,
        activeLeafId: names.get('f') ?? '',
        updatedAt: new Date(0),
      },
    });
    await tx.message.createMany({
      data: TREE.map(([name, parent]) => {
        const selected = !seen.has(parent);
        seen.add(parent);
        return {
          id: names.get(name) ?? '',
          conversationId: conversation,
          ownerId: userId,
          parentId: parent === null ? null : (names.get(parent) ?? ''),
          role: /[ace]/.test(name) ? 'user' : 'assistant',
          text: name,
          selected,
        };
      }),
    });
  });
  return [conversation, names];
}

const client = () => trpc(server, person.token);
const id = (name: string): string => ids.get(name) ?? name;
const names = (found: readonly string[]): string[] =>
  found.map((one) => [...ids].find(([, value]) => value === one)?.[0] ?? one);
const textsOf = (page: { messages: { text: string }[] }): string[] => page.messages.map(({ text }) => text);
const history = (input: { limit?: number; cursor?: string; direction?: 'older' | 'newer' } = {}) =>
  client().conversation.history.query({ conversationId, ...input });
const shown = async () => textsOf(await history());
const switchTo = (name: string) =>
  client().conversation.switchBranch.mutate({ conversationId, messageId: id(name) });
const unselected = async () =>
  textsOf({
    messages: await asSystem(server, (tx) =>
      tx.message.findMany({ where: { conversationId, selected: false }, orderBy: { id: 'asc' } }),
    ),
  });

/** All pages from one end to the other. */
async function walk(direction: 'older' | 'newer', limit: number): Promise<string[]> {
  const first = await history({ limit: 200 });
  let cursor = direction === 'older' ? undefined : first.messages[0]?.id;
  const texts = cursor === undefined ? [] : textsOf(first).slice(0, 1);
  for (;;) {
    const page = await history({ limit, direction, ...(cursor !== undefined && { cursor }) });
    if (direction === 'older') texts.unshift(...textsOf(page));
    else texts.push(...textsOf(page));
    const next = direction === 'older' ? page.olderCursor : page.newerCursor;
    if (next === null) return texts;
    cursor = next;
  }
}

const BRANCHES: [name: string, branch: string[]][] = [
  ['a', MAIN],
  ['f', MAIN],
  ['e2', ['a', 'b', 'c', 'd', 'e2', 'f2']],
  ['f2', ['a', 'b', 'c', 'd', 'e2', 'f2']],
  ['c2', ['a', 'b', 'c2', 'd2']],
  ['d3', ['a', 'b', 'c2', 'd3']],
  ['a2', ['a2', 'b2']],
  ['b2', ['a2', 'b2']],
];

describe('conversation.switchBranch', () => {
  test.each(BRANCHES)('A7: to %s shows its branch, in pages of any size, both ways', async (name, branch) => {
    expect(await switchTo(name)).toEqual({ conversationId, activeLeafId: id(branch.at(-1) ?? '') });
    for (const limit of [1, 2, 3, 200]) {
      expect(await walk('older', limit)).toEqual(branch);
      expect(await walk('newer', limit)).toEqual(branch);
    }
    const page = await history();
    expect(page).toMatchObject({ olderCursor: null, newerCursor: null });
  });

  test('A7: whatever way one came, one of the siblings is selected, and so is all above what is shown', async () => {
    const way = ['d3', 'b2', 'f2', 'c', 'a2', 'c2', 'a', 'e', 'd2', 'f', 'a'];
    const parents = new Map(TREE);
    for (const name of way) {
      await switchTo(name);
      const off = new Set(await unselected());
      const on = TREE.filter(([one]) => !off.has(one)).map(([, parent]) => parent);
      expect(new Set(on).size, name).toBe(on.length);
      expect(new Set(on), name).toEqual(new Set(parents.values()));
      for (let up: string | null = name; up !== null; up = parents.get(up) ?? null)
        expect(off).not.toContain(up);
      expect(await shown()).toContain(name);
    }
  });

  test('A7: a branch that is left remembers how deep it was', async () => {
    await switchTo('d3');
    await switchTo('e2');
    await switchTo('b2');
    expect(await switchTo('c2')).toMatchObject({ activeLeafId: id('d3') });
    expect(await switchTo('b2')).toMatchObject({ activeLeafId: id('b2') });
    expect(await switchTo('a')).toMatchObject({ activeLeafId: id('d3') });
    expect(await switchTo('c')).toMatchObject({ activeLeafId: id('f2') });
  });

  test('A7: to where one is changes nothing, and switching is no answer', async () => {
    for (const name of MAIN) expect(await switchTo(name)).toMatchObject({ activeLeafId: id('f') });
    expect(await unselected()).toEqual(['e2', 'c2', 'd3', 'a2']);
    await switchTo('b2');
    const { updatedAt } = await client().conversation.get.query({ conversationId });
    expect(updatedAt).toEqual(new Date(0));
  });

  test('A7: what is said next goes on from the branch that is shown', async () => {
    await switchTo('c2');
    await client().chat.send.mutate({ conversationId, message: 'and then?' });
    const asked = server.model.requests.at(-1)?.body as { messages: { content: string }[] };
    expect(asked.messages.map(({ content }) => content).slice(-5)).toEqual([
      'a',
      'b',
      'c2',
      'd2',
      'and then?',
    ]);
    const texts = await shown();
    expect(texts.slice(0, 5)).toEqual(['a', 'b', 'c2', 'd2', 'and then?']);
    await switchTo('a2');
    await switchTo('a');
    expect(await shown()).toEqual(texts);
  });

  test('A6: over REST it is the same in snake_case', async () => {
    const address = `${server.url}/api/v1/conversations/${conversationId}/branch`;
    const { status, body } = await call(address, { body: { message_id: id('c2') }, token: person.token });
    expect([status, body]).toEqual([200, { conversation_id: conversationId, active_leaf_id: id('d2') }]);
  });

  test('A7: many switches at once end on one of the branches, whole', async () => {
    const leaves = ['f', 'f2', 'd2', 'd3', 'b2'];
    await Promise.all(Array.from({ length: 20 }, (_, index) => switchTo(leaves[index % 5] ?? '')));
    const branch = await shown();
    expect(BRANCHES.map(([, texts]) => texts)).toContainEqual(branch);
    expect(await walk('newer', 2)).toEqual(branch);
  });

  test('A7, B7: a branch near the end costs the same in a long conversation as in a short one', async () => {
    const [long, tree] = await writeTree(person.id);
    const chain = Array.from({ length: 5_000 }, () => randomUUIDv7());
    await asSystem(server, async (tx) => {
      const common = { conversationId: long, ownerId: person.id, role: 'user', text: 'x' };
      await tx.message.createMany({
        data: chain.map((one, index) => ({
          id: one,
          ...common,
          parentId: chain[index - 1] ?? tree.get('f') ?? '',
        })),
      });
      const last = { id: randomUUIDv7(), ...common, parentId: chain.at(-2) ?? '', selected: false };
      await tx.message.create({ data: last });
      await tx.conversation.update({ where: { id: long }, data: { activeLeafId: last.id } });
    });
    const text = 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM branch_switch($1, NULL, $2, $3)';
    type Row = { 'QUERY PLAN': [{ Plan: Record<string, number> }] };
    const blocks = async (message: string): Promise<number> => {
      const statement = { name: randomUUIDv7(), text };
      const [row] = await server.app.database.sql.query<Row>(statement, [person.id, long, message]);
      const plan = row?.['QUERY PLAN'][0].Plan ?? {};
      return (plan['Shared Hit Blocks'] ?? Number.NaN) + (plan['Shared Read Blocks'] ?? Number.NaN);
    };
    // The first call of a connection plans, which reads the catalogue.
    for (let call = 0; call < 10; call++) await blocks(chain.at(-1) ?? '');
    expect(await blocks(chain.at(-1) ?? '')).toBeLessThan(1_000);
  });

  test("F3: what is somebody else's is answered as what is not there, and stays as it was", async () => {
    const stranger = await signUp(server);
    const [theirs, foreign] = await writeTree(stranger.id);
    const [own, other] = await writeTree(person.id);
    const cases: [conversation: string, message: string, what: string][] = [
      [theirs, foreign.get('c2') ?? '', 'conversation'],
      [randomUUIDv7(), foreign.get('c2') ?? '', 'conversation'],
      [conversationId, foreign.get('c2') ?? '', 'message'],
      [conversationId, other.get('c2') ?? '', 'message'],
      [own, randomUUIDv7(), 'message'],
    ];
    for (const [conversation, messageId, what] of cases) {
      const refused = { data: { appCode: 'not_found' }, message: expect.stringContaining(what) };
      const input = { conversationId: conversation, messageId };
      await expect(client().conversation.switchBranch.mutate(input)).rejects.toMatchObject(refused);
    }
    const anonymous = { conversationId, messageId: id('c2') };
    await expect(trpc(server).conversation.switchBranch.mutate(anonymous)).rejects.toMatchObject({
      data: { appCode: 'not_found' },
    });
    expect(await shown()).toEqual(MAIN);
    const page = await trpc(server, stranger.token).conversation.history.query({ conversationId: theirs });
    expect(textsOf(page)).toEqual(MAIN);
  });
});

describe('conversation.history', () => {
  test('A7: each message names what is in its place, itself too, oldest first', async () => {
    const siblings = async () =>
      (await history()).messages.map(({ text, siblingIds }) => [text, names(siblingIds)]);
    expect(await siblings()).toEqual([
      ['a', ['a', 'a2']],
      ['b', ['b']],
      ['c', ['c', 'c2']],
      ['d', ['d']],
      ['e', ['e', 'e2']],
      ['f', ['f']],
    ]);
    await switchTo('d3');
    expect((await siblings()).slice(-2)).toEqual([
      ['c2', ['c', 'c2']],
      ['d3', ['d2', 'd3']],
    ]);
  });

  test('A7: of more than a hundred siblings it names this one and the newest', async () => {
    const many = Array.from({ length: 150 }, () => randomUUIDv7()).sort();
    await asSystem(server, (tx) =>
      tx.message.createMany({
        data: many.map((one) => ({
          id: one,
          conversationId,
          ownerId: person.id,
          parentId: id('e'),
          role: 'assistant',
          text: 'again',
          selected: false,
        })),
      }),
    );
    const last = (await history()).messages.at(-1);
    expect(last?.siblingIds).toEqual([id('f'), ...many.slice(-99)]);
  });

  test('A7: from a message of another branch one goes on along that branch', async () => {
    expect(textsOf(await history({ cursor: id('c2'), direction: 'newer' }))).toEqual(['d2']);
    expect(textsOf(await history({ cursor: id('d3') }))).toEqual(['a', 'b', 'c2']);
  });

  test('A1: the export is of the branch that is shown', async () => {
    await switchTo('d3');
    const { content } = await client().conversation.export.query({ conversationId });
    expect(textsOf(JSON.parse(content))).toEqual(['a', 'b', 'c2', 'd3']);
  });
});
