import { isFinal } from '@parlance/client-sdk/contract';
import { AppError } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import type { Turn, TurnResult } from '../../ports/turns.ts';

/**
 * Waits for the end of a run, or until it waits for approvals, here or on another instance, as long as the caller does.
 * null: it was deleted.
 */
export async function waitForTurn(
  deps: Deps,
  request: RequestContext,
  turn: Turn,
): Promise<TurnResult | null> {
  const { actor, signal } = request;
  do {
    const here = await deps.runs.find(turn.runId)?.finished;
    if (here) return here;
    for await (const events of deps.runs.follow(turn, { actor, after: 1, until: 'pause', signal })) {
      if (events.at(-1)?.type === 'run-finished') break;
    }
    const found = await deps.turns.find(turn.ownerId, turn.runId);
    if (found === null || isFinal(found.status) || found.status === 'waiting_for_approval') return found;
    deps.runs.assertOpen();
  } while (!signal.aborted);
  throw new AppError('run_active', 'The message is still being answered', { details: { runId: turn.runId } });
}
