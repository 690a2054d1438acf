import './dom.ts';

import { createParlanceClient } from '@parlance/client-sdk';
import {
  ParlanceProvider,
  useAdoptConversations,
  useChat,
  useConversation,
  useConversations,
  useDeleteConversation,
  useRenameConversation,
} from '@parlance/client-sdk/react';
import { QueryClient } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import {
  elsewhere,
  eventually,
  gated,
  heldAnswer,
  lateAnswer,
  person,
  serverOfFile,
  show,
} from './support.tsx';

const server = serverOfFile();

const useAll = (conversationId: string | null = null) => ({
  list: useConversations(),
  found: useConversations({ search: 'zebra' }),
  one: useConversation(conversationId),
  rename: useRenameConversation(),
  remove: useDeleteConversation(),
});

/** Somebody with a conversation, and all the hooks about it. */
async function withConversation(options: Parameters<typeof person>[1] = {}) {
  const someone = await person(server().url, options);
  server().model.script({ purpose: 'title', text: 'Stripes' });
  const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'A zebra' });
  await eventually(
    async () => (await someone.parlance.conversation.get.query({ conversationId })).title,
  ).toBe('Stripes');
  const { result } = show(someone.parlance, () => useAll(conversationId));
  const titles = () => [result.current.list, result.current.found].map(titlesOf);
  await eventually(() => [titles(), result.current.one.data?.title]).toEqual([
    [['Stripes'], ['Stripes']],
    'Stripes',
  ]);
  return { ...someone, conversationId, hooks: () => result.current, titles };
}

const titlesOf = ({ conversations }: { conversations: { title: string | null }[] }) =>
  conversations.map(({ title }) => title);

test('G1, A7: a new conversation appears, and its title after the first answer', async () => {
  const { parlance } = await person(server().url);
  const { result } = show(parlance, () => ({ list: useConversations(), chat: useChat() }));
  await eventually(() => result.current.list.status).toBe('success');
  expect(result.current.list.conversations).toEqual([]);
  const gate = Promise.withResolvers<void>();
  server().model.script([
    { purpose: 'answer', text: 'Hello!', hold: gate.promise },
    { purpose: 'title', text: 'A greeting' },
  ]);
  result.current.chat.send({ message: 'Hello' });
  await eventually(() => titlesOf(result.current.list)).toEqual([null]);
  await eventually(() => result.current.list.conversations[0]?.activeRunId).not.toBeNull();
  expect(result.current.list.conversations[0]?.id).toBe(result.current.chat.conversationId);
  gate.resolve();
  await eventually(() => titlesOf(result.current.list)).toEqual(['A greeting']);
  expect(result.current.list.conversations[0]?.activeRunId).toBeNull();
});

test('G1: the conversation that is talked in comes to the top', async () => {
  const someone = await person(server().url);
  const ids: string[] = [];
  for (const message of ['First', 'Second', 'Third']) {
    ids.unshift((await someone.parlance.chat.send.mutate({ message })).conversationId);
  }
  const [third, second, first] = ids;
  const { result } = show(someone.parlance, () => ({
    list: useConversations({ pageSize: 2 }),
    chat: useChat({ conversationId: first }),
  }));
  const listed = () => result.current.list.conversations.map(({ id }) => id);
  await eventually(listed).toEqual([third, second]);
  expect(result.current.list.hasMore).toBe(true);
  result.current.list.loadMore();
  await eventually(listed).toEqual(ids);
  expect(result.current.list).toMatchObject({ hasMore: false, isLoadingMore: false });
  const asked = someone.count('conversation.list');
  result.current.chat.send({ message: 'Me again' });
  await eventually(listed).toEqual([first, third, second]);
  await eventually(() => result.current.chat.messages.at(-1)?.status).toBe('done');
  expect(someone.count('conversation.list')).toBe(asked);
});

