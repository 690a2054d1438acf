import type { OperationResultEnvelope, TRPCClientError, TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { ApiRouter } from '../contract/router.ts';
import { ParlanceError } from '../errors.ts';
import { aborted, toParlanceError } from '../to-parlance-error.ts';

type Result = OperationResultEnvelope<unknown, TRPCClientError<ApiRouter>>;

/** Makes every failure a ParlanceError, and ends a call at once when its signal does, whatever else is in its batch. */
export const errorLink: TRPCLink<ApiRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      const { signal } = op;
      const abort = () => observer.error(aborted(signal?.reason));
      if (signal?.aborted) {
        abort();
        return;
      }
      let answered = false;
      signal?.addEventListener('abort', abort);
      const call = next(op).subscribe({
        next: (result) => {
          answered = true;
          observer.next(checked(result, signal));
        },
        error: (error) => observer.error(toParlanceError(error)),
        complete: () => {
          if (answered) observer.complete();
          else observer.error(new ParlanceError('The answer was empty', { code: 'network' }));
        },
      });
      return () => {
        signal?.removeEventListener('abort', abort);
        call.unsubscribe();
      };
    });

/** An answer whose later failures are ParlanceErrors too: those of its events, and of its connection. */
function checked(envelope: Result, signal: AbortSignal | null | undefined): Result {
  const { result } = envelope;
  if (result.type === 'state') {
    return result.error
      ? { ...envelope, result: { ...result, error: toParlanceError(result.error) } }
      : envelope;
  }
  if (!('data' in result) || !isAsyncIterable(result.data)) return envelope;
  return { ...envelope, result: { data: eventsOf(result.data, signal) } };
}

async function* eventsOf(events: AsyncIterable<unknown>, signal: AbortSignal | null | undefined) {
  try {
    yield* events;
  } catch (error) {
    throw signal?.aborted ? aborted(signal.reason) : toParlanceError(error);
  }
  // A stream that was left can also just end.
  if (signal?.aborted) throw aborted(signal.reason);
}

const isAsyncIterable = (data: unknown): data is AsyncIterable<unknown> =>
  typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
