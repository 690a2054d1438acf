import type { RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { requireUser } from '../../domain/actor.ts';
import { checkOrigin } from '../../domain/origins.ts';
import type { McpHttp } from '../../ports/mcp.ts';
import { getMe } from '../../usecases/auth/get-me.ts';
import { count, identify, type WireDeps } from '../call.ts';
import { incoming } from '../http-context.ts';
import { readBody } from '../read-body.ts';
import { refuseMethod } from '../rest/mount.ts';
import { mcpErrors, sendRpcError } from './errors.ts';
import { metadataUrl } from './metadata.ts';
import { parseMessage } from './parse-message.ts';
import { refuseRebinding } from './rebinding.ts';

/** What stands behind the door, and whether a proxy stands in front of it. */
export interface McpOptions {
  mcp: McpHttp;
  trustProxy: boolean | number | string;
}

/** Mounts POST /mcp (requirement D3): who calls and whether the message is one is settled here, the rest by the library. */
export function mountMcp(router: Router, wire: WireDeps, log: Logger, options: McpOptions): void {
  router
    .route('/mcp')
    .post(serve(wire, options))
    .all(refuseMethod(['POST']));
  router.use('/mcp', mcpErrors(log));
}

function serve(wire: WireDeps, { mcp, trustProxy }: McpOptions): RequestHandler {
  const { corsOrigins } = wire.deps.settings;
  return async (req, res) => {
    const from = incoming(req);
    // A proxy on the same machine passes on the names of others.
    if (!trustProxy) refuseRebinding(req, corsOrigins);
    const request = await identify(wire, from);
    checkOrigin({ access: { who: 'user', scope: null } }, request.origin, corsOrigins);
    const actor = requireUser(request.actor);
    await count(wire.deps, request, 'call');
    // Not every message comes to a tool, which would ask whether the user may still act.
    await getMe(wire.deps, request);
    const parsed = parseMessage(await readBody(req));
    if ('problem' in parsed) return sendRpcError(res, 400, parsed.code, parsed.problem, parsed.id);
    res.setHeader('X-Accel-Buffering', 'no');
    const caller = { actor, trace: { requestId: from.requestId } };
    await mcp.serve(from, parsed.message, caller, metadataUrl(req) ?? '');
  };
}