test('G1: a search keeps no conversation from the top', async () => {
  const { parlance } = await person(server().url);
  const ids: string[] = [];
  for (const message of ['A zebra', 'Second', 'Third']) {
    ids.unshift((await parlance.chat.send.mutate({ message })).conversationId);
  }
  const [third, second, zebra] = ids;
  const { result, rerender } = renderHook(
    ({ search }: { search: string }) => ({
      list: useConversations({ pageSize: 2, search }),
      chat: useChat({ conversationId: zebra }),
    }),
    {
      initialProps: { search: '' },
      wrapper: ({ children }) => <ParlanceProvider client={parlance}>{children}</ParlanceProvider>,
    },
  );
  const listed = () => result.current.list.conversations.map(({ id }) => id);
  await eventually(listed).toEqual([third, second]);
  rerender({ search: 'zebra' });
  await eventually(listed).toEqual([zebra]);
  rerender({ search: '' });
  await eventually(listed).toEqual([third, second]);
  result.current.chat.send({ message: 'Me again' });
  await eventually(listed).toEqual([zebra, third]);
});

test('G1: more is loaded of a list that is being asked for again', async () => {
  const late = lateAnswer('conversation.list', 2);
  const { parlance } = await person(server().url, { fetch: late.fetch });
  for (const message of ['One', 'Two', 'Three']) await parlance.chat.send.mutate({ message });
  const { result } = show(parlance, () => useConversations({ pageSize: 2 }));
  await eventually(() => result.current.conversations.length).toBe(2);
  result.current.refetch();
  await late.answered;
  result.current.loadMore();
  late.letGo();
  await eventually(() => result.current.conversations.length).toBe(3);
  expect(result.current).toMatchObject({ hasMore: false, isLoadingMore: false, error: null });
});

describe('a list that was asked for before, and is answered late', () => {
  /** Somebody with two conversations, and a list whose second answer is late. */
  async function withLateList(pageSize: number) {
    const late = lateAnswer('conversation.list', 2);
    const { parlance } = await person(server().url, { fetch: late.fetch });
    const titles = ['Older', 'Newer'];
    const ids: string[] = [];
    for (const text of titles) {
      server().model.script({ purpose: 'title', text });
      const { conversationId } = await parlance.chat.send.mutate({ message: text });
      ids.push(conversationId);
      await eventually(async () => (await parlance.conversation.get.query({ conversationId })).title).toBe(
        text,
      );
    }
    const [older = '', newer = ''] = ids;
    const queryClient = new QueryClient();
    const useHooks = () => ({
      list: useConversations({ pageSize }),
      chat: useChat({ conversationId: older }),
      rename: useRenameConversation(),
      remove: useDeleteConversation(),
    });
    const { result } = show(parlance, useHooks, queryClient);
    await eventually(() => titlesOf(result.current.list)).toEqual(['Newer', 'Older'].slice(0, pageSize));
    await eventually(() => result.current.chat.status).toBe('ready');
    const settle = async () => {
      late.letGo();
      await eventually(() => queryClient.isFetching()).toBe(0);
    };
    return { answered: late.answered, settle, newer, hooks: () => result.current };
  }

  test('G1: brings no deleted conversation back', async () => {
    const { answered, settle, newer, hooks } = await withLateList(2);
    hooks().list.refetch();
    await answered;
    await hooks().remove.mutateAsync({ conversationId: newer });
    await settle();
    expect(titlesOf(hooks().list)).toEqual(['Older']);
  });

  test('G1: takes no new title back', async () => {
    const { answered, settle, newer, hooks } = await withLateList(2);
    hooks().list.refetch();
    await answered;
    await hooks().rename.mutateAsync({ conversationId: newer, title: 'Newest' });
    await settle();
    expect(titlesOf(hooks().list)).toEqual(['Newest', 'Older']);
  });

  test('G1: says of no conversation that it is still being answered', async () => {
    const { answered, settle, hooks } = await withLateList(1);
    const letGo = heldAnswer(server(), ['One ', 'two']);
    hooks().chat.send({ message: 'Again' });
    await answered;
    letGo();
    await eventually(() => hooks().chat.status).toBe('ready');
    await settle();
    expect(hooks().list.conversations).toMatchObject([{ title: 'Older', activeRunId: null }]);
  });
});

test('G1: a new title shows at once, everywhere, and goes when it is refused', async () => {
  const gate = gated('conversation.rename');
  const { hooks, titles, conversationId, count } = await withConversation({ fetch: gate.fetch });
  const all = () => [...titles().flat(), hooks().one.data?.title];
  const asked = count('conversation.list');
  hooks().rename.mutate({ conversationId, title: 'Horses' });
  await eventually(all).toEqual(['Horses', 'Horses', 'Horses']);
  await gate.refuse();
  await eventually(all).toEqual(['Stripes', 'Stripes', 'Stripes']);
  expect(hooks().rename.error).toMatchObject({ code: 'internal' });
  hooks().rename.mutate({ conversationId, title: 'Donkeys' });
  await gate.let();
  await eventually(() => hooks().rename.data?.title).toBe('Donkeys');
  expect(all()).toEqual(['Donkeys', 'Donkeys', 'Donkeys']);
  expect(count('conversation.list')).toBe(asked);
});

