import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

/** A documentation site on an origin of its own. */
export interface StaticSite {
  origin: string;
  /** The address of its page, with the chat of a server on it. */
  pageWith(serverUrl: string): string;
  close(): Promise<void>;
}

const FIXTURES = join(import.meta.dirname, '../fixtures');
const TYPES: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

/** What a careful site allows itself, and the chat that it has taken in. */
const policyWith = (serverUrl: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${serverUrl}`,
    `connect-src 'self' ${serverUrl}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/**
 * Serves a folder of `tests/browser/fixtures`; PARLANCE in its page stands for the server's address. `trustedTypes` are the names of the
 * policies that its own policy allows; any, if it is left out.
 */
export async function startStaticSite(
  name: string,
  options: { policy: boolean; trustedTypes?: string },
): Promise<StaticSite> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    const file = join(FIXTURES, name, pathname === '/' ? 'index.html' : pathname);
    const parlance = searchParams.get('parlance') ?? '';
    try {
      const body = (await readFile(file, 'utf8')).replaceAll('PARLANCE', parlance);
      if (options.policy) response.setHeader('content-security-policy', policyWith(parlance));
      if (options.trustedTypes !== undefined)
        response.appendHeader('content-security-policy', `trusted-types ${options.trustedTypes}`);
      response.setHeader('content-type', `${TYPES[extname(file)]}; charset=utf-8`).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    pageWith: (serverUrl) => `${origin}/?parlance=${encodeURIComponent(serverUrl)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
