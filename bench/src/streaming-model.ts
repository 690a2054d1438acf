import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clock } from './clock.ts';
import { drained } from './drained.ts';
import { type Plan, readPlan, writeToken } from './plan.ts';

// A model that streams as the last question asks it to, and says in each token when it was sent. One timer serves all streams.

interface Stream {
  response: ServerResponse;
  plan: Plan;
  sent: number;
  dueAt: number;
}

const TICK_MS = 2;
const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
const chunk = (fields: string): string =>
  `data: {"id":"bench","object":"chat.completion.chunk","created":1,"model":"bench",${fields}}\n\n`;
const END = `${chunk('"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]')}${chunk(
  '"choices":[],"usage":{"prompt_tokens":500,"completion_tokens":20,"total_tokens":520}',
)}data: [DONE]\n\n`;

const streams = new Set<Stream>();

/** Sends the next token of a stream. Answers whether the caller has taken what was sent before. */
function sendToken(stream: Stream): boolean {
  const { response, plan } = stream;
  const token = writeToken(stream.sent, plan.size);
  stream.sent += 1;
  stream.dueAt += plan.everyMs;
  const isRead = response.write(
    chunk(`"choices":[{"index":0,"delta":{"content":"${token}"},"finish_reason":null}]`),
  );
  if (stream.sent === plan.tokens) {
    streams.delete(stream);
    response.end(END);
  }
  return isRead;
}

async function sendAtOnce(stream: Stream): Promise<void> {
  const { response, plan } = stream;
  while (stream.sent < plan.tokens && !response.destroyed) {
    if (!sendToken(stream) && stream.sent < plan.tokens) await drained(response);
  }
}

setInterval(() => {
  const now = clock();
  for (const stream of streams) if (stream.dueAt <= now) sendToken(stream);
}, TICK_MS);

const server = createServer(async (request, response) => {
  request.setEncoding('utf8');
  let body = '';
  for await (const text of request) body += text;
  const plan = readPlan(body);
  const stream: Stream = { response, plan, sent: 0, dueAt: clock() };
  response.writeHead(200, HEADERS);
  if (plan.everyMs === 0) {
    await sendAtOnce(stream);
    return;
  }
  response.once('close', () => streams.delete(stream));
  streams.add(stream);
  sendToken(stream);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`The model is listening on http://127.0.0.1:${port}/v1\n`);
});
process.once('SIGTERM', () => process.exit(0));
