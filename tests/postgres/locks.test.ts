import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultBot } from '../../server/src/config/default-bot.ts';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { rateLimitPerMinute: 1_000 } });
});
afterAll(() => server.close());

/** How many statements wait for a lock now. */
const waiting = () =>
  asSystem(server, async (tx) => {
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM pg_locks
      WHERE NOT granted AND (database IS NULL OR database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
    return row?.count;
  });

/** Holds a row, or what is left of it, until it is told to let go. */
async function hold(
  table: 'messages' | 'conversations' | 'bots' | 'users',
  id: string,
  how: 'held' | 'deleted' = 'held',
): Promise<() => Promise<unknown>> {
  const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = asSystem(server, async (tx) => {
    if (how === 'held') {
      await tx.$queryRawUnsafe(`SELECT id FROM ${table} WHERE id = $1::uuid FOR UPDATE`, id);
    } else {
      await tx.$executeRawUnsafe(`DELETE FROM ${table} WHERE id = $1::uuid`, id);
    }
    held.resolve();
    await release.promise;
  });
  await held.promise;
  return () => {
    release.resolve();
    return done;
  };
}

const deletions: [string, (person: Person, conversation: string) => ReturnType<typeof call>][] = [
  [
    'a conversation',
    (person, id) =>
      call(`${server.url}/api/v1/conversations/${id}`, { method: 'DELETE', token: person.token }),
  ],
  [
    'an account',
    (person) =>
      call(`${server.url}/api/auth/delete-account`, {
        body: { password: person.password },
        token: person.token,
      }),
  ],
];

test.each(deletions)(
  'B1, F1: deleting %s and closing its answer at once lock in one order: neither dies',
  async (_, remove) => {
    const person = await signUp(server);
    const model = Promise.withResolvers<void>();
    server.model.script({ text: 'Hello', hold: model.promise });
    const sending = call(`${server.url}/api/chat`, { body: { message: 'Hello' }, token: person.token });
    const running = () =>
      asSystem(server, (tx) => tx.run.findFirst({ where: { ownerId: person.id, status: 'running' } }));
    await expect.poll(running).not.toBeNull();
    const run = await running();

    const release = await hold('messages', run?.messageId ?? '');
    const removing = remove(person, run?.conversationId ?? '');
    await expect.poll(waiting).toBe(1);
    model.resolve();
    await expect.poll(waiting).toBe(2);
    await release();

    expect((await removing).status).toBe(200);
    expect((await sending).status).not.toBe(200);
    expect(server.logs.filter((line) => JSON.stringify(line).includes('deadlock'))).toEqual([]);
  },
);

test('F1: who is about to log in with a password while it is changed is not logged in', async () => {
  const { id, email, password, token } = await signUp(server);
  const release = await hold('users', id);
  const change = { current_password: password, new_password: 'another correct horse' };
  const changing = call(`${server.url}/api/auth/change-password`, { body: change, token });
  await expect.poll(waiting).toBe(1);
  const changingToo = call(`${server.url}/api/auth/change-password`, { body: change, token });
  const loggingIn = call(`${server.url}/api/auth/login`, { body: { email, password } });
  await expect.poll(waiting).toBe(3);
  await release();
  expect((await changing).status).toBe(200);
  expect((await loggingIn).status).toBe(401);
  expect((await changingToo).status).toBe(400);
});

test('F1: what is done for an account while it is deleted is refused, and is no fault', async () => {
  const { id, email, password, token } = await signUp(server);
  const release = await hold('users', id);
  const deleting = call(`${server.url}/api/auth/delete-account`, { body: { password }, token });
  await expect.poll(waiting).toBe(1);
  const others = [
    call(`${server.url}/api/auth/login`, { body: { email, password } }),
    call(`${server.url}/api/tasks`, { body: { title: 'Late' }, token }),
    call(`${server.url}/api/v1/bots`, { body: { name: 'Late', config: { instructions: '' } }, token }),
    call(`${server.url}/api/auth/delete-account`, { body: { password }, token }),
  ];
  await expect.poll(waiting).toBe(5);
  await release();
  expect((await deleting).status).toBe(200);
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([401, 401, 401, 401]);
});

test.each([
  ['bots', 404, 'not_found'],
  ['users', 401, 'unauthorized'],
] as const)(
  'C2, F3, H4: who begins to talk while a row of %s goes is told that it is not there',
  async (table, status, code) => {
    const [owner, person] = [await signUp(server), await signUp(server)];
    const { id: botId } = await trpc(server, owner.token).bot.create.mutate({
      name: 'Passing',
      visibility: 'link',
      config: { instructions: 'Be a test.' },
    });
    const release = await hold(table, table === 'bots' ? botId : person.id, 'deleted');
    const sending = call(`${server.url}/api/v1/chat`, {
      body: { message: 'Hello', bot_id: botId },
      token: person.token,
    });
    await expect.poll(waiting).toBe(1);
    await release();
    expect(await sending).toMatchObject({ status, body: { error: { code } } });
  },
);

test.each([
  ['bots', { name: 'One', config: { instructions: 'Be a test.' } }, 100],
  ['auth/api-keys', { name: 'One', scopes: ['chat'] }, 1_000],
])('C2, F2: of two that are made at once, %s, only one is the last that fits', async (noun, body, most) => {
  const { id, token } = await signUp(server);
  await asSystem(server, (tx) =>
    noun === 'bots'
      ? tx.bot.createMany({
          data: Array.from({ length: most - 1 }, () => ({
            ...{ id: randomUUIDv7(), ownerId: id, name: 'Other', config: { instructions: '' } },
          })),
        })
      : tx.apiKey.createMany({
          data: Array.from({ length: most - 1 }, () => ({
            ...{
              id: randomUUIDv7(),
              userId: id,
              name: 'Other',
              prefix: 'x',
              keyHash: randomBytes(32),
              scopes: ['chat'],
            },
          })),
        }),
  );
  const path = noun === 'bots' ? 'v1/bots' : noun;
  const made = await Promise.all(
    Array.from({ length: 10 }, () => call(`${server.url}/api/${path}`, { body, token })),
  );
  expect(made.map(({ status }) => status).toSorted()).toEqual([201, ...Array(9).fill(409)]);
});

test('F4: a turn that waits for its conversation holds up no other turn of its caller', async () => {
  const person = await signUp(server);
  const send = (conversation?: string) =>
    call(`${server.url}/api/chat`, {
      body: { message: 'Hello', ...(conversation && { conversation_id: conversation }) },
      token: person.token,
    });
  const busy = randomUUIDv7();
  // It has a title, so nothing in the background writes to it.
  const data = { id: busy, userId: person.id, ownerId: person.id, botId: defaultBot.id, title: 'Busy' };
  await asSystem(server, (tx) => tx.conversation.create({ data }));
  const release = await hold('conversations', busy);
  const held = send(busy);
  await expect.poll(waiting).toBe(1);
  expect((await send()).status).toBe(200);
  await release();
  expect((await held).status).toBe(200);
});
