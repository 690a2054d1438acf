import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asSystem } from '../harness/one-of-each.ts';
import { type OutsideMcp, startOutsideMcp } from '../harness/outside-mcp.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { askWithTools, makeToolBot, toolNames } from '../harness/tool-turns.ts';

let outside: OutsideMcp;
let server: TestServer;
let person: Person;
beforeAll(async () => {
  outside = await startOutsideMcp();
  server = await startServer({ config: { egressAllow: [outside.host] } });
});
afterAll(async () => {
  await server.close();
  await outside[Symbol.asyncDispose]();
});
beforeEach(async () => {
  person = await signUp(server);
});

const at = (url: string, name = 'out') => ({ name, url, tools: null });
const makeBot = (authorization?: string) =>
  makeToolBot(
    server,
    person.token,
    { servers: [at(outside.url)] },
    authorization === undefined ? {} : { authorizations: { out: authorization } },
  );

describe('saving a bot', () => {
  const refusal = (path: string) => ({
    data: { appCode: 'bad_request', details: { issues: [{ path, message: expect.any(String) }] } },
  });
  const config = (url: string, tools = {}) => ({
    instructions: '',
    agentType: 'react' as const,
    tools: { servers: [at('https://mcp.example.com/'), at(url, 'second')], ...tools },
  });

  test.each([
    'http://mcp.example.com/mcp',
    'https://127.0.0.1/mcp',
    'https://2130706433/mcp',
    'https://[::ffff:169.254.169.254]/',
    'https://localhost./',
    'https://me:secret@mcp.example.com/',
  ])('C2, C4: with %s for a server is refused, and the field is named', async (url) => {
    const mine = trpc(server, person.token).bot;
    const field = 'config.tools.servers.1.url';
    const create = mine.create.mutate({ name: 'x', config: config(url) });
    await expect(create).rejects.toMatchObject(refusal(field));
    const bot = await makeBot();
    const update = mine.update.mutate({ botId: bot.id, config: config(url) });
    await expect(update).rejects.toMatchObject(refusal(field));
    const content = JSON.stringify({ format: 'parlance.bot/1', name: 'x', config: config(url) });
    await expect(mine.import.mutate({ content })).rejects.toMatchObject(refusal(`content.${field}`));
  });

  test('C2, C4: asks nobody, and neither does an import', async () => {
    const bot = await makeBot('Bearer x');
    const { content } = await trpc(server, person.token).bot.export.query({ botId: bot.id });
    await trpc(server, person.token).bot.import.mutate({ content });
    expect(outside.received).toEqual([]);
  });

  test('C2: with one name for two servers is refused', async () => {
    const create = trpc(server, person.token).bot.create.mutate({
      name: 'x',
      config: config(outside.url, { operatorServers: ['second'] }),
    });
    await expect(create).rejects.toMatchObject(refusal('config.tools.servers.1.name'));
  });

  test('C4: does not help who gets past it: a run reaches nothing that is not public', async () => {
    const bot = await makeBot();
    const hidden = await startOutsideMcp();
    const stored = { ...bot.config, tools: { ...bot.config.tools, servers: [at(hidden.url)] } };
    await asSystem(server, (tx) => tx.bot.update({ where: { id: bot.id }, data: { config: stored } }));
    const { asked, status } = await askWithTools(server, { token: person.token, botId: bot.id, calls: [] });
    expect(status).toBe('completed');
    expect(asked[0] && toolNames(asked[0])).toEqual([]);
    expect(hidden.received).toEqual([]);
    await hidden[Symbol.asyncDispose]();
  });
});
