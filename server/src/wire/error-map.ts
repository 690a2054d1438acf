import type { ErrorCode } from '@parlance/client-sdk/contract';
import { AppError } from '../domain/errors.ts';

/** The HTTP status of each error. */
export const httpStatus = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  run_active: 409,
  payload_too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  rate_limited: 429,
  model_failed: 502,
  model_timeout: 504,
  model_unavailable: 503,
  refused: 422,
  database_unavailable: 503,
  shutting_down: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** The same for POST /chat and POST /api/chat, whose contracts know 500 alone for what fails behind them. */
export const chatDoorStatus = {
  ...httpStatus,
  model_failed: 500,
  model_timeout: 500,
  model_unavailable: 500,
  database_unavailable: 500,
} as const satisfies Record<ErrorCode, number>;

/** The body of every error on a REST route (requirement H4). */
export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    request_id: string;
    details?: { issues?: { path: string; message: string }[]; run_id?: string; retry_after_seconds?: number };
  };
}

export function errorBody(error: AppError, requestId: string): ErrorBody {
  const { issues, runId, retryAfterSeconds } = error.details ?? {};
  const details = {
    ...(issues && { issues }),
    ...(runId !== undefined && { run_id: runId }),
    ...(retryAfterSeconds !== undefined && { retry_after_seconds: retryAfterSeconds }),
  };
  return {
    error: {
      code: error.code,
      message: error.message,
      request_id: requestId,
      ...(Object.keys(details).length > 0 && { details }),
    },
  };
}

/** What Express or its parsers threw, as an error of the list. */
export function fromExpress(error: unknown): unknown {
  return error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400)
    ? new AppError('bad_request', 'The address is not valid', { cause: error })
    : error;
}
