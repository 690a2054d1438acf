import {
  type AuthChange,
  createChat,
  createParlanceClient,
  type RunEvent,
  type TextStorage,
  webTokens,
} from '@parlance/client-sdk';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';
import { type SharedStorage, sharedStorage } from './shared-page.ts';
import { failure, heldBack, newcomer, spoil, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** A browser's storage, which its tabs share. */
function textStorage(): TextStorage & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => void texts.set(key, value),
    removeItem: (key) => void texts.delete(key),
  };
}

test('G1: tokens in a web storage outlive the client', async () => {
  const storage = textStorage();
  const before = watchedClient(server.url, { tokens: webTokens(storage) });
  const { user } = await before.parlance.auth.signup.mutate(newcomer());
  const after = watchedClient(server.url, { tokens: webTokens(storage) });
  expect((await after.parlance.auth.me.query()).user.id).toBe(user.id);
  await after.parlance.signOut();
  expect(storage.texts.size).toBe(0);
});

test('G1 F1: tabs that share a storage take turns, so no refresh token is used twice', async () => {
  const storage = textStorage();
  const tabs = Array.from({ length: 4 }, () => watchedClient(server.url, { tokens: webTokens(storage) }));
  await tabs[0]?.parlance.auth.signup.mutate(newcomer());
  await spoil(webTokens(storage), 'ended');
  await Promise.all(tabs.map(({ parlance }) => parlance.auth.me.query()));
  expect(tabs.reduce((sum, { count }) => sum + count('auth.refresh'), 0)).toBe(1);
});

test('G1, F1: tabs without Web Locks that refresh at once stay signed in', async () => {
  const { navigator } = globalThis;
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: {} });
  onTestFinished(() => void Object.defineProperty(globalThis, 'navigator', { value: navigator }));
  const storage = textStorage();
  const tabs = Array.from({ length: 4 }, () => watchedClient(server.url, { tokens: webTokens(storage) }));
  const { user } = (await tabs[0]?.parlance.auth.signup.mutate(newcomer())) ?? {};
  for (let round = 1; round <= 2; round++) {
    await spoil(webTokens(storage), 'ended');
    const answers = await Promise.all(tabs.map(({ parlance }) => parlance.auth.me.query()));
    expect(answers).toEqual(tabs.map(() => ({ user })));
    expect(tabs.map(({ count }) => count('auth.refresh'))).toEqual(tabs.map(() => round));
  }
  expect(tabs.flatMap(({ signedOut }) => signedOut)).toEqual([]);
});

test('G1, F1: a tab and its copy go on while they refresh at about the same time', async () => {
  const storages = [textStorage(), textStorage()] as const;
  const [one, copy] = storages.map((storage) => watchedClient(server.url, { tokens: webTokens(storage) }));
  const { user } = (await one?.parlance.auth.signup.mutate(newcomer())) ?? {};
  for (const [key, value] of storages[0].texts) storages[1].setItem(key, value);
  for (let round = 0; round < 2; round++) {
    for (const storage of storages) await spoil(webTokens(storage), 'ended');
    expect(await one?.parlance.auth.me.query()).toEqual({ user });
    expect(await copy?.parlance.auth.me.query()).toEqual({ user });
  }
});

test('G1, F1: calls of another tab that a change of password overtakes wait for it', async () => {
  const storage = textStorage();
  const change = heldBack('auth.changePassword');
  const one = watchedClient(server.url, { tokens: webTokens(storage), fetch: change.fetch });
  const two = watchedClient(server.url, { tokens: webTokens(storage) });
  const person = newcomer();
  const { user } = await one.parlance.auth.signup.mutate(person);
  const input = { currentPassword: person.password, newPassword: 'another horse battery' };
  const changed = one.parlance.auth.changePassword.mutate(input);
  await change.answered;
  const call = two.parlance.auth.me.query();
  await expect.poll(() => two.count('auth.me')).toBe(1);
  change.letGo();
  await changed;
  expect(await call).toEqual({ user });
  expect([one, two].flatMap(({ signedOut }) => signedOut)).toEqual([]);
});

test.each(['not JSON', '{"accessToken":1}', '[]', 'null'])(
  'G1: a web storage that holds %s holds no tokens',
  (text) => {
    const storage = textStorage();
    storage.setItem('parlance.tokens', text);
    expect(webTokens(storage).get()).toBeNull();
  },
);

