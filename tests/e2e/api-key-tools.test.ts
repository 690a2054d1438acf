import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { askWithTools, makeToolBot } from '../harness/tool-turns.ts';
import { startWaiting } from '../harness/waiting.ts';

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  person = await signUp(server);
});

const create = { name: 'create_task', arguments: { title: 'Buy milk' } };
const list = { name: 'list_tasks', arguments: {} };
const lacking = (scope: string) => `The API key lacks the scope ${scope}`;

/** A key of the person's own. */
async function makeKey(...scopes: string[]): Promise<string> {
  const made = await call<{ secret: string }>(`${server.url}/api/auth/api-keys`, {
    body: { name: 'a key', scopes },
    token: person.token,
  });
  return made.body.secret;
}

const titles = async () => {
  const { tasks } = await trpc(server, person.token).task.list.query({});
  return tasks.map(({ title }) => title);
};

test.each([
  { scopes: ['chat'], listing: lacking('tasks:read'), creating: lacking('tasks:write') },
  { scopes: ['chat', 'tasks:read'], listing: null, creating: lacking('tasks:write') },
  { scopes: ['chat', 'tasks:write'], listing: lacking('tasks:read'), creating: null },
  { scopes: ['chat', 'tasks:read', 'tasks:write'], listing: null, creating: null },
])(
  'F2, C4: what a key with $scopes may do, the tools of its runs may',
  async ({ scopes, listing, creating }) => {
    const token = await makeKey(...scopes);
    const { status, calls } = await askWithTools(server, { token, calls: [[list], [create]] });
    expect(status).toBe('completed');
    const refused = (reason: string | null) =>
      reason === null ? { isError: false } : { isError: true, result: reason };
    expect(calls).toMatchObject([refused(listing), refused(creating)]);
    expect(await titles()).toEqual(creating === null ? ['Buy milk'] : []);
  },
);

test('F2, C6: a run that waited is bound as when it was asked for, whoever allows it', async () => {
  const bot = await makeToolBot(server, person.token, {
    builtIn: ['tasks'],
    approval: { create_task: 'always' },
  });
  for (const [scopes, made] of [
    [['chat'], []],
    [['chat', 'tasks:write'], ['Buy milk']],
  ]) {
    const token = await makeKey(...(scopes ?? []));
    const { runId, approvalIds, open } = await startWaiting(server, {
      token,
      botId: bot.id,
      calls: [create],
    });
    const allowed = await call(`${server.url}/api/v1/runs/${runId}/approve`, {
      body: { approval_id: approvalIds[0], decision: 'approve' },
      token: person.token,
    });
    expect(allowed.status).toBe(200);
    const events = await open.all();
    expect(events.at(-1)?.data['status']).toBe('completed');
    expect(await titles()).toEqual(made);
  }
});
