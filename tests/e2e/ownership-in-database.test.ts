import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../server/src/data/scope.ts';
import { call } from '../harness/call.ts';
import { asSystem, type OneOfEach, ownerColumns, writeOneOfEach } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

// What holds data of nobody: counts by key, and the log of migrations, which the application may not even read.
const WITHOUT_OWNER = ['_prisma_migrations', 'rate_limits'];
// Whose these are, and who may read them, says the row that they hang on.
const OWNED_BY_PARENT = ['bot_versions'];

let server: TestServer;
let ada: Person;
let bob: Person;
let adas: OneOfEach;
let bobs: OneOfEach;
let tables: [table: string, owner: string][];
beforeAll(async () => {
  server = await startServer();
  [ada, bob] = [await signUp(server), await signUp(server)];
  [adas, bobs] = [await writeOneOfEach(server, ada.id), await writeOneOfEach(server, bob.id)];
  const all = await ownerColumns(server);
  tables = [...all].filter((entry): entry is [string, string] => entry[1] !== null);
});
afterAll(() => server.close());

const query = <Row>(text: string): Promise<Row[]> =>
  server.app.database.sql.query<Row>({ name: randomUUIDv7(), text }, []);

/** Works as the application does for a user; without one, as a statement that says for whom it works to nobody. */
const as = <Result>(user: Person | undefined, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  server.app.database.prisma.$transaction(async (tx) => {
    if (user) await tx.$executeRaw`SELECT set_config('parlance.owner_id', ${user.id}, true)`;
    return work(tx);
  });

const count = async (tx: Tx, table: string, where = 'true', ...values: string[]): Promise<number> => {
  const sql = `SELECT count(*)::integer AS count FROM "${table}" WHERE ${where}`;
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(sql, ...values);
  return row?.count ?? -1;
};

describe('the role of the application', () => {
  test('F3: is no superuser, passes no policy by, and owns nothing', async () => {
    expect(
      await query(`SELECT current_user::text AS name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin
        FROM pg_roles WHERE rolname = current_user`),
    ).toEqual([
      {
        name: 'parlance_app',
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolcanlogin: false,
      },
    ]);
    expect(await query('SELECT relname FROM pg_class WHERE relowner = current_user::regrole')).toEqual([]);
    expect(await query('SELECT proname FROM pg_proc WHERE proowner = current_user::regrole')).toEqual([]);
    expect(await query('SELECT roleid FROM pg_auth_members WHERE member = current_user::regrole')).toEqual(
      [],
    );
  });

  test.each([
    'CREATE TABLE public.mine (id integer)',
    'CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql RETURN 1',
    'CREATE SCHEMA mine',
    'CREATE ROLE mine',
    'ALTER TABLE messages ADD COLUMN mine text',
    'ALTER TABLE messages DISABLE ROW LEVEL SECURITY',
    'DROP TABLE messages',
    'TRUNCATE messages',
    'DROP POLICY owner ON messages',
    'CREATE POLICY mine ON messages USING (true)',
    'ALTER ROLE parlance_app BYPASSRLS',
    'CREATE OR REPLACE FUNCTION current_owner() RETURNS uuid LANGUAGE sql RETURN NULL::uuid',
    'SELECT * FROM _prisma_migrations',
  ])('F3: may not: %s', async (statement) => {
    const refused = query(statement).catch((error: Error) => error.cause);
    expect(await refused).toMatchObject({ code: '42501' });
  });

  test('F3: nothing of a scope is left on a connection, whether its work succeeded or failed', async () => {
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) => {
        const failing = () => Promise.reject(new Error('on purpose'));
        const person = index % 2 === 0 ? ada : bob;
        return index % 3 === 0
          ? asSystem(server, failing)
          : as(person, index % 3 === 1 ? failing : (tx) => tx.task.count());
      }),
    );
    const left = await Promise.all(
      Array.from({ length: 30 }, () =>
        query(`SELECT current_user::text AS name, coalesce(current_setting('parlance.owner_id', true), '') AS owner,
          coalesce(current_setting('parlance.system', true), '') AS system`),
      ),
    );
    for (const rows of left) expect(rows).toEqual([{ name: 'parlance_app', owner: '', system: '' }]);
  });
});

