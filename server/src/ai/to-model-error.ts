import { APIConnectionError, APIError } from 'openai';
import { ModelError } from './errors.ts';
import { retryAfterMs } from './retry.ts';

const spentQuota = new Set(['insufficient_quota', 'billing_hard_limit_reached']);

/** Whatever the client threw before an answer began. */
export function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof Error && error.cause instanceof ModelError) return error.cause;
  if (error instanceof APIConnectionError) {
    return new ModelError('model_unavailable', 'The endpoint could not be reached.', {
      cause: error,
      retryable: true,
      endpointFault: true,
    });
  }
  if (error instanceof APIError) return fromStatus(error);
  return new ModelError('internal', 'The model call could not be made.', { cause: error });
}

function fromStatus(error: APIError): ModelError {
  const status = error.status ?? 0;
  return new ModelError(
    status === 429 ? 'model_unavailable' : 'model_failed',
    `The model answered ${status}.`,
    {
      cause: error,
      retryable: isRetryable(error, status),
      endpointFault: status >= 500,
      retryAfterMs: error.headers ? retryAfterMs(error.headers) : null,
    },
  );
}

function isRetryable(error: APIError, status: number): boolean {
  const asked = error.headers?.get('x-should-retry');
  if (asked === 'true' || asked === 'false') return asked === 'true';
  if (spentQuota.has(error.code ?? '')) return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}
