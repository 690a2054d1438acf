import { randomUUIDv7 } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { AppError } from '../domain/errors.ts';
import type { Incoming } from './call.ts';

/** Longest address, in bytes. */
const MAX_URL_LENGTH = 8_192;

const requestIds = new WeakMap<Request, string>();

/** A request as doors want it. */
export const incoming = (req: Request, res: Response): Incoming => ({
  req,
  res,
  requestId: requestIds.get(req) ?? '',
  address: req.ip ?? '',
});

/** Gives each request an id, which stands in its answer and in every line of the log, and logs it when it is done. */
export function requestContext(log: Logger): RequestHandler {
  return (req, res, next) => {
    const requestId = randomUUIDv7();
    const started = performance.now();
    requestIds.set(req, requestId);
    res.setHeader('X-Request-Id', requestId);
    res.once('close', () => {
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
    if (req.originalUrl.length > MAX_URL_LENGTH) {
      throw new AppError('uri_too_long', `The address is longer than ${MAX_URL_LENGTH} bytes`);
    }
    next();
  };
}
