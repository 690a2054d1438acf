import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type McpClient, mcpClients } from '../harness/mcp-clients.ts';
import { signUp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

interface Task {
  id: string;
  title: string;
  description: string | null;
  completed: boolean;
}

let server: TestServer;
let client: McpClient;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  const { token } = await signUp(server);
  client = await mcpClients['@modelcontextprotocol/client'](server, token);
});

const add = async (title: string, done = false, description?: string): Promise<string> => {
  const { structured } = await client.call('create_task', { title, ...(description && { description }) });
  const { id } = structured as Task;
  if (done) await client.call('complete_task', { id });
  return id;
};
const list = async (args: Record<string, unknown> = {}): Promise<Task[]> =>
  ((await client.call('list_tasks', args)).structured as { tasks: Task[] }).tasks;
/** The titles, with a tick at what is done. */
const told = async () => (await list()).map(({ title, completed }) => (completed ? `✓ ${title}` : title));

describe('a title in place of an id', () => {
  test('C4, D1: completes what it is a part of, among what is open', async () => {
    await add('Buy groceries', true);
    await add('Order groceries');
    await add('Call Ada');
    expect((await client.call('complete_task', { title: 'GROCERIES' })).structured).toMatchObject({
      title: 'Order groceries',
      completed: true,
    });
    expect(await told()).toEqual(['Call Ada', '✓ Order groceries', '✓ Buy groceries']);
  });

  test('C4, D1: a whole title goes before a part of another', async () => {
    await add('milk');
    await add('milk shake');
    await client.call('complete_task', { title: 'Milk' });
    expect(await told()).toEqual(['milk shake', '✓ milk']);
  });

  test.each([
    ['complete_task', {}],
    ['update_task', { new_title: 'Bread' }],
    ['delete_task', {}],
  ])('C4: %s of several is an error that lists them', async (tool, rest) => {
    const ids = [await add('Buy milk'), await add('buy MILK')];
    const before = await list();
    const answer = await client.call(tool, { title: 'Buy milk', ...rest });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/^Which one\? Call again with its id: \[/);
    for (const id of ids) expect(answer.text).toContain(id);
    expect(await list()).toEqual(before);
    expect((await client.call(tool, { id: ids[0], title: 'Buy milk', ...rest })).isError).toBe(false);
  });

  test.each([
    ['update_task', { new_title: 'Bread' }],
    ['delete_task', {}],
  ])('C4: %s takes a whole title alone, and tells of those that it is a part of', async (tool, rest) => {
    const id = await add('Buy milk');
    const answer = await client.call(tool, { title: 'milk', ...rest });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(id) });
    expect(await told()).toEqual(['Buy milk']);
  });

  test.each([
    ['complete_task', { title: 'milk' }],
    ['update_task', { title: 'milk', new_title: 'bread' }],
    ['delete_task', { title: 'milk' }],
  ])('C4, B5: %s that is repeated changes nothing else', async (tool, args) => {
    await add('milk shake');
    await add('milk');
    expect((await client.call(tool, args)).isError).toBe(false);
    const after = await list();
    await client.call(tool, args);
    expect(await list()).toEqual(after);
    expect(after.map(({ title }) => title)).toContain('milk shake');
  });

  test('C4: a wildcard is a letter like any other', async () => {
    await add('milk');
    for (const title of ['%', '_ilk', 'm\\ilk']) {
      expect(await client.call('complete_task', { title })).toMatchObject({ text: 'No such task' });
    }
  });

  test.each(['complete_task', 'update_task', 'delete_task'])(
    'C4: %s of nothing says what it needs',
    async (tool) => {
      expect(await client.call(tool)).toEqual({
        isError: true,
        text: 'Name the task: give its id, or its title',
        structured: undefined,
      });
    },
  );
});

test('C4: update_task changes what is given: title, description, whether it is done', async () => {
  const id = await add('Buy milk', true, 'two bottles');
  const update = async (args: Record<string, unknown>) =>
    (await client.call('update_task', { id, ...args })).structured;
  expect(await update({ completed: false })).toMatchObject({ title: 'Buy milk', completed: false });
  expect(await update({ new_title: ' Buy bread ' })).toMatchObject({
    title: 'Buy bread',
    description: 'two bottles',
  });
  expect(await update({ description: null })).toMatchObject({ title: 'Buy bread', description: null });
});

test('C4: list_tasks takes the filters and the cursor of the list', async () => {
  for (const title of ['a', 'b', 'c']) await add(title, title === 'b');
  expect((await list({ status: 'open', order: 'title' })).map(({ title }) => title)).toEqual(['a', 'c']);
  expect((await list({ search: 'B' })).map(({ title }) => title)).toEqual(['b']);
  const first = await client.call('list_tasks', { limit: 2 });
  const { next_cursor: cursor } = first.structured as { next_cursor: string };
  expect((await list({ limit: 2, cursor })).map(({ title }) => title)).toEqual(['a']);
});

test('C4: a list has the beginnings of descriptions, and get_task the whole', async () => {
  const description = '🥛'.repeat(2_500);
  const id = await add('Long', false, description);
  const [listed] = await list();
  expect(listed?.description).toMatch(/^🥛{250}…$/u);
  expect((await client.call('get_task', { id })).structured).toMatchObject({ description });
});

test.each([
  ['create_task', 'no title', {}, 'title'],
  ['create_task', 'a blank title', { title: ' ' }, 'title'],
  ['create_task', 'a long title', { title: 'x'.repeat(201) }, 'title'],
  ['create_task', 'a long description', { title: 'x', description: 'x'.repeat(5_001) }, 'description'],
  ['list_tasks', 'too many', { limit: 51 }, 'limit'],
  ['list_tasks', 'an unknown status', { status: 'done' }, 'status'],
  ['list_tasks', 'a bad cursor', { cursor: 'nonsense' }, 'cursor'],
  ['get_task', 'a bad id', { id: '1' }, 'id'],
  ['update_task', 'a bad id', { id: '1' }, 'id'],
])('C4: %s with %s is an error that names the argument', async (tool, _, args, field) => {
  expect(await client.call(tool, args)).toMatchObject({
    isError: true,
    text: expect.stringContaining(field),
  });
  expect(await list()).toEqual([]);
});
