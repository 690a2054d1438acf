import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { WireDeps } from '../call.ts';
import { incoming } from '../http-context.ts';
import { logError } from '../log-error.ts';
import { readBody } from '../read-body.ts';
import { buildRouter } from './router.ts';
import { appErrorOf } from './trpc-error.ts';

/** Calls in one batch at most. */
const MAX_BATCH = 20;

/** The handlers of /trpc. The body is read by the same reader as every door's, then tRPC takes it from `req.body`. */
export function trpcHandlers(wire: WireDeps, log: Logger): RequestHandler[] {
  const readText: RequestHandler = async (req, _res, next) => {
    if (req.method === 'POST') req.body = await readBody(req);
    next();
  };
  const serve = createExpressMiddleware({
    router: buildRouter(wire),
    createContext: ({ req }) => incoming(req),
    maxBatchSize: MAX_BATCH,
    onError: ({ error, ctx, path }) =>
      logError(log, appErrorOf(error), { requestId: ctx?.requestId, procedure: path }),
  });
  return [readText, serve];
}
