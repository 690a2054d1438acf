import type { ParlanceClient } from '../client.ts';
import { toParlanceError } from '../to-parlance-error.ts';
import type { Interest } from './interest.ts';
import type { Position } from './position.ts';
import type { RunIds } from './run-stream.ts';

interface StopParts {
  parlance: ParlanceClient;
  position: Position;
  interest: Interest;
  started: Promise<RunIds>;
}

/** What ends a run, or keeps it from beginning. Calls of one moment share one request. */
export function createStop({ parlance, position, interest, started }: StopParts): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  const neverBegan = (error: unknown): null => {
    // Who left, or was cut off, does not know whether it began.
    if (interest.following.aborted || toParlanceError(error).code === 'network') throw error;
    return null;
  };
  const stop = async (): Promise<void> => {
    interest.dropBeginning();
    const runId = position.runId ?? (await started.then((ids) => ids.runId, neverBegan));
    if (runId !== null && !position.isOver) await parlance.chat.stop.mutate({ runId });
  };
  return () => {
    stopping ??= stop().finally(() => {
      stopping = null;
    });
    return stopping;
  };
}
