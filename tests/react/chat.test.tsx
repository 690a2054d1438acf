import './dom.ts';

import { createChat, createParlanceClient } from '@parlance/client-sdk';
import { ParlanceProvider, useChat, useConversations } from '@parlance/client-sdk/react';
import { render } from '@testing-library/react';
import { StrictMode } from 'react';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  elsewhere,
  eventually,
  heldAnswer,
  person,
  proxyTo,
  refusal,
  seen,
  serverOfFile,
  show,
  showChat,
} from './support.tsx';

const server = serverOfFile();

describe('a message', () => {
  test('G1, A1: shows at once, its answer as it comes, and both as they are stored, under the same keys', async () => {
    const { parlance } = await person(server().url);
    const letGo = heldAnswer(server(), ['One ', 'two']);
    const made: string[] = [];
    const { chat } = showChat(parlance, { onConversation: (id) => made.push(id) });
    expect(chat()).toMatchObject({
      status: 'ready',
      connection: 'online',
      messages: [],
      conversationId: null,
    });
    chat().send({ message: 'Count' });
    await eventually(() => seen(chat())).toEqual(['Q Count (sending)']);
    expect(chat()).toMatchObject({ status: 'sending', messages: [{ id: null, error: null }] });
    const keys = new Set<string>();
    await eventually(() => {
      for (const { key } of chat().messages) keys.add(key);
      return seen(chat());
    }).toEqual(['Q Count (done)', 'A One two (streaming)']);
    expect(chat().status).toBe('streaming');
    const { conversationId } = chat();
    expect(made).toEqual([conversationId]);
    letGo();
    await eventually(() => chat().status).toBe('ready');
    const { messages } = await parlance.conversation.history.query({ conversationId: conversationId ?? '' });
    await eventually(() => chat().messages.map(({ createdAt }) => createdAt)).toEqual(
      messages.map(({ createdAt }) => createdAt),
    );
    expect(seen(chat())).toEqual(['Q Count (done)', 'A One two (done)']);
    expect(chat().messages).toMatchObject(
      messages.map(({ id, parts, siblingIds }) => ({ id, parts, siblingIds })),
    );
    for (const { key } of chat().messages) keys.add(key);
    expect(keys.size).toBe(2);
    expect(made).toHaveLength(1);
  });

  test('G1, A4: takes the selected text along', async () => {
    const { parlance } = await person(server().url);
    const { chat } = showChat(parlance);
    chat().send({ message: 'What is it?', selectedText: 'A servo turns.' });
    await eventually(() => chat().messages[1]?.status).toBe('done');
    expect(chat().messages[0]?.selectedText).toBe('A servo turns.');
  });

  test('G1, B3: is stopped, and what was said stays', async () => {
    const { parlance } = await person(server().url);
    heldAnswer(server(), ['Half ', 'an answer']);
    const { chat } = showChat(parlance);
    chat().send({ message: 'Go on' });
    await eventually(() => chat().messages[1]?.text).toBe('Half an answer');
    chat().stop();
    await eventually(() => seen(chat())).toEqual(['Q Go on (done)', 'A Half an answer (stopped)']);
    await eventually(() => chat().status).toBe('ready');
    expect(chat().error).toBeNull();
  });

  test('G1, H4: whose run fails shows what was said and why', async () => {
    const { parlance } = await person(server().url);
    server().model.script({ purpose: 'answer', text: ['So ', 'far'], fault: { errorChunkAfter: 2 } });
    const { chat } = showChat(parlance);
    chat().send({ message: 'Break' });
    await eventually(() => seen(chat())).toEqual(['Q Break (done)', 'A So far (failed)']);
    expect(chat().messages[1]?.error?.code).toMatch(/^model_/);
    expect(chat().error).toBeNull();
  });

  test('G1, B4: that could not be sent stays, and is sent again as the same', async () => {
    let refuse = true;
    const someone = await person(server().url, {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.includes('chat.stream') || !refuse) return response;
        refuse = false;
        await response.body?.cancel();
        return refusal(429, 'rate_limited');
      },
    });
    server().model.script({ purpose: 'answer', text: 'Once' });
    const { chat } = showChat(someone.parlance);
    chat().send({ message: 'Only once' });
    await eventually(() => seen(chat())).toEqual(['Q Only once (unsent)']);
    expect(chat()).toMatchObject({ status: 'ready', error: { code: 'rate_limited' }, conversationId: null });
    expect(chat().messages[0]?.error).toBe(chat().error);
    chat().dismissError();
    await eventually(() => chat().error).toBeNull();
    chat().resend(chat().messages[0]?.key ?? '');
    await eventually(() => seen(chat())).toEqual(['Q Only once (done)', 'A Once (done)']);
    expect(someone.count('chat.stream')).toBe(2);
    const { conversations } = await someone.parlance.conversation.list.query({});
    expect(conversations).toHaveLength(1);
  });

  test('G1, B4: that had arrived as a conversation of its own is not sent into the one after it', async () => {
    let lose = true;
    const someone = await person(server().url, {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.includes('chat.stream') || !lose) return response;
        lose = false;
        await response.body?.cancel();
        return refusal(429, 'rate_limited');
      },
    });
    const { result } = show(someone.parlance, () => ({ chat: useChat(), list: useConversations() }));
    const chat = () => result.current.chat;
    chat().send({ message: 'First' });
    await eventually(() => seen(chat())).toEqual(['Q First (unsent)']);
    server().model.script({ purpose: 'answer', text: 'Hello' });
    chat().send({ message: 'Second' });
    await eventually(() => seen(chat())).toEqual(['Q Second (done)', 'A Hello (done)', 'Q First (unsent)']);
    await eventually(() => chat().status).toBe('ready');
    chat().resend(chat().messages.at(-1)?.key ?? '');
    await eventually(() => chat().error).toMatchObject({ code: 'conflict' });
    expect(seen(chat())).toEqual(['Q Second (done)', 'A Hello (done)']);
    expect(chat().error?.message).toContain('had arrived');
    await eventually(() => result.current.list.conversations.length).toBe(2);
  });

  test('G1: that could not be sent is discarded', async () => {
    const proxy = await proxyTo(server());
    await proxy.shut();
    const { chat } = showChat(createParlanceClient({ url: proxy.url }));
    chat().send({ message: 'Into the void' });
    await eventually(() => seen(chat())).toEqual(['Q Into the void (unsent)']);
    expect(chat().error).toMatchObject({ code: 'network' });
    chat().discard(chat().messages[0]?.key ?? '');
    await eventually(() => chat().messages).toEqual([]);
    expect(chat().error).toBeNull();
  });

  test('G1, B3: is stopped before it could be sent, as far as one knows', async () => {
    const proxy = await proxyTo(server());
    const { parlance } = await person(proxy.url);
    const { chat } = showChat(parlance);
    await proxy.shut();
    chat().send({ message: 'Never mind' });
    await eventually(() => chat().connection).toBe('reconnecting');
    chat().stop();
    await eventually(() => seen(chat())).toEqual(['Q Never mind (unsent)']);
    expect(chat()).toMatchObject({ error: { code: 'network' }, status: 'ready', connection: 'online' });
  });

  test('G1, B6: is refused while another is answered, which shows', async () => {
    const someone = await person(server().url);
    const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'First' });
    const { chat } = showChat(someone.parlance, { conversationId });
    await eventually(() => chat().status).toBe('ready');
    const letGo = heldAnswer(server(), ['Wait ', 'for me']);
    const other = await elsewhere(server().url, someone);
    const { runId } = await createChat(other.parlance).stream({ message: 'Mine', conversationId }).started;
    chat().send({ message: 'Too early' });
    await eventually(() => chat().error).toMatchObject({ code: 'run_active', details: { runId } });
    await eventually(() => seen(chat()).slice(2)).toEqual([
      'Q Mine (done)',
      'A Wait for me (streaming)',
      'Q Too early (unsent)',
    ]);
    letGo();
    await eventually(() => chat().status).toBe('ready');
    chat().resend(chat().messages.at(-1)?.key ?? '');
    await eventually(() =>
      chat()
        .messages.map(({ text }) => text)
        .slice(2, 5),
    ).toEqual(['Mine', 'Wait for me', 'Too early']);
    await eventually(() => chat().messages.at(-1)).toMatchObject({ role: 'assistant', status: 'done' });
    expect(chat().messages).toHaveLength(6);
  });

  test('G1: of a new chat that is only just beginning is not followed by another conversation', async () => {
    const someone = await person(server().url);
    const { chat } = showChat(someone.parlance);
    chat().send({ message: 'One' });
    chat().send({ message: 'Two' });
    await eventually(() => chat().messages.at(-1)).toMatchObject({ text: 'Two', status: 'unsent' });
    await eventually(() => chat().status).toBe('ready');
    chat().resend(chat().messages.at(-1)?.key ?? '');
    await eventually(() => chat().messages.map(({ status }) => status)).toEqual(Array(4).fill('done'));
    expect((await someone.parlance.conversation.list.query({})).conversations).toHaveLength(1);
  });
});

