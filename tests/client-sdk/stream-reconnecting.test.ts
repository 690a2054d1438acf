import {
  type ConnectionState,
  createChat,
  createParlanceClient,
  type Fetch,
  type RunEvent,
} from '@parlance/client-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { sharedStorage } from './shared-page.ts';
import {
  all,
  behindProxy,
  expectWhole,
  heldAnswer,
  person,
  quick,
  readUntil,
  stored,
  textOf,
} from './support/streams.ts';
import { failure, spoil } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

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

describe('a stream whose connection is cut', () => {
  test('G1, B2: goes on where it was, without gap or repeat', async () => {
    const someone = await behindProxy(server);
    const letGo = heldAnswer(server, ['Before ', 'the cut. ']);
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
    const someone = await behindProxy(server);
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
    const someone = await behindProxy(server);
    const letGo = heldAnswer(server, ['Hold ', 'the line']);
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
    const someone = await behindProxy(server);
    const chat = createChat(someone.parlance, {
      retry: { firstDelayMs: 3_600_000, maxDelayMs: 3_600_000, giveUpAfterMs: 7_200_000 },
    });
    const letGo = heldAnswer(server, ['Into ', 'a tunnel']);
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
    const someone = await behindProxy(server);
    const letGo = heldAnswer(server, ['Missed ', 'the end']);
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
    const someone = await person(server, {
      fetch: async (url, init) => {
        const answer = url.includes('chat.events') && answers.shift();
        return answer || cutAfter('chat.stream', 'Patience', fetch)(url, init);
      },
    });
    const letGo = heldAnswer(server, ['Patience ', 'pays']);
    const ended = all(someone.chat.stream({ message: 'Wait for it' }));
    await expect.poll(() => answers.length).toBe(0);
    letGo();
    const events = await ended;
    expectWhole(events);
    expect(textOf(events)).toBe('Patience pays');
    expect(someone.count('chat.events')).toBe(4);
  });

  test('G1, H4: ends when the server refuses to go on', async () => {
    const someone = await person(server, {
      fetch: async (url, init) =>
        url.includes('chat.events')
          ? refusal(404, 'not_found')
          : cutAfter('chat.stream', 'Patience', fetch)(url, init),
    });
    heldAnswer(server, ['Patience ', 'is over']);
    const ended = failure(all(someone.chat.stream({ message: 'Wait for it' })));
    expect(await ended).toMatchObject({ code: 'not_found', httpStatus: 404 });
    expect(someone.count('chat.events')).toBe(1);
  });

  test('G1, B2: who knows more than the server has kept is told how things stand, and goes on from there', async () => {
    const someone = await person(server);
    const letGo = heldAnswer(server, ['What is ', 'left']);
    const run = someone.chat.stream({ message: 'Crash' });
    const { events, rest } = await readUntil(run, 'left');
    const { runId } = await run.started;
    const kept = events.length;
    const beyond = someone.chat.resume(runId, { after: kept + 3 });
    const { events: seen, rest: restBeyond } = await readUntil(beyond, 'left');
    expect(seen).toEqual([{ type: 'reset', seq: kept, text: 'What is left' }]);
    letGo();
    const end = (await rest()).slice(kept);
    expect((await restBeyond()).slice(1)).toEqual(end);
    // And so is who comes when the run has ended.
    const late = await all(someone.chat.resume(runId, { after: kept + 6 }));
    expect(late).toEqual([expect.objectContaining({ type: 'reset', text: 'What is left' }), end.at(-1)]);
  });

  test('G1: goes on when what cut it is an abort of the own fetch', async () => {
    const deadlines: AbortController[] = [];
    const someone = await person(server, {
      fetch: (url, init) => {
        const deadline = new AbortController();
        if (url.includes('chat.')) deadlines.push(deadline);
        const signals = [deadline.signal, ...(init?.signal ? [init.signal] : [])];
        return fetch(url, { ...init, signal: AbortSignal.any(signals) });
      },
    });
    const letGo = heldAnswer(server, ['In ', 'time']);
    const states: ConnectionState[] = [];
    const run = someone.chat.stream(
      { message: 'Hurry' },
      { onConnectionChange: (state) => states.push(state) },
    );
    const { rest } = await readUntil(run, 'In');
    const ended = rest();
    for (const times of [1, 2, 3]) {
      await expect.poll(() => [deadlines.length, states.length]).toEqual([times, 2 * times - 1]);
      deadlines.at(-1)?.abort();
    }
    letGo();
    expectWhole(await ended);
  });

  test('G1: gives up with code network after a while', async () => {
    const { parlance, proxy, count } = await behindProxy(server);
    heldAnswer(server, ['And then ', 'silence']);
    const chat = createChat(parlance, { retry: { ...quick, giveUpAfterMs: 400 } });
    const { rest } = await readUntil(chat.stream({ message: 'Lose me' }), 'silence');
    const ended = failure(rest());
    await proxy.shut();
    expect(await ended).toMatchObject({ name: 'ParlanceError', code: 'network' });
    expect(count('chat.events')).toBeGreaterThan(2);
  });

  test.each(['refused', 'ended'] as const)(
    'G1, F1: goes on with a fresh token when the old one is %s by then',
    async (how) => {
      const someone = await behindProxy(server);
      const letGo = heldAnswer(server, ['Who ', 'am I?']);
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
    const someone = await behindProxy(server);
    heldAnswer(server, ['Soon ', 'a stranger']);
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
    const someone = await behindProxy(server);
    const letGo = heldAnswer(server, ['Secret ', 'kept']);
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
