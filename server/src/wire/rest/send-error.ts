import type { ErrorCode } from '@parlance/client-sdk/contract';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { AppError } from '../../domain/errors.ts';
import { reportRetry } from '../call.ts';
import { errorBody } from '../error-map.ts';
import { incoming } from '../http-context.ts';
import { logError } from '../log-error.ts';

/** Logs an error and answers it in the shape of every REST route. */
export function sendError(
  log: Logger,
  req: Request,
  res: Response,
  error: AppError,
  status: Readonly<Record<ErrorCode, number>>,
): void {
  const { requestId } = incoming(req);
  logError(log, error, { requestId });
  if (res.headersSent) {
    res.destroy();
    return;
  }
  reportRetry(res, error);
  res.status(status[error.code]).json(errorBody(error, requestId));
}
