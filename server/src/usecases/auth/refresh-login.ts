import type { AuthSession } from '@parlance/client-sdk/contract';
import { unauthorized } from '../../domain/errors.ts';
import { digestSecret } from '../../domain/secrets.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { makeRefreshToken, session } from './begin-login.ts';

/** New tokens for a refresh token, which is used up. One that comes back later was stolen from somebody: its login ends. */
export async function refreshLogin(
  deps: Deps,
  _request: RequestContext,
  input: { refreshToken: string },
): Promise<AuthSession> {
  const { secret, ...next } = makeRefreshToken();
  const rotated = await deps.logins.rotate(digestSecret(input.refreshToken), next);
  if (rotated.outcome !== 'rotated') throw unauthorized('The refresh token is not valid; log in again');
  return session(deps, rotated.user, rotated.loginId, secret);
}
