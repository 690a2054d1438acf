import type { JsonObject } from './json.ts';

interface ErrorDetails {
  param?: string;
  code?: string;
}

/** A refusal that is sent in OpenAI's error shape. */
export class ApiError extends Error {
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: number, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.param = details.param ?? null;
    this.code = details.code ?? defaultCode(status);
  }
}

export function invalidRequest(message: string, param?: string): ApiError {
  return new ApiError(400, message, param === undefined ? {} : { param });
}

export function contextTooLong(limit: number, actual: number, param: string): ApiError {
  return new ApiError(400, `The maximum context length is ${limit} tokens; this input has about ${actual}.`, {
    param,
    code: 'context_length_exceeded',
  });
}

export function errorBody(error: ApiError): JsonObject {
  return {
    error: { message: error.message, type: errorType(error.status), param: error.param, code: error.code },
  };
}

function errorType(status: number): string {
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

function defaultCode(status: number): string | null {
  if (status === 401) return 'invalid_api_key';
  if (status === 404) return 'model_not_found';
  return status === 429 ? 'rate_limit_exceeded' : null;
}
