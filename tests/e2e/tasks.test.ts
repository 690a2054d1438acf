import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

interface Task {
  id: string;
  title: string;
  description: string | null;
  completed: boolean;
  created_at: string;
  updated_at: string;
}

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  person = await signUp(server);
});

const tasks = '/api/tasks';
const create = (body: unknown, token = person.token) => call<Task>(`${server.url}${tasks}`, { body, token });
const one = (id: string, options: { method?: string; body?: unknown; token?: string; path?: string } = {}) =>
  call<Task>(`${server.url}${tasks}/${id}${options.path ?? ''}`, { token: person.token, ...options });
const list = (query: Record<string, string | number> = {}, token = person.token) =>
  call<{ tasks: Task[]; next_cursor: string | null }>(
    `${server.url}${tasks}?${new URLSearchParams(Object.entries(query).map(([k, v]): [string, string] => [k, `${v}`]))}`,
    { token },
  );
const titles = async (query: Record<string, string | number> = {}) =>
  (await list(query)).body.tasks.map(({ title }) => title);
const written = async (...named: string[]) => {
  const ids: string[] = [];
  for (const title of named) ids.push((await create({ title })).body.id);
  return ids;
};
/** Tasks with all there is to say of them, as only the database can be told. */
const write = (rows: { title: string; createdAt?: number; updatedAt?: number; completed?: boolean }[]) =>
  asSystem(server, (tx) =>
    tx.task.createMany({
      data: rows.map(({ createdAt = 0, updatedAt = createdAt, ...row }) => ({
        id: randomUUIDv7(),
        userId: person.id,
        ...row,
        createdAt: new Date(createdAt),
        updatedAt: new Date(updatedAt),
      })),
    }),
  );
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('one task', () => {
  test('D2: is created, read, changed, completed and deleted over REST', async () => {
    const created = await create({ title: '  Buy groceries ', description: 'Milk and bread' });
    expect(created).toMatchObject({ status: 201 });
    expect(created.body).toEqual({
      id: expect.any(String),
      title: 'Buy groceries',
      description: 'Milk and bread',
      completed: false,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updated_at: created.body.created_at,
    });
    const { id } = created.body;
    expect((await one(id)).body).toEqual(created.body);

    const renamed = await one(id, { method: 'PATCH', body: { title: ' Buy food ' } });
    expect(renamed.body).toMatchObject({ title: 'Buy food', description: 'Milk and bread' });
    const cleared = await one(id, { method: 'PATCH', body: { description: null } });
    expect(cleared.body).toMatchObject({ title: 'Buy food', description: null });

    const done = await one(id, { method: 'POST', path: '/complete' });
    expect(done).toMatchObject({ status: 200, body: { completed: true } });
    expect((await one(id, { method: 'PATCH', body: { completed: false } })).body.completed).toBe(false);

    expect(await one(id, { method: 'DELETE' })).toMatchObject({ status: 200, body: { deleted: true } });
    expect(await one(id)).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect((await one(id, { method: 'DELETE' })).status).toBe(404);
  });

  test('D2: the same over tRPC', async () => {
    const { task } = trpc(server, person.token);
    const created = await task.create.mutate({ title: 'Buy groceries' });
    expect(created).toMatchObject({ title: 'Buy groceries', description: null, createdAt: expect.any(Date) });
    const { id: taskId } = created;
    expect(await task.get.query({ taskId })).toEqual(created);
    expect(await task.update.mutate({ taskId, title: 'Buy food' })).toMatchObject({ title: 'Buy food' });
    expect(await task.complete.mutate({ taskId })).toMatchObject({ completed: true });
    expect(await task.list.query({})).toMatchObject({ tasks: [{ id: taskId }], nextCursor: null });
    expect(await task.delete.mutate({ taskId })).toEqual({ deleted: true });
    expect(await task.list.query({})).toEqual({ tasks: [], nextCursor: null });
  });

  test('D2: completing twice is completing once, and a change to what is already so is none', async () => {
    const [id = ''] = await written('Water the plants');
    const first = await one(id, { method: 'POST', path: '/complete' });
    const [second, again] = [
      await one(id, { method: 'POST', path: '/complete' }),
      await one(id, { method: 'PATCH', body: { completed: true, title: 'Water the plants' } }),
    ];
    expect(second.body).toEqual(first.body);
    expect(again.body).toEqual(first.body);
    expect((await one(id, { method: 'PATCH', body: {} })).body).toEqual(first.body);
  });

  test.each([
    'خرید شیر 🥛',
    '買い物 👩‍👩‍👧',
    "Robert'); DROP TABLE tasks;--",
    '100% of _it\\',
    'a'.repeat(200),
    '🥛'.repeat(100),
  ])('D2, A8: the title %s survives, and is found by itself', async (title) => {
    const created = await create({ title, description: title });
    expect(created.body).toMatchObject({ title, description: title });
    await written('another');
    expect(await titles({ search: title })).toEqual([title]);
  });

  test.each([
    ['no title', {}, 'title'],
    ['an empty title', { title: '' }, 'title'],
    ['a blank title', { title: ' \n\t ' }, 'title'],
    ['a title that is too long', { title: 'x'.repeat(201) }, 'title'],
    ['a title that is a number', { title: 5 }, 'title'],
    ['NUL in it', { title: 'a\0b' }, 'title'],
    ['a lone surrogate in it', { title: 'a\ud800' }, 'title'],
    ['a description that is too long', { title: 'x', description: 'x'.repeat(5_001) }, 'description'],
  ])('D2, H4: a task with %s is a 400 that names the field', async (_, body, path) => {
    expect(await create(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { issues: [{ path }] } } },
    });
    expect(await titles()).toEqual([]);
  });

  test('D2, H4: nobody else can be named as the owner', async () => {
    const { id } = await signUp(server);
    expect((await create({ title: 'Theirs', user_id: id })).status).toBe(400);
  });

  test('F3: the database refuses what no task may be', async () => {
    const bad = [{ title: ' ' }, { title: 'x'.repeat(201) }, { title: 'x', description: 'x'.repeat(5_001) }];
    for (const row of bad) {
      const data = { id: randomUUIDv7(), userId: person.id, ...row };
      await expect(asSystem(server, (tx) => tx.task.create({ data }))).rejects.toMatchObject({
        code: 'internal',
      });
    }
  });
});