describe('row-level security', () => {
  test('F3: is on for every table there is, but those named here', async () => {
    const without = await query<{ name: string }>(`SELECT relname::text AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relrowsecurity
      ORDER BY relname`);
    expect(without.map(({ name }) => name)).toEqual(WITHOUT_OWNER);
    const ownerless = [...(await ownerColumns(server))].filter(([, owner]) => owner === null);
    expect(ownerless.map(([table]) => table).sort()).toEqual([...WITHOUT_OWNER, ...OWNED_BY_PARENT].sort());
  });

  test('F3: a statement that does not say for whom it works finds nothing', async () => {
    for (const [table] of tables)
      expect([table, await as(undefined, (tx) => count(tx, table))]).toEqual([table, 0]);
  });

  test("F3: a user's statement finds the user's rows and nobody else's", async () => {
    for (const [table, owner] of tables) {
      const found = await as(ada, async (tx) => ({
        own: await count(tx, table, `"${owner}" = $1::uuid`, ada.id),
        // Bots may be shared, and the operator's belong to nobody.
        others: await count(
          tx,
          table,
          table === 'bots' ? `"${owner}" = $1::uuid` : `"${owner}" <> $1::uuid`,
          (table === 'bots' ? bob : ada).id,
        ),
      }));
      expect([table, found]).toEqual([table, { own: expect.toSatisfy((own: number) => own > 0), others: 0 }]);
    }
  });

  test("C2, F3: the versions of a private bot are its owner's alone", async () => {
    const versions = (person: Person) =>
      as(person, (tx) => count(tx, 'bot_versions', 'bot_id = $1::uuid', adas.bot));
    expect([await versions(ada), await versions(bob)]).toEqual([1, 0]);
  });

  test("F3: a user's statement changes and deletes nobody else's rows", async () => {
    for (const [table, owner] of tables) {
      const changed = await as(ada, async (tx) => [
        await tx.$executeRawUnsafe(
          `UPDATE "${table}" SET "${owner}" = "${owner}" WHERE "${owner}" = $1::uuid`,
          bob.id,
        ),
        await tx.$executeRawUnsafe(`DELETE FROM "${table}" WHERE "${owner}" = $1::uuid`, bob.id),
      ]);
      expect([table, changed]).toEqual([table, [0, 0]]);
    }
  });

  test("F3: a user's statement can neither insert a row for somebody else nor give one away", async () => {
    for (const [table, owner] of tables) {
      const columns = await query<{ name: string }>(`SELECT column_name::text AS name
        FROM information_schema.columns WHERE table_name = '${table}' AND is_generated = 'NEVER'`);
      const list = (of: string) => columns.map(({ name }) => `${of}"${name}"`).join(', ');
      const insert = `INSERT INTO "${table}" (${list('')}) SELECT ${list('p.')}
        FROM "${table}" r, jsonb_populate_record(r, jsonb_build_object('${owner}', $2::text)) p WHERE r."${owner}" = $1::uuid`;
      const give = `UPDATE "${table}" SET "${owner}" = $2::uuid WHERE "${owner}" = $1::uuid`;
      for (const statement of [insert, give]) {
        const refused = as(ada, (tx) => tx.$executeRawUnsafe(statement, ada.id, bob.id));
        await expect(refused, statement).rejects.toThrow(/row-level security/);
      }
    }
  });

  test("F3: a user id is not the key to a user's data, as the id of an anonymous conversation is to its own", async () => {
    const { body } = await call(`${server.url}/chat`, { body: { message: 'Hello' } });
    const seen = (id: unknown) =>
      server.app.database.prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT enter_caller(NULL, NULL, ${id}::uuid)`;
        return [await count(tx, 'users'), await count(tx, 'messages')];
      });
    expect(await seen(body['session_id'])).toEqual([0, 2]);
    for (const id of [ada.id, adas.conversation, randomUUIDv7()]) expect(await seen(id)).toEqual([0, 0]);
  });

  test("F3: a bot that is shared no more answers nobody else's conversation", async () => {
    const id = randomUUIDv7();
    const config = { instructions: 'Answer.' };
    await as(ada, (tx) =>
      tx.bot.create({ data: { id, ownerId: ada.id, name: 'shared', visibility: 'public', config } }),
    );
    const client = trpc(server, bob.token);
    const sent = await client.chat.send.mutate({ message: 'Hello', botId: id });
    await as(ada, (tx) => tx.bot.update({ where: { id }, data: { visibility: 'private' } }));
    const { conversationId } = sent;
    await expect(client.chat.send.mutate({ message: 'And?', conversationId })).rejects.toMatchObject({
      data: { appCode: 'not_found' },
    });
    expect((await client.conversation.history.query({ conversationId })).messages).toHaveLength(2);
    expect((await client.conversation.get.query({ conversationId })).activeRunId).toBeNull();
  });
});

describe('keys that name the owner', () => {
  const message = () => ({
    id: randomUUIDv7(),
    role: 'user',
    text: 'x',
    conversationId: adas.conversation,
  });
  const run = () => ({
    id: randomUUIDv7(),
    conversationId: adas.conversation,
    ownerId: ada.id,
    userMessageId: adas.question,
    messageId: randomUUIDv7(),
    botVersion: 1,
    status: 'completed',
    instanceId: 'test',
    leaseUntil: new Date(),
  });

  // The server's own scope: no policy stands in the way, so the keys are all there is.
  test.each<[string, (tx: Tx) => Promise<unknown>]>([
    [
      "a message on somebody else's conversation",
      (tx) => tx.message.create({ data: { ...message(), ownerId: bob.id } }),
    ],
    [
      'a message beneath one of another conversation',
      (tx) => tx.message.create({ data: { ...message(), ownerId: ada.id, parentId: bobs.question } }),
    ],
    ["a run on somebody else's conversation", (tx) => tx.run.create({ data: { ...run(), ownerId: bob.id } })],
    [
      "a run that answers somebody else's message",
      (tx) =>
        tx.run.create({
          data: { ...run(), messageId: adas.answer, userMessageId: bobs.question },
        }),
    ],
    [
      "a run that writes somebody else's message",
      (tx) => tx.run.create({ data: { ...run(), messageId: bobs.answer } }),
    ],
    [
      "an event of somebody else's run",
      (tx) => tx.runEvent.create({ data: { runId: adas.run, seq: 2, ownerId: bob.id, data: {} } }),
    ],
    [
      'a conversation that its user does not own',
      (tx) => tx.conversation.update({ where: { id: adas.conversation }, data: { userId: bob.id } }),
    ],
  ])('F3: there is no %s', async (_, write) => {
    await expect(as(undefined, (tx) => asSystemIn(tx).then(() => write(tx)))).rejects.toThrow(
      /[Ff]oreign key|check constraint|constraint failed/,
    );
  });

  const asSystemIn = (tx: Tx) => tx.$executeRaw`SELECT set_config('parlance.system', 'on', true)`;
});
