import type { Run } from '@parlance/client-sdk/contract';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** A run as it stands. Throws not_found. */
export async function getRun(
  deps: Deps,
  request: RequestContext,
  { runId }: { runId: string },
): Promise<Run> {
  const found = await deps.runEvents.find(request.actor, runId);
  if (found === null) throw notFound('run');
  return found.run;
}
