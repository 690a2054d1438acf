import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openPostgres } from '../../server/src/data/open-postgres.ts';
import { call } from '../harness/call.ts';
import { startOutsideMcp } from '../harness/outside-mcp.ts';
import { signUp, trpc } from '../harness/people.ts';
import { copyDatabase } from '../harness/postgres.ts';
import { openEvents, type SentEvent, textOf } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { startTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts';
import { makeToolBot } from '../harness/tool-turns.ts';

let server: TestServer;
let proxy: TcpProxy;
let direct: string;
let address: string;
let drop: () => Promise<void>;

const broken: Error[] = [];
const openBehindProxy = () =>
  openPostgres({ url: address, connections: 5, onConnectionError: (error) => broken.push(error) });

beforeAll(async () => {
  const copy = await copyDatabase(inject('template'));
  direct = copy.url;
  const url = new URL(direct);
  proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  address = url.href;
  server = await startServer({ overrides: { database: await openBehindProxy() } });
  drop = copy.drop;
});
afterAll(async () => {
  await server.close();
  await proxy.shut();
  await drop();
});

/** Whether the connection that listens is there, as the database's owner sees it. */
async function isListening(): Promise<boolean> {
  const client = new pg.Client(direct);
  await client.connect();
  const { rows } = await client.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %' AND state = 'idle'`,
  );
  await client.end();
  return rows.length === 1;
}

test('A5, H4, H3: without the database health is 503 and calls end typed; with it the server goes on by itself', async () => {
  const person = await signUp(server);
  await expect.poll(isListening).toBe(true);
  await proxy.shut();
  await expect.poll(() => broken.filter(({ message }) => message.includes('listens broke'))).toHaveLength(1);
  const health = await call(`${server.url}/health`);
  expect(health.status).toBe(503);
  expect(health.body).toMatchObject({ status: 'unhealthy', checks: { database: 'down' } });
  expect(server.logs).toContainEqual(expect.objectContaining({ msg: 'the database does not answer' }));
  expect((await call(`${server.url}/health/live`)).status).toBe(200);
  expect((await call(`${server.url}/health/ready`)).status).toBe(503);
  const chat = await call(`${server.url}/chat`, { body: { message: 'Hello' } });
  expect(chat).toMatchObject({ status: 500, body: { error: { code: 'database_unavailable' } } });
  const list = await call(`${server.url}/api/v1/conversations`, { token: person.token });
  expect(list).toMatchObject({ status: 503, body: { error: { code: 'database_unavailable' } } });

  await proxy.open();
  await expect.poll(async () => (await call(`${server.url}/health`)).status).toBe(200);
  expect((await call(`${server.url}/chat`, { body: { message: 'Hello' } })).status).toBe(200);
});

test('B1, B5: an answer that ends while the database is away is stored when it is back', async () => {
  const client = trpc(server, (await signUp(server)).token);
  const { conversationId } = await client.chat.send.mutate({ message: 'Hello' });
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  server.model.script({
    text: 'Not lost',
    hold: held.promise,
    when: () => {
      asked.resolve();
      return true;
    },
  });
  const sending = client.chat.send.mutate({ message: 'Go on', conversationId });
  await asked.promise;
  await proxy.shut();
  held.resolve();
  await expect
    .poll(() => server.logs.filter((line) => line['msg'] === 'model call').at(-1)?.['outcome'])
    .toBe('ok');
  await proxy.open();
  expect((await sending).message.text).toBe('Not lost');
  const { messages } = await client.conversation.history.query({ conversationId });
  expect(messages.at(-1)).toMatchObject({ text: 'Not lost', run: { status: 'completed' } });
});

test('B1, C4: a bot whose servers are looked up while the database is away answers when it is back', async () => {
  await using outside = await startOutsideMcp();
  const database = await openBehindProxy();
  const { query } = database.sql;
  let isToBreak = false;
  database.sql.query = async (statement, values) => {
    const rows = await query<never>(statement, values);
    if (isToBreak && statement.name === 'turn_open') {
      isToBreak = false;
      await proxy.shut();
    }
    return rows;
  };
  await using other = await startServer({
    config: { egressAllow: [outside.host] },
    overrides: { database },
  });
  const { token } = await signUp(other);
  const servers = [{ name: 'out', url: outside.url, tools: null }];
  const bot = await makeToolBot(other, token, { servers });
  other.model.script({ text: 'Here I am' });
  isToBreak = true;
  const events = await openEvents(`${other.url}/api/v1/chat/stream`, {
    body: { message: 'Are you there?', bot_id: bot.id },
    token,
  });
  const seen: SentEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (event.type === 'run-started') await proxy.open();
  }
  expect(textOf(seen)).toBe('Here I am');
  expect(seen.at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'completed' });
});