test('G1: a deleted conversation is gone at once, everywhere, and comes back when that is refused', async () => {
  const gate = gated('conversation.delete');
  const { hooks, titles, conversationId } = await withConversation({ fetch: gate.fetch });
  hooks().remove.mutate({ conversationId });
  await eventually(titles).toEqual([[], []]);
  await gate.refuse();
  await eventually(titles).toEqual([['Stripes'], ['Stripes']]);
  expect(hooks().remove.error).toMatchObject({ code: 'internal' });
  hooks().remove.mutate({ conversationId });
  await eventually(titles).toEqual([[], []]);
  await gate.let();
  await eventually(() => hooks().remove.status).toBe('success');
  expect(titles()).toEqual([[], []]);
});

test('G1: a search finds, a blank one is none, and a disabled list asks nothing', async () => {
  const { parlance, count, conversationId } = await withConversation();
  const asked = count('conversation.list');
  const { result } = show(parlance, () => [
    useConversations({ search: 'stripes', pageSize: 5 }),
    useConversations({ search: 'unicorn', pageSize: 5 }),
    useConversations({ search: '  ', pageSize: 5 }),
    useConversations({ enabled: false, pageSize: 6 }),
  ]);
  await eventually(() => result.current.map(({ status }) => status)).toEqual([
    'success',
    'success',
    'success',
    'pending',
  ]);
  expect(result.current.map(({ conversations }) => conversations.map(({ id }) => id))).toEqual([
    [conversationId],
    [],
    [conversationId],
    [],
  ]);
  expect(count('conversation.list')).toBe(asked + 3);
});

test('G1, A2: nobody in particular has a chat, and no list', async () => {
  const { result } = show(createParlanceClient({ url: server().url }), () => ({
    list: useConversations(),
    chat: useChat(),
  }));
  await eventually(() => result.current.list.status).toBe('success');
  server().model.script([
    { purpose: 'answer', text: 'Hello, stranger' },
    { purpose: 'title', text: 'A stranger' },
  ]);
  result.current.chat.send({ message: 'Hello' });
  await eventually(() => result.current.chat.messages.at(-1)?.text).toBe('Hello, stranger');
  expect(result.current.list).toMatchObject({ conversations: [], hasMore: false, error: null });
});

test('G1, A2: what a guest said appears in the lists and can be read once it is adopted, in other tabs too', async () => {
  const guest = createParlanceClient({ url: server().url });
  server().model.script([{ text: 'Hello, guest' }, { purpose: 'title', text: 'Before' }]);
  const { conversationId } = await guest.chat.send.mutate({ message: 'A zebra' });
  await eventually(async () => (await guest.conversation.get.query({ conversationId })).title).toBe('Before');
  const someone = await person(server().url);
  const other = await elsewhere(server().url, someone);
  const useConversationOf = () => ({
    ...useAll(conversationId),
    chat: useChat({ conversationId }),
    adopt: useAdoptConversations(),
  });
  const { result } = show(someone.parlance, useConversationOf);
  const { result: otherTab } = show(other.parlance, useConversationOf);
  for (const { current } of [result, otherTab]) expect(current.list.conversations).toEqual([]);
  await eventually(() => [result, otherTab].map(({ current }) => current.one.error?.code)).toEqual([
    'not_found',
    'not_found',
  ]);
  result.current.adopt.mutate({ conversationIds: ['x', conversationId] });
  for (const tab of [result, otherTab]) {
    await eventually(() => [titlesOf(tab.current.list), titlesOf(tab.current.found)]).toEqual([
      ['Before'],
      ['Before'],
    ]);
    await eventually(() => tab.current.chat.messages.map(({ text }) => text)).toEqual([
      'A zebra',
      'Hello, guest',
    ]);
  }
  expect(result.current.adopt.data).toEqual({ conversationIds: [conversationId] });
});
