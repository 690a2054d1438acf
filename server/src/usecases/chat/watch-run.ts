import type { RunEvent } from '@parlance/client-sdk/contract';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** The events of a run from the one after `lastEventId`, until its end or as long as the caller stays. Throws not_found. */
export async function watchRun(
  deps: Deps,
  request: RequestContext,
  { runId, lastEventId }: { runId: string; lastEventId?: string | null | undefined },
): Promise<AsyncIterable<readonly RunEvent[]>> {
  const found = await deps.runEvents.find(request.actor, runId);
  if (found === null) throw notFound('run');
  return deps.runs.follow(
    { runId, ownerId: found.ownerId },
    { actor: request.actor, after: Number(lastEventId ?? 0), until: 'end', signal: request.signal },
  );
}
