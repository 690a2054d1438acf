import type { User } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { badRequest, forbidden, notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Shuts a user out at once, or lets them in again. For staff. */
export async function setUserActive(
  deps: Deps,
  request: RequestContext,
  input: { userId: string; active: boolean },
): Promise<{ user: User; active: boolean }> {
  const actor = requireUser(request.actor);
  if ((await deps.users.get(actor)).user.role !== 'staff') throw forbidden('Only staff can do this');
  if (actor.userId === input.userId && !input.active)
    throw badRequest('userId', 'You cannot shut yourself out');
  const user = await deps.users.setActive(actor, input.userId, input.active);
  if (user === null) throw notFound('user');
  return { user, active: input.active };
}
