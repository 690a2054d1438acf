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
      // tRPC never lets go of a signal that it listens to: it is given one of our own.
      const ending = new AbortController();
      const { signal } = ending;
      const abort = () => {
        observer.error(aborted(op.signal?.reason));
        ending.abort(op.signal?.reason);
      };
      if (op.signal?.aborted) {
        abort();
        return;
      }
      const letGo = () => op.signal?.removeEventListener('abort', abort);
      let answered = false;
      let isRead = false;
      op.signal?.addEventListener('abort', abort);
      const call = next({ ...op, signal }).subscribe({
        next: (envelope) => {
          answered = true;
          isRead = hasEvents(envelope);
          observer.next(checked(envelope, signal, letGo));
        },
        error: (error) => observer.error(toParlanceError(error)),
        complete: () => {
          if (answered) observer.complete();
          else observer.error(new ParlanceError('The answer was empty', { code: 'network' }));
        },
      });
      return () => {
        if (!isRead) letGo();
        call.unsubscribe();
      };
    });

/** An answer whose later failures are ParlanceErrors too: those of its events, which let go at their end, and of its connection. */
function checked(envelope: Result, signal: AbortSignal, letGo: () => void): Result {
  const { result } = envelope;
  if (result.type === 'state') {
    return result.error
      ? { ...envelope, result: { ...result, error: toParlanceError(result.error) } }
      : envelope;
  }
  if (!('data' in result) || !isAsyncIterable(result.data)) return envelope;
  return { ...envelope, result: { data: eventsOf(result.data, signal, letGo) } };
}

async function* eventsOf(events: AsyncIterable<unknown>, signal: AbortSignal, letGo: () => void) {
  try {
    yield* events;
    // A stream that was left can also just end.
    signal.throwIfAborted();
  } catch (error) {
    throw signal.aborted ? aborted(signal.reason) : toParlanceError(error);
  } finally {
    letGo();
  }
}

const hasEvents = ({ result }: Result): boolean => 'data' in result && isAsyncIterable(result.data);

const isAsyncIterable = (data: unknown): data is AsyncIterable<unknown> =>
  typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
