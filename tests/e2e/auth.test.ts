import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scope, type Tx } from '../../server/src/data/scope.ts';
import { call } from '../harness/call.ts';
import { makeStaff, type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

interface Session {
  user: { id: string; email: string; role: string; created_at: string };
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const auth = <Body = Session>(verb: string, body: unknown, token?: string) =>
  call<Body>(`${server.url}/api/auth/${verb}`, { body, ...(token !== undefined && { token }) });
const me = (token: string) => call(`${server.url}/api/auth/me`, { token });
const refresh = (refresh_token: string) => auth('refresh', { refresh_token });
const logIn = (person: Person) => auth('login', { email: person.email, password: person.password });
const asSystem = <Result>(work: (tx: Tx) => Promise<Result>) =>
  new Scope(server.app.database.prisma).asSystem(work);

const aSession = (email: string) => ({
  user: { id: expect.any(String), email, role: 'user', created_at: expect.any(String) },
  access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  refresh_token: expect.stringMatching(/^plr_[\w-]{43}$/),
  token_type: 'Bearer',
  expires_in: 900,
});

/** Lets time pass: a refresh token that was used may not be used again any more. */
const letLeewayPass = (userId: string) =>
  asSystem((tx) =>
    tx.refreshToken.updateMany({
      where: { userId, usedAt: { not: null } },
      data: { usedAt: new Date(Date.now() - 30_000) },
    }),
  );

/** Neither of a login's tokens is worth anything any more. */
async function expectEnded(session: { access_token: string; refresh_token: string }): Promise<void> {
  expect((await me(session.access_token)).status).toBe(401);
  expect((await refresh(session.refresh_token)).status).toBe(401);
}

describe('signing up and logging in', () => {
  test('F1: sign-up, login, me, refresh and logout answer exactly what they promise', async () => {
    const credentials = { email: 'exact@example.com', password: 'correct horse battery' };
    const signedUp = await auth('signup', credentials);
    expect(signedUp.status).toBe(201);
    expect(signedUp.body).toEqual(aSession(credentials.email));
    const { user } = signedUp.body;
    expect(new Date(user.created_at).toISOString()).toBe(user.created_at);

    const loggedIn = await auth('login', credentials);
    expect(loggedIn.status).toBe(200);
    expect(loggedIn.body).toEqual({ ...aSession(credentials.email), user });

    expect(await me(loggedIn.body.access_token)).toMatchObject({ status: 200, body: { user } });

    const refreshed = await refresh(loggedIn.body.refresh_token);
    expect(refreshed.status).toBe(200);
    expect(refreshed.body).toEqual({ ...aSession(credentials.email), user });

    const loggedOut = await auth('logout', { refresh_token: refreshed.body.refresh_token });
    expect(loggedOut).toMatchObject({ status: 200, body: { logged_out: true } });
  });

  test('F1: the same over tRPC, with dates', async () => {
    const client = trpc(server);
    const credentials = { email: 'typed@example.com', password: 'correct horse battery' };
    const { user, accessToken } = await client.auth.signup.mutate(credentials);
    expect(user.createdAt).toBeInstanceOf(Date);
    expect(await trpc(server, accessToken).auth.me.query()).toEqual({ user });
    const login = await client.auth.login.mutate(credentials);
    const next = await client.auth.refresh.mutate({ refreshToken: login.refreshToken });
    expect(await client.auth.logout.mutate({ refreshToken: next.refreshToken })).toEqual({ loggedOut: true });
    await expect(trpc(server, next.accessToken).auth.me.query()).rejects.toMatchObject({
      data: { appCode: 'unauthorized', httpStatus: 401 },
    });
  });

  test('F1: an address is the same in any case', async () => {
    const password = 'correct horse battery';
    expect((await auth('signup', { email: 'Mixed.Case@Example.COM', password })).body.user.email).toBe(
      'mixed.case@example.com',
    );
    expect((await auth('login', { email: 'MIXED.case@example.com', password })).status).toBe(200);
    expect((await auth('signup', { email: 'mixed.CASE@example.com', password })).status).toBe(409);
  });

  test('F1: of twenty who sign up with one address at once, one wins', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        auth('signup', { email: 'race@example.com', password: `password number ${index}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      error: { code: 'conflict', details: { issues: [{ path: 'email' }] } },
    });
    const winner = answers.findIndex(({ status }) => status === 201);
    const password = `password number ${winner}`;
    expect((await auth('login', { email: 'race@example.com', password })).status).toBe(200);
  });

  test('F1: a wrong password and an unknown address get one answer', async () => {
    const person = await signUp(server);
    const answers = await Promise.all([
      auth<{ error: { request_id: string } }>('login', { email: person.email, password: 'wrong' }),
      auth<{ error: { request_id: string } }>('login', { email: 'nobody@example.com', password: 'wrong' }),
    ]);
    const [wrong, unknown] = answers.map(({ status, body }) => ({
      status,
      body: { error: { ...body.error, request_id: '' } },
    }));
    expect(wrong).toEqual({
      status: 401,
      body: { error: { code: 'unauthorized', message: 'Wrong address or password', request_id: '' } },
    });
    expect(unknown).toEqual(wrong);
  });

  test.each([
    ['an address that is none', { email: 'nobody', password: 'correct horse' }, 'email'],
    ['a short password', { email: 'a@example.com', password: '1234567' }, 'password'],
    ['a huge password', { email: 'a@example.com', password: 'x'.repeat(257) }, 'password'],
    ['no password', { email: 'a@example.com' }, 'password'],
  ])('F1, H4: %s is a 400 that names the field', async (_, body, field) => {
    const answer = await auth('signup', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: { issues: [{ path: field }] } } },
    });
  });

  test('F1, H3: passwords are kept as argon2id, refresh tokens as digests, and nothing of either is logged', async () => {
    const person = await signUp(server);
    const user = await asSystem((tx) =>
      tx.user.findUniqueOrThrow({ where: { id: person.id }, include: { refreshTokens: true } }),
    );
    expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(user.refreshTokens.map((token) => Buffer.from(token.tokenHash))).toEqual([
      createHash('sha256').update(person.refreshToken).digest(),
    ]);
    const log = JSON.stringify(server.logs);
    for (const secret of [person.password, person.token, person.refreshToken])
      expect(log).not.toContain(secret);
  });
});

describe('refresh tokens', () => {
  test('F1: each is good once, and the login goes on with the next', async () => {
    const first = await signUp(server);
    const second = (await refresh(first.refreshToken)).body;
    expect((await me(first.token)).status).toBe(200);
    const third = (await refresh(second.refresh_token)).body;
    expect(new Set([first.refreshToken, second.refresh_token, third.refresh_token]).size).toBe(3);
    expect((await me(third.access_token)).status).toBe(200);
  });

  test('F1: one that comes back later ends its whole login at once, access tokens included, and no other', async () => {
    const person = await signUp(server);
    const other = (await logIn(person)).body;
    const next = (await refresh(person.refreshToken)).body;
    await letLeewayPass(person.id);
    expect((await refresh(person.refreshToken)).status).toBe(401);
    await expectEnded({ access_token: person.token, refresh_token: person.refreshToken });
    await expectEnded(next);
    expect((await me(other.access_token)).status).toBe(200);
  });

  test('F1: one that comes back at once gets another, for the answer may have been lost', async () => {
    const person = await signUp(server);
    const lost = (await refresh(person.refreshToken)).body;
    const again = await refresh(person.refreshToken);
    expect(again.status).toBe(200);
    expect(again.body.refresh_token).not.toBe(lost.refresh_token);
    await letLeewayPass(person.id);
    expect((await refresh(again.body.refresh_token)).status).toBe(200);
    expect((await me(person.token)).status).toBe(200);
  });

  test('F1: one from before the last ends the login, however soon it comes back', async () => {
    const person = await signUp(server);
    const next = (await refresh(person.refreshToken)).body;
    const last = (await refresh(next.refresh_token)).body;
    expect((await refresh(person.refreshToken)).status).toBe(401);
    await expectEnded(next);
    await expectEnded(last);
  });

  test('F1: of those that one was answered with, the first to be used uses up the others', async () => {
    const person = await signUp(server);
    const mine = (await refresh(person.refreshToken)).body;
    const stolen = (await refresh(person.refreshToken)).body;
    const next = (await refresh(mine.refresh_token)).body;
    await letLeewayPass(person.id);
    expect((await refresh(stolen.refresh_token)).status).toBe(401);
    await expectEnded(stolen);
    await expectEnded(next);
  });

  test('F1: one that comes back after the login has ended begins nothing', async () => {
    const person = await signUp(server);
    const next = (await refresh(person.refreshToken)).body;
    await auth('logout', { refresh_token: person.refreshToken });
    await expectEnded({ access_token: person.token, refresh_token: person.refreshToken });
    await expectEnded(next);
  });

  test('F1: of many that use the same one at once all go on, and it is reuse from then on', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, refreshToken } = await signUp(server);
      const answers = await Promise.all(Array.from({ length: 4 }, () => refresh(refreshToken)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(4);
      await letLeewayPass(id);
      expect((await refresh(refreshToken)).status).toBe(401);
      for (const { body } of answers) await expectEnded(body);
    }
  });

  test.each<[string, (person: Person, old: string, present: string) => Promise<unknown>]>([
    ['a logout', (_person, _old, present) => auth('logout', { refresh_token: present })],
    ['the reuse of an older token', (_person, old) => refresh(old)],
    [
      'a change of password',
      ({ password, token }) =>
        auth('change-password', { current_password: password, new_password: 'a new password' }, token),
    ],
  ])('F1: a refresh that races with %s leaves nothing that outlives it', async (_, end) => {
    for (let round = 0; round < 12; round++) {
      const person = await signUp(server);
      const { refresh_token: present } = (await refresh(person.refreshToken)).body;
      await letLeewayPass(person.id);
      const [refreshed] = await Promise.all([refresh(present), end(person, person.refreshToken, present)]);
      if (refreshed.status === 200) await expectEnded(refreshed.body);
      expect((await me(person.token)).status).toBe(401);
    }
  });

  test('F1: one that is unknown or has ended is refused, and logging out with it is fine', async () => {
    const person = await signUp(server);
    await asSystem((tx) =>
      tx.refreshToken.updateMany({ where: { userId: person.id }, data: { expiresAt: new Date(0) } }),
    );
    for (const token of [person.refreshToken, 'plr_unknown']) {
      expect((await refresh(token)).status).toBe(401);
      expect((await auth('logout', { refresh_token: token })).status).toBe(200);
    }
  });
});

describe('the end of a login', () => {
  test('F1: logging out ends the login at once, access tokens included, and no other', async () => {
    const person = await signUp(server);
    const other = (await logIn(person)).body;
    await auth('logout', { refresh_token: person.refreshToken });
    await expectEnded({ access_token: person.token, refresh_token: person.refreshToken });
    expect((await me(other.access_token)).status).toBe(200);
  });

  test('F1: a new password ends every login and begins one', async () => {
    const person = await signUp(server);
    const other = (await logIn(person)).body;
    const change = (current_password: string) =>
      auth('change-password', { current_password, new_password: 'quite another' }, person.token);
    expect(await change('wrong')).toMatchObject({
      status: 400,
      body: { error: { details: { issues: [{ path: 'current_password' }] } } },
    });
    const changed = await change(person.password);
    expect(changed.status).toBe(200);
    expect((await me(changed.body.access_token)).status).toBe(200);
    await expectEnded(other);
    await expectEnded({ access_token: person.token, refresh_token: person.refreshToken });
    expect((await logIn(person)).status).toBe(401);
    expect((await auth('login', { email: person.email, password: 'quite another' })).status).toBe(200);
  });

  test('F2: whoever is deactivated is out at once by every way in, and in again when staff say so', async () => {
    const [staff, person] = [await signUp(server), await signUp(server)];
    await makeStaff(server, staff);
    const key = await trpc(server, person.token).auth.createApiKey.mutate({
      name: 'key',
      scopes: ['conversations:read'],
    });
    const list = (token: string) => call(`${server.url}/api/v1/conversations`, { token });
    const setActive = (active: boolean, token = staff.token) =>
      call(`${server.url}/api/v1/admin/users/${person.id}/active`, { body: { active }, token });
    expect((await setActive(false, person.token)).status).toBe(403);
    expect((await list(key.secret)).status).toBe(200);

    expect(await setActive(false)).toMatchObject({ status: 200, body: { active: false } });
    const refused = await Promise.all([
      me(person.token),
      list(person.token),
      list(key.secret),
      refresh(person.refreshToken),
      logIn(person),
      call(`${server.url}/api/chat`, { body: { message: 'Hello' }, token: person.token }),
      call(`${server.url}/api/v1/chat`, { body: { message: 'Hello' }, token: person.token }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(Array(7).fill(401));

    expect(await setActive(true)).toMatchObject({ status: 200, body: { active: true } });
    const admitted = [await me(person.token), await list(key.secret), await logIn(person)];
    admitted.push(await refresh(person.refreshToken));
    expect(admitted.map(({ status }) => status)).toEqual(Array(4).fill(200));
  });

  test('F2: staff cannot shut themselves out, and a user who is gone is a 404', async () => {
    const [staff, gone] = [await signUp(server), await signUp(server)];
    await makeStaff(server, staff);
    const { admin } = trpc(server, staff.token);
    await expect(admin.setUserActive.mutate({ userId: staff.id, active: false })).rejects.toMatchObject({
      data: { appCode: 'bad_request' },
    });
    await auth('delete-account', { password: gone.password }, gone.token);
    await expect(admin.setUserActive.mutate({ userId: gone.id, active: true })).rejects.toMatchObject({
      data: { appCode: 'not_found' },
    });
  });
});
