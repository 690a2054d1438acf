import { digestSecret } from '../../domain/secrets.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Ends the login that a refresh token belongs to; its access tokens end with it. */
export async function logOut(
  deps: Deps,
  _request: RequestContext,
  input: { refreshToken: string },
): Promise<{ loggedOut: true }> {
  await deps.logins.end(digestSecret(input.refreshToken));
  return { loggedOut: true };
}
