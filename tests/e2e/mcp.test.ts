import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type McpClient, mcpClients } from '../harness/mcp-clients.ts';
import { callTool, eras } from '../harness/mcp-raw.ts';
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

const TOOLS = ['create_task', 'list_tasks', 'get_task', 'update_task', 'complete_task', 'delete_task'];

describe.each(Object.entries(mcpClients))('%s', (_, connect) => {
  test('C4, D3: lists the tools and calls each', async () => {
    await using client = await connect(server, person.token);
    expect(await client.list()).toEqual(TOOLS);
    const created = await client.call('create_task', { title: 'Buy groceries', description: 'Milk' });
    const task = {
      id: expect.any(String),
      title: 'Buy groceries',
      description: 'Milk',
      completed: false,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    };
    expect(created).toEqual({ isError: false, structured: task, text: JSON.stringify(created.structured) });
    const { id } = created.structured as { id: string };
    expect((await client.call('list_tasks')).structured).toEqual({ tasks: [task], next_cursor: null });
    expect((await client.call('get_task', { id })).structured).toEqual(created.structured);
    expect((await client.call('update_task', { id, new_title: 'Buy food' })).structured).toMatchObject({
      title: 'Buy food',
      description: 'Milk',
    });
    expect((await client.call('complete_task', { title: 'food' })).structured).toMatchObject({
      id,
      completed: true,
    });
    expect((await client.call('delete_task', { id })).structured).toEqual({ id, deleted: true });
    expect((await trpc(server, person.token).task.list.query({})).tasks).toEqual([]);
  });

  test("F3, D3: fifty calls of two people at once get each their own answers, and nobody else's", async () => {
    const people = [person, await signUp(server)];
    const clients = await Promise.all(people.map(({ token }) => connect(server, token)));
    await Promise.all(Array.from({ length: 25 }, (_, number) => clients.map(answered(number))).flat());
    for (const [index, client] of clients.entries()) {
      const { structured } = await client.call('list_tasks', { limit: 50 });
      const { tasks } = structured as { tasks: { title: string }[] };
      expect(tasks).toHaveLength(25);
      expect(tasks.every(({ title }) => title.startsWith(`person ${index} `))).toBe(true);
      await client[Symbol.asyncDispose]();
    }
  });
});

/** One call of a person's, which has to be answered with what it asked for. */
const answered = (number: number) => async (client: McpClient, index: number) => {
  const title = `person ${index} task ${number}`;
  expect((await client.call('create_task', { title })).structured).toMatchObject({ title });
};

test('F3, D3: messages of the same id that come at once are answered to those who sent them', async () => {
  const people = [person, await signUp(server), await signUp(server)];
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, number) => {
      const [who, era] = [number % people.length, eras[number % 2] ?? '2026-07-28'];
      const title = `person ${who} task ${number}`;
      const { rpc } = await callTool(server, era, people[who]?.token ?? '', 'create_task', { title }, 7);
      return { title, id: rpc.id, structured: rpc.result?.['structuredContent'] };
    }),
  );
  for (const { title, id, structured } of answers) {
    expect([id, structured]).toEqual([7, expect.objectContaining({ title })]);
  }
  for (const [who, { token }] of people.entries()) {
    const { tasks } = await trpc(server, token).task.list.query({});
    expect(tasks).toHaveLength(20);
    expect(tasks.every(({ title }) => title.startsWith(`person ${who} `))).toBe(true);
  }
});

test("F3, D3: somebody else's task is out of reach by every argument of every tool", async () => {
  const mine = await trpc(server, person.token).task.create.mutate({ title: 'secret', description: 'plan' });
  const other = await signUp(server);
  const unknown = '01900000-0000-7000-8000-000000000000';
  const cursor = Buffer.from(JSON.stringify(['newest', '2999-01-01T00:00:00.000Z', mine.id])).toString(
    'base64url',
  );
  await using client = await mcpClients['@modelcontextprotocol/client'](server, other.token);
  const args = [
    ['get_task', {}],
    ['complete_task', {}],
    ['update_task', { new_title: 'theirs' }],
    ['delete_task', {}],
  ] as const;
  for (const [tool, rest] of args) {
    const [foreign, missing] = [
      await client.call(tool, { id: mine.id, ...rest }),
      await client.call(tool, { id: unknown, ...rest }),
    ];
    expect(foreign).toEqual({ isError: true, text: 'No such task', structured: undefined });
    expect(foreign).toEqual(missing);
    if (tool === 'get_task') continue;
    for (const title of ['secret', 'sec', 'SECRET']) {
      expect(await client.call(tool, { title, ...rest })).toEqual(foreign);
    }
  }
  for (const filter of [{}, { search: 'secret' }, { search: 'plan' }, { cursor }, { status: 'open' }]) {
    expect((await client.call('list_tasks', filter)).structured).toEqual({ tasks: [], next_cursor: null });
  }
  for (const name of ['user_id', 'owner_id', 'userId', 'actor']) {
    for (const tool of TOOLS) {
      expect((await client.call(tool, { [name]: person.id, title: 'x', id: mine.id })).isError).toBe(true);
    }
  }
  expect(await trpc(server, person.token).task.get.query({ taskId: mine.id })).toEqual(mine);
});

test('D3: the tools say of themselves what they take, what they answer and what they do', async () => {
  const client = new Client(
    { name: 'tests', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  const requestInit = { headers: { Authorization: `Bearer ${person.token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit }));
  const { tools } = await client.listTools();
  await client.close();
  await expect(`${JSON.stringify(tools, null, 2)}\n`).toMatchFileSnapshot('./mcp-tools.snap');
});
