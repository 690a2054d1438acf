import { createHash } from 'node:crypto';
import {
  type Client,
  type PriorDiscovery,
  ProtocolError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { Fetch } from '../../ports/egress.ts';
import { callTool } from './call-tool.ts';
import { Connection } from './connection.ts';
import type { ListCache } from './list-cache.ts';
import { listTools } from './list-tools.ts';
import { LIST_MS, newClient } from './new-client.ts';
import type { ListedTool, ToolServer } from './tool-server.ts';

/** Where a server is, what it is called with, and by which way. */
export interface HttpAddress {
  url: string;
  headers: Readonly<Record<string, string>>;
  fetch: Fetch;
}

/** What is known of a server. */
export interface Known {
  tools: readonly ListedTool[];
  /** How it is spoken to. */
  prior: PriorDiscovery;
}

/**
 * An outside server over Streamable HTTP, for one run. Its connection is the run's own, and made when a tool is called; what is kept of it for
 * others of the same address, headers and `owner` is its list of tools.
 */
export function createHttpServer(address: HttpAddress, owner: string, cache: ListCache<Known>): ToolServer {
  const { url, headers } = address;
  const key = createHash('sha256')
    .update(JSON.stringify([owner, url, headers]))
    .digest('base64');
  const known = () => cache.get(key, () => ask(address));
  const connection = new Connection(
    async (signal) => connect(address, signal, (await known()).prior),
    endSession,
  );
  return {
    list: async () => (await known()).tools,
    call: async (tool, args, signal) => {
      try {
        return await callTool(await connection.get(), tool, args, signal);
      } catch (error) {
        // It may be another server by now.
        if (!signal.aborted && !(error instanceof ProtocolError)) cache.forget(key);
        throw error;
      }
    },
    close: () => void connection.close(),
  };
}

async function ask(address: HttpAddress): Promise<Known> {
  const signal = AbortSignal.timeout(LIST_MS);
  const client = await connect(address, signal);
  try {
    const tools = await listTools(client, signal);
    const discover = client.getDiscoverResult();
    return { tools, prior: discover === undefined ? { kind: 'legacy' } : { kind: 'modern', discover } };
  } finally {
    endSession(client).catch(() => {});
  }
}

/** Older servers keep something for each client until they are told. */
async function endSession(client: Client): Promise<void> {
  const { transport } = client;
  if (transport instanceof StreamableHTTPClientTransport) await transport.terminateSession().catch(() => {});
  await client.close();
}

async function connect(
  { url, headers, fetch }: HttpAddress,
  signal: AbortSignal,
  prior?: PriorDiscovery,
): Promise<Client> {
  const client = newClient('auto');
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: withoutListening(fetch),
    requestInit: { headers: { ...headers }, redirect: 'error' },
  });
  try {
    await client.connect(transport, { signal, timeout: LIST_MS, ...(prior && { prior }) });
    return client;
  } catch (error) {
    client.close().catch(() => {});
    throw error;
  }
}

/** Older servers are listened to by a request that stays open: nothing that they would say is of use here. */
const withoutListening =
  (fetch: Fetch): Fetch =>
  async (url, init) =>
    init?.method === 'GET' ? new Response(null, { status: 405 }) : fetch(url, init);