describe('the list', () => {
  test('D2: by status', async () => {
    const [done = ''] = await written('done', 'open');
    await one(done, { method: 'POST', path: '/complete' });
    expect(await titles()).toEqual(['open', 'done']);
    expect(await titles({ status: 'all' })).toEqual(['open', 'done']);
    expect(await titles({ status: 'open' })).toEqual(['open']);
    expect(await titles({ status: 'completed' })).toEqual(['done']);
  });

  test('D2: search looks in titles and descriptions, in any case, with the other filters', async () => {
    await create({ title: 'Buy groceries', description: 'MILK' });
    await create({ title: 'Milk the cow' });
    await create({ title: 'Call Ada', description: 'about the 100%_thing' });
    expect(await titles({ search: 'milk' })).toEqual(['Milk the cow', 'Buy groceries']);
    expect(await titles({ search: 'milk', order: 'oldest' })).toEqual(['Buy groceries', 'Milk the cow']);
    expect(await titles({ search: '100%_' })).toEqual(['Call Ada']);
    expect(await titles({ search: '%' })).toEqual(['Call Ada']);
    expect(await titles({ search: 'milk', status: 'completed' })).toEqual([]);
  });

  test('D2: in each order', async () => {
    await write([
      { title: 'banana', createdAt: 1, updatedAt: 5 },
      { title: 'Apple', createdAt: 2, updatedAt: 3 },
      { title: 'cherry', createdAt: 3, updatedAt: 4 },
    ]);
    expect(await titles()).toEqual(['cherry', 'Apple', 'banana']);
    expect(await titles({ order: 'newest' })).toEqual(['cherry', 'Apple', 'banana']);
    expect(await titles({ order: 'oldest' })).toEqual(['banana', 'Apple', 'cherry']);
    expect(await titles({ order: 'title' })).toEqual(['Apple', 'banana', 'cherry']);
    expect(await titles({ order: 'updated' })).toEqual(['banana', 'cherry', 'Apple']);
  });

  describe.each([
    ['newest', { createdAt: 9 }],
    ['oldest', { createdAt: -1 }],
    ['title', { title: '0 before all' }],
    ['updated', { updatedAt: 9 }],
  ])('in the order %s', (order, first) => {
    test.each([1, 2, 6, 7, 12, 13])(
      'D2: pages of %i give every task once, ties included, while others are added in front',
      async (limit) => {
        await write([1, 2, 3, 4].flatMap((at) => Array(3).fill({ title: `Task ${at}`, createdAt: at })));
        const expected = (await list({ order, limit: 100 })).body.tasks.map(({ id }) => id);
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof list>> = await list({
            order,
            limit,
            ...(cursor !== null && { cursor }),
          });
          seen.push(...page.body.tasks.map(({ id }) => id));
          cursor = page.body.next_cursor;
          await write([{ title: 'new', ...first }]);
        } while (cursor !== null);
        expect(seen).toEqual(expected);
      },
    );
  });

  test('D2: the longest titles have a cursor too', async () => {
    await written(`a${'\u{10ffff}'.repeat(99)}`, `b${'\u0001'.repeat(199)}`, 'c');
    const first = await list({ order: 'title', limit: 1 });
    const second = await list({ order: 'title', limit: 1, cursor: first.body.next_cursor ?? '' });
    const third = await list({ order: 'title', limit: 1, cursor: second.body.next_cursor ?? '' });
    expect(third.body).toMatchObject({ tasks: [{ title: 'c' }], next_cursor: null });
  });

  test.each([
    ['that is none', 'nonsense'],
    ['that is empty', ''],
    ['that is JSON of another kind', cursorOf({ id: 1 })],
    ['without a time', cursorOf(['newest', 'yesterday', randomUUIDv7()])],
    ['of the year 0', cursorOf(['newest', '0000-01-01T00:00:00.000Z', randomUUIDv7()])],
    ['of another order', cursorOf(['oldest', '2026-01-01T00:00:00.000Z', randomUUIDv7()])],
    ['without an id', cursorOf(['newest', '2026-01-01T00:00:00.000Z', 'x'])],
    ['that is too long', 'x'.repeat(2_001)],
  ])('D2, H4: a cursor %s is a 400 that names it', async (_, cursor) => {
    expect(await list({ cursor })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { issues: [{ path: 'cursor' }] } } },
    });
  });

  test('D2, H4: a cursor with NUL or a lone surrogate is a 400 that names it', async () => {
    for (const title of ['a\0b', 'a\ud800']) {
      const cursor = cursorOf(['title', title, randomUUIDv7()]);
      expect(await list({ order: 'title', cursor })).toMatchObject({
        status: 400,
        body: { error: { details: { issues: [{ path: 'cursor' }] } } },
      });
    }
  });

  test.each([
    ['status', 'done'],
    ['order', 'id'],
    ['limit', '0'],
    ['limit', '101'],
    ['search', ''],
    ['search', 'x'.repeat(201)],
    ['user_id', '01900000-0000-7000-8000-000000000001'],
  ])('D2, H4: the parameter %s=%s is a 400 that names it', async (path, value) => {
    expect(await list({ [path]: value })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining(path) } },
    });
  });
});

