import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as OldServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** A message that a server was sent. */
export interface Received {
  headers: IncomingMessage['headers'];
  /** Of JSON-RPC. */
  method: string;
  /** The tool that it calls. */
  tool: string | undefined;
  /** Settles when the exchange is over: whether the client left before its end. */
  left: Promise<boolean>;
}

/** Answers a message in place of the library. */
type Raw = (res: ServerResponse, id: unknown) => void | Promise<void>;

/** Somebody's MCP server on this machine. */
export interface OutsideMcp extends AsyncDisposable {
  url: string;
  /** Its address, as EGRESS_ALLOW takes it. */
  host: string;
  received: Received[];
  /** What answers calls of a tool, or a method, in place of the library. */
  raw: Map<string, Raw>;
}

/** Starts an HTTP server that speaks MCP of the revision 2026-07-28, or as it was before, with sessions. */
export async function startOutsideMcp(era: 'new' | 'old' = 'new'): Promise<OutsideMcp> {
  const received: Received[] = [];
  const raw = new Map<string, Raw>();
  const answer = era === 'new' ? newest() : sessions();
  const server = createServer(async (req, res) => {
    const body = await text(req);
    const message = body === '' ? {} : JSON.parse(body);
    const { method = req.method, params, id } = message;
    const left = once(res, 'close').then(() => !res.writableFinished);
    received.push({ headers: req.headers, method, tool: params?.name, left });
    const instead = raw.get(params?.name) ?? raw.get(method);
    await (instead ? instead(res, id) : answer(req, res, message));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const host = `127.0.0.1:${port}`;
  return { url: `http://${host}/mcp`, host, received, raw, [Symbol.asyncDispose]: close };
}

type Answer = (req: IncomingMessage, res: ServerResponse, message: { method?: string }) => Promise<void>;

function newest(): Answer {
  const handler = createMcpHandler(({ requestInfo }) => {
    const server = new McpServer({ name: 'outside', version: '1.0.0' });
    register(server as never, requestInfo?.headers.get('authorization') ?? 'nobody');
    return server;
  });
  const serve = toNodeHandler(handler);
  // Its types were not written for exactOptionalPropertyTypes.
  return (req, res, message) => serve(req as never, res, message);
}

function sessions(): Answer {
  const open = new Map<string, StreamableHTTPServerTransport>();
  return async (req, res, message) => {
    const known = open.get(String(req.headers['mcp-session-id']));
    if (known) return known.handleRequest(req, res, message);
    if (message.method !== 'initialize') {
      res.writeHead(400).end('{}');
      return;
    }
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        open.set(id, transport);
      },
    });
    const server = new OldServer({ name: 'outside', version: '1.0.0' });
    register(server as never, String(req.headers.authorization ?? 'nobody'));
    // Its types were not written for exactOptionalPropertyTypes.
    await server.connect(transport as never);
    await transport.handleRequest(req, res, message);
  };
}

/** The tools. Both libraries register them alike. */
function register(server: McpServer, caller: string): void {
  const say = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });
  const inputSchema = z.object({ text: z.string().default('') });
  const one = (name: string, run: (said: string) => ReturnType<typeof say>, annotations = {}) =>
    server.registerTool(name, { description: `Tool ${name}`, inputSchema, annotations }, ({ text }) =>
      Promise.resolve(run(text)),
    );
  one('echo', (said) => say(`${caller}: ${said}`));
  one('look', () => say('seen'), { readOnlyHint: true, idempotentHint: true });
  one('fail', () => {
    throw new Error('It broke');
  });
  one('say-more', () => ({
    content: [
      { type: 'text' as const, text: 'Here:' },
      { type: 'image' as never, data: 'AAAA', mimeType: 'image/png' } as never,
    ],
  }));
  one('measure', () => ({ ...say('{"degrees":7}'), structuredContent: { degrees: 7 } }));
  // Answered by what a test puts in their place.
  for (const name of ['strange', 'hang', `long.${'x'.repeat(90)}`]) one(name, () => say(name));
}
