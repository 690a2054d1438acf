import './dom.ts';

import { createParlanceClient, memoryTokens, webTokens } from '@parlance/client-sdk';
import { useAuth, useChat, useConversations } from '@parlance/client-sdk/react';
import { onlineManager, QueryClient } from '@tanstack/react-query';
import { expect, onTestFinished, test } from 'vitest';
import { sharedStorage } from '../client-sdk/shared-page.ts';
import { heldBack, newcomer, spoil } from '../client-sdk/watched-client.ts';
import { eventually, heldAnswer, person, serverOfFile, show } from './support.tsx';

const server = serverOfFile();

const useAll = (conversationId: string | null = null) => ({
  auth: useAuth(),
  list: useConversations(),
  chat: useChat({ conversationId }),
});

test('G1, F1: one signs up, out and in', async () => {
  const { result } = show(createParlanceClient({ url: server().url }), useAuth);
  expect(result.current).toMatchObject({ status: 'loading', user: null, signedOutReason: null });
  await eventually(() => result.current.status).toBe('signed-out');
  const credentials = newcomer();
  result.current.signUp.mutate(credentials);
  await eventually(() => result.current.status).toBe('signed-in');
  const user = result.current.user;
  expect(user?.email).toBe(credentials.email);
  expect(result.current.signUp.data).toEqual(user);
  result.current.signOut.mutate();
  await eventually(() => result.current.status).toBe('signed-out');
  expect(result.current).toMatchObject({ user: null, signedOutReason: 'logout' });
  result.current.logIn.mutate({ ...credentials, password: 'wrong' });
  await eventually(() => result.current.logIn.error).toMatchObject({ code: 'unauthorized', httpStatus: 401 });
  expect(result.current.status).toBe('signed-out');
  result.current.logIn.mutate(credentials);
  await eventually(() => result.current).toMatchObject({ status: 'signed-in', signedOutReason: null, user });
});

test('G1, F1: who was signed in when the page was left still is', async () => {
  const someone = await person(server().url);
  const again = createParlanceClient({ url: server().url, tokens: someone.tokens });
  const { result } = show(again, useAuth);
  expect(result.current.status).toBe('loading');
  await eventually(() => result.current.user?.email).toBe(someone.email);
  expect(result.current.status).toBe('signed-in');
});

test('G1, F1: a login that was ended elsewhere says so', async () => {
  const tokens = memoryTokens();
  const someone = await person(server().url, { tokens });
  const { result } = show(someone.parlance, useAll);
  await eventually(() => result.current.auth.status).toBe('signed-in');
  const { refreshToken = '' } = (await tokens.get()) ?? {};
  await createParlanceClient({ url: server().url }).auth.logout.mutate({ refreshToken });
  await spoil(tokens, 'ended');
  result.current.list.refetch();
  await eventually(() => result.current.auth).toMatchObject({
    status: 'signed-out',
    signedOutReason: 'expired',
  });
});

test('G1, F3: nothing of who signed out is shown to, or kept for, who signs in next', async () => {
  const queryClient = new QueryClient();
  const someone = await person(server().url);
  const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'My secret' });
  queryClient.setQueryData(['somebody else’s'], 'kept');
  const shown: string[] = [];
  const { result } = show(
    someone.parlance,
    () => {
      const all = useAll(conversationId);
      shown.push(JSON.stringify([all.auth.user, all.list, all.chat]));
      return all;
    },
    queryClient,
  );
  await eventually(() => result.current.chat.messages.length).toBe(2);
  await eventually(() => result.current.list.conversations.length).toBe(1);
  heldAnswer(server(), ['My secret ', 'answer']);
  result.current.chat.send({ message: 'Another secret' });
  await eventually(() => result.current.chat.messages[3]?.text).toBe('My secret answer');
  await someone.parlance.signOut();
  await eventually(() => result.current.auth.status).toBe('signed-out');
  const from = shown.length;
  expect(result.current).toMatchObject({ list: { conversations: [] }, chat: { messages: [] } });
  result.current.auth.signUp.mutate(newcomer());
  await eventually(() => result.current.auth.status).toBe('signed-in');
  await eventually(() => result.current.list.status).toBe('success');
  await eventually(() => result.current.chat.error).toMatchObject({ code: 'not_found' });
  const after = shown.slice(from).join();
  expect(after).not.toContain('secret');
  expect(after).not.toContain(someone.email);
  const kept = JSON.stringify(
    queryClient
      .getQueryCache()
      .findAll()
      .map(({ state }) => state.data ?? null),
  );
  expect(kept).toContain('kept');
  expect(kept).not.toContain('secret');
  expect(kept).not.toContain(conversationId);
});

