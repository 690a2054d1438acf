import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { ApiRouter } from '../contract/router.ts';
import { ParlanceError } from '../errors.ts';
import { aborted, toParlanceError } from '../to-parlance-error.ts';

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
          observer.next(result);
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
