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

/** Mounts POST /mcp (requirement D3): who calls and whether the message is one is settled here, the rest by the library. */
export function mountMcp(router: Router, wire: WireDeps, log: Logger, mcp: McpHttp): void {
  router
    .route('/mcp')
    .post(serve(wire, mcp))
    .all(refuseMethod(['POST']));
  router.use('/mcp', mcpErrors(log));
}

function serve(wire: WireDeps, mcp: McpHttp): RequestHandler {
  return async (req, res) => {
    const from = incoming(req);
    const request = await identify(wire, from);
    checkOrigin({ who: 'user', scope: null }, request.origin, wire.deps.settings.corsOrigins);
    const actor = requireUser(request.actor);
    await count(wire.deps, request, 'call');
    // Not every message comes to a tool, which would ask whether the user may still act.
    await getMe(wire.deps, request);
    const parsed = parseMessage(await readBody(req));
    if ('problem' in parsed) return sendRpcError(res, 400, parsed.code, parsed.problem, parsed.id);
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('X-Accel-Buffering', 'no');
    const caller = { actor, trace: { requestId: from.requestId } };
    await mcp.serve(from, parsed.message, caller, metadataUrl(req) ?? '');
  };
}
