import { afterAll, beforeAll, expect, test } from 'vitest';
import { eras, rpcRequest } from '../harness/mcp-raw.ts';
import { type Person, signUp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { INNER } from './support/errors.ts';
import { inChunks, type RawRequest, sendRaw } from './support/raw.ts';
import { failuresIn } from './support/refusals.ts';

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer();
  person = await signUp(server);
});
afterAll(() => server.close());

const DEEP = 10_000;
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const plain = rpcRequest('2025-11-25', 'tools/list');
const withBody = (body: string | Buffer, headers: Record<string, string> = JSON_TYPE): RawRequest => ({
  ...plain,
  headers,
  body,
});

/** Bodies that are no message: by what they are, with the status and the number that they are refused with. */
const bodies: Record<string, [body: string | Buffer, status: number, code: number]> = {
  nothing: ['', 400, -32700],
  'half an object': ['{"jsonrpc":', 400, -32700],
  'a bare key': ['{jsonrpc:1}', 400, -32700],
  'two objects': ['{}{}', 400, -32700],
  HTML: ['<script>alert(1)</script>', 400, -32700],
  NUL: ['\0', 400, -32700],
  'invalid UTF-8': [Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, -32700],
  'half a character': [Buffer.from('{"method":"é"}').subarray(0, 12), 400, -32700],
  null: ['null', 400, -32600],
  'a number': ['5', 400, -32600],
  text: ['"tools/list"', 400, -32600],
  'an empty batch': ['[]', 400, -32600],
  'a batch': [`[${plain.body},${plain.body}]`, 400, -32600],
  'an empty object': ['{}', 400, -32600],
  'lists 10,000 deep': ['['.repeat(DEEP) + ']'.repeat(DEEP), 400, -32600],
  'objects 10,000 deep': [`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`, 400, -32602],
  'a field named __proto__': [
    '{"jsonrpc":"2.0","id":1,"method":"tools/list","__proto__":{"isAdmin":true}}',
    400,
    -32602,
  ],
  'a field named constructor': [
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"constructor":{}}}',
    400,
    -32602,
  ],
  '2 MB': [`{"jsonrpc":"2.0","id":1,"method":"${'x'.repeat(2_000_000)}"}`, 413, -32000],
  'another version of JSON-RPC': ['{"jsonrpc":"1.0","id":1,"method":"tools/list"}', 400, -32600],
  'no method': ['{"jsonrpc":"2.0","id":1}', 400, -32600],
  'a method that is a list': ['{"jsonrpc":"2.0","id":1,"method":["tools/list"]}', 400, -32600],
  'an id that is an object': ['{"jsonrpc":"2.0","id":{},"method":"tools/list"}', 400, -32600],
  'params that are text': ['{"jsonrpc":"2.0","id":1,"method":"tools/list","params":"x"}', 400, -32600],
};

test.each(Object.entries(bodies))('D3, H5: the body %s is refused in JSON-RPC', async (_, expected) => {
  const [body, status, code] = expected;
  const answer = await sendRaw(server.url, {
    ...withBody(body),
    headers: { ...JSON_TYPE, authorization: `Bearer ${person.token}` },
  });
  expect(answer.text).not.toMatch(INNER);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    status,
    {
      jsonrpc: '2.0',
      id: expect.toSatisfy((id) => id === null || id === 1),
      error: { code, message: expect.any(String) },
    },
  ]);
});

/** Values that a field of a message may not hold, as JSON text. */
const values: Record<string, string> = {
  null: 'null',
  'a number': '-1.5',
  true: 'true',
  text: '"x"',
  'an empty text': '""',
  'a list': '[1,[2]]',
  'an object': '{"a":{"b":[]}}',
  'an object like a list': '{"length":1000000000,"0":"x"}',
  NUL: '"a\\u0000b"',
  'a lone surrogate': '"a\\ud800"',
  'an object with __proto__': '{"__proto__":{"isAdmin":true}}',
  'the name of a method of objects': '"constructor"',
  'the name of a prototype': '"__proto__"',
  'the name of a property of objects': '"hasOwnProperty"',
  'text of 200,000 characters': `"${'x'.repeat(200_000)}"`,
  'lists 10,000 deep': '['.repeat(DEEP) + ']'.repeat(DEEP),
  'text that is SQL': '"\' OR 1=1; --"',
  'a huge number': '1e999',
};

const PLACES = ['id', 'method', 'params', 'name', 'arguments', 'title', 'meta'] as const;

/** Calls of a tool with a bad value in one place. */
function calls(): { what: string; request: RawRequest }[] {
  return eras.flatMap((era) =>
    Object.entries(values).flatMap(([what, text]) =>
      PLACES.map((place) => {
        const args = place === 'title' ? { title: 'HERE' } : place === 'arguments' ? 'HERE' : { title: 'x' };
        const params = { name: place === 'name' ? 'HERE' : 'create_task', arguments: args };
        const request = rpcRequest(era, 'tools/call', params);
        const body = String(request.body)
          .replace('"HERE"', () => text)
          .replace(/"id":1/, (id) => (place === 'id' ? `"id":${text}` : id))
          .replace('"tools/call"', (method) => (place === 'method' ? text : method))
          .replace(/"params":.*$/, (all) => (place === 'params' ? `"params":${text}}` : all))
          .replace(/"_meta":\{.*?\}\}/, (meta) => (place === 'meta' ? `"_meta":${text}` : meta));
        return { what: `${era}: ${what} as ${place}`, request: { ...request, body } };
      }),
    ),
  );
}

test('D3, H5: a bad value anywhere in a call is an error of JSON-RPC or of the tool, and never a failure', async () => {
  expect(calls().length).toBeGreaterThan(200);
  const problems = await inChunks(calls(), async ({ what, request }) => {
    const authorization = `Bearer ${person.token}`;
    const answer = await sendRaw(server.url, { ...request, headers: { ...request.headers, authorization } });
    if (answer.status >= 500) return [`${what}: ${answer.status} ${answer.text.slice(0, 300)}`];
    if (INNER.test(answer.text)) return [`${what} shows inner detail: ${answer.text.slice(0, 300)}`];
    if (answer.text.length > 10_000)
      return [`${what} has ${answer.text.length} characters: ${answer.text.slice(0, 300)}`];
    if (answer.status === 202) return [];
    const data = /^data: (.*)$/m.exec(answer.text)?.[1] ?? answer.text;
    try {
      return JSON.parse(data).jsonrpc === '2.0' ? [] : [`${what}: ${answer.text.slice(0, 300)}`];
    } catch {
      return [`${what} is not JSON: ${answer.status} ${answer.text.slice(0, 300)}`];
    }
  });
  expect(problems.flat()).toEqual([]);
  expect(failuresIn(server)).toEqual([]);
}, 120_000);
