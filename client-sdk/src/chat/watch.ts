import type { ParlanceClient } from '../client.ts';
import type { RunEvent } from '../contract/events.ts';
import { createQueue } from './queue.ts';

/** What is watched, and how. */
interface Watched {
  runId: string;
  /** The number of the last event that was seen. */
  seq: number;
  /** Ends the connection; aborted when that failed. */
  hangUp: AbortController;
  onConnected(): void;
}

/** The events of a run after a number. Ends, or throws, when its one connection does: it does not come back by itself. */
export function watch(
  parlance: ParlanceClient,
  { runId, seq, hangUp, onConnected }: Watched,
): AsyncIterable<RunEvent> {
  const queue = createQueue<RunEvent>();
  parlance.chat.events.subscribe(
    { runId, lastEventId: seq === 0 ? null : String(seq) },
    {
      signal: hangUp.signal,
      onData: ({ data }) => queue.push(data),
      onConnectionStateChange: ({ state, error }) => {
        if (state === 'pending') onConnected();
        if (state !== 'connecting' || error === null) return;
        queue.end(error);
        // tRPC would connect again by itself.
        hangUp.abort();
      },
      onError: (error) => queue.end(error),
      onComplete: () => queue.end(),
    },
  );
  return queue;
}
