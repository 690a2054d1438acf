import './dom.ts';

import { useChat, useHistory } from '@parlance/client-sdk/react';
import { describe, expect, test } from 'vitest';
import {
  eventually,
  gated,
  heldAnswer,
  person,
  refusal,
  seen,
  serverOfFile,
  show,
  showChat,
} from './support.tsx';

const server = serverOfFile();

/** A chat in which something was asked and answered. */
async function answered(fetch?: typeof globalThis.fetch) {
  const someone = await person(server().url, fetch && { fetch: (url, init) => fetch(url, init) });
  server().model.script({ purpose: 'answer', text: 'Blue' });
  const { chat } = showChat(someone.parlance);
  chat().send({ message: 'A colour?', selectedText: 'Blue, red.' });
  await eventually(() => seen(chat())).toEqual(['Q A colour? (done)', 'A Blue (done)']);
  await eventually(() => chat().status).toBe('ready');
  const id = (index: number): string => chat().messages[index]?.id ?? '';
  return { ...someone, chat, id };
}

test('G1: a regenerated answer takes the place of the old one, and each can be gone back to', async () => {
  const { chat, id } = await answered();
  const [question, first] = [id(0), id(1)];
  const letGo = heldAnswer(server(), ['Re', 'd']);
  chat().regenerate(first);
  await eventually(() => seen(chat())).toEqual(['Q A colour? (done)', 'A Red (streaming)']);
  const second = id(1);
  expect(chat().messages[1]?.siblingIds).toEqual([first, second]);
  const keys = chat().messages.map(({ key }) => key);
  letGo();
  await eventually(() => seen(chat())).toEqual(['Q A colour? (done)', 'A Red (done)']);
  chat().switchBranch(first);
  await eventually(() => seen(chat())).toEqual(['Q A colour? (done)', 'A Blue (done)']);
  expect(id(0)).toBe(question);
  chat().switchBranch(second);
  await eventually(() => seen(chat())).toEqual(['Q A colour? (done)', 'A Red (done)']);
  expect(chat().messages.map(({ key }) => key)).toEqual(keys);
  expect(chat().messages[1]?.siblingIds).toEqual([first, second]);
});

test('G1: an edited question shows at once, in place of itself and what followed', async () => {
  const { chat, id } = await answered();
  const [question, answer] = [id(0), id(1)];
  const letGo = heldAnswer(server(), ['Four']);
  chat().edit(question, 'A number?');
  await eventually(() => seen(chat())).toEqual(['Q A number? (sending)']);
  await eventually(() => seen(chat())).toEqual(['Q A number? (done)', 'A Four (streaming)']);
  expect(chat().messages[0]).toMatchObject({ selectedText: 'Blue, red.', siblingIds: [question, id(0)] });
  letGo();
  await eventually(() => chat().status).toBe('ready');
  chat().send({ message: 'And then?' });
  await eventually(() => chat().messages.map(({ status }) => status)).toEqual(Array(4).fill('done'));
  await eventually(() => chat().status).toBe('ready');
  chat().switchBranch(question);
  await eventually(() => chat().messages.map((message) => message.id)).toEqual([question, answer]);
  chat().switchBranch(chat().messages[0]?.siblingIds[1] ?? '');
  await eventually(() =>
    chat()
      .messages.map(({ text }) => text)
      .slice(0, 3),
  ).toEqual(['A number?', 'Four', 'And then?']);
});

test('G1: an edit that could not be sent waits in its place, and gives way when it is discarded', async () => {
  let refuse = true;
  const { chat, id } = await answered(async (url, init) => {
    if (!String(url).includes('chat.edit') || !refuse) return fetch(url, init);
    return refusal(429, 'rate_limited');
  });
  chat().edit(id(0), 'A number?');
  await eventually(() => seen(chat())).toEqual(['Q A number? (unsent)']);
  chat().discard(chat().messages[0]?.key ?? '');
  await eventually(() => seen(chat())).toEqual(['Q A colour? (done)', 'A Blue (done)']);
  chat().edit(id(0), 'A number?');
  await eventually(() => chat().messages[0]?.status).toBe('unsent');
  refuse = false;
  server().model.script({ purpose: 'answer', text: 'Five' });
  chat().resend(chat().messages[0]?.key ?? '');
  await eventually(() => seen(chat())).toEqual(['Q A number? (done)', 'A Five (done)']);
});

test('G1, H4: what cannot be regenerated or switched to says so, and changes nothing', async () => {
  const { chat, id } = await answered(async (url, init) =>
    String(url).includes('chat.regenerate') ? refusal(429, 'rate_limited') : fetch(url, init),
  );
  chat().regenerate(id(1));
  await eventually(() => chat().error).toMatchObject({ code: 'rate_limited' });
  expect(seen(chat())).toEqual(['Q A colour? (done)', 'A Blue (done)']);
  chat().switchBranch(crypto.randomUUID());
  await eventually(() => chat().error).toMatchObject({ code: 'not_found' });
  expect(seen(chat())).toEqual(['Q A colour? (done)', 'A Blue (done)']);
});

