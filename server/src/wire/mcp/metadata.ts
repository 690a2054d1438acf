import type { Scope } from '@parlance/client-sdk/contract';
import cors from 'cors';
import type { Request, Router } from 'express';
import { badRequest } from '../../domain/errors.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** What tools of the server ask an API key for. */
export const scopes: readonly Scope[] = ['tasks:read', 'tasks:write'];

/** Where the document on /mcp is, as the caller sees it; null: the request does not say rightly by which name it came. */
export function metadataUrl(req: Request): string | null {
  const origin = originOf(req);
  return origin && `${origin}${WELL_KNOWN}/mcp`;
}

function originOf(req: Request): string | null {
  const host: string | undefined = req.host;
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? `${req.protocol}://${host}` : null;
}

/** Mounts the document that tells MCP clients which tokens /mcp takes (RFC 9728): open to everybody, by any page. */
export function mountMcpMetadata(router: Router, issuer: string | null): void {
  router.get([WELL_KNOWN, `${WELL_KNOWN}/mcp`], cors(), (req, res) => {
    const origin = originOf(req);
    if (origin === null) throw badRequest('', 'The Host header is not valid');
    res.json({
      resource: `${origin}/mcp`,
      resource_name: 'Parlance',
      ...(issuer !== null && { authorization_servers: [issuer] }),
      scopes_supported: scopes,
      bearer_methods_supported: ['header'],
    });
  });
}
