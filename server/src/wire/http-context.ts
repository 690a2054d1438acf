import { randomUUIDv7 } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { AppError, badRequest } from '../domain/errors.ts';
import { isWellEncoded } from '../domain/well-encoded.ts';
import type { Incoming } from './call.ts';

/** Longest address, in bytes. */
const MAX_URL_LENGTH = 8_192;

const requests = new WeakMap<Request, Incoming>();

/** A request as doors want it. */
export function incoming(req: Request): Incoming {
  const known = requests.get(req);
  if (known === undefined) throw new Error('The request came past requestContext');
  return known;
}

/** Gives each request an id, which stands in its answer and in every line of the log, and logs it when it is done. */
export function requestContext(log: Logger): RequestHandler {
  return (req, res, next) => {
    const requestId = randomUUIDv7();
    const started = performance.now();
    const controller = new AbortController();
    requests.set(req, { req, res, requestId, address: req.ip ?? '', pages: 1, signal: controller.signal });
    res.setHeader('X-Request-Id', requestId);
    res.once('close', () => {
      // Only for who left early: an abort makes an error with a stack.
      if (!res.writableFinished) controller.abort();
      log.info(
        {
          requestId,
          method: req.method,
          path: req.originalUrl.split('?', 1)[0]?.slice(0, 500),
          status: res.statusCode,
          durationMs: Math.round((performance.now() - started) * 10) / 10,
          ...(res.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

/** Refuses addresses that no door has to understand. */
export const checkAddress: RequestHandler = (req, _res, next) => {
  if (req.originalUrl.length > MAX_URL_LENGTH) {
    throw new AppError('uri_too_long', `The address is longer than ${MAX_URL_LENGTH} bytes`);
  }
  if (!isWellEncoded(req.originalUrl)) throw badRequest('', 'The address has a malformed percent-encoding');
  next();
};
