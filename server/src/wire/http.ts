import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import superjson from 'superjson';
import { notFound, toAppError } from '../domain/errors.ts';
import type { McpHttp } from '../ports/mcp.ts';
import type { WireDeps } from './call.ts';
import { fromExpress, httpStatus } from './error-map.ts';
import { mountHealth } from './health-doors.ts';
import { checkAddress, incoming, requestContext } from './http-context.ts';
import { logError } from './log-error.ts';
import { mountMcpMetadata } from './mcp/metadata.ts';
import { mountMcp } from './mcp/mount.ts';
import { originRules } from './origins.ts';
import { mountPage } from './page.ts';
import { mountChatDoors } from './rest/chat-doors.ts';
import { mountRest } from './rest/mount.ts';
import { sendError } from './rest/send-error.ts';
import { trpcHandlers } from './trpc/mount.ts';
import { errorShape } from './trpc/trpc-error.ts';
import { giveUpUnread } from './unread.ts';

/** How the HTTP application is set up. */
export interface HttpOptions {
  corsOrigins: readonly string[];
  trustProxy: boolean | number | string;
  /** Where the built page is; null: there is none. */
  pageFolder: string | null;
  /** Whose tokens are taken beside our own. */
  outsideIssuer: { issuer: string } | null;
  mcp: McpHttp;
  isStopping(): boolean;
}

/** The Express application with every door. */
export function createHttp(wire: WireDeps, log: Logger, options: HttpOptions): Express {
  const app = express();
  app.set('trust proxy', options.trustProxy);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestContext(log));
  app.use(giveUpUnread());
  app.use(
    helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } }),
  );
  app.use(notStored);
  mountMcpMetadata(app, options.outsideIssuer?.issuer ?? null);
  app.use(originRules(options.corsOrigins, wire.deps.bots));
  app.use(checkAddress);
  mountHealth(app, wire.deps, options.isStopping);
  app.use('/trpc', ...trpcHandlers(wire, log), trpcErrors(log));
  mountMcp(app, wire, log, options);
  mountChatDoors(app, wire, log);
  mountRest(app, wire, log);
  if (options.pageFolder !== null) mountPage(app, options.pageFolder);
  app.use(() => {
    throw notFound('address');
  });
  app.use(restErrors(log));
  return app;
}

/** What is answered is one caller's, and of that moment. The files of the page say otherwise of themselves. */
const notStored: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

const restErrors =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, _next) =>
    sendError(log, req, res, toAppError(fromExpress(error)), httpStatus);

/** What fails before tRPC has the request is answered in its shape all the same. */
const trpcErrors =
  (log: Logger): ErrorRequestHandler =>
  (thrown, req, res, _next) => {
    const error = toAppError(fromExpress(thrown));
    const { requestId } = incoming(req);
    logError(log, error, { requestId });
    // Not a list for a batch either: tRPC's client takes a single error for all its calls.
    const shape = superjson.serialize(errorShape(error, requestId, undefined));
    res.status(httpStatus[error.code]).json({ error: shape });
  };
