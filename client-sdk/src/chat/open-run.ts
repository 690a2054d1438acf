import type { ParlanceClient } from '../client.ts';
import type { RunEvent } from '../contract/events.ts';
import { ParlanceError } from '../errors.ts';
import { follow } from './follow.ts';
import { createInterest } from './interest.ts';
import { iterateOnce } from './iterate-once.ts';
import { type OnBehalf, signedOut } from './on-behalf.ts';
import { createPace, type RetryOptions } from './pace.ts';
import type { Position } from './position.ts';
import type { RunIds, RunStream } from './run-stream.ts';
import type { Send } from './send.ts';
import { createStop } from './stop.ts';
import type { StreamOptions } from './stream-options.ts';

/** What a stream is made of. */
export interface RunParts {
  parlance: ParlanceClient;
  who: OnBehalf;
  position: Position;
  /** Starts the run; null: it is known. */
  send: Send | null;
  retry: RetryOptions;
  options: StreamOptions;
}

/** Follows a run from now on. */
export function openRun({ parlance, who, position, send, retry, options }: RunParts): RunStream {
  const interest = createInterest(options.signal);
  const ignore = parlance.onAuthChange(({ userId }) => {
    if (who.isLeft(userId)) interest.end(signedOut());
  });
  const started = Promise.withResolvers<RunIds>();
  // Whoever iterates hears of it.
  started.promise.catch(() => {});

  async function* events(): AsyncGenerator<RunEvent, void> {
    const pace = createPace(retry, options.onConnectionChange);
    try {
      for await (const event of follow({ parlance, who, position, send, interest, pace })) {
        if (event.type === 'run-started') started.resolve(idsOf(event));
        yield event;
      }
    } catch (error) {
      started.reject(error);
      throw error;
    } finally {
      interest.release();
      ignore();
      const { reason } = interest.following;
      started.reject(reason ?? new ParlanceError('The beginning of the run is gone', { code: 'not_found' }));
    }
  }

  const run = iterateOnce(events(), interest.leave);
  const stop = createStop({ parlance, position, interest, started: started.promise });
  return Object.assign(run, { started: started.promise, stop });
}

const idsOf = ({ runId, conversationId, userMessageId, messageId }: RunIds): RunIds => ({
  runId,
  conversationId,
  userMessageId,
  messageId,
});
