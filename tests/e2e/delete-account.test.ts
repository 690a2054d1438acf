import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { asSystem, ownerColumns, writeOneOfEach } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const deleteAccount = (person: Person, password = person.password) =>
  call(`${server.url}/api/auth/delete-account`, { body: { password }, token: person.token });

/** How many rows of a person's each table has. */
async function countRows(person: Person): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, owner] of await ownerColumns(server)) {
    if (owner === null) continue;
    const [row] = await asSystem(server, (tx) =>
      tx.$queryRawUnsafe<{ count: number }[]>(
        `SELECT count(*)::integer AS count FROM "${table}" WHERE "${owner}" = $1::uuid`,
        person.id,
      ),
    );
    counts[table] = row?.count ?? 0;
  }
  return counts;
}

test('F1: deleting the account removes every row of the user from every table, and no other', async () => {
  const [leaver, stayer] = [await signUp(server), await signUp(server)];
  for (const person of [leaver, stayer]) {
    await writeOneOfEach(server, person.id);
    await trpc(server, person.token).chat.send.mutate({ message: 'Hello' });
  }
  const before = await countRows(stayer);
  expect(Object.entries(await countRows(leaver)).filter(([, count]) => count === 0)).toEqual([]);
  expect((await deleteAccount(leaver)).body).toEqual({ deleted: true });
  expect(Object.entries(await countRows(leaver)).filter(([, count]) => count !== 0)).toEqual([]);
  expect(await countRows(stayer)).toEqual(before);
});

test('F1: whoever deleted the account is out at once, and the address is free', async () => {
  const person = await signUp(server);
  const { secret } = await trpc(server, person.token).auth.createApiKey.mutate({
    name: 'k',
    scopes: ['chat'],
  });
  await deleteAccount(person);
  const credentials = { email: person.email, password: person.password };
  const answers = await Promise.all([
    call(`${server.url}/api/auth/me`, { token: person.token }),
    call(`${server.url}/api/chat`, { body: { message: 'Hello' }, token: person.token }),
    call(`${server.url}/api/chat`, { body: { message: 'Hello' }, token: secret }),
    call(`${server.url}/api/auth/refresh`, { body: { refresh_token: person.refreshToken } }),
    call(`${server.url}/api/auth/login`, { body: credentials }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(401));
  expect((await call(`${server.url}/api/auth/signup`, { body: credentials })).status).toBe(201);
});

test('F1: it takes the password', async () => {
  const person = await signUp(server);
  expect(await deleteAccount(person, 'wrong')).toMatchObject({
    status: 400,
    body: { error: { details: { issues: [{ path: 'password' }] } } },
  });
  expect((await call(`${server.url}/api/auth/me`, { token: person.token })).status).toBe(200);
});

test('F1, B1: it works while an answer is being written, which then ends', async () => {
  const person = await signUp(server);
  const hold = Promise.withResolvers<void>();
  server.model.script({ text: 'never seen', hold: hold.promise });
  const asked = server.model.requests.length;
  const sending = call(`${server.url}/api/chat`, { body: { message: 'Hello' }, token: person.token });
  await expect.poll(() => server.model.requests.length).toBeGreaterThan(asked);
  expect((await deleteAccount(person)).status).toBe(200);
  hold.resolve();
  expect((await sending).status).not.toBe(200);
  expect(Object.values(await countRows(person)).every((count) => count === 0)).toBe(true);
});
