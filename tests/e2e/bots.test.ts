import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
let owner: Person;
let stranger: Person;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  owner = await signUp(server);
  stranger = await signUp(server);
});

const SECRET = 'Bearer the secret of the server';
const withServer = (url = 'https://mcp.example.com/mcp') => ({
  instructions: 'Be brief.',
  agentType: 'react' as const,
  tools: { servers: [{ name: 'weather', url }] },
});
const mine = () => trpc(server, owner.token).bot;
const make = (visibility: 'private' | 'link' | 'public' = 'private') =>
  mine().create.mutate({ name: 'Tutor', visibility, config: { instructions: 'Teach.' } });
const refused = (appCode: string) => ({ data: { appCode } });

test('C2: a bot is made with defaults, changed in versions, and each version is kept', async () => {
  const made = await make();
  expect(made).toMatchObject({
    name: 'Tutor',
    version: 1,
    own: true,
    visibility: 'private',
    authorizedServers: [],
  });
  expect(made.config).toMatchObject({ instructions: 'Teach.', agentType: 'chat', tools: { builtIn: [] } });
  const config = { ...made.config, temperature: 0.5 };
  const changed = await mine().update.mutate({ botId: made.id, config, expectedVersion: 1 });
  expect(changed).toMatchObject({ version: 2, config: { temperature: 0.5 } });
  await mine().update.mutate({ botId: made.id, name: 'Coach' });
  const first = await mine().versions.query({ botId: made.id, limit: 2 });
  expect(first.versions.map(({ version, name }) => [version, name])).toEqual([
    [3, 'Coach'],
    [2, 'Tutor'],
  ]);
  const rest = await mine().versions.query({ botId: made.id, cursor: first.nextCursor });
  expect(rest).toMatchObject({ versions: [{ version: 1, config: { temperature: null } }], nextCursor: null });
});

