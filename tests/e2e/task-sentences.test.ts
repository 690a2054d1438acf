import { expect, test } from 'vitest';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { call } from '../harness/call.ts';
import { mcpClients } from '../harness/mcp-clients.ts';
import { signUp } from '../harness/people.ts';
import { startServer } from '../harness/start-server.ts';

const NAMES = ['create_task', 'list_tasks', 'get_task', 'update_task', 'complete_task', 'delete_task'];

/** The tools of the server's own /mcp, for a token that is known later. */
function toolsOverHttp() {
  const caller =
    Promise.withResolvers<Awaited<ReturnType<(typeof mcpClients)['@modelcontextprotocol/client']>>>();
  const tools = NAMES.map(
    (name): AgentTool => ({
      name,
      description: name,
      parameters: { type: 'object' },
      idempotent: true,
      needsApproval: false,
      execute: async (args) => {
        const client = await caller.promise;
        const { isError, text, structured } = await client.call(name, args as Record<string, unknown>);
        return { isError, value: isError ? text : structured };
      },
    }),
  );
  return { tools, caller };
}

test('D1, C9: with no key, sentences change real tasks', async () => {
  const { tools, caller } = toolsOverHttp();
  await using server = await startServer({ config: { model: null }, overrides: { tools } });
  const { token } = await signUp(server);
  await using client = await mcpClients['@modelcontextprotocol/client'](server, token);
  caller.resolve(client);
  let conversation: unknown = null;
  const say = async (message: string) => {
    const { body } = await call(`${server.url}/api/chat`, {
      body: { message, conversation_id: conversation },
      token,
    });
    conversation = body['conversation_id'];
    return body;
  };
  const tasks = async () => {
    const { body } = await call<{ tasks: { title: string; completed: boolean }[] }>(
      `${server.url}/api/tasks`,
      { token },
    );
    return body.tasks.map(({ title, completed }) => (completed ? `${title} ✓` : title)).sort();
  };

  expect(await say('Add buy groceries and call mum to my list')).toMatchObject({
    response: 'Added “buy groceries” and “call mum” to your list.',
    tool_calls: [
      { tool: 'create_task', arguments: { title: 'buy groceries' } },
      { tool: 'create_task', arguments: { title: 'call mum' } },
    ],
  });
  expect(await tasks()).toEqual(['buy groceries', 'call mum']);
  await say('rename buy groceries to buy oat milk');
  await say('mark it as done');
  expect(await tasks()).toEqual(['buy oat milk ✓', 'call mum']);
  expect(await say('show completed tasks')).toMatchObject({
    response: '1 task is done:\n1. “buy oat milk”',
    tool_calls: [{ tool: 'list_tasks', arguments: { status: 'completed' } }],
  });
  expect((await say('delete all completed tasks'))['response']).toBe('Deleted “buy oat milk”.');
  expect((await say('Mark the dentist as done'))['response']).toBe(
    'I found no task “dentist”. Your tasks:\n1. “call mum”',
  );
  expect(await tasks()).toEqual(['call mum']);
});
