import type { ErrorCode, ErrorShape } from '@parlance/client-sdk/contract';
import { type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { AppError, toAppError } from '../../domain/errors.ts';
import { httpStatus } from '../error-map.ts';

/** tRPC's name of each error. */
const trpcCode = {
  bad_request: 'BAD_REQUEST',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  method_not_allowed: 'METHOD_NOT_SUPPORTED',
  conflict: 'CONFLICT',
  run_active: 'CONFLICT',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  uri_too_long: 'BAD_REQUEST',
  unsupported_media_type: 'UNSUPPORTED_MEDIA_TYPE',
  rate_limited: 'TOO_MANY_REQUESTS',
  model_failed: 'BAD_GATEWAY',
  model_timeout: 'GATEWAY_TIMEOUT',
  model_unavailable: 'SERVICE_UNAVAILABLE',
  refused: 'UNPROCESSABLE_CONTENT',
  database_unavailable: 'SERVICE_UNAVAILABLE',
  shutting_down: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPC_ERROR_CODE_KEY>;

/** What tRPC itself refuses before a procedure is called, as errors of the list. */
const appCode: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  PARSE_ERROR: 'bad_request',
  BAD_REQUEST: 'bad_request',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'method_not_allowed',
  PAYLOAD_TOO_LARGE: 'payload_too_large',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
};

/** Anything thrown, as tRPC wants it thrown. */
export function trpcError(error: unknown): TRPCError {
  if (error instanceof TRPCError) return error;
  const cause = toAppError(error);
  return new TRPCError({ code: trpcCode[cause.code], message: cause.message, cause });
}

/** What stands behind an error of tRPC's. What tRPC says of a request is shown; what it says of anything else is not. */
export function appErrorOf(error: TRPCError): AppError {
  if (error.cause instanceof AppError) return error.cause;
  const code = appCode[error.code];
  return code === undefined
    ? toAppError(error.cause ?? error)
    : new AppError(code, messageOf(error), { cause: error });
}

function messageOf(error: TRPCError): string {
  if (error.code === 'NOT_FOUND') return 'No such procedure';
  // What JSON.parse says quotes what it was given.
  return error.cause instanceof SyntaxError ? 'The input is not valid JSON' : error.message.slice(0, 300);
}

/** The shape of an error on the wire. */
export function errorShape(error: AppError, requestId: string, path: string | undefined): ErrorShape {
  return {
    message: error.message,
    code: TRPC_ERROR_CODES_BY_KEY[trpcCode[error.code]],
    data: {
      code: trpcCode[error.code],
      httpStatus: httpStatus[error.code],
      ...(path !== undefined && { path }),
      appCode: error.code,
      requestId,
      ...(error.details && { details: error.details }),
    },
  };
}
