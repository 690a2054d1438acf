import { type RawAnswer, type RawRequest, sendRaw } from '../contract/support/raw.ts';
import type { TestServer } from './start-server.ts';

/** A JSON-RPC answer with its status. */
export interface RpcAnswer extends RawAnswer {
  rpc: {
    jsonrpc: '2.0';
    id: string | number | null;
    result?: Record<string, unknown>;
    error?: { code: number; message: string };
  };
}

/** The eras of the protocol. */
export const eras = ['2026-07-28', '2025-11-25'] as const;

/** One of {@link eras}. */
export type Era = (typeof eras)[number];

const META = 'io.modelcontextprotocol';

/** A request of a client, as it goes over the wire. */
export function rpcRequest(
  era: Era,
  method: string,
  params: Record<string, unknown> = {},
  id = 1,
): RawRequest {
  const modern = era === '2026-07-28';
  const meta = {
    [`${META}/protocolVersion`]: era,
    [`${META}/clientCapabilities`]: {},
    [`${META}/clientInfo`]: { name: 'raw', version: '1.0.0' },
  };
  return {
    method: 'POST',
    path: '/mcp',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': era,
      ...(modern && { 'mcp-method': method }),
      ...(modern && typeof params['name'] === 'string' && { 'mcp-name': params['name'] }),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method,
      params: modern ? { ...params, _meta: meta } : params,
    }),
  };
}

/** Sends a request as somebody and reads the answer, which the older era tells as an event. */
export async function sendRpc(
  server: TestServer,
  request: RawRequest,
  token: string | null,
  headers: Record<string, string> = {},
): Promise<RpcAnswer> {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await sendRaw(server.url, {
    ...request,
    headers: { ...request.headers, ...authorization, ...headers },
  });
  const data = /^data: (.*)$/m.exec(answer.text)?.[1] ?? answer.text;
  return { ...answer, rpc: JSON.parse(data) };
}

/** Calls a tool as somebody. */
export const callTool = (
  server: TestServer,
  era: Era,
  token: string | null,
  name: string,
  args: Record<string, unknown> = {},
  id = 1,
): Promise<RpcAnswer> => sendRpc(server, rpcRequest(era, 'tools/call', { name, arguments: args }, id), token);
