import { type TextStorage, webTokens } from '@parlance/client-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { newcomer, spoil, watchedClient } from './watched-client.ts';

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

test.each(['not JSON', '{"accessToken":1}', '[]', 'null'])(
  'G1: a web storage that holds %s holds no tokens',
  (text) => {
    const storage = textStorage();
    storage.setItem('parlance.tokens', text);
    expect(webTokens(storage).get()).toBeNull();
  },
);
