import type { User } from '@parlance/client-sdk/contract';
import { requireUser, type UserActor } from '../../domain/actor.ts';
import { badRequest } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Has the signed-in caller prove their password. `path` names the input field in the error. */
export async function checkPassword(
  deps: Deps,
  request: RequestContext,
  path: string,
  password: string,
): Promise<{ actor: UserActor; user: User }> {
  const actor = requireUser(request.actor);
  const account = await deps.users.get(actor);
  if (!(await deps.passwords.verify(account.passwordHash, password)))
    throw badRequest(path, 'Wrong password');
  return { actor, user: account.user };
}
