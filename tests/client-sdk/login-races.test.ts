import { createChat, memoryTokens, type TokenStorage } from '@parlance/client-sdk';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import {
  failure,
  hanging,
  heldBack,
  newcomer,
  signedUpClient,
  spoil,
  watchedClient,
} from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const signedUp = () => signedUpClient(server.url);

/** Somebody whose access token has ended, and whose message waits for a refresh that the test keeps back. */
async function waiting() {
  const refresh = heldBack('auth.refresh');
  const client = watchedClient(server.url, { fetch: refresh.fetch });
  await client.parlance.auth.signup.mutate(newcomer());
  await spoil(client.tokens, 'ended');
  const call = failure(client.parlance.chat.send.mutate({ message: 'Mine alone' }));
  await expect.poll(() => client.count('auth.refresh')).toBe(1);
  return { ...client, call, letGo: refresh.letGo };
}

test('G1: who signs out while a refresh is under way stays signed out', async () => {
  const { parlance, tokens, call, letGo, count } = await waiting();
  await tokens.set(null);
  letGo();
  expect(await call).toMatchObject({ code: 'unauthorized', httpStatus: null });
  expect(await tokens.get()).toBeNull();
  expect(count('chat.send')).toBe(0);
  expect(await parlance.accessToken()).toBeNull();
});

test('G1, F1: signing out does not wait for a refresh, and what it brings later is worth nothing', async () => {
  const refresh = heldBack('auth.refresh');
  const answers: Promise<unknown>[] = [];
  const client = watchedClient(server.url, {
    fetch: (url, init) => {
      const answer = refresh.fetch(url, init);
      if (url.includes('auth.refresh')) answers.push(answer.then((response) => response.clone().text()));
      return answer;
    },
  });
  const { parlance, tokens, signedOut } = client;
  await parlance.auth.signup.mutate(newcomer());
  await spoil(tokens, 'ended');
  const call = failure(parlance.auth.me.query());
  await refresh.answered;
  await parlance.signOut();
  expect(await tokens.get()).toBeNull();
  expect(signedOut).toEqual(['logout']);
  refresh.letGo();
  expect(await call).toMatchObject({ code: 'unauthorized', httpStatus: null });
  expect(await tokens.get()).toBeNull();
  expect(signedOut).toEqual(['logout']);
  const [refreshToken] = /plr_[\w-]+/.exec(String(await answers[0])) ?? [''];
  expect(await failure(parlance.auth.refresh.mutate({ refreshToken }))).toMatchObject({
    code: 'unauthorized',
    httpStatus: 401,
  });
});

test('G1: who signs in again does not wait for a refresh of the login before', async () => {
  const refresh = heldBack('auth.refresh');
  const { parlance, tokens } = watchedClient(server.url, { fetch: refresh.fetch });
  const person = newcomer();
  await parlance.auth.signup.mutate(person);
  await spoil(tokens, 'ended');
  const call = parlance.auth.me.query();
  await refresh.answered;
  await parlance.signOut();
  const { user, refreshToken } = await parlance.auth.login.mutate(person);
  expect((await parlance.auth.me.query()).user).toEqual(user);
  refresh.letGo();
  expect((await call).user).toEqual(user);
  expect((await tokens.get())?.refreshToken).toBe(refreshToken);
});

test.each<[string, (client: ReturnType<typeof watchedClient>) => Promise<unknown>]>([
  ['a call', ({ parlance }) => parlance.auth.me.query()],
  [
    'a stream',
    ({ parlance }) =>
      createChat(parlance, { retry: { giveUpAfterMs: 300 } }).stream({ message: 'Hi' }).started,
  ],
])('G1: %s does not wait for ever for a refresh that hangs', async (_, ask) => {
  const client = watchedClient(server.url, { fetch: hanging('auth.refresh') });
  await client.parlance.auth.signup.mutate(newcomer());
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  await spoil(client.tokens, 'ended');
  const asked = failure(ask(client));
  // A stream gives up when its second try has failed.
  await vi.advanceTimersByTimeAsync(21_000);
  expect(await asked).toMatchObject({ code: 'network' });
  expect(client.signedOut).toEqual([]);
});

/** Somebody whose password the server has changed, and whom its answer has not reached. */
async function changingPassword(options: { tokens?: TokenStorage } = {}) {
  const change = heldBack('auth.changePassword');
  const client = watchedClient(server.url, { ...options, fetch: change.fetch });
  const { password, ...person } = newcomer();
  const { user } = await client.parlance.auth.signup.mutate({ ...person, password });
  const changed = client.parlance.auth.changePassword.mutate({
    currentPassword: password,
    newPassword: 'another horse battery',
  });
  await change.answered;
  return { ...client, user, changed, letGo: change.letGo };
}

