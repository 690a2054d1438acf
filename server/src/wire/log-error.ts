import type { Logger } from 'pino';
import type { AppError } from '../domain/errors.ts';
import { httpStatus } from './error-map.ts';

/** Logs an error with what stands behind it: ours as errors, the caller's as a note. */
export function logError(log: Logger, error: AppError, fields: Record<string, unknown>): void {
  const line = { ...fields, code: error.code, err: error.cause ?? error };
  if (httpStatus[error.code] >= 500) log.error(line, error.message);
  else log.debug({ ...fields, code: error.code }, error.message);
}
