import type { User } from '@parlance/client-sdk/contract';
import { requireUser, type UserActor } from '../../domain/actor.ts';
import { type AppError, badRequest } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Has the signed-in caller prove their password. `path` names the input field in the error. */
export async function checkPassword(
  deps: Deps,
  request: RequestContext,
  path: string,
  password: string,
): Promise<{ actor: UserActor; user: User; passwordHash: string }> {
  const actor = requireUser(request.actor);
  const { user, passwordHash } = await deps.users.get(actor);
  const matches = await deps.passwords.verify(passwordHash, password);
  if (passwordHash === null || !matches) throw wrongPassword(path);
  return { actor, user, passwordHash };
}

export const wrongPassword = (path: string): AppError => badRequest(path, 'Wrong password');
