import type { ParlanceError } from '../errors.ts';
import { aborted } from '../to-parlance-error.ts';

/** What the caller of a stream still wants of it. The reasons of both signals are the errors to throw. */
export interface Interest {
  /** Aborts when the caller leaves, or has to. */
  following: AbortSignal;
  /** Aborts when the run need not begin any more: the caller left, or stopped it. */
  beginning: AbortSignal;
  leave(): void;
  /** Ends it for the caller. */
  end(error: ParlanceError): void;
  dropBeginning(): void;
  /** Lets go of the caller's own signal. */
  release(): void;
}

/** A caller's interest, which ends with its signal. */
export function createInterest(signal: AbortSignal | undefined): Interest {
  const following = new AbortController();
  const beginning = new AbortController();
  const end = (error: ParlanceError) => {
    following.abort(error);
    beginning.abort(error);
  };
  const onAbort = () => end(aborted(signal?.reason));
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort);
  return {
    following: following.signal,
    beginning: beginning.signal,
    leave: () => end(aborted(new Error('The loop was left'))),
    end,
    dropBeginning: () => beginning.abort(aborted(new Error('The run was stopped before it began'))),
    release: () => signal?.removeEventListener('abort', onAbort),
  };
}
