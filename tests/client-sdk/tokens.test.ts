import {
  type AuthChange,
  createChat,
  createParlanceClient,
  memoryTokens,
  type TokenStorage,
} from '@parlance/client-sdk';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { failure, hanging, heldBack, newcomer, spoil, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const signedUp = async () => {
  const client = watchedClient(server.url);
  const person = newcomer();
  const session = await client.parlance.auth.signup.mutate(person);
  client.sent.length = 0;
  return { ...client, person, session };
};

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

/** What a client tells of who is signed in. */
function changesOf({ parlance }: Pick<ReturnType<typeof watchedClient>, 'parlance'>) {
  const changes: AuthChange[] = [];
  const ignore = parlance.onAuthChange((change) => changes.push(change));
  return { changes, ignore };
}

test('G1, F1: who signs up, in and out is told once each, and a refresh is not', async () => {
  const client = watchedClient(server.url);
  const { parlance, tokens } = client;
  const { changes } = changesOf(client);
  const person = newcomer();
  const { user } = await parlance.auth.signup.mutate(person);
  const isIn = { userId: user.id, reason: null };
  expect(changes).toEqual([isIn]);
  await parlance.auth.login.mutate(person);
  await spoil(tokens, 'ended');
  await parlance.auth.me.query();
  expect(changes).toEqual([isIn]);
  await parlance.signOut();
  await parlance.signOut();
  const isOut = { userId: null, reason: 'logout' };
  expect(changes).toEqual([isIn, isOut]);
  await parlance.auth.login.mutate(person);
  const other = await parlance.auth.signup.mutate(newcomer());
  expect(changes).toEqual([isIn, isOut, isIn, { userId: other.user.id, reason: null }]);
  expect(client.signedOut).toEqual(['logout']);
});

test('G1, F1: a login that ended is told as expired, to each listener that still listens', async () => {
  const client = await signedUp();
  const first = changesOf(client);
  const second = changesOf(client);
  const left = changesOf(client);
  left.ignore();
  const { refreshToken } = client.session;
  await createParlanceClient({ url: server.url }).auth.logout.mutate({ refreshToken });
  await spoil(client.tokens, 'ended');
  expect(await failure(client.parlance.auth.me.query())).toMatchObject({ code: 'unauthorized' });
  expect(first.changes).toEqual([{ userId: null, reason: 'expired' }]);
  expect(second.changes).toEqual(first.changes);
  expect(left.changes).toEqual([]);
});

test('G1: who comes back after a while hears only of what changes from then on', async () => {
  const client = watchedClient(server.url);
  const before = changesOf(client);
  before.ignore();
  const { user } = await client.parlance.auth.signup.mutate(newcomer());
  const after = changesOf(client);
  await client.parlance.auth.me.query();
  await client.parlance.signOut();
  expect(before.changes).toEqual([]);
  expect(after.changes).toEqual([{ userId: null, reason: 'logout' }]);
  expect(user.id).toEqual(expect.any(String));
});

test('G1: a storage that answers late is not believed about what has changed meanwhile', async () => {
  const held = memoryTokens();
  const answers: (() => void)[] = [];
  let isSlow = false;
  const tokens: TokenStorage = {
    set: held.set,
    get: async () => {
      const found = await held.get();
      if (isSlow) await new Promise<void>((resolve) => answers.push(resolve));
      return found;
    },
  };
  const client = watchedClient(server.url, { tokens });
  const { changes } = changesOf(client);
  isSlow = true;
  const late = client.parlance.accessToken();
  isSlow = false;
  await client.parlance.auth.signup.mutate(newcomer());
  for (const answer of answers) answer();
  expect(await late).toBeNull();
  expect(changes).toHaveLength(1);
  expect(client.signedOut).toEqual([]);
});

test('G1: a client with a fixed token has nothing to tell', async () => {
  const { changes, ignore } = changesOf({
    parlance: createParlanceClient({ url: server.url, token: 'plk_wrong' }),
  });
  ignore();
  expect(changes).toEqual([]);
});
