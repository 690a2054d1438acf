import { createParlanceClient } from '@parlance/client-sdk';
import { procedures } from '@parlance/client-sdk/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endingPaths, publicPaths, sessionPaths, streamPaths } from '../../client-sdk/src/links/paths.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { failure, newcomer, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('G1: fifty calls of one moment travel in batches of at most twenty', async () => {
  const { parlance, sent } = watchedClient(server.url);
  const answers = await Promise.all(Array.from({ length: 50 }, () => parlance.health.query()));
  expect(answers.every(({ status }) => status === 'healthy')).toBe(true);
  expect(sent.map(({ paths }) => paths.length)).toEqual([20, 20, 10]);
});

test('G1: no address is longer than 4000 characters', async () => {
  const { parlance, sent } = watchedClient(server.url);
  const cursor = 'c'.repeat(500);
  const calls = Array.from({ length: 15 }, () =>
    parlance.conversation.list.query({ cursor }).catch((error: { code: string }) => error.code),
  );
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['unauthorized']));
  expect(sent.length).toBeGreaterThan(1);
  expect(Math.max(...sent.map(({ url }) => url.length))).toBeLessThanOrEqual(4000);
});

test('G1 H8: a quick call does not wait for a slow one of the same moment', async () => {
  const slow = await startServer({
    model: { scenarios: { purpose: 'answer', text: 'At last', delayMs: 1000 } },
  });
  const { parlance, sent } = watchedClient(slow.url);
  const order: string[] = [];
  await Promise.all([
    parlance.chat.send.mutate({ message: 'Take your time' }).then(() => order.push('chat.send')),
    parlance.auth.logout.mutate({ refreshToken: 'unknown' }).then(() => order.push('auth.logout')),
  ]);
  await slow.close();
  expect(sent.map(({ paths }) => paths)).toEqual([['auth.logout', 'chat.send']]);
  expect(order).toEqual(['auth.logout', 'chat.send']);
});

test('G1 B2: ending a send by its signal ends the wait, not the answer', async () => {
  server.model.script({ purpose: 'answer', text: 'Written all the same', delayMs: 500 });
  const { parlance } = watchedClient(server.url);
  await parlance.auth.signup.mutate(newcomer());
  const stop = new AbortController();
  const wait = failure(parlance.chat.send.mutate({ message: 'I cannot wait' }, { signal: stop.signal }));
  const begun = async () => (await parlance.conversation.list.query({})).conversations[0];
  await expect.poll(begun).toMatchObject({ activeRunId: expect.any(String) });
  stop.abort();
  expect(await wait).toMatchObject({ code: 'aborted' });
  const conversationId = (await begun())?.id ?? '';
  const answer = async () => (await parlance.conversation.history.query({ conversationId })).messages[1];
  await expect.poll(answer, { timeout: 5000 }).toMatchObject({
    text: 'Written all the same',
    run: { status: 'completed' },
  });
});

test('G1: headers of the caller travel with each request, and Date is a Date on the other side', async () => {
  const seen: (string | null)[] = [];
  const client = createParlanceClient({
    url: server.url,
    headers: async () => ({ 'X-Tenant': 'north' }),
    fetch: (url, init) => {
      seen.push(new Headers(init?.headers).get('x-tenant'));
      return fetch(url, init);
    },
  });
  const { message, conversationId } = await client.chat.send.mutate({ message: 'Hello' });
  expect(message.createdAt).toBeInstanceOf(Date);
  expect(message.conversationId).toBe(conversationId);
  expect(seen).toEqual(['north']);
});

test('G1: what the client knows of paths is what the contract says', () => {
  const where = (test: (one: (typeof procedures)[number]) => boolean) =>
    procedures
      .filter(test)
      .map(({ path }) => path)
      .sort();
  expect([...publicPaths].sort()).toEqual(where(({ procedure }) => procedure.access.who === 'public'));
  expect([...streamPaths].sort()).toEqual(where(({ procedure }) => procedure.kind === 'stream'));
  const answersTokens = ({ procedure: { output } }: (typeof procedures)[number]) =>
    'shape' in output && Object.hasOwn(Object(output.shape), 'refreshToken');
  expect([...sessionPaths].sort()).toEqual(where(answersTokens));
  expect(where(({ path }) => endingPaths.some((one) => one === path))).toEqual([...endingPaths].sort());
});
