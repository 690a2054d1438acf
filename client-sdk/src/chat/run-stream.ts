import type { ParlanceClient } from '../client.ts';
import type { RunEvent } from '../contract/events.ts';

/**
 * The ids of a run and of the messages it is about.
 *
 * @example
 * ```ts
 * import type { RunIds } from '@parlance/client-sdk';
 *
 * const address = ({ conversationId }: RunIds): string => `/conversations/${conversationId}`;
 * ```
 */
export interface RunIds {
  runId: string;
  conversationId: string;
  /** The question. */
  userMessageId: string;
  /** The answer. */
  messageId: string;
}

/**
 * The events of a run: each once and in order of their numbers, `run-finished` last. They can be iterated once.
 * A connection that is cut on the way is taken up again where it was. Leaving the loop does not end the run. Until then the run is
 * followed, read or not, and what is not read yet is kept.
 *
 * @example
 * ```ts
 * import type { RunStream } from '@parlance/client-sdk';
 *
 * async function textOf(run: RunStream): Promise<string> {
 *   let text = '';
 *   for await (const event of run) {
 *     if (event.type === 'text-delta') text += event.text;
 *     if (event.type === 'reset') text = event.text;
 *   }
 *   return text;
 * }
 * ```
 */
export interface RunStream extends AsyncIterable<RunEvent> {
  /** Resolves when the run has begun; rejects with what the iteration throws when it does not. */
  readonly started: Promise<RunIds>;
  /**
   * Ends the run on the server, as soon as it has begun; what it said is kept, and the iteration ends with `run-finished`.
   * What could not be sent yet is sent once more, for it may have arrived; when that fails, too, this rejects, and the iteration
   * throws with code `network`: nothing is known of the run.
   */
  stop(): Promise<void>;
}

/** A stream of a known run, whose beginning may not be among its events: the server is asked for the ids, if anybody is. */
export function withIds(run: RunStream, parlance: ParlanceClient, runId: string): RunStream {
  let ids: Promise<RunIds> | null = null;
  return {
    ...run,
    get started() {
      ids ??= parlance.chat.run.query({ runId }).then(({ conversationId, userMessageId, messageId }) => ({
        runId,
        conversationId,
        userMessageId,
        messageId,
      }));
      return ids;
    },
  };
}