test('G1, F1: calls that a change of password overtakes wait for it', async () => {
  const { parlance, tokens, user, changed, letGo, count, signedOut } = await changingPassword();
  const call = parlance.auth.me.query();
  await expect.poll(() => count('auth.me')).toBe(1);
  letGo();
  expect((await call).user).toEqual(user);
  expect((await tokens.get())?.refreshToken).toBe((await changed).refreshToken);
  expect(count('auth.refresh')).toBe(0);
  expect(signedOut).toEqual([]);
});

test('G1, F1: a change of password that fails, or is left, keeps nobody waiting', async () => {
  const { parlance, tokens, person, session } = await signedUp();
  const wrong = { currentPassword: 'wrong', newPassword: 'another horse battery' };
  expect(await failure(parlance.auth.changePassword.mutate(wrong))).toMatchObject({ code: 'bad_request' });
  const right = { currentPassword: person.password, newPassword: 'another horse battery' };
  const left = parlance.auth.changePassword.mutate(right, { signal: AbortSignal.abort() });
  expect(await failure(left)).toMatchObject({ code: 'aborted' });
  await spoil(tokens, 'ended');
  expect((await parlance.auth.me.query()).user).toEqual(session.user);
});

test('G1, F1: a change of password whose access token is refused is sent again', async () => {
  const { parlance, tokens, person, count } = await signedUp();
  await spoil(tokens, 'refused');
  const input = { currentPassword: person.password, newPassword: 'another horse battery' };
  const { refreshToken } = await parlance.auth.changePassword.mutate(input);
  expect((await tokens.get())?.refreshToken).toBe(refreshToken);
  expect([count('auth.changePassword'), count('auth.refresh')]).toEqual([2, 1]);
});

test('G1, F1: who signs out while a password changes stays signed out', async () => {
  const { parlance, tokens, changed, letGo, signedOut } = await changingPassword();
  await parlance.signOut();
  letGo();
  await changed;
  expect(await tokens.get()).toBeNull();
  expect(signedOut).toEqual(['logout']);
});

test.each(['changePassword', 'deleteAccount'] as const)(
  'G1, F1, F3: the answer of auth.%s is nothing to who signed in meanwhile',
  async (path) => {
    const answer = heldBack(`auth.${path}`);
    const tokens = memoryTokens();
    const ada = watchedClient(server.url, { tokens, fetch: answer.fetch });
    const { password, ...person } = newcomer();
    await ada.parlance.auth.signup.mutate({ ...person, password });
    const { auth } = ada.parlance;
    const asked =
      path === 'deleteAccount'
        ? auth.deleteAccount.mutate({ password })
        : auth.changePassword.mutate({ currentPassword: password, newPassword: 'another horse battery' });
    await answer.answered;
    const bob = watchedClient(server.url, { tokens });
    const { user } = await bob.parlance.auth.signup.mutate(newcomer());
    answer.letGo();
    await asked;
    expect((await tokens.get())?.userId).toBe(user.id);
    expect((await ada.parlance.auth.me.query()).user).toEqual(user);
  },
);

test('G1, F3: calls of one moment go out in the name of who was signed in when each was made', async () => {
  const [ada, bob] = [await signedUp(), await signedUp()];
  const nobody = memoryTokens();
  let held: TokenStorage = ada.tokens;
  const client = watchedClient(server.url, {
    tokens: { get: () => held.get(), set: (tokens) => held.set(tokens) },
  });
  const calls: Promise<unknown>[] = [];
  for (const [who, title] of [
    [ada.tokens, 'One of Ada'],
    [bob.tokens, 'One of Bob'],
    [nobody, 'Of nobody'],
    [ada.tokens, 'Another of Ada'],
    [ada.tokens, 'A third of Ada'],
  ] as const) {
    held = who;
    const call = client.parlance.task.create.mutate({ title });
    calls.push(who === nobody ? failure(call) : call);
    // Until the call has seen who is signed in.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  await Promise.all(calls);
  const titles = async ({ parlance }: typeof ada) =>
    (await parlance.task.list.query({})).tasks.map(({ title }) => title).sort();
  expect(await titles(ada)).toEqual(['A third of Ada', 'Another of Ada', 'One of Ada']);
  expect(await titles(bob)).toEqual(['One of Bob']);
  expect(client.sent).toHaveLength(4);
});

test('G1 F3: a call that waited is not sent in the name of who signed in meanwhile', async () => {
  const { parlance, tokens, call, letGo, count } = await waiting();
  const next = await parlance.auth.signup.mutate(newcomer());
  const me = await parlance.auth.me.query();
  letGo();
  expect(await call).toMatchObject({ code: 'unauthorized', httpStatus: null });
  expect(count('chat.send')).toBe(0);
  expect(me.user.id).toBe(next.user.id);
  expect((await tokens.get())?.refreshToken).toBe(next.refreshToken);
});
