import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { MCPServerStreamableHttp } from '@openai/agents';
import { z } from 'zod';
import type { TestServer } from './start-server.ts';

/** What came of calling a tool. */
export interface ToolAnswer {
  isError: boolean;
  text: string;
  structured: unknown;
}

/** Somebody's MCP client that is connected. */
export interface McpClient extends AsyncDisposable {
  /** The names of the tools. */
  list(): Promise<string[]>;
  call(tool: string, args?: Record<string, unknown>): Promise<ToolAnswer>;
}

const resultSchema = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
  structuredContent: z.unknown().optional(),
});

function toAnswer(result: unknown): ToolAnswer {
  const { isError = false, content, structuredContent } = resultSchema.parse(result);
  return { isError, text: content.map(({ text }) => text).join('\n'), structured: structuredContent };
}

const headers = (token: string) => ({ Authorization: `Bearer ${token}` });
const info = { name: 'tests', version: '1.0.0' };

/** The official client of the revision 2026-07-28. */
async function newest(server: TestServer, token: string): Promise<McpClient> {
  const client = new Client(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  const requestInit = { headers: headers(token) };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit }));
  return {
    list: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => toAnswer(await client.callTool({ name, arguments: args })),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** The official client before it, which shakes hands. */
async function old(server: TestServer, token: string): Promise<McpClient> {
  const client = new OldClient(info);
  const requestInit = { headers: headers(token) };
  // Its types were not written for exactOptionalPropertyTypes.
  const transport = new OldTransport(new URL(`${server.url}/mcp`), { requestInit }) as Parameters<
    OldClient['connect']
  >[0];
  await client.connect(transport);
  return {
    list: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => toAnswer(await client.callTool({ name, arguments: args })),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** The client of the OpenAI Agents SDK. */
async function agents(server: TestServer, token: string): Promise<McpClient> {
  const requestInit = { headers: headers(token) };
  const client = new MCPServerStreamableHttp({ url: `${server.url}/mcp`, name: 'parlance', requestInit });
  await client.connect();
  return {
    list: async () => (await client.listTools()).map(({ name }) => name),
    call: async (name, args = {}) => toAnswer(await client.callToolResult(name, args)),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** The clients that the server is tested with, by name. */
export const mcpClients = {
  '@modelcontextprotocol/client': newest,
  '@modelcontextprotocol/sdk': old,
  '@openai/agents': agents,
};