test('G1, F3: nothing is shown to who signed in while nothing was shown', async () => {
  const someone = await person(server().url);
  const { conversationId } = await someone.parlance.chat.send.mutate({ message: 'My secret' });
  const shown: string[] = [];
  const showAll = () =>
    show(someone.parlance, () => {
      const all = useAll(conversationId);
      shown.push(JSON.stringify([all.auth.user, all.list, all.chat]));
      return all;
    });
  const before = showAll();
  await eventually(() => before.result.current.chat.messages.length).toBe(2);
  await eventually(() => before.result.current.list.conversations.length).toBe(1);
  before.unmount();
  await someone.parlance.signOut();
  const next = newcomer();
  await someone.parlance.auth.signup.mutate(next);
  const from = shown.length;
  const { result } = showAll();
  await eventually(() => result.current.auth.user?.email).toBe(next.email);
  const after = shown.slice(from).join();
  expect(after).not.toContain('secret');
  expect(after).not.toContain(someone.email);
});

test('G1, F3: two clients with a fixed token each share a cache, and show each other nothing', async () => {
  const [ada, bob] = [await person(server().url), await person(server().url)];
  const tokenOf = async ({ parlance }: typeof ada) => (await parlance.accessToken()) ?? '';
  const queryClient = new QueryClient();
  const { url } = server();
  const one = show(createParlanceClient({ url, token: await tokenOf(ada) }), useAuth, queryClient);
  await eventually(() => one.result.current.user?.email).toBe(ada.email);
  one.unmount();
  const held = heldBack('auth.me');
  const two = show(
    createParlanceClient({ url, token: await tokenOf(bob), fetch: held.fetch }),
    () => {
      const auth = useAuth();
      expect(auth.user?.email).not.toBe(ada.email);
      return auth;
    },
    queryClient,
  );
  held.letGo();
  await eventually(() => two.result.current.user?.email).toBe(bob.email);
});

test('G1, F1: a page that is loaded without a network shows who is signed in, whose name it cannot ask for', async () => {
  const someone = await person(server().url);
  const unreachable = createParlanceClient({ url: 'http://127.0.0.1:9', tokens: someone.tokens });
  onlineManager.setOnline(false);
  onTestFinished(() => onlineManager.setOnline(true));
  const { result } = show(unreachable, useAuth);
  await eventually(() => result.current).toMatchObject({ status: 'signed-in', user: null });
});

test('G1, F1: a tab follows when another signs out and in', async () => {
  const storage = sharedStorage();
  const tabs = [0, 1].map(() => createParlanceClient({ url: server().url, tokens: webTokens(storage) }));
  const [here, there] = tabs.map((client) => show(client, useAuth).result);
  await eventually(() => [here?.current.status, there?.current.status]).toEqual(['signed-out', 'signed-out']);
  here?.current.signUp.mutate(newcomer());
  await eventually(() => here?.current.status).toBe('signed-in');
  await eventually(() => there?.current.user?.email).toBe(here?.current.user?.email);
  there?.current.signOut.mutate();
  await eventually(() => there?.current.status).toBe('signed-out');
  await eventually(() => here?.current.status).toBe('signed-out');
});

test('G1: a client with a fixed token is signed in, though nobody may be told as whom', async () => {
  const { parlance } = await person(server().url);
  const { secret } = await parlance.auth.createApiKey.mutate({
    name: 'page',
    scopes: ['chat', 'conversations:read'],
  });
  const { result } = show(createParlanceClient({ url: server().url, token: secret }), useAll);
  await eventually(() => result.current.auth).toMatchObject({ status: 'signed-in', user: null });
  await eventually(() => result.current.list.status).toBe('success');
});
