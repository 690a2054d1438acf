import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

interface Key {
  id: string;
  name: string;
  scopes: string[];
  prefix: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  person = await signUp(server);
});

const keys = `/api/auth/api-keys`;
const create = (body: unknown, token = person.token) =>
  call<{ api_key: Key; secret: string }>(`${server.url}${keys}`, { body, token });
const list = (token = person.token) => call<{ api_keys: Key[] }>(`${server.url}${keys}`, { token });
const revoke = (id: string, token = person.token) =>
  call(`${server.url}${keys}/${id}`, { method: 'DELETE', token });
const conversations = (token: string) => call(`${server.url}/api/v1/conversations`, { token });
const made = async (...scopes: string[]) => (await create({ name: 'a key', scopes })).body;

test('F2: a key is answered with its secret once, and listed without it, newest first', async () => {
  const created = await create({ name: 'laptop', scopes: ['chat', 'chat'], expires_in_days: 30 });
  expect(created.status).toBe(201);
  const { api_key, secret } = created.body;
  expect(created.body).toEqual({
    api_key: {
      id: expect.any(String),
      name: 'laptop',
      scopes: ['chat'],
      prefix: secret.slice(0, 10),
      created_at: expect.any(String),
      expires_at: expect.any(String),
      last_used_at: null,
    },
    secret: expect.stringMatching(/^plk_[\w-]{43}$/),
  });
  const days = (Date.parse(api_key.expires_at ?? '') - Date.parse(api_key.created_at)) / 86_400_000;
  expect(days).toBeCloseTo(30, 2);
  const second = (await made('conversations:read')).api_key;
  const listed = await list();
  expect(listed.body).toEqual({ api_keys: [second, api_key] });
  expect(JSON.stringify(listed.body)).not.toContain(secret);
});

test('F2, H3: only a digest of it is in the database, and nothing of it in the log', async () => {
  const { api_key, secret } = await made('conversations:read');
  await conversations(secret);
  const row = await asSystem(server, (tx) => tx.apiKey.findUniqueOrThrow({ where: { id: api_key.id } }));
  const digest = createHash('sha256').update(secret).digest();
  expect(Buffer.from(row.keyHash)).toEqual(digest);
  const { keyHash: _, ...rest } = row;
  expect(JSON.stringify(rest)).not.toContain(secret.slice(10));
  expect(JSON.stringify(server.logs)).not.toContain(secret);
});

test('F2: a key may do what its scopes say and nothing else', async () => {
  const { conversationId } = await trpc(server, person.token).chat.send.mutate({ message: 'Hello' });
  const one = `${server.url}/api/v1/conversations/${conversationId}`;
  const tries: Record<string, (token: string) => Promise<Answer>> = {
    list: conversations,
    history: (token) => call(`${one}/messages`, { token }),
    rename: (token) => call(one, { method: 'PATCH', body: { title: 'Renamed' }, token }),
    chat: (token) => call(`${server.url}/chat`, { body: { message: 'Hello' }, token }),
    userChat: (token) => call(`${server.url}/api/chat`, { body: { message: 'Hello' }, token }),
    me: (token) => call(`${server.url}/api/auth/me`, { token }),
    makeKey: (token) => call(`${server.url}${keys}`, { body: { name: 'k', scopes: ['chat'] }, token }),
    deleteAccount: (token) =>
      call(`${server.url}/api/auth/delete-account`, { body: { password: person.password }, token }),
    staff: (token) =>
      call(`${server.url}/api/v1/admin/users/${person.id}/active`, { body: { active: true }, token }),
  };
  const allowed = async (scope: string) => {
    const { secret } = await made(scope);
    const statuses: [string, number][] = [];
    for (const [name, attempt] of Object.entries(tries))
      statuses.push([name, (await attempt(secret)).status]);
    expect(statuses.filter(([, status]) => status !== 200 && status !== 403)).toEqual([]);
    return statuses.filter(([, status]) => status === 200).map(([name]) => name);
  };
  expect(await allowed('conversations:read')).toEqual(['list', 'history']);
  expect(await allowed('conversations:write')).toEqual(['rename']);
  expect(await allowed('chat')).toEqual(['chat', 'userChat']);
});

test('F2: when it was last used is shown', async () => {
  const { secret } = await made('conversations:read');
  await conversations(secret);
  const { last_used_at } = (await list()).body.api_keys[0] ?? {};
  expect(Math.abs(Date.now() - Date.parse(last_used_at ?? ''))).toBeLessThan(60_000);
});

test('F2: one that has expired is refused', async () => {
  const { api_key, secret } = await made('conversations:read');
  expect((await conversations(secret)).status).toBe(200);
  await asSystem(server, (tx) =>
    tx.apiKey.update({ where: { id: api_key.id }, data: { expiresAt: new Date(Date.now() - 1) } }),
  );
  expect((await conversations(secret)).status).toBe(401);
});

test('F2: one that was revoked is refused at once, and gone from the list', async () => {
  const { api_key, secret } = await made('conversations:read');
  expect((await conversations(secret)).status).toBe(200);
  expect(await revoke(api_key.id)).toMatchObject({ status: 200, body: { revoked: true } });
  expect((await conversations(secret)).status).toBe(401);
  expect((await revoke(api_key.id)).status).toBe(404);
  expect((await list()).body.api_keys).toEqual([]);
});

test("F3: somebody else's key can be neither seen nor revoked", async () => {
  const { api_key, secret } = await made('conversations:read');
  const other = await signUp(server);
  expect((await list(other.token)).body.api_keys).toEqual([]);
  expect((await revoke(api_key.id, other.token)).status).toBe(404);
  expect((await conversations(secret)).status).toBe(200);
});

test.each([
  ['no name', { name: '', scopes: ['chat'] }, 'name'],
  ['no scope', { name: 'k', scopes: [] }, 'scopes'],
  ['an unknown scope', { name: 'k', scopes: ['admin'] }, 'scopes.0'],
  ['no time at all', { name: 'k', scopes: ['chat'], expires_in_days: 0 }, 'expires_in_days'],
])('F2, H4: a key with %s is a 400 that names the field', async (_, body, path) => {
  expect(await create(body)).toMatchObject({
    status: 400,
    body: { error: { details: { issues: [{ path }] } } },
  });
});

test('F2: a secret that was never given, or is not whole, is a 401', async () => {
  const { secret } = await made('conversations:read');
  for (const token of [`plk_${'x'.repeat(43)}`, secret.slice(0, -1), 'plk_', `${secret}x`]) {
    expect((await conversations(token)).status).toBe(401);
  }
});