/** A tab of a browser, and what it heard of who is signed in. */
function tab(storage: SharedStorage, url = server.url) {
  const changes: AuthChange[] = [];
  const client = watchedClient(url, { tokens: webTokens(storage) });
  client.parlance.onAuthChange((change) => changes.push(change));
  return { ...client, changes };
}

test('G1, F1: tabs hear of each other’s signing in and out, and not of a refresh', async () => {
  const storage = sharedStorage();
  const [one, two] = [tab(storage), tab(storage)];
  const { user } = await one.parlance.auth.signup.mutate(newcomer());
  await expect.poll(() => two.changes).toEqual([{ userId: user.id, reason: null }]);
  await spoil(webTokens(storage), 'ended');
  await one.parlance.auth.me.query();
  expect((await two.parlance.auth.me.query()).user.id).toBe(user.id);
  await one.parlance.signOut();
  await expect.poll(() => two.signedOut).toEqual(['logout']);
  expect(two.changes).toEqual([
    { userId: user.id, reason: null },
    { userId: null, reason: 'logout' },
  ]);
  expect(two.changes).toEqual(one.changes);
  expect(one.signedOut).toEqual(['logout']);
  two.sent.length = 0;
  expect(await failure(two.parlance.auth.me.query())).toMatchObject({ code: 'unauthorized' });
  expect(two.sent).toMatchObject([{ paths: ['auth.me'], bearer: null }]);
});

/** A tab with a stream that has begun, and whose connection can be cut. */
async function streaming(storage: SharedStorage) {
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  onTestFinished(() => proxy.shut().catch(() => {}));
  const gate = Promise.withResolvers<void>();
  onTestFinished(() => gate.resolve());
  server.model.script({ purpose: 'answer', text: ['Half ', 'an answer'], hold: gate.promise });
  const reader = tab(storage, `http://127.0.0.1:${proxy.port}`);
  const chat = createChat(reader.parlance, { retry: { firstDelayMs: 60_000, maxDelayMs: 60_000 } });
  const iterator = chat.stream({ message: 'Talk' })[Symbol.asyncIterator]();
  let last: RunEvent | undefined;
  while (last?.type !== 'text-delta') last = (await iterator.next()).value;
  return { ...reader, proxy, next: failure(iterator.next()) };
}

test.each(['waits to connect again', 'is connected'])(
  'G1, F1: a stream that %s ends when another tab signs out',
  async (state) => {
    const storage = sharedStorage();
    const other = tab(storage);
    await other.parlance.auth.signup.mutate(newcomer());
    const reader = await streaming(storage);
    if (state !== 'is connected') {
      await reader.proxy.shut();
      await expect.poll(() => reader.count('chat.events')).toBe(1);
    }
    await other.parlance.signOut();
    expect(await reader.next).toMatchObject({ name: 'ParlanceError', code: 'unauthorized' });
    expect(reader.sent.filter(({ bearer }) => bearer === null)).toEqual([]);
  },
);

test('G1, F1: signing in as somebody else in one tab ends the streams of the other', async () => {
  const storage = sharedStorage();
  const other = tab(storage);
  await other.parlance.auth.signup.mutate(newcomer());
  const reader = await streaming(storage);
  await other.parlance.auth.signup.mutate(newcomer());
  expect(await reader.next).toMatchObject({ code: 'unauthorized' });
  expect(reader.signedOut).toEqual([]);
});

test('G1: a page is listened to only while somebody listens to the client', async () => {
  const storage = sharedStorage();
  const parlance = createParlanceClient({ url: server.url, tokens: webTokens(storage) });
  await parlance.auth.signup.mutate(newcomer());
  expect(storage.listeners()).toBe(0);
  const ignores = [parlance.onAuthChange(() => {}), parlance.onAuthChange(() => {})];
  expect(storage.listeners()).toBe(1);
  for (const ignore of ignores) ignore();
  for await (const event of createChat(parlance).stream({ message: 'Hi' })) {
    if (event.type === 'run-started') expect(storage.listeners()).toBe(1);
  }
  expect(storage.listeners()).toBe(0);
});

test('G1, F1: without events of the platform, a client hears of other processes with its next call', async () => {
  const storage = textStorage();
  const one = watchedClient(server.url, { tokens: webTokens(storage) });
  const two = watchedClient(server.url, { tokens: webTokens(storage) });
  await one.parlance.auth.signup.mutate(newcomer());
  await two.parlance.auth.me.query();
  await one.parlance.signOut();
  expect(two.signedOut).toEqual([]);
  expect(await two.parlance.accessToken()).toBeNull();
  expect(two.signedOut).toEqual(['logout']);
});
