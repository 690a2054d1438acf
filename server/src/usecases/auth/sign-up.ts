import type { AuthSession } from '@parlance/client-sdk/contract';
import { AppError, unauthorized } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { beginLogin } from './begin-login.ts';

/** Makes an account and begins a login. */
export async function signUp(
  deps: Deps,
  _request: RequestContext,
  input: { email: string; password: string },
): Promise<AuthSession> {
  const hash = await deps.passwords.hash(input.password);
  const user = await deps.users.create(input.email.toLowerCase(), hash);
  if (user === null) {
    throw new AppError('conflict', 'email: There is an account with this address; log in instead', {
      details: {
        issues: [{ path: 'email', message: 'There is an account with this address; log in instead' }],
      },
    });
  }
  const begun = await beginLogin(deps, user, hash);
  if (begun === null) throw unauthorized();
  return begun;
}