describe('an answer that is being written', () => {
  test('G1, B2: goes on from its beginning after the page was loaded again', async () => {
    const someone = await person(server().url);
    const letGo = heldAnswer(server(), ['Still ', 'here']);
    const before = showChat(someone.parlance);
    before.chat().send({ message: 'Stay' });
    await eventually(() => before.chat().messages[1]?.text).toBe('Still here');
    const { conversationId } = before.chat();
    before.unmount();
    const again = createParlanceClient({ url: server().url, tokens: someone.tokens });
    const { chat } = showChat(again, { conversationId });
    expect(chat().status).toBe('loading');
    await eventually(() => seen(chat())).toEqual(['Q Stay (done)', 'A Still here (streaming)']);
    expect(chat().status).toBe('streaming');
    const keys = chat().messages.map(({ key }) => key);
    letGo();
    await eventually(() => seen(chat())).toEqual(['Q Stay (done)', 'A Still here (done)']);
    await eventually(() => chat().status).toBe('ready');
    expect(chat().messages.map(({ key }) => key)).toEqual(keys);
  });

  test('G1, B2, B6: is followed by those that wait, after the page was loaded again', async () => {
    const someone = await person(server().url);
    const { id: botId } = await someone.parlance.bot.create.mutate({
      name: 'Patient',
      config: { instructions: 'Be patient.', doubleTexting: 'enqueue' },
    });
    const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'Hello', botId });
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    onTestFinished(() => [first, second].forEach(({ resolve }) => void resolve()));
    server().model.script([
      { purpose: 'answer', text: ['First ', 'answer'], hold: first.promise },
      { purpose: 'answer', text: ['Second ', 'answer'], hold: second.promise },
    ]);
    const before = showChat(someone.parlance, { conversationId });
    await eventually(() => before.chat().status).toBe('ready');
    before.chat().send({ message: 'One' });
    await eventually(() => before.chat().messages.at(-1)?.text).toBe('First answer');
    before.chat().send({ message: 'Two' });
    await eventually(() => seen(before.chat()).slice(4)).toEqual(['Q Two (done)', 'A  (streaming)']);
    before.unmount();
    const { parlance } = await elsewhere(server().url, someone);
    const { chat } = showChat(parlance, { conversationId });
    const live = ['Q One (done)', 'A First answer (streaming)', 'Q Two (done)', 'A  (streaming)'];
    await eventually(() => seen(chat()).slice(2)).toEqual(live);
    first.resolve();
    const next = ['A First answer (done)', 'Q Two (done)', 'A Second answer (streaming)'];
    await eventually(() => seen(chat()).slice(3)).toEqual(next);
    expect(chat().status).toBe('streaming');
    chat().stop();
    await eventually(() => seen(chat()).at(-1)).toBe('A Second answer (stopped)');
    await eventually(() => chat().status).toBe('ready');
  });

  test('G1, B2: goes on when its component is gone, and shows where the conversation is shown next', async () => {
    const someone = await person(server().url);
    const letGo = heldAnswer(server(), ['Not ', 'lost']);
    const before = showChat(someone.parlance);
    before.chat().send({ message: 'Look away' });
    await eventually(() => before.chat().messages[1]?.text).toBe('Not lost');
    const { conversationId } = before.chat();
    const keys = before.chat().messages.map(({ key }) => key);
    before.unmount();
    const { chat, unmount } = showChat(someone.parlance, { conversationId });
    expect(seen(chat())).toEqual(['Q Look away (done)', 'A Not lost (streaming)']);
    expect(chat().messages.map(({ key }) => key)).toEqual(keys);
    unmount();
    letGo();
    const after = showChat(someone.parlance, { conversationId });
    await eventually(() => seen(after.chat())).toEqual(['Q Look away (done)', 'A Not lost (done)']);
    expect(after.chat().messages.map(({ key }) => key)).toEqual(keys);
    expect([someone.count('chat.stream'), someone.count('chat.events')]).toEqual([1, 0]);
  });

  test('G1, B2: survives a cut, and says that it connects again', async () => {
    const proxy = await proxyTo(server());
    const someone = await person(proxy.url);
    const letGo = heldAnswer(server(), ['Before ', 'the cut']);
    const { chat } = showChat(someone.parlance);
    chat().send({ message: 'Hold on' });
    await eventually(() => chat().messages[1]?.text).toBe('Before the cut');
    await proxy.shut();
    await eventually(() => chat().connection).toBe('reconnecting');
    expect(chat().status).toBe('streaming');
    await proxy.open();
    await eventually(() => chat().connection).toBe('online');
    letGo();
    await eventually(() => seen(chat())).toEqual(['Q Hold on (done)', 'A Before the cut (done)']);
    expect(chat().error).toBeNull();
  });

  test('G1: is one run for two components, and for StrictMode', async () => {
    const someone = await person(server().url);
    const letGo = heldAnswer(server(), ['One ', 'run']);
    const shown: ReturnType<typeof useChat>[][] = [[], []];
    const made: string[] = [];
    const Chat = ({ index, conversationId }: { index: number; conversationId?: string | null }) => {
      shown[index]?.push(useChat({ conversationId, onConversation: (id) => made.push(id) }));
      return null;
    };
    const tree = (conversationId: string | null) => (
      <StrictMode>
        <ParlanceProvider client={someone.parlance}>
          <Chat index={0} conversationId={conversationId} />
          {conversationId && <Chat index={1} conversationId={conversationId} />}
        </ParlanceProvider>
      </StrictMode>
    );
    const { rerender } = render(tree(null));
    const [first, second] = shown.map((all) => () => all.at(-1));
    first?.()?.send({ message: 'Twice?' });
    await eventually(() => first?.()?.messages[1]?.text).toBe('One run');
    rerender(tree(made[0] ?? null));
    await eventually(() => second?.()?.messages[1]?.text).toBe('One run');
    expect(second?.()?.messages).toEqual(first?.()?.messages);
    letGo();
    await eventually(() => second?.()?.messages[1]?.status).toBe('done');
    expect(made).toHaveLength(1);
    expect([someone.count('chat.stream'), someone.count('chat.events')]).toEqual([1, 0]);
  });

  test('G1: renders once a frame at most', async () => {
    const { parlance } = await person(server().url);
    const words = Array.from({ length: 200 }, (_, index) => `word${index} `);
    server().model.script({ purpose: 'answer', text: words });
    let renders = 0;
    const { result } = show(parlance, () => {
      renders++;
      return useChat();
    });
    let frames = 0;
    const own = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = (callback) => {
      frames++;
      return own(callback);
    };
    try {
      const before = renders;
      result.current.send({ message: 'At length' });
      await eventually(() => result.current.messages[1]?.status).toBe('done');
      expect(result.current.messages[1]?.text).toBe(words.join(''));
      // Beside the frames: the sending, and what the history and the conversation are asked for.
      expect(renders - before).toBeLessThanOrEqual(frames + 12);
      expect(frames).toBeLessThan(200);
    } finally {
      globalThis.requestAnimationFrame = own;
    }
  });
});
