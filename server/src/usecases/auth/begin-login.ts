import type { AuthSession, User } from '@parlance/client-sdk/contract';
import { makeSecret } from '../../domain/secrets.ts';
import type { Deps } from '../../ports/deps.ts';

const REFRESH_LIFETIME_MS = 30 * 24 * 3_600_000;

/** What refresh tokens begin with. */
const REFRESH_PREFIX = 'plr_';

/** A new refresh token with its digest and end. */
export const makeRefreshToken = () => ({
  ...makeSecret(REFRESH_PREFIX),
  expiresAt: new Date(Date.now() + REFRESH_LIFETIME_MS),
});

/** Begins a login for a user who has proved to know the password. null: it was changed meanwhile, or the user may not act any more. */
export async function beginLogin(deps: Deps, user: User, passwordHash: string): Promise<AuthSession | null> {
  const { secret, ...token } = makeRefreshToken();
  const login = await deps.logins.begin(user.id, passwordHash, token);
  return login && session(deps, user, login.loginId, secret);
}

/** What a login answers. */
export const session = (deps: Deps, user: User, loginId: string, refreshToken: string): AuthSession => ({
  user,
  accessToken: deps.accessTokens.issue(user.id, loginId),
  refreshToken,
  tokenType: 'Bearer',
  expiresIn: deps.accessTokens.lifetimeSeconds,
});
