import type { AuthSession } from '@parlance/client-sdk/contract';
import { unauthorized } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { beginLogin } from './begin-login.ts';

/** Begins a login. An unknown address, a wrong password and a deactivated user get one answer, in one time. */
export async function logIn(
  deps: Deps,
  _request: RequestContext,
  input: { email: string; password: string },
): Promise<AuthSession> {
  const account = await deps.users.findByEmail(input.email.toLowerCase());
  const hash = account?.passwordHash ?? null;
  const matches = await deps.passwords.verify(hash, input.password);
  const begun = account && hash && matches ? await beginLogin(deps, account.user, hash) : null;
  if (begun === null) throw unauthorized('Wrong address or password');
  return begun;
}
