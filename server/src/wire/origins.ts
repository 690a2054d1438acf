import type { IncomingMessage } from 'node:http';
import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { forbidden } from '../domain/errors.ts';
import { mayCall } from '../domain/origins.ts';
import type { Bots } from '../ports/bots.ts';

const EXPOSED = [
  'X-Request-Id',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'WWW-Authenticate',
];

/** What pages of every origin may read: the embed script, and whether it may show itself where it is. */
const OPEN: ReadonlySet<string> = new Set(['/embed.js', '/embed.js.map', '/api/v1/embed']);

/** The origin of the page that calls; null: no page, or one of our own. */
export function foreignOrigin({ headers: { origin, host } }: IncomingMessage): string | null {
  const isOwn = origin === `http://${host}` || origin === `https://${host}`;
  return origin === undefined || isOwn ? null : origin;
}

/**
 * Lets in requests of the allowed origins, of those that a bot's owner allows and of our own pages, and refuses those of any other
 * (requirement H5). What a page of a bot's may ask for, the use-cases say.
 */
export function originRules(allowed: readonly string[], bots: Pick<Bots, 'embeddableFrom'>): RequestHandler {
  const common = { exposedHeaders: EXPOSED, maxAge: 600 };
  const forAllowed = cors({ ...common, origin: allowed.includes('*') ? '*' : [...allowed] });
  const forEmbedding = cors({ ...common, origin: true });
  const forAll = cors({ origin: '*' });
  return async (req, res, next) => {
    if (isOpen(req)) {
      // What it says of an origin holds for that one alone.
      res.vary('Origin');
      res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      return forAll(req, res, next);
    }
    const origin = foreignOrigin(req);
    if (mayCall(origin, allowed)) return forAllowed(req, res, next);
    if (origin !== null && (await bots.embeddableFrom(origin)).length > 0) {
      return forEmbedding(req, res, next);
    }
    throw forbidden(
      `The origin ${origin?.slice(0, 200)} is not allowed; the operator can add it to CORS_ORIGINS, and who owns a bot to its allowed origins`,
    );
  };
}

const isOpen = ({ method, path }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && OPEN.has(path);
