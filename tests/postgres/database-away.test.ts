import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openPostgres } from '../../server/src/data/open-postgres.ts';
import { call } from '../harness/call.ts';
import { signUp, trpc } from '../harness/people.ts';
import { copyDatabase } from '../harness/postgres.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { startTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts';

let server: TestServer;
let proxy: TcpProxy;
let drop: () => Promise<void>;

beforeAll(async () => {
  const copy = await copyDatabase(inject('template'));
  const url = new URL(copy.url);
  proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const database = await openPostgres({ url: url.href, connections: 5, onConnectionError: () => {} });
  server = await startServer({ overrides: { database } });
  drop = copy.drop;
});
afterAll(async () => {
  await server.close();
  await proxy.shut();
  await drop();
});

test('A5, H4: without the database health is 503 and calls end typed; with it the server goes on by itself', async () => {
  const person = await signUp(server);
  await proxy.shut();
  const health = await call(`${server.url}/health`);
  expect(health.status).toBe(503);
  expect(health.body).toMatchObject({ status: 'unhealthy', checks: { database: 'down' } });
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
