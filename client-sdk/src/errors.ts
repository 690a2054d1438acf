import { TRPCClientError } from '@trpc/client';
import type { ErrorCode, ErrorDetails, ErrorShape } from './contract/errors.ts';
import type { ApiRouter } from './contract/router.ts';
import { brand } from './error-brand.ts';

/**
 * What a call can fail with: an error of the server's closed list, or one that only a client can have.
 * - `network`: no answer of a Parlance server came, or not the whole of it.
 * - `aborted`: the caller's own `signal` ended the call.
 *
 * @example
 * ```ts
 * import type { ClientErrorCode } from '@parlance/client-sdk';
 *
 * const worthAnotherTry: readonly ClientErrorCode[] = ['network', 'model_timeout', 'database_unavailable'];
 * ```
 */
export type ClientErrorCode = ErrorCode | 'network' | 'aborted';

/** What a ParlanceError is made of, beside its message. */
interface ParlanceErrorParts {
  code: ClientErrorCode;
  httpStatus?: number | null;
  shape?: ErrorShape;
  cause?: unknown;
}

/**
 * What every call of a client rejects with. It is a tRPC client error too, so tools made for those take it.
 *
 * @example
 * ```ts
 * import { createParlanceClient, isParlanceError } from '@parlance/client-sdk';
 *
 * const parlance = createParlanceClient({ url: 'http://localhost:3000' });
 * try {
 *   await parlance.chat.send.mutate({ message: 'Hello' });
 * } catch (error) {
 *   if (!isParlanceError(error)) throw error;
 *   if (error.code === 'rate_limited') console.log(`Wait ${error.details.retryAfterSeconds} seconds`);
 *   else console.error(error.message, error.requestId);
 * }
 * ```
 */
export class ParlanceError extends TRPCClientError<ApiRouter> {
  /** What went wrong, as one of a closed list: switch over it. */
  readonly code: ClientErrorCode;
  /** The status of the call; `null` when no answer came. */
  readonly httpStatus: number | null;
  /** The server's name for the request, to be found in its log; `null` when no answer of its came. */
  readonly requestId: string | null;
  /** What the error says beside its code: refused fields, the run in the way, seconds to wait. */
  readonly details: ErrorDetails;

  constructor(message: string, { code, httpStatus, shape, cause }: ParlanceErrorParts) {
    super(message, { ...(shape && { result: { error: shape } }), ...(cause instanceof Error && { cause }) });
    // The base class sets its own prototype and name.
    Object.setPrototypeOf(this, new.target.prototype);
    this.name = 'ParlanceError';
    this.code = code;
    this.httpStatus = httpStatus ?? shape?.data.httpStatus ?? null;
    this.requestId = shape?.data.requestId ?? null;
    this.details = shape?.data.details ?? {};
  }

  static {
    Object.defineProperty(ParlanceError.prototype, brand, { value: true });
  }
}
