import { TRPCClientError } from '@trpc/client';
import type { ErrorShape } from './contract/errors.ts';
import { ParlanceError } from './errors.ts';
import { isParlanceError } from './is-parlance-error.ts';

/** Anything that a call of tRPC's client failed with, as a ParlanceError. */
export function toParlanceError(error: unknown): ParlanceError {
  if (isParlanceError(error)) return error;
  if (error instanceof TRPCClientError && error.shape != null) return fromShape(error.shape);
  const cause = (error instanceof Error && error.cause) || error;
  // tRPC refuses a query whose input does not fit in an address before it sends it.
  if (cause instanceof Error && cause.message === 'Input is too big for a single dispatch') {
    return new ParlanceError('The input is too long for a query', { code: 'uri_too_long', cause });
  }
  const said = property(cause, 'message');
  const why = typeof said === 'string' ? said : String(cause);
  return new ParlanceError(`No whole answer came: ${why}`, { code: 'network', cause });
}

/** The error of a call that its own signal ended. */
export const aborted = (reason: unknown): ParlanceError =>
  new ParlanceError('The call was aborted', { code: 'aborted', cause: reason });

function fromShape(shape: unknown): ParlanceError {
  if (isErrorShape(shape)) return new ParlanceError(shape.message, { code: shape.data.appCode, shape });
  return new ParlanceError('What answered is not a Parlance server', { code: 'network', cause: shape });
}

function isErrorShape(shape: unknown): shape is ErrorShape {
  const data: unknown = property(shape, 'data');
  return (
    typeof property(shape, 'message') === 'string' &&
    typeof property(data, 'appCode') === 'string' &&
    typeof property(data, 'httpStatus') === 'number' &&
    typeof property(data, 'requestId') === 'string'
  );
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