describe('ownership', () => {
  test("F3: somebody else's task is not there, by whatever is done to it", async () => {
    const [id = ''] = await written('mine');
    const other = await signUp(server);
    const before = (await one(id)).body;
    const gone = (await one(randomUUIDv7(), { token: other.token })).body;
    for (const attempt of [
      {},
      { method: 'PATCH', body: { title: 'theirs' } },
      { method: 'POST', path: '/complete' },
      { method: 'DELETE' },
    ]) {
      const answer = await one(id, { ...attempt, token: other.token });
      expect(answer.status).toBe(404);
      expect(JSON.stringify(answer.body).replace(/"request_id":"[^"]+"/, '')).toBe(
        JSON.stringify(gone).replace(/"request_id":"[^"]+"/, ''),
      );
    }
    expect((await list({}, other.token)).body.tasks).toEqual([]);
    expect((await list({ search: 'mine' }, other.token)).body.tasks).toEqual([]);
    const cursor = cursorOf(['newest', '2999-01-01T00:00:00.000Z', id]);
    expect((await list({ cursor }, other.token)).body.tasks).toEqual([]);
    expect((await one(id)).body).toEqual(before);
  });

  test('F3: without signing in there are no tasks', async () => {
    expect((await call(`${server.url}${tasks}`)).status).toBe(401);
    expect((await call(`${server.url}${tasks}`, { body: { title: 'x' } })).status).toBe(401);
  });

  test('F2: an API key reads by tasks:read and writes by tasks:write', async () => {
    const [id = ''] = await written('mine');
    const key = async (...scopes: string[]) => {
      const made = await call<{ secret: string }>(`${server.url}/api/auth/api-keys`, {
        body: { name: 'key', scopes },
        token: person.token,
      });
      return made.body.secret;
    };
    const tries = (token: string) =>
      Promise.all([
        list({}, token),
        one(id, { token }),
        create({ title: 'by key' }, token),
        one(id, { method: 'PATCH', body: { title: 'by key' }, token }),
        one(id, { method: 'POST', path: '/complete', token }),
      ]).then((answers) => answers.map(({ status }) => status));
    expect(await tries(await key('tasks:read'))).toEqual([200, 200, 403, 403, 403]);
    expect(await tries(await key('tasks:write'))).toEqual([403, 403, 201, 200, 200]);
    expect(await tries(await key('chat', 'conversations:read', 'conversations:write'))).toEqual([
      403, 403, 403, 403, 403,
    ]);
  });

  test('F1: the tasks of an account go with it', async () => {
    await written('mine');
    const { id, password, token } = person;
    await call(`${server.url}/api/auth/delete-account`, { body: { password }, token });
    expect(await asSystem(server, (tx) => tx.task.count({ where: { userId: id } }))).toBe(0);
  });
});
