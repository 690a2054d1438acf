import { errorCodes } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import type { Shape } from './doors.ts';
import type { RawAnswer } from './raw.ts';

/** What no answer may show: stacks, files, statements, libraries. */
export const INNER = /\bat .*\(|node_modules|\.ts:|\bSELECT |\bprisma\b|\bzod(error)?\b/i;

const MAX_ANSWER = 10_000;
const message = z.string().min(1);
const issues = z.array(z.strictObject({ path: z.string(), message })).optional();

const restError = z.strictObject({
  error: z.strictObject({
    code: z.enum(errorCodes),
    message,
    request_id: z.guid(),
    details: z
      .strictObject({ issues, run_id: z.string().optional(), retry_after_seconds: z.int().optional() })
      .optional(),
  }),
});

const trpcError = z.strictObject({
  error: z.strictObject({
    json: z.strictObject({
      message,
      code: z.int(),
      data: z.strictObject({
        code: z.string(),
        httpStatus: z.int(),
        path: z.string().optional(),
        appCode: z.enum(errorCodes),
        requestId: z.guid(),
        details: z
          .strictObject({ issues, runId: z.string().optional(), retryAfterSeconds: z.int().optional() })
          .optional(),
      }),
    }),
  }),
});

/** An error as both shapes tell it. */
export interface ToldError {
  code: string;
  message: string;
  requestId: string;
  issues: readonly { path: string; message: string }[];
}

/** The errors of an answer: one, or one for each call of a batch. Throws when one is not in its shape. */
export function readErrors(shape: Shape, answer: RawAnswer): ToldError[] {
  const body: unknown = JSON.parse(answer.text);
  if (shape === 'rest') {
    const { error } = restError.parse(body);
    return [{ ...error, requestId: error.request_id, issues: error.details?.issues ?? [] }];
  }
  return (Array.isArray(body) ? body : [body]).map((item) => {
    const { json } = trpcError.parse(item).error;
    if (answer.status !== 207 && json.data.httpStatus !== answer.status) {
      throw new Error(`httpStatus ${json.data.httpStatus} in an answer of status ${answer.status}`);
    }
    return {
      code: json.data.appCode,
      message: json.message,
      requestId: json.data.requestId,
      issues: json.data.details?.issues ?? [],
    };
  });
}

/** What an answer has to be. */
export interface Expected {
  /** The codes that will do; none: any typed 4xx. */
  codes?: readonly string[];
  /** The field that the error has to name. */
  field?: string;
}

/** What is wrong with an answer that should be a typed 4xx; null: nothing. */
export function problemOf(shape: Shape, answer: RawAnswer, expected: Expected = {}): string | null {
  const told = `${answer.status} ${answer.text.slice(0, 300)}`;
  if (answer.status < 400 || answer.status > 499) return `is not a 4xx: ${told}`;
  if (INNER.test(answer.text)) return `shows inner detail: ${told}`;
  if (answer.text.length > MAX_ANSWER) return `has ${answer.text.length} characters: ${told}`;
  try {
    for (const error of readErrors(shape, answer)) {
      if (error.requestId !== answer.headers['x-request-id']) return `has another request id: ${told}`;
      if (expected.codes && !expected.codes.includes(error.code)) {
        return `is not ${expected.codes.join(' or ')}: ${told}`;
      }
      const { field } = expected;
      if (field === undefined) continue;
      if (!error.message.includes(field)) return `does not name ${field}: ${told}`;
      if (!error.issues.some(({ path }) => path === field || path.startsWith(`${field}.`))) {
        return `has no issue at ${field}: ${told}`;
      }
    }
    return null;
  } catch (error) {
    return `has not the shape of ${shape}: ${told} (${error instanceof Error ? error.message : error})`;
  }
}

/** What is wrong with an answer to input that may be good; null: nothing. */
export function fault(shape: Shape, answer: RawAnswer): string | null {
  return answer.status < 300 && !INNER.test(answer.text) ? null : problemOf(shape, answer);
}
