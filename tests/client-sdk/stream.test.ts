import {
  type Chat,
  type ConnectionState,
  createChat,
  createParlanceClient,
  type Fetch,
  ParlanceError,
  type RunEvent,
  type RunStream,
} from '@parlance/client-sdk';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createPace } from '../../client-sdk/src/chat/pace.ts';
import { advance } from '../../client-sdk/src/chat/position.ts';
import { impatient } from '../../client-sdk/src/links/impatient.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';
import { sharedStorage } from './shared-page.ts';
import { failure, newcomer, spoil, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const quick = { firstDelayMs: 20, maxDelayMs: 100 };

/** Somebody who is signed in, and may reach the server by another address. */
async function person({ url = server.url, fetch }: { url?: string; fetch?: Fetch } = {}) {
  const client = watchedClient(url, fetch ? { fetch } : {});
  await client.parlance.auth.signup.mutate(newcomer());
  return { ...client, chat: createChat(client.parlance, { retry: quick }) };
}

/** Somebody whose connection can be cut. */
async function behindProxy() {
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  onTestFinished(() => proxy.shut().catch(() => {}));
  const someone = await person({ url: `http://127.0.0.1:${proxy.port}` });
  return {
    ...someone,
    proxy,
    cut: async () => {
      await proxy.shut();
      await proxy.open();
    },
  };
}

async function all(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

const textOf = (events: readonly RunEvent[]): string =>
  events.reduce((text, event) => {
    if (event.type === 'reset') return event.text;
    return event.type === 'text-delta' ? text + event.text : text;
  }, '');

/** Each once, in order, and one ending. */
function expectWhole(events: readonly RunEvent[], first = 1): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + first));
  expect(events.filter(({ type }) => type === 'run-finished')).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: 'run-finished' });
}

/** An answer that waits for the test before its end. */
function heldAnswer(text: string[], paceMs = 0): () => void {
  const gate = Promise.withResolvers<void>();
  onTestFinished(() => gate.resolve());
  server.model.script({ purpose: 'answer', text, paceMs, hold: gate.promise });
  return gate.resolve;
}

/** Reads until a text has come, and goes on with the rest when asked. */
async function readUntil(run: RunStream, part: string) {
  const events: RunEvent[] = [];
  const iterator = run[Symbol.asyncIterator]();
  while (!textOf(events).includes(part)) {
    const next = await iterator.next();
    if (next.done) throw new Error('The run ended early');
    events.push(next.value);
  }
  const rest = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) events.push(next.value);
    return events;
  };
  return { events, iterator, rest };
}

/** A fetch that breaks the first answers to one procedure: the server has the request, the caller never hears. */
function deaf(path: string, times: number): Fetch {
  let left = times;
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!url.includes(path) || left-- <= 0) return response;
    await response.body?.getReader().read();
    throw new TypeError('fetch failed');
  };
}

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

/** An error in place of events. */
const refusal = (httpStatus: number, appCode: string): Response =>
  Response.json(
    {
      error: {
        json: { message: 'No', code: -32603, data: { code: 'X', httpStatus, appCode, requestId: 'r' } },
      },
    },
    { status: httpStatus },
  );

/** A fetch that breaks an answer once a word of it has come. */
const cutAfter =
  (path: string, word: string, send: Fetch): Fetch =>
  async (url, init) => {
    const response = await send(url, init);
    if (!url.includes(path)) return response;
    let text = '';
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        text += new TextDecoder().decode(chunk);
        controller.enqueue(chunk);
        if (text.includes(word)) controller.error(new TypeError('terminated'));
      },
    });
    return new Response(response.body?.pipeThrough(cut) ?? null, response);
  };

const stored = async (chat: { parlance: ReturnType<typeof createParlanceClient> }, run: RunStream) => {
  const { conversationId, messageId } = await run.started;
  const { messages } = await chat.parlance.conversation.history.query({ conversationId });
  return messages.find(({ id }) => id === messageId);
};

