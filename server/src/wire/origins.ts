import cors from 'cors';
import type { RequestHandler } from 'express';
import { forbidden } from '../domain/errors.ts';

const EXPOSED = [
  'X-Request-Id',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'WWW-Authenticate',
];

/** Lets in requests of the allowed origins and of our own pages, and refuses those of any other (requirement H5). */
export function originRules(allowed: readonly string[]): RequestHandler[] {
  const any = allowed.includes('*');
  const list = new Set(allowed);
  const refuse: RequestHandler = (req, _res, next) => {
    const { origin, host } = req.headers;
    const own = origin !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
    if (origin !== undefined && !any && !own && !list.has(origin)) {
      throw forbidden(
        `The origin ${origin.slice(0, 200)} is not allowed; the operator can add it to CORS_ORIGINS`,
      );
    }
    next();
  };
  return [refuse, cors({ origin: any ? '*' : [...list], exposedHeaders: EXPOSED, maxAge: 600 })];
}
