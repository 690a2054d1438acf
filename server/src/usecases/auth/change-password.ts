import type { AuthSession } from '@parlance/client-sdk/contract';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { beginLogin } from './begin-login.ts';
import { checkPassword } from './check-password.ts';

/** Sets a new password, ends every login, and begins a new one for the caller. */
export async function changePassword(
  deps: Deps,
  request: RequestContext,
  input: { currentPassword: string; newPassword: string },
): Promise<AuthSession> {
  const { actor, user } = await checkPassword(deps, request, 'currentPassword', input.currentPassword);
  await deps.users.setPassword(actor, await deps.passwords.hash(input.newPassword));
  return beginLogin(deps, user);
}
