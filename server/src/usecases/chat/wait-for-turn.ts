import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import type { TurnIds, TurnResult } from '../../ports/turns.ts';

// How often another instance's run is asked after, in milliseconds.
const POLL_MS = 250;

/** Waits for a run that was begun before, here or on another instance, as long as the caller does. */
export async function waitForTurn(
  deps: Deps,
  request: RequestContext,
  ids: TurnIds,
): Promise<TurnResult | null> {
  const here = deps.runs.find(ids.runId);
  if (here) return here.finished;
  const ownerId = request.actor.kind === 'user' ? request.actor.userId : ids.conversationId;
  for (;;) {
    const turn = await deps.turns.find(ownerId, ids.runId);
    if (turn === null || !['queued', 'running', 'waiting_for_approval'].includes(turn.status)) return turn;
    await delay(POLL_MS, undefined, { signal: request.signal }).catch((cause) => {
      throw new AppError('run_active', 'The message is still being answered', {
        details: { runId: ids.runId },
        cause,
      });
    });
  }
}
