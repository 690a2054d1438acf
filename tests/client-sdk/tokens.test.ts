import { createParlanceClient } from '@parlance/client-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { failure, heldBack, newcomer, signedUpClient, spoil, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const signedUp = () => signedUpClient(server.url);

test('G1: tokens of a sign-up are remembered and sent with the next call, never in an address', async () => {
  const { parlance, tokens, sent, session } = await signedUp();
  expect((await parlance.auth.me.query()).user).toEqual(session.user);
  expect(sent).toMatchObject([{ paths: ['auth.me'], bearer: `Bearer ${session.accessToken}` }]);
  const held = await tokens.get();
  expect(held).toMatchObject({ userId: session.user.id, refreshToken: session.refreshToken });
  expect(sent.some(({ url }) => url.includes(session.accessToken.slice(0, 20)))).toBe(false);
  expect(await parlance.accessToken()).toBe(session.accessToken);
});

test('G1: a login replaces the tokens, and a changed password does too', async () => {
  const { parlance, tokens, person, session } = await signedUp();
  const again = await parlance.auth.login.mutate(person);
  expect((await tokens.get())?.refreshToken).toBe(again.refreshToken);
  const changed = await parlance.auth.changePassword.mutate({
    currentPassword: person.password,
    newPassword: 'another horse battery',
  });
  expect(new Set([session, again, changed].map(({ refreshToken }) => refreshToken)).size).toBe(3);
  expect(await parlance.accessToken()).toBe(changed.accessToken);
  await parlance.auth.me.query();
});

test.each(['refused', 'ended'] as const)(
  'G1 F1: when the access token is %s, thirty callers share one refresh and all succeed',
  async (how) => {
    const { parlance, tokens, count, session, sent } = await signedUp();
    await spoil(tokens, how);
    const answers = await Promise.all(Array.from({ length: 30 }, () => parlance.auth.me.query()));
    expect(answers.every(({ user }) => user.id === session.user.id)).toBe(true);
    expect(count('auth.refresh')).toBe(1);
    expect(count('auth.me')).toBe(how === 'refused' ? 60 : 30);
    expect(sent.find(({ paths }) => paths.includes('auth.refresh'))).toMatchObject({
      paths: ['auth.refresh'],
      bearer: null,
    });
    expect((await tokens.get())?.refreshToken).not.toBe(session.refreshToken);
  },
);

test('G1: calls that begin while a refresh is under way wait for it', async () => {
  const { parlance, tokens, count, sent } = await signedUp();
  await spoil(tokens, 'ended');
  const first = parlance.auth.me.query();
  await expect.poll(() => count('auth.refresh')).toBe(1);
  await Promise.all([first, parlance.auth.me.query(), parlance.conversation.list.query({})]);
  expect(count('auth.refresh')).toBe(1);
  expect(new Set(sent.slice(1).map(({ bearer }) => bearer)).size).toBe(1);
});

test('G1 F1: a refused refresh signs out, and no call goes out in nobody’s name', async () => {
  const { parlance, tokens, signedOut, count, sent, session } = await signedUp();
  const thief = watchedClient(server.url);
  const stolen = await thief.parlance.auth.refresh.mutate({ refreshToken: session.refreshToken });
  await thief.parlance.auth.refresh.mutate({ refreshToken: stolen.refreshToken });
  await spoil(tokens, 'ended');
  const calls = [parlance.chat.send.mutate({ message: 'Mine alone' }), parlance.auth.me.query()];
  for (const error of await Promise.all(calls.map(failure))) {
    expect(error).toMatchObject({ name: 'ParlanceError', code: 'unauthorized', httpStatus: 401 });
  }
  expect(count('chat.send')).toBe(0);
  expect(sent.map(({ paths }) => paths)).toEqual([['auth.refresh']]);
  expect(await tokens.get()).toBeNull();
  expect(signedOut).toEqual(['expired']);
  expect(await parlance.accessToken()).toBeNull();
  expect(
    await failure(thief.parlance.auth.refresh.mutate({ refreshToken: session.refreshToken })),
  ).toMatchObject({
    code: 'unauthorized',
  });
});

test('G1, F1: when the answer of a refresh is lost, the next call asks again and goes through', async () => {
  const lost = heldBack('auth.refresh');
  const { parlance, tokens, signedOut } = watchedClient(server.url, {
    fetch: async (url, init) => {
      const response = await lost.fetch(url, init);
      if (url.includes('auth.refresh') && isCut) throw new TypeError('The connection was cut');
      return response;
    },
  });
  let isCut = true;
  lost.letGo();
  const { user, refreshToken } = await parlance.auth.signup.mutate(newcomer());
  await spoil(tokens, 'ended');
  expect(await failure(parlance.auth.me.query())).toMatchObject({ code: 'network' });
  isCut = false;
  expect((await parlance.auth.me.query()).user.id).toBe(user.id);
  expect((await tokens.get())?.refreshToken).not.toBe(refreshToken);
  expect(signedOut).toEqual([]);
});

test('G1: a call that is refused again after the refresh fails, without a third try', async () => {
  const client = watchedClient(server.url, {
    fetch: (url, init) => {
      const headers = new Headers(init?.headers);
      if (headers.has('authorization')) headers.set('authorization', 'Bearer nonsense');
      return fetch(url, { ...init, headers });
    },
  });
  await client.parlance.auth.signup.mutate(newcomer());
  expect(await failure(client.parlance.auth.me.query())).toMatchObject({
    code: 'unauthorized',
    httpStatus: 401,
  });
  expect([client.count('auth.me'), client.count('auth.refresh')]).toEqual([2, 1]);
  expect(client.signedOut).toEqual([]);
});

test('G1: signing out forgets the tokens and ends the login on the server', async () => {
  const { parlance, tokens, signedOut, session, count } = await signedUp();
  await parlance.signOut();
  expect(await tokens.get()).toBeNull();
  expect(signedOut).toEqual(['logout']);
  expect(count('auth.logout')).toBe(1);
  expect(await failure(parlance.auth.me.query())).toMatchObject({ code: 'unauthorized' });
  expect(await failure(parlance.auth.refresh.mutate({ refreshToken: session.refreshToken }))).toMatchObject({
    code: 'unauthorized',
  });
  await parlance.signOut();
  expect(count('auth.logout')).toBe(1);
});

test('G1: auth.logout and auth.deleteAccount forget the tokens too', async () => {
  const one = await signedUp();
  await one.parlance.auth.logout.mutate({ refreshToken: one.session.refreshToken });
  const two = await signedUp();
  await two.parlance.auth.deleteAccount.mutate({ password: two.person.password });
  for (const { tokens, signedOut } of [one, two]) {
    expect(await tokens.get()).toBeNull();
    expect(signedOut).toEqual(['logout']);
  }
});

test('G1 F2: an API key is sent as it is and never refreshed', async () => {
  const { parlance } = await signedUp();
  const { secret } = await parlance.auth.createApiKey.mutate({
    name: 'reader',
    scopes: ['conversations:read'],
  });
  const machine = createParlanceClient({ url: new URL(server.url), token: secret });
  expect(await machine.conversation.list.query({})).toEqual({ conversations: [], nextCursor: null });
  expect(await failure(machine.chat.send.mutate({ message: 'Hello' }))).toMatchObject({ code: 'forbidden' });
  const wrong = createParlanceClient({ url: `${server.url}/`, token: 'plk_wrong' });
  expect(await failure(wrong.conversation.list.query({}))).toMatchObject({ code: 'unauthorized' });
});
