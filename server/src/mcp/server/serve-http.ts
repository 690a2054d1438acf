import { toNodeHandler } from '@modelcontextprotocol/node';
import { type AuthInfo, createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { type Scope, scopes } from '@parlance/client-sdk/contract';
import type { McpCaller, McpHttp } from '../../ports/mcp.ts';

// What the library is to know of a request's headers: no token, no address. Those of arguments it holds against the arguments.
const HEADER = /^(content-type|accept|mcp-protocol-version|mcp-method|mcp-name|mcp-param-.+)$/;

/** How the caller travels through the library. */
interface CallerInfo extends AuthInfo {
  extra: { caller: McpCaller };
}

/**
 * Serves MCP over HTTP, to clients of the revision 2026-07-28 and of those before it, without sessions: each message is served by
 * a server of its own, which knows one caller and is gone afterwards.
 */
export function createMcpHttp(
  serverFor: (caller: McpCaller) => McpServer,
  onError: (error: Error) => void,
): McpHttp {
  const handler = createMcpHandler(({ authInfo }) => serverFor((authInfo as CallerInfo).extra.caller), {
    onerror: onError,
  });
  const serve = toNodeHandler(handler, { onerror: onError });
  return {
    serve: ({ req, res }, message, caller, resourceMetadataUrl) => {
      const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => HEADER.test(name)));
      const auth: CallerInfo = {
        token: '',
        clientId: '',
        scopes: [...grantedTo(caller)],
        resourceMetadataUrl,
        extra: { caller },
      };
      const known = { method: 'POST', url: '/mcp', headers, auth, [Symbol.asyncIterator]: nothing };
      return serve(known, res, message);
    },
    close: () => handler.close(),
  };
}

const grantedTo = ({ actor }: McpCaller): readonly Scope[] =>
  actor.kind === 'anonymous' ? [] : (actor.scopes ?? scopes);

// The body was read before.
async function* nothing(): AsyncGenerator<never, void> {}
