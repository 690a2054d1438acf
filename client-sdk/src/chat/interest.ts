import type { ParlanceError } from '../errors.ts';
import { aborted } from '../to-parlance-error.ts';

/** What the caller of a stream still wants of it. */
export interface Interest {
  /** Aborts when the caller leaves, or has to. The reason is the error to throw. */
  following: AbortSignal;
  /** Aborts when the run need not begin any more: the caller left, or stopped it. */
  beginning: AbortSignal;
  /** Throws when the caller left, also after the release. */
  throwIfLeft(): void;
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
    beginning.abort();
  };
  const onAbort = () => end(aborted(signal?.reason));
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort);
  return {
    following: following.signal,
    beginning: beginning.signal,
    throwIfLeft: () => {
      if (signal?.aborted) onAbort();
      following.signal.throwIfAborted();
    },
    leave: () => end(aborted(new Error('The loop was left'))),
    end,
    dropBeginning: () => beginning.abort(),
    release: () => signal?.removeEventListener('abort', onAbort),
  };
}