describe('a whole stream', () => {
  test('G1, A1: yields every event once and in order, and joins to the stored answer', async () => {
    const someone = await person();
    server.model.script({ purpose: 'answer', text: ['One ', 'two ', 'three'] });
    const run = someone.chat.stream({ message: 'Count' });
    const events = await all(run);
    expectWhole(events);
    const ids = await run.started;
    expect(events[0]).toMatchObject({ type: 'run-started', ...ids });
    expect(textOf(events)).toBe('One two three');
    expect(await stored(someone, run)).toMatchObject({ text: 'One two three', run: { status: 'completed' } });
    expect(someone.count('chat.events')).toBe(0);
  });

  test('G1: events come as they are written, not at the end', async () => {
    const someone = await person();
    const letGo = heldAnswer(['Here ', 'at once']);
    const { events, rest } = await readUntil(someone.chat.stream({ message: 'Quick' }), 'Here');
    expect(events.at(-1)?.type).toBe('text-delta');
    letGo();
    expectWhole(await rest());
  });

  test('G1: is iterated once, and ends exactly once', async () => {
    const { chat } = await person();
    const run = chat.stream({ message: 'Once' });
    const iterator = run[Symbol.asyncIterator]();
    expect(() => run[Symbol.asyncIterator]()).toThrow('once');
    let ends = 0;
    for (let more = true; more; ) {
      const { done, value } = await iterator.next();
      more = !done;
      if (value?.type === 'run-finished') ends++;
    }
    expect(ends).toBe(1);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test('G1: many streams at once are many requests, and nobody waits for another', async () => {
    const { chat, sent } = await person();
    const runs = await Promise.all(Array.from({ length: 5 }, () => all(chat.stream({ message: 'Hi' }))));
    for (const events of runs) expectWhole(events);
    expect(
      sent.filter(({ paths }) => paths.includes('chat.stream')).map(({ paths }) => paths.length),
    ).toEqual([1, 1, 1, 1, 1]);
  });

  test('G1, A1: regenerate and edit stream, too', async () => {
    const { parlance, chat } = await person();
    const { conversationId, message } = await parlance.chat.send.mutate({ message: 'Name a colour' });
    server.model.script({ purpose: 'answer', text: 'Blue' });
    const again = chat.regenerate({ conversationId, messageId: message.id });
    const events = await all(again);
    expectWhole(events);
    expect(textOf(events)).toBe('Blue');
    server.model.script({ purpose: 'answer', text: 'Four' });
    const { userMessageId } = await again.started;
    const edited = await all(
      chat.edit({ conversationId, messageId: userMessageId, message: 'Name a number' }),
    );
    expectWhole(edited);
    expect(textOf(edited)).toBe('Four');
  });

  test('G1: an API key and nobody in particular can stream', async () => {
    const { parlance } = await person();
    const { secret } = await parlance.auth.createApiKey.mutate({ name: 'bot', scopes: ['chat'] });
    const machine = createChat(createParlanceClient({ url: server.url, token: secret }));
    expectWhole(await all(machine.stream({ message: 'Hello' })));
    expectWhole(
      await all(createChat(createParlanceClient({ url: server.url })).stream({ message: 'Hello' })),
    );
  });
});

describe('a stream whose connection is cut', () => {
  test('G1, B2: goes on where it was, without gap or repeat', async () => {
    const someone = await behindProxy();
    const letGo = heldAnswer(['Before ', 'the cut. ']);
    const run = someone.chat.stream({ message: 'Go on' });
    const { rest } = await readUntil(run, 'the cut');
    const ended = rest();
    await someone.cut();
    letGo();
    const events = await ended;
    expectWhole(events);
    expect(textOf(events)).toBe('Before the cut. ');
    expect(await stored(someone, run)).toMatchObject({ text: textOf(events) });
    expect([someone.count('chat.stream'), someone.count('chat.events')]).toEqual([1, 1]);
  });

  test('G1, B2: goes on after each of many cuts', async () => {
    const someone = await behindProxy();
    const words = Array.from({ length: 60 }, (_, index) => `word${index} `);
    server.model.script({ purpose: 'answer', text: words, paceMs: 25 });
    const run = someone.chat.stream({ message: 'At length' });
    const events: RunEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (events.length % 12 === 0) await someone.cut();
    }
    expectWhole(events);
    expect(textOf(events)).toBe(words.join(''));
    expect(someone.count('chat.events')).toBeGreaterThan(2);
  });

  test('G1: tells when the connection is lost and when it is there again', async () => {
    const someone = await behindProxy();
    const letGo = heldAnswer(['Hold ', 'the line']);
    const states: ConnectionState[] = [];
    const onConnectionChange = (state: ConnectionState) => states.push(state);
    const { rest } = await readUntil(
      someone.chat.stream({ message: 'Tell me' }, { onConnectionChange }),
      'Hold',
    );
    expect(states).toEqual(['connected']);
    const ended = rest();
    await someone.proxy.shut();
    await expect.poll(() => states).toEqual(['connected', 'reconnecting']);
    await someone.proxy.open();
    await expect.poll(() => states).toEqual(['connected', 'reconnecting', 'connected']);
    letGo();
    expectWhole(await ended);
    expect(states).toHaveLength(3);
  });

  test('G1: does not wait out a long pause when the browser has a network again', async () => {
    const page = sharedStorage();
    const someone = await behindProxy();
    const chat = createChat(someone.parlance, {
      retry: { firstDelayMs: 3_600_000, maxDelayMs: 3_600_000, giveUpAfterMs: 7_200_000 },
    });
    const letGo = heldAnswer(['Into ', 'a tunnel']);
    const { rest } = await readUntil(chat.stream({ message: 'Drive' }), 'Into');
    const ended = rest();
    const before = page.listeners();
    await someone.proxy.shut();
    // Once at once, and then not for an hour.
    await expect.poll(() => someone.count('chat.events')).toBe(1);
    await expect.poll(() => page.listeners()).toBe(before + 1);
    await someone.proxy.open();
    page.tell('online');
    letGo();
    expectWhole(await ended);
    expect(page.listeners()).toBe(before);
  });

  test('G1, B2: finds the rest when the run ended meanwhile', async () => {
    const someone = await behindProxy();
    const letGo = heldAnswer(['Missed ', 'the end']);
    const run = someone.chat.stream({ message: 'Be late' });
    const { rest } = await readUntil(run, 'Missed');
    await someone.proxy.shut();
    letGo();
    const ended = rest();
    const direct = createParlanceClient({ url: server.url, tokens: someone.tokens });
    const { runId } = await run.started;
    await expect.poll(async () => (await direct.chat.run.query({ runId })).status).toBe('completed');
    await someone.proxy.open();
    const events = await ended;
    expectWhole(events);
    expect(textOf(events)).toBe('Missed the end');
  });

  test('G1, H4: goes on when what answers is a server that stops, or a proxy without one', async () => {
    const answers = [
      refusal(503, 'shutting_down'),
      new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
      refusal(429, 'rate_limited'),
    ];
    const someone = await person({
      fetch: async (url, init) => {
        const answer = url.includes('chat.events') && answers.shift();
        return answer || cutAfter('chat.stream', 'Patience', fetch)(url, init);
      },
    });
    const letGo = heldAnswer(['Patience ', 'pays']);
    const ended = all(someone.chat.stream({ message: 'Wait for it' }));
    await expect.poll(() => answers.length).toBe(0);
    letGo();
    const events = await ended;
    expectWhole(events);
    expect(textOf(events)).toBe('Patience pays');
    expect(someone.count('chat.events')).toBe(4);
  });

  test('G1, H4: ends when the server refuses to go on', async () => {
    const someone = await person({
      fetch: async (url, init) =>
        url.includes('chat.events')
          ? refusal(404, 'not_found')
          : cutAfter('chat.stream', 'Patience', fetch)(url, init),
    });
    heldAnswer(['Patience ', 'is over']);
    const ended = failure(all(someone.chat.stream({ message: 'Wait for it' })));
    expect(await ended).toMatchObject({ code: 'not_found', httpStatus: 404 });
    expect(someone.count('chat.events')).toBe(1);
  });

  test('G1: gives up with code network after a while', async () => {
    const { parlance, proxy } = await behindProxy();
    heldAnswer(['And then ', 'silence']);
    const chat = createChat(parlance, { retry: { ...quick, giveUpAfterMs: 400 } });
    const { rest } = await readUntil(chat.stream({ message: 'Lose me' }), 'silence');
    const ended = failure(rest());
    const cutAt = Date.now();
    await proxy.shut();
    expect(await ended).toMatchObject({ name: 'ParlanceError', code: 'network' });
    expect(Date.now() - cutAt).toBeGreaterThanOrEqual(390);
  });

  test.each(['refused', 'ended'] as const)(
    'G1, F1: goes on with a fresh token when the old one is %s by then',
    async (how) => {
      const someone = await behindProxy();
      const letGo = heldAnswer(['Who ', 'am I?']);
      const run = someone.chat.stream({ message: 'Forget me' });
      const { rest } = await readUntil(run, 'Who');
      const ended = rest();
      await spoil(someone.tokens, how);
      await someone.cut();
      letGo();
      expectWhole(await ended);
      expect(someone.count('auth.refresh')).toBe(1);
      expect(someone.count('chat.events')).toBe(how === 'refused' ? 2 : 1);
      const last = someone.sent.findLast(({ paths }) => paths.includes('chat.events'));
      expect(last?.bearer).toBe(`Bearer ${(await someone.tokens.get())?.accessToken}`);
    },
  );

  test('G1, F1: ends with unauthorized when nobody is signed in any more', async () => {
    const someone = await behindProxy();
    heldAnswer(['Soon ', 'a stranger']);
    const { rest } = await readUntil(someone.chat.stream({ message: 'Leave me' }), 'Soon');
    const ended = failure(rest());
    const { refreshToken = '' } = (await someone.tokens.get()) ?? {};
    await createParlanceClient({ url: server.url }).auth.logout.mutate({ refreshToken });
    await spoil(someone.tokens, 'ended');
    await someone.cut();
    expect(await ended).toMatchObject({ code: 'unauthorized' });
    expect(someone.signedOut).toEqual(['expired']);
  });

  test('G1, F1: no token is in any address', async () => {
    const someone = await behindProxy();
    const letGo = heldAnswer(['Secret ', 'kept']);
    const { rest } = await readUntil(someone.chat.stream({ message: 'Hush' }), 'Secret');
    const ended = rest();
    await someone.cut();
    letGo();
    await ended;
    const { accessToken = '', refreshToken = '' } = (await someone.tokens.get()) ?? {};
    const events = someone.sent.find(({ paths }) => paths.includes('chat.events'));
    expect(events?.bearer).toBe(`Bearer ${accessToken}`);
    for (const { url } of someone.sent) {
      expect(url).not.toContain(accessToken.slice(0, 20));
      expect(url).not.toContain(refreshToken.slice(0, 20));
      expect(url).not.toContain('connectionParams');
    }
  });
});

describe('a message whose sending fails', () => {
  test('G1, B4: is sent again and answered by one run', async () => {
    const someone = await person({ fetch: deaf('chat.stream', 2) });
    server.model.script({ purpose: 'answer', text: 'Only once' });
    const run = someone.chat.stream({ message: 'Hear me' });
    const events = await all(run);
    expectWhole(events);
    expect(textOf(events)).toBe('Only once');
    expect(someone.count('chat.stream')).toBe(3);
    const { conversations } = await someone.parlance.conversation.list.query({});
    expect(conversations).toHaveLength(1);
    const { conversationId } = await run.started;
    const { messages } = await someone.parlance.conversation.history.query({ conversationId });
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  test('G1, B4: is not sent again when the server could not know it', async () => {
    const { parlance, count } = watchedClient(server.url, { fetch: deaf('chat.stream', 1) });
    const run = createChat(parlance, { retry: quick }).stream({ message: 'Nobody in particular' });
    expect(await failure(all(run))).toMatchObject({ code: 'network' });
    expect(await failure(run.started)).toMatchObject({ code: 'network' });
    expect(count('chat.stream')).toBe(1);
  });

  test('G1, B4: nobody in particular may send again in a conversation', async () => {
    let isDeaf = false;
    const hardOfHearing = deaf('chat.stream', 1);
    const { parlance, count } = watchedClient(server.url, {
      fetch: (url, init) => (isDeaf ? hardOfHearing(url, init) : fetch(url, init)),
    });
    const { conversationId } = await parlance.chat.send.mutate({ message: 'Hello' });
    isDeaf = true;
    const chat = createChat(parlance, { retry: quick });
    expectWhole(await all(chat.stream({ message: 'Again', conversationId })));
    expect(count('chat.stream')).toBe(2);
    const { messages } = await parlance.conversation.history.query({ conversationId });
    expect(messages).toHaveLength(4);
  });

  test('G1, F3: is not sent again in the name of somebody else', async () => {
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const someone = await person({
      fetch: async (url, init) => {
        if (!url.includes('chat.stream')) return fetch(url, init);
        asked.resolve();
        await gate.promise;
        throw new TypeError('fetch failed');
      },
    });
    const run = failure(all(someone.chat.stream({ message: 'Mine alone' })));
    await asked.promise;
    await someone.parlance.auth.signup.mutate(newcomer());
    gate.resolve();
    expect(await run).toMatchObject({ code: 'unauthorized' });
    expect(someone.count('chat.stream')).toBe(1);
  });

  test.each([
    ['bad_request', (chat: Chat) => chat.stream({ message: '  ' })],
    ['bad_request', (chat: Chat) => chat.resume('nonsense')],
    ['not_found', (chat: Chat) => chat.stream({ message: 'Hi', conversationId: crypto.randomUUID() })],
    ['not_found', (chat: Chat) => chat.resume(crypto.randomUUID())],
  ] as const)('G1, H4: %s is thrown at once', async (code, begin) => {
    const { chat, sent } = await person();
    sent.length = 0;
    expect(await failure(all(begin(chat)))).toMatchObject({ name: 'ParlanceError', code });
    expect(sent).toHaveLength(1);
  });

  test('G1, B6: run_active is thrown at once, and names the run', async () => {
    const { chat } = await person();
    heldAnswer(['Busy']);
    const first = chat.stream({ message: 'First' });
    const { conversationId, runId } = await first.started;
    const second = failure(all(chat.stream({ message: 'Second', conversationId })));
    expect(await second).toMatchObject({ code: 'run_active', details: { runId } });
  });

  test('G1: an error that nobody iterates is no unhandled rejection', async () => {
    const { chat } = await person();
    const run = chat.stream({ message: ' ' });
    await run.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
});

describe('who leaves', () => {
  test('G1, B2: by signal gets an error, and the run goes on to its end', async () => {
    const { fetch, signals } = signalsOf('chat.stream');
    const someone = await person({ fetch });
    const letGo = heldAnswer(['Without ', 'you']);
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
    const someone = await person({ fetch });
    const letGo = heldAnswer(['Alone ', 'again']);
    const run = someone.chat.stream({ message: 'Bye' });
    for await (const event of run) if (event.type === 'text-delta') break;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    letGo();
    await expect.poll(() => stored(someone, run)).toMatchObject({ run: { status: 'completed' } });
    expect(someone.count('chat.events')).toBe(0);
  });

  test('G1: by break lets go of a subscription, too', async () => {
    const { fetch, signals } = signalsOf('chat.events');
    const { chat, count } = await person({ fetch });
    heldAnswer(['Still ', 'here']);
    const { runId } = await chat.stream({ message: 'Watch' }).started;
    for await (const event of chat.resume(runId)) if (event.type === 'text-delta') break;
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true]);
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect(count('chat.events')).toBe(1);
  });

  test('G1: a wait for the next event ends at once when the iterator is returned', async () => {
    const { chat } = await person();
    heldAnswer(['Hold ', 'on']);
    const { iterator } = await readUntil(chat.stream({ message: 'Wait' }), 'on');
    const next = iterator.next();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test('G1: before the start sends nothing', async () => {
    const { chat, count } = await person();
    const run = chat.stream({ message: 'Never' }, { signal: AbortSignal.abort() });
    expect(await failure(all(run))).toMatchObject({ code: 'aborted' });
    expect(await failure(run.started)).toMatchObject({ code: 'aborted' });
    expect(count('chat.stream')).toBe(0);
  });

  test('G1: while waiting to connect again does not wait any longer', async () => {
    const { parlance, proxy } = await behindProxy();
    heldAnswer(['Long ', 'gone']);
    const chat = createChat(parlance, { retry: { firstDelayMs: 60_000, maxDelayMs: 60_000 } });
    const leaving = new AbortController();
    const run = chat.stream({ message: 'Wait' }, { signal: leaving.signal });
    const { rest } = await readUntil(run, 'Long');
    const ended = failure(rest());
    await proxy.shut();
    await new Promise((resolve) => setTimeout(resolve, 200));
    leaving.abort();
    expect(await ended).toMatchObject({ code: 'aborted' });
  });
});

describe('stop', () => {
  test('G1, B3: ends the run and keeps what it said', async () => {
    const someone = await person();
    heldAnswer(['Enough ', 'of this']);
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
    const someone = await person();
    heldAnswer(['Never mind']);
    const run = someone.chat.stream({ message: 'Oh no' });
    const ended = all(run);
    await run.stop();
    expect((await ended).at(-1)).toMatchObject({ type: 'run-finished', status: 'stopped' });
  });

  test('G1: ends the sending of what could not be sent', async () => {
    let isDown = false;
    const someone = await person({
      fetch: (url, init) => (isDown ? Promise.reject(new TypeError('fetch failed')) : fetch(url, init)),
    });
    isDown = true;
    const run = someone.chat.stream({ message: 'Hello?' });
    const ended = failure(all(run));
    await expect.poll(() => someone.count('chat.stream')).toBeGreaterThan(2);
    await run.stop();
    expect(await ended).toMatchObject({ code: 'aborted' });
  });

  test('G1, B3: works for who left, and for who came later', async () => {
    const someone = await person();
    heldAnswer(['One ', 'reader']);
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

describe('resume', () => {
  test('G1, B2: follows a run from any event on, as it goes and afterwards', async () => {
    const { chat } = await person();
    const letGo = heldAnswer(['One ', 'two']);
    const first = chat.stream({ message: 'Count' });
    const ids = await first.started;
    const live = all(chat.resume(ids.runId));
    letGo();
    const events = await all(first);
    expect(textOf(await live)).toBe(textOf(events));
    expectWhole(await live);
    const late = chat.resume(ids.runId, { after: 2 });
    const rest = await all(late);
    expectWhole(rest, 3);
    expect(rest).toEqual(events.slice(2));
    expect(await late.started).toEqual(ids);
  });

  test('G1: after the last event there is nothing', async () => {
    const { chat } = await person();
    const run = chat.stream({ message: 'Short' });
    const { seq = 0 } = (await all(run)).at(-1) ?? {};
    const { runId } = await run.started;
    expect(await all(chat.resume(runId, { after: seq }))).toEqual([]);
  });
});

test('G1, B2: repeats are passed over, what is missing is noticed, a reset stands for what was before', () => {
  const position = { runId: 'run', seq: 3, isOver: false };
  const delta = { type: 'text-delta', step: 1, text: 'x' } as const;
  expect(advance(position, { ...delta, seq: 3 })).toBe(false);
  expect(advance(position, { ...delta, seq: 4 })).toBe(true);
  expect(() => advance(position, { ...delta, seq: 6 })).toThrow('Event 6 came after event 4');
  expect(advance(position, { type: 'reset', seq: 9, text: 'all of it' })).toBe(true);
  expect(position).toEqual({ runId: 'run', seq: 9, isOver: false });
});

test('G1: a connection that lasted is no failure, however long its run was quiet', async () => {
  const pace = createPace({ firstDelayMs: 0, maxDelayMs: 30, giveUpAfterMs: 50 });
  const cut = new ParlanceError('Cut', { code: 'network' });
  const { signal } = new AbortController();
  const wait = () => new Promise((resolve) => setTimeout(resolve, 60));
  await pace.rest(cut, signal);
  pace.connected();
  await wait();
  await pace.rest(cut, signal);
  await wait();
  expect(await failure(pace.rest(cut, signal))).toMatchObject({ code: 'network', message: 'Gave up: Cut' });
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
  const { parlance, proxy, cut } = await behindProxy();
  heldAnswer(['Plain ', 'calls']);
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
