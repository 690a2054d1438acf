import { aborted } from '../to-parlance-error.ts';

/** What the caller of a stream still wants of it. The reasons of both signals are the errors to throw. */
export interface Interest {
  /** Aborts when the caller leaves. */
  following: AbortSignal;
  /** Aborts when the run need not begin any more: the caller left, or stopped it. */
  beginning: AbortSignal;
  leave(): void;
  dropBeginning(): void;
  /** Lets go of the caller's own signal. */
  release(): void;
}

/** A caller's interest, which ends with its signal. */
export function createInterest(signal: AbortSignal | undefined): Interest {
  const following = new AbortController();
  const beginning = new AbortController();
  const end = (cause: unknown) => {
    following.abort(aborted(cause));
    beginning.abort(following.signal.reason);
  };
  const onAbort = () => end(signal?.reason);
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort);
  return {
    following: following.signal,
    beginning: beginning.signal,
    leave: () => end(new Error('The loop was left')),
    dropBeginning: () => beginning.abort(aborted(new Error('The run was stopped before it began'))),
    release: () => signal?.removeEventListener('abort', onAbort),
  };
}
