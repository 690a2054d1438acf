import { ModelError } from '../errors.ts';

/** What an endpoint says in the middle of a stream when it fails. */
export interface ErrorEvent {
  message?: unknown;
  type?: unknown;
  code?: unknown;
}

const serverFaults = new Set<unknown>(['server_error', 'internal_error', 'overloaded_error']);
const requestFaults = new Set<unknown>([
  'invalid_request_error',
  'invalid_prompt',
  'context_length_exceeded',
  'content_filter',
  'insufficient_quota',
]);
const retryableStatuses = new Set([408, 409, 429]);

export function errorEvent(error: ErrorEvent | string | null | undefined): ModelError {
  const { type, code } = typeof error === 'object' && error !== null ? error : {};
  const status = Number(code);
  const refused = status >= 400 && status < 500 && !retryableStatuses.has(status);
  return new ModelError('model_failed', 'The model reported an error in its stream.', {
    cause: error,
    retryable: !refused && !requestFaults.has(type) && !requestFaults.has(code),
    endpointFault: serverFaults.has(type) || serverFaults.has(code) || status >= 500,
  });
}
