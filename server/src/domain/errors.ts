import type { ErrorCode, ErrorDetails } from '@parlance/client-sdk/contract';

const MAX_ISSUES = 20;
const MAX_ISSUE_LENGTH = 200;

/** An error of the closed list. `message` is shown to the caller; `cause` is for the log alone. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'AppError';
    this.code = code;
    this.details = options.details;
  }
}

export const badRequest = (path: string, message: string): AppError => badInput([{ path, message }]);

/** Says of an input all that is wrong with it, shortly: names of fields are the caller's and can have any length. */
export function badInput(found: readonly { path: string; message: string }[]): AppError {
  const issues = found
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => ({ path: shorten(path), message: shorten(message) }));
  const message = issues
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return new AppError('bad_request', message, { details: { issues } });
}

export const unauthorized = (
  message = 'Sign in to do this: send a valid access token as a Bearer token',
): AppError => new AppError('unauthorized', message);

export const forbidden = (message: string): AppError => new AppError('forbidden', message);

export const notFound = (what: string): AppError => new AppError('not_found', `No such ${what}`);

/** Whatever was thrown, as an error of the list. What is not known is `internal` and says nothing. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('internal', 'Something went wrong on our side', { cause: error });
}

const shorten = (text: string): string =>
  text.length <= MAX_ISSUE_LENGTH ? text : `${text.slice(0, MAX_ISSUE_LENGTH - 1).toWellFormed()}…`;
