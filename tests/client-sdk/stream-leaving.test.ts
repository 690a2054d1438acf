import { getEventListeners } from 'node:events';
import {
  type ConnectionState,
  createChat,
  createParlanceClient,
  type Fetch,
  memoryTokens,
} from '@parlance/client-sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { all, behindProxy, expectWhole, heldAnswer, person, readUntil, stored } from './support/streams.ts';
import { failure, newcomer } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** A fetch that keeps the signals of the requests to one procedure. */
function signalsOf(path: string): { fetch: Fetch; signals: AbortSignal[] } {
  const signals: AbortSignal[] = [];
  return {
    signals,
    fetch: (url, init) => {
      if (url.includes(path) && init?.signal) signals.push(init.signal);
      return fetch(url, init);
    },
  };
}

/** A fetch that has the first answer to one procedure, and gives a broken connection in its place, when it is told to. */
function cutOff(path: string): { fetch: Fetch; arrived: Promise<void>; cut(): void } {
  const arrived = Promise.withResolvers<void>();
  const cut = Promise.withResolvers<void>();
  let isFirst = true;
  return {
    arrived: arrived.promise,
    cut: cut.resolve,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!url.includes(path) || !isFirst) return response;
      isFirst = false;
      await response.body?.getReader().read();
      arrived.resolve();
      await cut.promise;
      throw new TypeError('fetch failed');
    },
  };
}

describe('who leaves', () => {
  test('G1, B2: by signal gets an error, and the run goes on to its end', async () => {
    const { fetch, signals } = signalsOf('chat.stream');
    const someone = await person(server, { fetch });
    const letGo = heldAnswer(server, ['Without ', 'you']);
    const leaving = new AbortController();
    const run = someone.chat.stream({ message: 'Bye' }, { signal: leaving.signal });
    const { rest } = await readUntil(run, 'Without');
    const ended = failure(rest());
    const reason = new Error('I left');
    leaving.abort(reason);
    expect(await ended).toMatchObject({ code: 'aborted', cause: reason });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    letGo();
    await expect.poll(() => stored(someone, run)).toMatchObject({ run: { status: 'completed' } });
    expect(await stored(someone, run)).toMatchObject({ text: 'Without you' });
  });

  test('G1, B2: by break hears no more, and the run goes on to its end', async () => {
    const { fetch, signals } = signalsOf('chat.stream');
    const someone = await person(server, { fetch });
    const letGo = heldAnswer(server, ['Alone ', 'again']);
    const run = someone.chat.stream({ message: 'Bye' });
    for await (const event of run) if (event.type === 'text-delta') break;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    letGo();
    await expect.poll(() => stored(someone, run)).toMatchObject({ run: { status: 'completed' } });
    expect(someone.count('chat.events')).toBe(0);
  });

  test('G1: by break lets go of a subscription, too', async () => {
    const { fetch, signals } = signalsOf('chat.events');
    const someone = await person(server, { fetch });
    const letGo = heldAnswer(server, ['Still ', 'here']);
    const run = someone.chat.stream({ message: 'Watch' });
    const { runId } = await run.started;
    for await (const event of someone.chat.resume(runId)) if (event.type === 'text-delta') break;
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true]);
    letGo();
    await expect.poll(() => stored(someone, run)).toMatchObject({ run: { status: 'completed' } });
    expect(someone.count('chat.events')).toBe(1);
  });

  test('G1: a wait for the next event ends at once when the iterator is returned', async () => {
    const { chat } = await person(server);
    heldAnswer(server, ['Hold ', 'on']);
    const { iterator } = await readUntil(chat.stream({ message: 'Wait' }), 'on');
    const next = iterator.next();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test('G1: by signal hears no more of what has come already', async () => {
    const { chat } = await person(server);
    const leaving = new AbortController();
    const run = chat.stream({ message: 'Bye' }, { signal: leaving.signal });
    const seen = (async () => {
      for await (const { type } of run) {
        expect(type).toBe('run-started');
        // The whole answer waits to be read.
        const { runId } = await run.started;
        await all(chat.resume(runId));
        leaving.abort();
      }
    })();
    expect(await failure(seen)).toMatchObject({ code: 'aborted' });
  });

  test('G1: before the start sends nothing', async () => {
    const { chat, count } = await person(server);
    const run = chat.stream({ message: 'Never' }, { signal: AbortSignal.abort() });
    expect(await failure(all(run))).toMatchObject({ code: 'aborted' });
    expect(await failure(run.started)).toMatchObject({ code: 'aborted' });
    expect(count('chat.stream')).toBe(0);
  });

  test('G1: while waiting to connect again does not wait any longer', async () => {
    const { parlance, proxy } = await behindProxy(server);
    heldAnswer(server, ['Long ', 'gone']);
    const chat = createChat(parlance, { retry: { firstDelayMs: 60_000, maxDelayMs: 60_000 } });
    const leaving = new AbortController();
    const onConnectionChange = vi.fn<(state: ConnectionState) => void>();
    const run = chat.stream({ message: 'Wait' }, { signal: leaving.signal, onConnectionChange });
    const { rest } = await readUntil(run, 'Long');
    const ended = failure(rest());
    await proxy.shut();
    await expect.poll(() => onConnectionChange.mock.lastCall).toEqual(['reconnecting']);
    leaving.abort();
    expect(await ended).toMatchObject({ code: 'aborted' });
  });
});

