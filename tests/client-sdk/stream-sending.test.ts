import { setImmediate } from 'node:timers/promises';
import { type Chat, createChat, type Fetch } from '@parlance/client-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { all, expectWhole, heldAnswer, person, quick, textOf } from './support/streams.ts';
import { failure, newcomer, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

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

describe('a message whose sending fails', () => {
  test('G1, B4: is sent again and answered by one run', async () => {
    const someone = await person(server, { fetch: deaf('chat.stream', 2) });
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
    const someone = await person(server, {
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
    const { chat, sent } = await person(server);
    sent.length = 0;
    expect(await failure(all(begin(chat)))).toMatchObject({ name: 'ParlanceError', code });
    expect(sent).toHaveLength(1);
  });

  test('G1, B6: run_active is thrown at once, and names the run', async () => {
    const { chat } = await person(server);
    heldAnswer(server, ['Busy']);
    const first = chat.stream({ message: 'First' });
    const { conversationId, runId } = await first.started;
    const second = failure(all(chat.stream({ message: 'Second', conversationId })));
    expect(await second).toMatchObject({ code: 'run_active', details: { runId } });
  });

  test('G1: an error that nobody iterates is no unhandled rejection', async () => {
    const { chat } = await person(server);
    const run = chat.stream({ message: ' ' });
    await run.stop();
    // Node tells of a rejection that nobody handled before it comes to what is due immediately.
    await setImmediate();
  });
});
