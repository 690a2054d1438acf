import './dom.ts';

import { useChat, useConversations, useRenameConversation } from '@parlance/client-sdk/react';
import { expect, test } from 'vitest';
import { elsewhere, eventually, heldAnswer, person, seen, serverOfFile, show, showChat } from './support.tsx';

const server = serverOfFile();

/** Two tabs of one person, on one conversation. */
async function twoTabs() {
  const someone = await person(server().url);
  const other = await elsewhere(server().url, someone);
  const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'Hello' });
  const tabs = [someone, other].map(({ parlance }) => showChat(parlance, { conversationId }).chat);
  const [here, there] = [tabs[0] ?? fail, tabs[1] ?? fail];
  await eventually(() => [here().status, there().status]).toEqual(['ready', 'ready']);
  return { here, there, someone, other, conversationId };
}

const fail = (): never => {
  throw new Error('There is no such tab');
};

test('G1, B2: an answer that was asked for in one tab is written in the other, too', async () => {
  const { here, there, other } = await twoTabs();
  const letGo = heldAnswer(server(), ['In both ', 'tabs']);
  here().send({ message: 'Show me' });
  const live = ['Q Show me (done)', 'A In both tabs (streaming)'];
  await eventually(() => seen(here()).slice(2)).toEqual(live);
  await eventually(() => seen(there()).slice(2)).toEqual(live);
  expect(there().status).toBe('streaming');
  there().stop();
  await eventually(() => [here().status, there().status]).toEqual(['ready', 'ready']);
  expect(seen(here())).toEqual(seen(there()));
  expect(seen(here()).at(-1)).toBe('A In both tabs (stopped)');
  expect([other.count('chat.stream'), other.count('chat.events')]).toEqual([0, 1]);
  letGo();
});

test('G1: branches and ratings follow in the other tab', async () => {
  const { here, there } = await twoTabs();
  const first = here().messages[1]?.id ?? '';
  server().model.script({ purpose: 'answer', text: 'Again' });
  here().regenerate(first);
  await eventually(() => there().messages[1]).toMatchObject({ text: 'Again', status: 'done' });
  await eventually(() => [here().status, there().status]).toEqual(['ready', 'ready']);
  there().switchBranch(first);
  await eventually(() => here().messages[1]?.id).toBe(first);
  here().rate(first, 'positive');
  await eventually(() => there().messages[1]?.rating).toBe('positive');
});

test('G1: lists follow in the other tab', async () => {
  const someone = await person(server().url);
  const other = await elsewhere(server().url, someone);
  const here = show(someone.parlance, () => ({ chat: useChat(), rename: useRenameConversation() })).result;
  const there = show(other.parlance, useConversations).result;
  await eventually(() => there.current.status).toBe('success');
  const titles = () => there.current.conversations.map(({ title }) => title);
  server().model.script({ purpose: 'title', text: 'By the server' });
  here.current.chat.send({ message: 'Hello' });
  await eventually(titles).toEqual(['By the server']);
  const { conversationId } = here.current.chat;
  here.current.rename.mutate({ conversationId: conversationId ?? '', title: 'By me' });
  await eventually(titles).toEqual(['By me']);
});

test('G1, F3: tabs of different people tell each other nothing', async () => {
  const one = await person(server().url);
  const two = await person(server().url);
  const { result } = show(two.parlance, useConversations);
  await eventually(() => result.current.status).toBe('success');
  const asked = two.sent.length;
  const { chat } = showChat(one.parlance);
  chat().send({ message: 'Hello' });
  await eventually(() => chat().messages[1]?.status).toBe('done');
  await eventually(() => chat().status).toBe('ready');
  expect(two.sent).toHaveLength(asked);
});

test('G1: what is said on a channel by something else is not heard', async () => {
  const { here, someone } = await twoTabs();
  const asked = someone.sent.length;
  const channel = new BroadcastChannel('parlance');
  for (const nonsense of [
    null,
    'began',
    { type: 'began' },
    { type: 'shouted', conversationId: 'x', userId: null, runId: null },
  ]) {
    channel.postMessage(nonsense);
  }
  channel.close();
  here().send({ message: 'Go on' });
  await eventually(() => here().messages.map(({ status }) => status)).toEqual(Array(4).fill('done'));
  expect(someone.sent.slice(asked).map(({ paths }) => paths[0])[0]).toBe('chat.stream');
});
