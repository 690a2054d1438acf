import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openPostgres } from '../../server/src/data/open-postgres.ts';
import { call } from '../harness/call.ts';
import { makeStaff, type Person, signUp } from '../harness/people.ts';
import { copyDatabase } from '../harness/postgres.ts';
import { openEvents } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { rememberingTools, startWaiting } from '../harness/waiting.ts';

let one: TestServer;
let other: TestServer;
let drop: () => Promise<void>;

beforeAll(async () => {
  const copy = await copyDatabase(inject('template'));
  drop = copy.drop;
  const start = async (instanceId: string) => {
    const database = await openPostgres({ url: copy.url, connections: 5, onConnectionError: () => {} });
    const config = { jwtSecret: 'a secret of the tests, long enough', instanceId };
    return startServer({ overrides: { database, tools: rememberingTools().tools }, config });
  };
  one = await start('one');
  other = await start('other');
});
afterAll(async () => {
  await one.close();
  await other.close();
  await drop();
});

test('A7, B2, B4: a send that is repeated at another instance waits for the same run and gets its answer', async () => {
  const { token } = await signUp(one);
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  one.model.script({
    text: 'From the first instance',
    hold: held.promise,
    when: () => {
      asked.resolve();
      return true;
    },
  });
  const send = (server: TestServer) =>
    call(`${server.url}/api/v1/chat`, { body: { message: 'Hello', client_message_id: 'm1' }, token });
  const first = send(one);
  await asked.promise;
  const second = send(other);
  held.resolve();
  expect((await second).body).toEqual((await first).body);
  expect((await first).body).toMatchObject({ message: { text: 'From the first instance' } });
  expect(other.model.requests).toHaveLength(0);
});

test('F2: who logs out at one instance is out at the other', async () => {
  const { token, refreshToken } = await signUp(one);
  const me = () => call(`${other.url}/api/auth/me`, { token });
  expect((await me()).status).toBe(200);
  await call(`${one.url}/api/auth/logout`, { body: { refresh_token: refreshToken } });
  expect((await me()).status).toBe(401);
});

test('F1: one refresh token at both instances at once is good at both, until the next is used at either', async () => {
  const refresh = (server: TestServer, refresh_token: string) =>
    call(`${server.url}/api/auth/refresh`, { body: { refresh_token } });
  for (let round = 0; round < 10; round++) {
    const { refreshToken } = await signUp(one);
    const answers = await Promise.all([refresh(one, refreshToken), refresh(other, refreshToken)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const [mine, twin] = answers.map(({ body }) => String(body['refresh_token']));
    expect(mine).not.toBe(twin);
    const next = await Promise.all([refresh(one, String(mine)), refresh(other, String(twin))]);
    expect(next.map(({ status }) => status)).toEqual([200, 200]);
    expect((await refresh(other, refreshToken)).status).toBe(401);
    for (const { body } of next) expect((await refresh(one, String(body['refresh_token']))).status).toBe(401);
  }
});

const WAYS: [what: string, leave: (person: Person) => Promise<{ status: number }>][] = [
  [
    'logs out',
    ({ refreshToken }) => call(`${other.url}/api/auth/logout`, { body: { refresh_token: refreshToken } }),
  ],
  [
    'changes the password',
    ({ token, password }) =>
      call(`${other.url}/api/auth/change-password`, {
        body: { current_password: password, new_password: 'another horse battery' },
        token,
      }),
  ],
  [
    'is deactivated',
    async ({ id }) => {
      const staff = await signUp(other);
      await makeStaff(other, staff);
      return call(`${other.url}/api/v1/admin/users/${id}/active`, {
        body: { active: false },
        token: staff.token,
      });
    },
  ],
];

test.each(WAYS)('F2, C6: who %s at one instance reads no more at the other', async (_, leave) => {
  const person = await signUp(one);
  const held = Promise.withResolvers<void>();
  const { token } = person;
  const waiting = await startWaiting(one, { token });
  one.model.script({ text: ['One ', 'two'], hold: held.promise });
  const streaming = await openEvents(`${one.url}/api/v1/chat/stream`, { body: { message: 'Count' }, token });
  const events = streaming[Symbol.asyncIterator]();
  const { value: started } = await events.next();
  for (;;) if (String((await events.next()).value?.data['text']).endsWith('two')) break;
  // By the instance that answers, and by the other.
  const after = { token, headers: { 'last-event-id': '99' } };
  const elsewhere = await openEvents(`${other.url}/api/v1/runs/${started?.data['run_id']}/events`, after);
  const left = performance.now();
  expect((await leave(person)).status).toBe(200);
  const out = { type: 'error', data: { error: { code: 'unauthorized' } } };
  for (const open of [waiting.open, streaming, elsewhere])
    expect((await open.all()).at(-1)).toMatchObject(out);
  expect(performance.now() - left).toBeLessThan(5_000);
  held.resolve();
});
