import { createChat, type Fetch, ParlanceError } from '@parlance/client-sdk';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createPace } from '../../client-sdk/src/chat/pace.ts';
import { advance } from '../../client-sdk/src/chat/position.ts';
import { impatient } from '../../client-sdk/src/links/impatient.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { all, behindProxy, heldAnswer, person, quick } from './support/streams.ts';
import { failure } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('G1, B2: repeats are passed over, what is missing is noticed, a reset stands for what was before', () => {
  const position = { runId: 'run', seq: 3, isOver: false };
  const delta = { type: 'text-delta', step: 1, text: 'x' } as const;
  expect(advance(position, { ...delta, seq: 3 })).toBe(false);
  expect(advance(position, { ...delta, seq: 4 })).toBe(true);
  expect(() => advance(position, { ...delta, seq: 6 })).toThrow('Event 6 came after event 4');
  expect(advance(position, { type: 'reset', seq: 9, text: 'all of it' })).toBe(true);
  expect(position).toEqual({ runId: 'run', seq: 9, isOver: false });
  expect(advance(position, { type: 'reset', seq: 5, text: 'what is left' })).toBe(true);
  expect(advance(position, { ...delta, seq: 6 })).toBe(true);
  expect(position).toEqual({ runId: 'run', seq: 6, isOver: false });
});

test('G1: a connection that lasted is no failure, however long its run was quiet', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const pace = createPace({ firstDelayMs: 0, maxDelayMs: 30, giveUpAfterMs: 50 });
  const rest = async () => {
    const rested = pace.rest(cut, signal);
    rested.catch(() => undefined);
    await vi.runAllTimersAsync();
    return rested;
  };
  const cut = new ParlanceError('Cut', { code: 'network' });
  const { signal } = new AbortController();
  await rest();
  pace.connected();
  vi.advanceTimersByTime(60);
  await rest();
  vi.advanceTimersByTime(60);
  expect(await failure(rest())).toMatchObject({ code: 'network', message: 'Gave up: Cut' });
});

test('G1: a computer that sleeps does not use up the time to try in', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const pace = createPace({ firstDelayMs: 1000, maxDelayMs: 10_000, giveUpAfterMs: 60_000 });
  const cut = new ParlanceError('Cut', { code: 'network' });
  const rest = async () => {
    const rested = pace.rest(cut, new AbortController().signal);
    rested.catch(() => undefined);
    await vi.runAllTimersAsync();
    return rested;
  };
  await rest();
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  const awakeAt = Date.now();
  const trying = async () => {
    for (;;) await rest();
  };
  expect(await failure(trying())).toMatchObject({ code: 'network', message: 'Gave up: Cut' });
  const triedMs = Date.now() - awakeAt;
  expect(triedMs).toBeGreaterThan(10_000);
  expect(triedMs).toBeLessThan(60_000);
});

test('G1, B2: a server at a path is found by a worker, too, which has no document', async () => {
  vi.stubGlobal('location', new URL('/worker.js', server.url));
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const { parlance } = await person(server, {
    url: '/',
    fetch: (url, init) => fetch(new URL(url, server.url), init),
  });
  const chat = createChat(parlance, { retry: { ...quick, giveUpAfterMs: 400 } });
  const run = chat.stream({ message: 'Anybody there?' });
  const { runId } = await run.started;
  expect(await all(chat.resume(runId))).toEqual(await all(run));
});

test('G1: a connection that falls silent is one that failed', async () => {
  const silent: Fetch = async (_url, init) => {
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('so far'));
        init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
      },
    });
    return new Response(body);
  };
  const response = await impatient(silent, 50)('http://localhost/');
  expect(await failure(response.text())).toMatchObject({ message: 'Nothing came for 0.05 seconds' });
  const answered = await impatient(async () => new Response('all of it'), 50)('http://localhost/');
  expect(await answered.text()).toBe('all of it');
});

test('G1, H4: streams and subscriptions of the plain client fail with a ParlanceError, too', async () => {
  const { parlance, proxy, cut } = await behindProxy(server);
  heldAnswer(server, ['Plain ', 'calls']);
  const events = await parlance.chat.stream.mutate({ message: 'Plainly' });
  const reading = failure(all(events));
  await expect.poll(() => server.model.requests.length).toBeGreaterThan(0);
  await cut();
  expect(await reading).toMatchObject({ name: 'ParlanceError', code: 'network' });
  const refused = new Promise((_resolve, reject) => {
    parlance.chat.events.subscribe({ runId: crypto.randomUUID() }, { onError: reject });
  });
  expect(await failure(refused)).toMatchObject({ name: 'ParlanceError', code: 'not_found', httpStatus: 404 });
  await proxy.shut();
  const state = await new Promise((resolve) => {
    const watching = parlance.chat.events.subscribe(
      { runId: crypto.randomUUID() },
      {
        onConnectionStateChange: ({ error }) => {
          if (error === null) return;
          watching.unsubscribe();
          resolve(error);
        },
      },
    );
  });
  expect(state).toMatchObject({ name: 'ParlanceError', code: 'network' });
});