test('C2: of two changes to one version the second is refused and loses nothing', async () => {
  const { id } = await make();
  const change = (name: string) => mine().update.mutate({ botId: id, name, expectedVersion: 1 });
  const outcomes = await Promise.allSettled([change('First'), change('Second')]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(change('Third')).rejects.toMatchObject(refused('conflict'));
  expect((await mine().get.query({ botId: id })).version).toBe(2);
});

test('C2, F3: a private bot is there for its owner alone, a shared one for everybody, without its configuration', async () => {
  const bots = { private: await make('private'), link: await make('link'), public: await make('public') };
  const theirs = trpc(server, stranger.token);
  for (const [visibility, { id }] of Object.entries(bots)) {
    await expect(theirs.bot.get.query({ botId: id })).rejects.toMatchObject(refused('not_found'));
    await expect(theirs.bot.update.mutate({ botId: id, name: 'Mine' })).rejects.toMatchObject(
      refused('not_found'),
    );
    await expect(theirs.bot.versions.query({ botId: id })).rejects.toMatchObject(refused('not_found'));
    for (const client of [theirs, trpc(server)]) {
      const describe = () => client.bot.describe.query({ botId: id });
      const send = () => client.chat.send.mutate({ message: 'Hello', botId: id });
      if (visibility === 'private') {
        await expect(describe()).rejects.toMatchObject(refused('not_found'));
        await expect(send()).rejects.toMatchObject(refused('not_found'));
      } else {
        const described = await describe();
        expect(described).toMatchObject({ name: 'Tutor', own: false });
        expect(JSON.stringify(described)).not.toContain('Teach.');
        expect((await send()).message.text).not.toBe('');
      }
    }
  }
  const listed = async (client: ReturnType<typeof trpc>) => {
    const { bots: found } = await client.bot.list.query({ limit: 100 });
    return Object.entries(bots).flatMap(([name, { id }]) =>
      found.some((bot) => bot.id === id) ? [name] : [],
    );
  };
  expect(await listed(theirs)).toEqual(['public']);
  expect(await listed(trpc(server, owner.token))).toEqual(['private', 'link', 'public']);
  const { bots: own } = await mine().list.query({ whose: 'own' });
  expect(own.map(({ id }) => id)).toEqual([bots.public.id, bots.link.id, bots.private.id]);
});

test('C2, F3: a stranger is shut out of a conversation when its bot becomes private', async () => {
  const { id } = await make('link');
  const theirs = trpc(server, stranger.token);
  const { conversationId } = await theirs.chat.send.mutate({ message: 'Hello', botId: id });
  await mine().update.mutate({ botId: id, visibility: 'private' });
  await expect(theirs.chat.send.mutate({ message: 'And?', conversationId })).rejects.toMatchObject(
    refused('not_found'),
  );
});

test('C2, F1: conversations outlive a bot that is deleted, with or without its owner', async () => {
  const theirs = trpc(server, stranger.token);
  for (const remove of [
    (botId: string) => mine().delete.mutate({ botId }),
    () => trpc(server, owner.token).auth.deleteAccount.mutate({ password: owner.password }),
  ]) {
    const { id } = await make('public');
    const { conversationId } = await theirs.chat.send.mutate({ message: 'Hello', botId: id });
    await remove(id);
    const { messages } = await theirs.conversation.history.query({ conversationId });
    expect(messages).toHaveLength(2);
    expect((await theirs.conversation.get.query({ conversationId })).botId).toBeNull();
    await expect(theirs.chat.send.mutate({ message: 'And?', conversationId })).rejects.toMatchObject(
      refused('not_found'),
    );
  }
});

test('C2: what a server is called with is stored sealed, never answered, and gone when its address changes', async () => {
  const made = await mine().create.mutate({
    name: 'With tools',
    config: withServer(),
    authorizations: { weather: SECRET },
  });
  expect(made.authorizedServers).toEqual(['weather']);
  const { content } = await mine().export.query({ botId: made.id });
  const versions = await mine().versions.query({ botId: made.id });
  expect(JSON.stringify([made, content, versions, await mine().get.query({ botId: made.id })])).not.toContain(
    SECRET,
  );
  const rows = await asSystem(server, (tx) => tx.botCredential.findMany({ where: { botId: made.id } }));
  expect(rows).toHaveLength(1);
  expect(Buffer.from(rows[0]?.sealed ?? []).toString()).not.toContain('secret');
  const stored = () => server.app.deps.bots.authorizations(made.id, made.config);
  expect(await stored()).toEqual(new Map([['weather', SECRET]]));
  await mine().update.mutate({ botId: made.id, name: 'Other name' });
  expect(await stored()).toEqual(new Map([['weather', SECRET]]));
  const moved = await mine().update.mutate({
    botId: made.id,
    config: withServer('https://evil.example.com/mcp'),
  });
  expect(moved.authorizedServers).toEqual([]);
  expect(await server.app.deps.bots.authorizations(made.id, moved.config)).toEqual(new Map());
  await expect(
    mine().update.mutate({ botId: made.id, authorizations: { calendar: SECRET } }),
  ).rejects.toMatchObject(refused('bad_request'));
  const removed = await mine().update.mutate({
    botId: made.id,
    config: withServer(),
    authorizations: { weather: null },
  });
  expect(removed.authorizedServers).toEqual([]);
});

test('C2: an export is imported as a private bot of whoever imports it', async () => {
  const made = await mine().create.mutate({
    name: 'Weather bot',
    visibility: 'public',
    config: withServer(),
    authorizations: { weather: SECRET },
  });
  const { content, filename } = await mine().export.query({ botId: made.id });
  expect(filename).toMatch(/\.json$/);
  const copy = await trpc(server, stranger.token).bot.import.mutate({ content });
  expect(copy).toMatchObject({
    name: 'Weather bot',
    visibility: 'private',
    version: 1,
    authorizedServers: [],
    config: made.config,
  });
  expect(copy.id).not.toBe(made.id);
});

test.each([
  ['no JSON', '{'],
  ['another format', JSON.stringify({ format: 'x', name: 'A', config: { instructions: '' } })],
  [
    'an unknown field',
    JSON.stringify({ format: 'parlance.bot/1', name: 'A', config: { instructions: '', run: 'rm' } }),
  ],
  [
    'a stdio server',
    JSON.stringify({
      format: 'parlance.bot/1',
      name: 'A',
      config: { instructions: '', tools: { servers: [{ name: 'a', command: 'sh' }] } },
    }),
  ],
  [
    'a key of prototypes',
    '{"format":"parlance.bot/1","name":"A","config":{"__proto__":{},"instructions":""}}',
  ],
  ['a NUL', JSON.stringify({ format: 'parlance.bot/1', name: 'A\0', config: { instructions: '' } })],
])('C2, H4: an import with %s is refused, and the field is named', async (_, content) => {
  const { status, body } = await call<{ error: { details: { issues: { path: string }[] } } }>(
    `${server.url}/api/v1/bots/import`,
    { body: { content }, token: owner.token },
  );
  expect(status).toBe(400);
  expect(body.error.details.issues[0]?.path).toMatch(/^content/);
});

test.each([
  [{ instructions: 'x', agent_type: 'shell' }, 'config.agent_type'],
  [
    { instructions: 'x', tools: { servers: [{ name: 'UPPER', url: 'https://a.example' }] } },
    'config.tools.servers.0.name',
  ],
  [
    { instructions: 'x', tools: { servers: [{ name: 'a', url: 'file:///etc/passwd' }] } },
    'config.tools.servers.0.url',
  ],
  [{ instructions: 'x', allowed_origins: ['https://a.example/path'] }, 'config.allowed_origins.0'],
  [{ instructions: 'x', temperature: 3 }, 'config.temperature'],
  [{ instructions: 'x', command: ['sh'] }, 'config'],
])('C2, H4: a configuration %j is refused by the field %s', async (config, path) => {
  const { status, body } = await call<{ error: { details: { issues: { path: string }[] } } }>(
    `${server.url}/api/v1/bots`,
    { body: { name: 'A bot', config }, token: owner.token },
  );
  expect(status).toBe(400);
  expect(body.error.details.issues.map((issue) => issue.path.toLowerCase().replaceAll('_', ''))).toContain(
    path.toLowerCase().replaceAll('_', ''),
  );
});

test('C2: a run says which version of its bot it was answered by', async () => {
  const { id } = await make();
  const client = trpc(server, owner.token);
  const first = await client.chat.send.mutate({ message: 'Hello', botId: id });
  await mine().update.mutate({ botId: id, name: 'Second' });
  const second = await client.chat.send.mutate({ message: 'And?', conversationId: first.conversationId });
  const versionOf = async (runId: string) => (await client.chat.run.query({ runId })).botVersion;
  expect([await versionOf(first.runId), await versionOf(second.runId)]).toEqual([1, 2]);
});

test('C2, F3: a list of bots goes on where it was, and takes no foreign cursor', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.unshift((await make()).id);
  const page = (cursor?: string | null) =>
    mine().list.query({ whose: 'own', limit: 2, cursor: cursor ?? null });
  const first = await page();
  const second = await page(first.nextCursor);
  const third = await page(second.nextCursor);
  expect([...first.bots, ...second.bots, ...third.bots].map(({ id }) => id)).toEqual(ids);
  expect(third.nextCursor).toBeNull();
  await expect(page(randomUUIDv7())).rejects.toMatchObject(refused('bad_request'));
});
