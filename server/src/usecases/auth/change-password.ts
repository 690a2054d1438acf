import type { AuthSession } from '@parlance/client-sdk/contract';
import { unauthorized } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { beginLogin } from './begin-login.ts';
import { checkPassword, wrongPassword } from './check-password.ts';

/** Sets a new password, ends every login, and begins a new one for the caller. */
export async function changePassword(
  deps: Deps,
  request: RequestContext,
  input: { currentPassword: string; newPassword: string },
): Promise<AuthSession> {
  const proved = await checkPassword(deps, request, 'currentPassword', input.currentPassword);
  const { actor, user, passwordHash } = proved;
  const hash = await deps.passwords.hash(input.newPassword);
  if (!(await deps.users.setPassword(actor, passwordHash, hash))) throw wrongPassword('currentPassword');
  const begun = await beginLogin(deps, user, hash);
  if (begun === null) throw unauthorized();
  return begun;
}
