import { describe, expect, test } from 'vitest';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { type Api, answer, apis, ask, eventsOf, openAi, startRawServer } from './harness.ts';

const data = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;
const chunk = (delta: unknown, finish_reason: string | null = null) =>
  data({ choices: [{ delta, finish_reason }] });

const said: Record<Api, (text: string) => string> = {
  chat_completions: (text) => chunk({ content: text }) + chunk({}, 'stop'),
  responses: (delta) =>
    data({ type: 'response.output_text.delta', delta }) + data({ type: 'response.completed', response: {} }),
};

/** Serves the same bytes to every request, in pieces of which each is a packet of its own. */
async function serve(bytes: Buffer, pieceLength = bytes.length) {
  const url = await startRawServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    for (let at = 0; at < bytes.length; at += pieceLength) {
      await new Promise((resolve) => response.write(bytes.subarray(at, at + pieceLength), resolve));
      await new Promise(setImmediate);
    }
    response.end();
  });
  return url;
}

describe.each(apis)('the bytes of %s', (api) => {
  const text = 'Zażółć 🦆 नमस्ते';

  test.each([1, 2, 3, 7])('C8: characters and lines cut every %i bytes arrive whole', async (pieceLength) => {
    const ai = openAi(await serve(Buffer.from(said[api](text)), pieceLength), api);

    expect(await answer(ai)).toMatchObject({ text, outcome: { status: 'completed' } });
  });

  test.each([
    ['CRLF line ends', (body: string) => body.replaceAll('\n', '\r\n')],
    [
      'comments and other fields',
      (body: string) => `: ping\n\nid: 1\nretry: 5\n${body.replaceAll('\n\n', '\n: x\n\n')}`,
    ],
    ['no space after the colon', (body: string) => body.replaceAll('data: ', 'data:')],
    [
      'data over several lines',
      (body: string) => body.replaceAll(':{', ':\ndata: {').replaceAll(':[', ':\ndata: ['),
    ],
    ['no line end at the end', (body: string) => body.trimEnd()],
  ])('C8: reads %s', async (_name, change) => {
    const ai = openAi(await serve(Buffer.from(change(said[api](text)))), api);

    expect(await answer(ai)).toMatchObject({ text, outcome: { status: 'completed' } });
  });

  test('C8: a refusal is text of the answer', async () => {
    const refusal =
      api === 'responses'
        ? data({ type: 'response.refusal.delta', delta: 'I will not.' }) + said.responses('')
        : chunk({ refusal: 'I will not.' }) + chunk({}, 'stop');
    const ai = openAi(await serve(Buffer.from(refusal)), api);

    expect((await answer(ai)).text).toBe('I will not.');
  });

  test('C8: answers one after the other share a connection', async () => {
    const ports = new Set<number | undefined>();
    const url = await startRawServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(200).end(`${said[api]('Hi')}data: [DONE]\n\n`);
    });
    const ai = openAi(url, api);

    for (let run = 0; run < 5; run++) await answer(ai);

    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test('C8: a connection that stays open after the answer is closed', async () => {
    const closed = Promise.withResolvers<void>();
    const url = await startRawServer((_request, response) => {
      response.once('close', closed.resolve);
      response.writeHead(200).write(`${said[api]('Hi')}data: [DONE]\n\n`);
    });
    const ai = openAi(url, api, { timeoutMs: 60 });

    expect((await answer(ai)).text).toBe('Hi');
    await closed.promise;
  });
});

describe('tool calls as servers send them', () => {
  const echo: AgentTool = {
    name: 'echo',
    description: 'Echoes.',
    parameters: { type: 'object' },
    idempotent: false,
    needsApproval: false,
    execute: async (args) => ({ value: args, isError: false }),
  };
  const call = (id: string, args: string, more = {}) => ({
    id,
    function: { name: 'echo', arguments: args },
    ...more,
  });

  test.each([
    [
      'one index and several ids, as Gemini',
      [call('a', '{"n":1}', { index: 0 }), call('b', '{"n":2}', { index: 0 })],
    ],
    ['no index', [call('a', '{"n":1}'), call('b', '{"n":2}')]],
    [
      'indexes from 1, in pieces and mixed',
      [
        call('a', '{"n"', { index: 1 }),
        call('b', '{"n":', { index: 2 }),
        { index: 1, function: { arguments: ':1}' } },
        { index: 2, function: { arguments: '2}' } },
      ],
    ],
  ])('C1: %s', async (_name, deltas) => {
    const answers = [
      deltas.map((delta) => chunk({ tool_calls: [delta] })).join('') + chunk({}, 'tool_calls'),
      said.chat_completions('Done.'),
    ];
    const url = await startRawServer((_request, response) => response.writeHead(200).end(answers.shift()));
    const ai = openAi(url, 'chat_completions');

    const { events } = await answer(ai, ask({ tools: [echo] }));

    expect(eventsOf(events, 'tool-call-started')).toMatchObject([
      { toolCallId: 'a', arguments: { n: 1 } },
      { toolCallId: 'b', arguments: { n: 2 } },
    ]);
  });

  test('C1: gives back what Gemini wants back with a call', async () => {
    const extra = { google: { thought_signature: 'abc' } };
    const answers = [
      chunk({ tool_calls: [call('', '{}', { extra_content: extra })] }) + chunk({}, 'stop'),
      said.chat_completions('Done.'),
    ];
    const bodies: string[] = [];
    const url = await startRawServer((_request, response, body) => {
      bodies.push(body);
      response.writeHead(200).end(answers.shift());
    });
    const ai = openAi(url, 'chat_completions');

    const { events } = await answer(ai, ask({ tools: [echo] }));

    expect(eventsOf(events, 'tool-call-started')).toMatchObject([{ toolCallId: 'call_1_1' }]);
    expect(JSON.parse(bodies[1] ?? '').messages[2].tool_calls).toMatchObject([
      { id: 'call_1_1', extra_content: extra },
    ]);
  });
});
