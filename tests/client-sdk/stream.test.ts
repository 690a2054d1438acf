import { createChat, createParlanceClient } from '@parlance/client-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { all, expectWhole, heldAnswer, person, readUntil, stored, textOf } from './support/streams.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('a whole stream', () => {
  test('G1, A1: yields every event once and in order, and joins to the stored answer', async () => {
    const someone = await person(server);
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
    const someone = await person(server);
    const letGo = heldAnswer(server, ['Here ', 'at once']);
    const { events, rest } = await readUntil(someone.chat.stream({ message: 'Quick' }), 'Here');
    expect(events.at(-1)?.type).toBe('text-delta');
    letGo();
    expectWhole(await rest());
  });

  test('G1: is iterated once, and ends exactly once', async () => {
    const { chat } = await person(server);
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
    const { chat, sent } = await person(server);
    const runs = await Promise.all(Array.from({ length: 5 }, () => all(chat.stream({ message: 'Hi' }))));
    for (const events of runs) expectWhole(events);
    expect(
      sent.filter(({ paths }) => paths.includes('chat.stream')).map(({ paths }) => paths.length),
    ).toEqual([1, 1, 1, 1, 1]);
  });

  test('G1, A1: regenerate and edit stream, too', async () => {
    const { parlance, chat } = await person(server);
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
    const { parlance } = await person(server);
    const { secret } = await parlance.auth.createApiKey.mutate({ name: 'bot', scopes: ['chat'] });
    const machine = createChat(createParlanceClient({ url: server.url, token: secret }));
    expectWhole(await all(machine.stream({ message: 'Hello' })));
    expectWhole(
      await all(createChat(createParlanceClient({ url: server.url })).stream({ message: 'Hello' })),
    );
  });
});

describe('resume', () => {
  test('G1, B2: follows a run from any event on, as it goes and afterwards', async () => {
    const { chat } = await person(server);
    const letGo = heldAnswer(server, ['One ', 'two']);
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
    const { chat } = await person(server);
    const run = chat.stream({ message: 'Short' });
    const { seq = 0 } = (await all(run)).at(-1) ?? {};
    const { runId } = await run.started;
    expect(await all(chat.resume(runId, { after: seq }))).toEqual([]);
  });
});
