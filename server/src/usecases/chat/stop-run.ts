import type { RunStatus } from '@parlance/client-sdk/contract';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { endRun } from './end-run.ts';

/** Stops a run on whichever instance it is; one that has ended stays as it is. Throws not_found. */
export async function stopRun(
  deps: Deps,
  request: RequestContext,
  { runId }: { runId: string },
): Promise<{ runId: string; status: RunStatus }> {
  return { runId, status: await endRun(deps, request, runId) };
}
