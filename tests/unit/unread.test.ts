import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import express, { type Response } from 'express';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Listening, listen } from '../../server/src/listen.ts';
import { giveUpUnread } from '../../server/src/wire/unread.ts';

const LARGE = 64 * 1024 * 1024;

/** As a stream of events is written: the next when there is room. */
function* words(): Iterable<string> {
  for (;;) yield 'data: word\n\n'.repeat(1_000);
}

let listening: Listening;
let answering: (res: Response) => void;
beforeAll(async () => {
  const app = express().use(giveUpUnread(500));
  app.get('/large', (_req, res) => {
    answering(res);
    res.end(Buffer.alloc(LARGE));
  });
  app.get('/events', (_req, res) => {
    answering(res);
    Readable.from(words()).pipe(res);
  });
  app.get('/late', (_req, res) => {
    res.once('timeout', () => res.end('late'));
  });
  listening = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => listening.close());

/** Asks for something and reads nothing of the answer, until it is resumed. */
async function askUnread(path: string): Promise<{ socket: Socket; res: Response }> {
  const asked = Promise.withResolvers<Response>();
  answering = asked.resolve;
  const { port } = listening.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  socket.write(`GET ${path} HTTP/1.1\r\nHost: parlance\r\n\r\n`);
  return { socket, res: await asked.promise };
}

test.each(['/large', '/events'])('H5: an answer that nobody reads is given up: %s', async (path) => {
  const { res } = await askUnread(path);
  await once(res, 'close');
  expect(res.writableFinished).toBe(false);
});

test('H5: an answer that is read slowly is not', async () => {
  const { socket, res } = await askUnread('/large');
  let read = 0;
  for await (const chunk of socket) {
    read += chunk.length;
    // Often enough, and longer in all than an unread one has.
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (res.writableFinished) break;
  }
  expect(res.writableFinished).toBe(true);
  expect(read).toBeGreaterThan(LARGE / 2);
});

test('H5: nor is one that is long in coming', async () => {
  expect(await (await fetch(`${listening.url}/late`)).text()).toBe('late');
});
