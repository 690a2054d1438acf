import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { WireDeps } from '../call.ts';
import { coalesceWrites } from '../coalesce.ts';
import { incoming } from '../http-context.ts';
import { logError } from '../log-error.ts';
import { readBody } from '../read-body.ts';
import { refuseMethod } from '../rest/mount.ts';
import { current } from './current.ts';
import { buildRouter } from './router.ts';
import { appErrorOf } from './trpc-error.ts';

/** Calls in one batch at most. */
const MAX_BATCH = 20;

// tRPC sets a Vary of its own over the one that the origin rules set. No proxy is to hold back or to keep an answer.
const HEADERS = { vary: 'Origin', 'x-accel-buffering': 'no', 'cache-control': 'no-store' };

/** Those whose answers are large: all of a batch get as much room as one alone. */
const PAGES = new Set(['conversation.history', 'conversation.export']);

/** How a caller says that it reads an answer as it comes. */
const JSONL = 'application/jsonl';

const METHODS = new Set(['GET', 'HEAD', 'POST']);

/** The handlers of /trpc. The body is read by the same reader as every door's, then tRPC takes it from `req.body`. */
export function trpcHandlers(wire: WireDeps, log: Logger): RequestHandler[] {
  const readText: RequestHandler = async (req, _res, next) => {
    if (req.method === 'POST') req.body = await readBody(req);
    next();
  };
  const refuseMethods = refuseMethod(['GET', 'POST']);
  const limitMethods: RequestHandler = (req, res, next) =>
    METHODS.has(req.method) ? next() : refuseMethods(req, res, next);
  const serve = createExpressMiddleware({
    router: buildRouter(wire),
    createContext: ({ req, info }) => ({
      ...incoming(req),
      pages: Math.max(1, info.calls.filter(({ path }) => PAGES.has(path)).length),
      takesEvents: info.accept === JSONL,
    }),
    maxBatchSize: MAX_BATCH,
    responseMeta: () => ({ headers: new Headers(HEADERS) }),
    onError: ({ error, path }) =>
      logError(log, appErrorOf(error), { requestId: current.getStore()?.requestId, procedure: path }),
  });
  const coalesce: RequestHandler = (req, res, next) => {
    if (req.headers['trpc-accept'] === JSONL) coalesceWrites(res);
    next();
  };
  return [
    limitMethods,
    readText,
    coalesce,
    (req, res, next) => current.run(incoming(req), serve, req, res, next),
  ];
}
