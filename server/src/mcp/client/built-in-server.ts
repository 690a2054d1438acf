import { type Client, InMemoryTransport } from '@modelcontextprotocol/client';
import type { McpCaller } from '../../ports/mcp.ts';
import { createMcpServer } from '../server/create-mcp-server.ts';
import type { ToolContext } from '../server/tool.ts';
import { callTool } from './call-tool.ts';
import { listTools } from './list-tools.ts';
import { newClient } from './new-client.ts';
import type { ListedTool, ToolServer } from './tool-server.ts';

/** Our own MCP server, joined in process: it holds each call against what its caller may do, as it does behind /mcp. */
export function createBuiltInServer(context: Omit<ToolContext, 'caller'>): (caller: McpCaller) => ToolServer {
  // The same for every caller; so a run that calls no tool connects to nothing.
  let listed: Promise<readonly ListedTool[]> | null = null;
  return (caller) => {
    let joined: Promise<Client> | null = null;
    const client = () => {
      joined ??= join({ ...context, caller });
      return joined;
    };
    return {
      list: () => {
        const asked = listed ?? client().then(listTools);
        listed = asked;
        asked.catch(() => {
          listed = null;
        });
        return asked;
      },
      call: async (tool, args, signal) => callTool(await client(), tool, args, signal),
      close: () => {
        joined?.then((open) => open.close()).catch(() => {});
      },
    };
  };
}

async function join(context: ToolContext): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createMcpServer(context).connect(far);
  const client = newClient('legacy');
  await client.connect(near);
  return client;
}
