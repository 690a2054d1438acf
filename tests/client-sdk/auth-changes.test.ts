import { type AuthChange, createParlanceClient, memoryTokens, type TokenStorage } from '@parlance/client-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { failure, newcomer, signedUpClient, spoil, watchedClient } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const signedUp = () => signedUpClient(server.url);

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
