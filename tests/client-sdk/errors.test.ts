import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createParlanceClient,
  type Fetch,
  isParlanceError,
  memoryTokens,
  ParlanceError,
} from '@parlance/client-sdk';
import { isTRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { failure, newcomer, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('G1 H4: an error of the server is a ParlanceError with code, status, request id and details', async () => {
  const { parlance } = watchedClient(server.url);
  const error = await failure(parlance.chat.send.mutate({ message: '   ' }));
  expect(error).toBeInstanceOf(ParlanceError);
  expect(error).toBeInstanceOf(Error);
  expect(isTRPCClientError(error)).toBe(true);
  if (!isParlanceError(error)) throw error;
  expect(error).toMatchObject({
    name: 'ParlanceError',
    code: 'bad_request',
    httpStatus: 400,
    details: { issues: [{ path: 'message', message: 'Must not be blank' }] },
  });
  expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(error.data?.appCode).toBe('bad_request');
  expect(server.logs.some(({ requestId }) => requestId === error.requestId)).toBe(true);
});

test('G1 H4: each call of a batch has its own error', async () => {
  const { parlance, sent } = watchedClient(server.url);
  const missing = '0190c8f0-0000-7000-8000-000000000000';
  const results = await Promise.allSettled([
    parlance.health.query(),
    parlance.conversation.get.query({ conversationId: missing }),
    parlance.conversation.get.query({ conversationId: 'nonsense' }),
    parlance.auth.me.query(),
  ]);
  expect(sent).toHaveLength(1);
  expect(results.map((result) => (result.status === 'rejected' ? result.reason.code : 'fine'))).toEqual([
    'fine',
    'not_found',
    'bad_request',
    'unauthorized',
  ]);
});

test('G1: when nothing answers, calls reject with code network and keep the cause', async () => {
  const error = await failure(createParlanceClient({ url: 'http://127.0.0.1:9' }).health.query());
  if (!isParlanceError(error)) throw error;
  expect(error).toMatchObject({ code: 'network', httpStatus: null, requestId: null, details: {} });
  expect(error.message).toBe('Could not reach http://127.0.0.1:9/trpc');
  expect(error.cause).toBeInstanceOf(Error);
});

test.each([
  ['a page of a proxy', 502, 'text/html', '<h1>Bad gateway</h1>', 502],
  ['something else that speaks JSON', 404, 'application/json', '{"detail":"Not Found"}', null],
  [
    'a tRPC server of somebody else',
    404,
    'application/json',
    '{"error":{"json":{"message":"No","code":-32004,"data":{}}}}',
    null,
  ],
  ['half an answer', 200, 'application/json', '{"0":[[0],[null,0,0', null],
])('G1: %s is a network error', async (_name, status, type, body, httpStatus) => {
  const other = createServer((_req, res) => res.writeHead(status, { 'content-type': type }).end(body));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const error = await failure(createParlanceClient({ url: `http://127.0.0.1:${port}` }).health.query());
  other.close();
  expect(error).toMatchObject({ name: 'ParlanceError', code: 'network', httpStatus });
});

test('G1: a connection that breaks in the middle rejects the calls that were not answered', async () => {
  const { parlance } = watchedClient(server.url, {
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const cut = new ReadableStream({
        start: (controller) => controller.error(new TypeError('terminated')),
      });
      return new Response(cut, response);
    },
  });
  expect(await failure(parlance.health.query())).toMatchObject({ code: 'network' });
});

test('G1: a call ends at once when its signal does, and its neighbours go on', async () => {
  const { promise: mayLeave, resolve: letGo } = Promise.withResolvers<void>();
  const { parlance } = watchedClient(server.url, {
    fetch: async (url, init) => {
      await mayLeave;
      return fetch(url, init);
    },
  });
  const stop = new AbortController();
  const stopped = failure(parlance.health.query(undefined, { signal: stop.signal }));
  const neighbour = parlance.health.query();
  const reason = new Error('never mind');
  stop.abort(reason);
  expect(await stopped).toMatchObject({ code: 'aborted', cause: reason });
  letGo();
  expect((await neighbour).status).toBe('healthy');
  const late = parlance.health.query(undefined, { signal: AbortSignal.abort() });
  expect(await failure(late)).toMatchObject({ code: 'aborted' });
});

test('G1: a signal that lives on is let go by every call and stream that is over', async () => {
  const { parlance } = watchedClient(server.url);
  const { signal } = new AbortController();
  await parlance.health.query(undefined, { signal });
  await failure(parlance.chat.send.mutate({ message: ' ' }, { signal }));
  for await (const _event of await parlance.chat.stream.mutate({ message: 'Hello' }, { signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('G1: a signal ends an answer of events, too, and its request', async () => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const { parlance } = watchedClient(server.url, {
    fetch: (url, init) => {
      signals.push(init?.signal);
      return fetch(url, init);
    },
  });
  const leaving = new AbortController();
  const gate = Promise.withResolvers<void>();
  server.model.script({ purpose: 'answer', text: ['Too ', 'long'], hold: gate.promise });
  const events = await parlance.chat.stream.mutate({ message: 'Talk' }, { signal: leaving.signal });
  const reason = new Error('I left');
  const reading = failure(
    (async () => {
      for await (const event of events) if (event.type === 'text-delta') leaving.abort(reason);
    })(),
  );
  expect(await reading).toMatchObject({ name: 'ParlanceError', code: 'aborted', cause: reason });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  gate.resolve();
});

test('G1: a refresh that cannot reach the server signs nobody out', async () => {
  let isDown = false;
  const flaky: Fetch = (url, init) =>
    isDown ? Promise.reject(new TypeError('fetch failed')) : fetch(url, init);
  const { parlance, tokens, signedOut } = watchedClient(server.url, { fetch: flaky });
  await parlance.auth.signup.mutate(newcomer());
  const held = await tokens.get();
  await tokens.set(held && { ...held, expiresAt: 0 });
  isDown = true;
  expect(await failure(parlance.auth.me.query())).toMatchObject({ code: 'network' });
  expect(await tokens.get()).not.toBeNull();
  expect(signedOut).toEqual([]);
  isDown = false;
  await parlance.auth.me.query();
});

test('G1: signing out without a network rejects, and forgets the tokens all the same', async () => {
  let isDown = false;
  const flaky: Fetch = (url, init) =>
    isDown ? Promise.reject(new TypeError('fetch failed')) : fetch(url, init);
  const { parlance, tokens } = watchedClient(server.url, { fetch: flaky });
  await parlance.auth.signup.mutate(newcomer());
  isDown = true;
  expect(await failure(parlance.signOut())).toMatchObject({ code: 'network' });
  expect(await tokens.get()).toBeNull();
});

test('G1: a token storage that fails is told from a network that does', async () => {
  const cause = new Error('the disk is full');
  const tokens = { ...memoryTokens(), set: () => Promise.reject(cause) };
  const { parlance } = watchedClient(server.url, { tokens });
  expect(await failure(parlance.auth.signup.mutate(newcomer()))).toMatchObject({ code: 'internal', cause });
});

test('G1: what is refused before tRPC has it is an error of the list, too', async () => {
  const { parlance } = watchedClient(server.url);
  const big = 'x'.repeat(30_000_000);
  const calls = [0, 1].map(() =>
    failure(parlance.auth.login.mutate({ email: 'a@example.com', password: big })),
  );
  for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'payload_too_large' });
  const search = 'x'.repeat(5000);
  expect(await failure(parlance.conversation.list.query({ search }))).toMatchObject({ code: 'uri_too_long' });
});