describe('a rating', () => {
  test('G1: shows at once, stays when it is stored, and can be taken back', async () => {
    const gate = gated('chat.feedback');
    const { chat, id, parlance } = await answered(gate.fetch as typeof fetch);
    chat().rate(id(1), 'positive', 'Well said');
    await eventually(() => chat().messages[1]?.rating).toBe('positive');
    await gate.let();
    const stored = async () =>
      (await parlance.conversation.history.query({ conversationId: chat().conversationId ?? '' })).messages[1]
        ?.rating;
    await eventually(stored).toBe('positive');
    chat().rate(id(1), 'negative');
    chat().rate(id(1), null);
    await eventually(() => chat().messages[1]?.rating).toBe(null);
    await gate.let();
    await gate.let();
    await eventually(stored).toBe(null);
    expect(chat()).toMatchObject({ error: null, messages: [{}, { rating: null }] });
  });

  test('G1, H4: that is refused is gone again, and says why', async () => {
    const gate = gated('chat.feedback');
    const { chat, id } = await answered(gate.fetch as typeof fetch);
    chat().rate(id(1), 'negative');
    await eventually(() => chat().messages[1]?.rating).toBe('negative');
    await gate.refuse();
    await eventually(() => chat().messages[1]?.rating).toBeNull();
    expect(chat().error).toMatchObject({ code: 'internal' });
  });
});

describe('history', () => {
  test('G1: is loaded from the newest page on, and older pages before it, once each', async () => {
    const someone = await person(server().url);
    const { conversationId } = await someone.parlance.chat.send.mutate({ message: '0' });
    for (const message of ['1', '2', '3'])
      await someone.parlance.chat.send.mutate({ message, conversationId });
    const { messages } = await someone.parlance.conversation.history.query({ conversationId });
    const { result } = show(someone.parlance, () => useHistory(conversationId, { pageSize: 3 }));
    expect(result.current).toMatchObject({ status: 'pending', messages: [] });
    await eventually(() => result.current.messages).toEqual(messages.slice(5));
    result.current.loadOlder();
    result.current.loadOlder();
    await eventually(() => result.current.isLoadingOlder).toBe(true);
    await eventually(() => result.current.messages).toEqual(messages.slice(2));
    expect(result.current.hasOlder).toBe(true);
    result.current.loadOlder();
    await eventually(() => result.current.messages).toEqual(messages);
    expect(result.current).toMatchObject({ hasOlder: false, isLoadingOlder: false, status: 'success' });
    expect(someone.count('conversation.history')).toBe(4);
  });

  test('G1: older messages stay when newer ones come, and what did not change is the same object', async () => {
    const someone = await person(server().url);
    const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'question 0' });
    for (let index = 1; index < 30; index++) {
      await someone.parlance.chat.send.mutate({ message: `question ${index}`, conversationId });
    }
    const { result } = show(someone.parlance, () => useChat({ conversationId }));
    await eventually(() => result.current.messages.length).toBe(50);
    result.current.loadOlder();
    await eventually(() => result.current.messages.length).toBe(60);
    const before = result.current.messages;
    const asked = someone.count('conversation.history');
    result.current.send({ message: 'The last' });
    await eventually(() => result.current.messages.at(-1)?.status).toBe('done');
    await eventually(() => someone.count('conversation.history')).toBe(asked + 1);
    await eventually(() => result.current.status).toBe('ready');
    expect(result.current.messages).toHaveLength(62);
    before.forEach((message, index) => {
      expect(result.current.messages[index]).toBe(message);
    });
  });

  test('G1, H4: of a conversation that is not there is an error, and of one that could not be loaded is tried again', async () => {
    let refuse = true;
    const someone = await person(server().url, {
      fetch: async (url, init) =>
        refuse && url.includes('conversation.history') ? refusal(500, 'internal') : fetch(url, init),
    });
    const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'Hello' });
    const { chat } = showChat(someone.parlance, { conversationId });
    await eventually(() => chat().status).toBe('error');
    expect(chat()).toMatchObject({ error: { code: 'internal' }, messages: [] });
    refuse = false;
    chat().retryLoad();
    await eventually(() => chat().status).toBe('ready');
    expect(chat()).toMatchObject({ error: null, messages: [{ text: 'Hello' }, {}] });
    const missing = showChat(someone.parlance, { conversationId: crypto.randomUUID() });
    await eventually(() => missing.chat().error).toMatchObject({ code: 'not_found' });
    expect(missing.chat().status).toBe('error');
  });
});
