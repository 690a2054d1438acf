import type { User } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Who the caller is. */
export async function getMe(deps: Deps, request: RequestContext): Promise<{ user: User }> {
  const { user } = await deps.users.get(requireUser(request.actor));
  return { user };
}
