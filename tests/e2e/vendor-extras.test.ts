import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { trpc } from '../harness/people.ts';
import { openEvents } from '../harness/sse.ts';
import { startServer } from '../harness/start-server.ts';
import { nextApproval, rememberingTools } from '../harness/waiting.ts';

const extra = { google: { thought_signature: 'c2lnbmF0dXJl' } };

const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

/** An endpoint that wants its signature back with a tool call, as Gemini does. */
async function startPicky() {
  const bodies: string[] = [];
  const toolCall = { index: 0, id: 'c1', function: { name: 'guarded', arguments: '{"text":"x"}' } };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    bodies.push(body);
    const { messages } = JSON.parse(body) as { messages: { role: string }[] };
    if (messages.every(({ role }) => role !== 'tool')) {
      const asked = chunk({ tool_calls: [{ ...toolCall, extra_content: extra }] });
      response.writeHead(200).end(`${asked}${chunk({}, 'tool_calls')}data: [DONE]\n\n`);
    } else if (body.includes(JSON.stringify(extra))) {
      response.writeHead(200).end(`${chunk({ content: 'Done.' })}${chunk({}, 'stop')}data: [DONE]\n\n`);
    } else {
      response.writeHead(400).end('{"error":{"message":"Function call is missing a thought_signature"}}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    bodies,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

test('C1, C6: what a vendor wants back with a call outlasts the wait, and nobody else is shown it', async () => {
  await using picky = await startPicky();
  const { tools, carriedOut } = rememberingTools();
  await using server = await startServer({
    config: { model: { baseUrl: picky.baseUrl, apiKey: 'test', name: 'picky', api: 'chat_completions' } },
    overrides: { tools },
  });
  const client = trpc(server);
  const asked = await client.chat.send.mutate({ message: 'Do it' });
  const { runId, conversationId } = asked;
  const open = await openEvents(`${server.url}/api/v1/runs/${runId}/events`);
  const approvalId = await nextApproval(open);
  await client.chat.approve.mutate({ runId, approvalId, decision: 'approve' });
  const live = await open.all();
  expect(live.at(-1)?.data).toMatchObject({ status: 'completed' });
  expect(carriedOut).toHaveLength(1);
  const later = await (await openEvents(`${server.url}/api/v1/runs/${runId}/events`)).all();
  const { body } = await call(`${server.url}/api/v1/conversations/${conversationId}/messages`);
  for (const shown of [asked, live, later, body]) {
    expect(JSON.stringify(shown)).not.toMatch(/extra|signature|c2lnbmF0dXJl/);
  }
});
