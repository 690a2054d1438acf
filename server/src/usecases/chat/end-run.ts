import type { RunStatus } from '@parlance/client-sdk/contract';
import { isFinal } from '@parlance/client-sdk/contract';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** How long is waited for a run to end that was asked to, in milliseconds: its instance may be gone. */
const PATIENCE_MS = 5_000;

/** Ends a run, wherever it is, and waits for the end a while. Answers how it stands then. Throws not_found. */
export async function endRun(deps: Deps, request: RequestContext, runId: string): Promise<RunStatus> {
  const asked = await deps.runEvents.requestStop(request.actor, runId);
  if (asked === null) throw notFound('run');
  if (isFinal(asked.status)) return asked.status;
  deps.runs.stop(runId);
  const { actor } = request;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for await (const events of deps.runs.follow(
    { runId, ownerId: asked.ownerId },
    { actor, after: 1, until: 'end', signal },
  )) {
    const last = events.at(-1);
    if (last?.type === 'run-finished') return last.status;
  }
  return asked.status;
}
