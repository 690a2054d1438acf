import { z } from 'zod';

/**
 * Every error a Parlance server can answer with. The list is closed: a door maps each of them to a status,
 * and a client can switch over them exhaustively.
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
  'database_unavailable',
  'shutting_down',
  'internal',
] as const;

/** One of {@link errorCodes}. */
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

/** What an error can say beside its code and message. */
export type ErrorDetails = z.output<typeof errorDetailsSchema>;

/** The `data` of every tRPC error shape. */
export interface ErrorData {
  /** tRPC's own name of the error, such as `BAD_REQUEST`. */
  code: string;
  httpStatus: number;
  path?: string;
  appCode: ErrorCode;
  requestId: string;
  details?: ErrorDetails;
}

/** The error shape of {@link ApiRouter}. */
export interface ErrorShape {
  message: string;
  code: number;
  data: ErrorData;
}