describe('stop', () => {
  test('G1, B3: ends the run and keeps what it said', async () => {
    const someone = await person(server);
    heldAnswer(server, ['Enough ', 'of this']);
    const run = someone.chat.stream({ message: 'Talk' });
    const { rest } = await readUntil(run, 'of this');
    const ended = rest();
    await Promise.all([run.stop(), run.stop()]);
    const events = await ended;
    expectWhole(events);
    expect(events.at(-1)).toMatchObject({ status: 'stopped' });
    expect(await stored(someone, run)).toMatchObject({ text: 'Enough of this', run: { status: 'stopped' } });
    await run.stop();
    expect(someone.count('chat.stop')).toBe(1);
  });

  test('G1, B3: waits until the run has begun', async () => {
    const someone = await person(server);
    heldAnswer(server, ['Never mind']);
    const run = someone.chat.stream({ message: 'Oh no' });
    const ended = all(run);
    await run.stop();
    expect((await ended).at(-1)).toMatchObject({ type: 'run-finished', status: 'stopped' });
  });

  test('G1, B3: ends a run of whose beginning nothing was heard', async () => {
    const { fetch, arrived, cut } = cutOff('chat.stream');
    const someone = await person(server, { fetch });
    heldAnswer(server, ['Ten ', 'pizzas']);
    const run = someone.chat.stream({ message: 'Order ten pizzas' });
    const ended = all(run);
    await arrived;
    const stopping = run.stop();
    cut();
    await stopping;
    const events = await ended;
    expectWhole(events);
    expect(events.at(-1)).toMatchObject({ status: 'stopped' });
    const { conversations } = await someone.parlance.conversation.list.query({});
    expect(conversations).toHaveLength(1);
    expect([someone.count('chat.stream'), someone.count('chat.stop')]).toEqual([2, 1]);
  });

  test('G1, B3: says that nothing is known of what could not be sent, and sends it no further', async () => {
    let isDown = false;
    const someone = await person(server, {
      fetch: (url, init) => (isDown ? Promise.reject(new TypeError('fetch failed')) : fetch(url, init)),
    });
    isDown = true;
    const chat = createChat(someone.parlance, {
      retry: { firstDelayMs: 3_600_000, maxDelayMs: 3_600_000, giveUpAfterMs: 7_200_000 },
    });
    const run = chat.stream({ message: 'Hello?' });
    const ended = failure(all(run));
    // Once at once, and then not for an hour.
    await expect.poll(() => someone.count('chat.stream')).toBe(2);
    expect(await failure(run.stop())).toMatchObject({ code: 'network' });
    expect(await ended).toMatchObject({ code: 'network' });
    expect(someone.count('chat.stream')).toBe(3);
  });

  test('G1, B3: works for who left, and for who came later', async () => {
    const someone = await person(server);
    heldAnswer(server, ['One ', 'reader']);
    const run = someone.chat.stream({ message: 'Talk' });
    for await (const event of run) if (event.type === 'text-delta') break;
    const { runId } = await run.started;
    const other = someone.chat.resume(runId);
    const ended = all(other);
    await run.stop();
    expect((await ended).at(-1)).toMatchObject({ status: 'stopped' });
    await other.stop();
  });
});

describe('a stream that nobody reads', () => {
  test('G1: lets go of its signal and of the login when its run is over', async () => {
    let watching = 0;
    // Watched while anybody listens to the login.
    const watch = () => {
      watching++;
      return () => watching--;
    };
    const parlance = createParlanceClient({ url: server.url, tokens: { ...memoryTokens(), watch } });
    await parlance.auth.signup.mutate(newcomer());
    const chat = createChat(parlance);
    const { signal } = new AbortController();
    const held = () => [getEventListeners(signal, 'abort').length, watching];
    const letGo = heldAnswer(server, ['Never ', 'read']);
    const run = chat.stream({ message: 'Just begin' }, { signal });
    const { runId } = await run.started;
    expect(held()).toEqual([1, 1]);
    await chat.resume(runId, { signal }).stop();
    await expect.poll(held).toEqual([0, 0]);
    letGo();
    expect((await all(run)).at(-1)).toMatchObject({ status: 'stopped' });
  });
});
