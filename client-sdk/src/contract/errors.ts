import { z } from 'zod';

/**
 * Every error a Parlance server can answer with. The list is closed: a door maps each of them to a status,
 * and a client can switch over them exhaustively.
 *
 * @example
 * ```ts
 * import { errorCodes } from '@parlance/client-sdk/contract';
 *
 * const isErrorCode = (text: string): boolean => errorCodes.some((code) => code === text);
 * ```
 */
export const errorCodes = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'run_active',
  'payload_too_large',
  'uri_too_long',
  'unsupported_media_type',
  'rate_limited',
  'model_failed',
  'model_timeout',
  'model_unavailable',
  'refused',
  'database_unavailable',
  'shutting_down',
  'internal',
] as const;

/**
 * One of {@link errorCodes}.
 *
 * @example
 * ```ts
 * import type { ErrorCode } from '@parlance/client-sdk';
 *
 * const texts: Partial<Record<ErrorCode, string>> = { not_found: 'It is gone', run_active: 'One moment' };
 * ```
 */
export type ErrorCode = (typeof errorCodes)[number];

/** One thing that is wrong with an input: where, and what. */
export const inputIssueSchema = z.object({ path: z.string(), message: z.string() });

/** What an error can say beside its code and message. */
export const errorDetailsSchema = z.object({
  /** bad_request: the fields that were refused. */
  issues: z.array(inputIssueSchema).optional(),
  /** run_active: the run that is still answering in this conversation. */
  runId: z.string().optional(),
  /** rate_limited, model_unavailable: seconds to wait before the next try. */
  retryAfterSeconds: z.number().optional(),
});

/**
 * What an error can say beside its code and message.
 *
 * @example
 * ```ts
 * import type { ErrorDetails } from '@parlance/client-sdk';
 *
 * const refusedFields = ({ issues = [] }: ErrorDetails): string[] => issues.map(({ path }) => path);
 * ```
 */
export type ErrorDetails = z.output<typeof errorDetailsSchema>;

/**
 * The `data` of every tRPC error shape.
 *
 * @example
 * ```ts
 * import type { ErrorData } from '@parlance/client-sdk/contract';
 *
 * const isOurFault = ({ httpStatus }: ErrorData): boolean => httpStatus >= 500;
 * ```
 */
export interface ErrorData {
  /** tRPC's own name of the error, such as `BAD_REQUEST`. */
  code: string;
  httpStatus: number;
  path?: string;
  appCode: ErrorCode;
  requestId: string;
  details?: ErrorDetails;
}

/**
 * The error shape of {@link ApiRouter}.
 *
 * @example
 * ```ts
 * import type { ErrorShape } from '@parlance/client-sdk/contract';
 *
 * const line = ({ message, data }: ErrorShape): string => `${data.appCode}: ${message} (${data.requestId})`;
 * ```
 */
export interface ErrorShape {
  message: string;
  code: number;
  data: ErrorData;
}
