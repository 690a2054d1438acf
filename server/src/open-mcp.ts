import type { Logger } from 'pino';
import { lazily } from './lazily.ts';
import type { createMcpServer } from './mcp/server/create-mcp-server.ts';
import type { ToolContext } from './mcp/server/tool.ts';
import type { McpCaller, McpHttp } from './ports/mcp.ts';

/** Makes the MCP server that serves a caller. */
export type McpServerFor = (caller: McpCaller) => ReturnType<typeof createMcpServer>;

/** MCP over HTTP. Its library is loaded with the first message: most servers that start get none for long. */
export function openMcp(deps: ToolContext['deps'], log: Logger, serverFor?: McpServerFor): McpHttp {
  const mcp = lazily(async () => {
    const [{ createMcpHttp }, { createMcpServer }] = await Promise.all([
      import('./mcp/server/serve-http.ts'),
      import('./mcp/server/create-mcp-server.ts'),
    ]);
    const onFault: ToolContext['onFault'] = ({ tool, trace, cause }) =>
      log.error({ ...trace, tool, err: cause }, 'a tool failed');
    return createMcpHttp(
      serverFor ?? ((caller) => createMcpServer({ deps, caller, onFault })),
      // What the library refuses of a message is told here too.
      (err) => log.warn({ err }, 'an MCP message was not served'),
    );
  });
  return { serve: async (...exchange) => (await mcp.get()).serve(...exchange), close: mcp.close };
}
