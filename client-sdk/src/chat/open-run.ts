import type { ParlanceClient } from '../client.ts';
import type { RunEvent } from '../contract/events.ts';
import { ParlanceError } from '../errors.ts';
import { follow } from './follow.ts';
import { createInterest, type Interest } from './interest.ts';
import { iterateOnce } from './iterate-once.ts';
import { type OnBehalf, signedOut } from './on-behalf.ts';
import { createPace, type RetryOptions } from './pace.ts';
import type { Position } from './position.ts';
import { createQueue } from './queue.ts';
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

  const events = createQueue<RunEvent>();
  const pace = createPace(retry, options.onConnectionChange);

  // Read or not, so that all is let go when the run is over.
  const followToTheEnd = async (): Promise<void> => {
    try {
      for await (const event of follow({ parlance, who, position, send, interest, pace })) {
        if (event.type === 'run-started') started.resolve(idsOf(event));
        events.push(event);
      }
      started.reject(new ParlanceError('The beginning of the run is gone', { code: 'not_found' }));
      events.end();
    } catch (error) {
      started.reject(error);
      events.end(error);
    } finally {
      interest.release();
      ignore();
    }
  };
  void followToTheEnd();

  const run = iterateOnce(wanted(events, interest), interest.leave);
  const stop = createStop({ parlance, position, interest, started: started.promise });
  return Object.assign(run, { started: started.promise, stop });
}

/** Events as they are read, until the caller leaves. */
async function* wanted(events: AsyncIterable<RunEvent>, interest: Interest): AsyncGenerator<RunEvent, void> {
  for await (const event of events) {
    interest.throwIfLeft();
    yield event;
  }
}

const idsOf = ({ runId, conversationId, userMessageId, messageId }: RunIds): RunIds => ({
  runId,
  conversationId,
  userMessageId,
  messageId,
});
