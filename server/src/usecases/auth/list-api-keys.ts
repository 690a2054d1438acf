import type { ApiKey } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** The caller's API keys, newest first. */
export async function listApiKeys(deps: Deps, request: RequestContext): Promise<{ apiKeys: ApiKey[] }> {
  return { apiKeys: await deps.apiKeys.list(requireUser(request.actor)) };
}
