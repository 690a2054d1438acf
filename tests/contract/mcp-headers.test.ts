import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixtureServer } from '../conformance/fixture-server.ts';
import { rpcRequest, sendRpc } from '../harness/mcp-raw.ts';
import { signUp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ overrides: { mcpServer: createFixtureServer } });
});
afterAll(() => server.close());

test.each([
  [{ 'mcp-param-region': 'Zürich' }, 400, -32020],
  [{ 'mcp-param-region': '=?base64?WsO8cmljaA==?=' }, 200, undefined],
  [{ 'mcp-param-region': '=?base64?QmVybg==?=' }, 400, -32020],
  [{}, 400, -32020],
])('D3: an argument that travels in a header as well is held against %o', async (headers, status, code) => {
  const request = rpcRequest('2026-07-28', 'tools/call', {
    name: 'test_custom_header',
    arguments: { region: 'Zürich' },
  });
  const answer = await sendRpc(server, request, (await signUp(server)).token, headers);
  expect([answer.status, answer.rpc.error?.code]).toEqual([status, code]);
});
