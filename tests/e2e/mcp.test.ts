import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mcpClients } from '../harness/mcp-clients.ts';
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
});
