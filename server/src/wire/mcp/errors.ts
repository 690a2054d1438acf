import type { ErrorCode } from '@parlance/client-sdk/contract';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { type AppError, toAppError } from '../../domain/errors.ts';
import { reportRetry } from '../call.ts';
import { fromExpress, httpStatus } from '../error-map.ts';
import { incoming } from '../http-context.ts';
import { logError } from '../log-error.ts';
import { metadataUrl, scopes } from './metadata.ts';
import { type RpcId, rpc } from './parse-message.ts';

/** JSON-RPC's "server error", for what it has no name for. */
const OTHER = -32_000;

/** JSON-RPC's number of each error. What this door refuses as a bad request is a body that it could not read. */
const rpcCode = {
  bad_request: rpc.parseError,
  unauthorized: OTHER,
  forbidden: OTHER,
  not_found: OTHER,
  method_not_allowed: OTHER,
  conflict: OTHER,
  run_active: OTHER,
  payload_too_large: OTHER,
  uri_too_long: OTHER,
  unsupported_media_type: OTHER,
  rate_limited: OTHER,
  model_failed: OTHER,
  model_timeout: OTHER,
  model_unavailable: OTHER,
  refused: OTHER,
  database_unavailable: OTHER,
  shutting_down: OTHER,
  internal: rpc.internal,
} as const satisfies Record<ErrorCode, number>;

/** Answers with an error of JSON-RPC. */
export function sendRpcError(res: Response, status: number, code: number, message: string, id: RpcId): void {
  res.status(status).json({ jsonrpc: '2.0', id, error: { code, message } });
}

/** Answers what fails before the library has the message. */
export const mcpErrors =
  (log: Logger): ErrorRequestHandler =>
  (thrown, req, res, _next) => {
    const error = toAppError(fromExpress(thrown));
    logError(log, error, { requestId: incoming(req).requestId });
    if (res.headersSent) {
      res.destroy();
      return;
    }
    reportRetry(res, error);
    if (error.code === 'unauthorized') {
      const sentOne = req.headers.authorization !== undefined;
      res.setHeader('WWW-Authenticate', challenge(sentOne ? error : null, metadataUrl(req)));
    }
    sendRpcError(res, httpStatus[error.code], rpcCode[error.code], error.message, null);
  };

/** What tells a client how to get a token (RFC 6750, RFC 9728); without an error where none was sent. */
function challenge(error: AppError | null, metadata: string | null): string {
  const parts = [
    ...(error === null ? [] : ['error="invalid_token"', `error_description="${error.message}"`]),
    `scope="${scopes.join(' ')}"`,
    ...(metadata === null ? [] : [`resource_metadata="${metadata}"`]),
  ];
  return `Bearer ${parts.join(', ')}`;
}
