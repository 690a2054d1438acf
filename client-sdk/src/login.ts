import type { AuthSession } from './contract/auth.ts';
import { isParlanceError, ParlanceError } from './errors.ts';
import type { TokenStorage, Tokens } from './tokens.ts';

/**
 * Why nobody is signed in any more.
 * - `logout`: by a call of `signOut`, `auth.logout` or `auth.deleteAccount`.
 * - `expired`: the server refused the refresh token. It is too old, was used twice, or its login was ended elsewhere.
 *
 * @example
 * ```ts
 * import type { SignedOutReason } from '@parlance/client-sdk';
 *
 * const farewell = (reason: SignedOutReason): string =>
 *   reason === 'expired' ? 'Please sign in again' : 'Goodbye';
 * ```
 */
export type SignedOutReason = 'logout' | 'expired';

/** Who is signed in, if anybody, kept fresh. */
export interface Login {
  /** Tokens that are good for a call now, refreshed first when they are about to end; null: nobody is signed in. */
  current(): Promise<Tokens | null>;
  /** Whose tokens are held. */
  userId(): Promise<string | null>;
  /** Newer tokens of the same user, for those that the server refused. */
  renew(refused: Tokens): Promise<Tokens>;
  remember(session: AuthSession): Promise<void>;
  /** Answers the tokens that were forgotten. */
  forget(reason: SignedOutReason): Promise<Tokens | null>;
}

/** What a login works with. */
export interface LoginOptions {
  storage: TokenStorage;
  /** Asks the server for new tokens. */
  refresh(refreshToken: string): Promise<AuthSession>;
  onSignedOut: ((reason: SignedOutReason) => void) | undefined;
}

/** How long before its end an access token is taken for ended: clocks differ, and a call takes a while to get there. */
const EARLY_MS = 30_000;

/** A login over a storage. All callers share one refresh. */
export function createLogin({ storage, refresh, onSignedOut }: LoginOptions): Login {
  const { get, set } = guarded(storage);
  let renewing: { userId: string; tokens: Promise<Tokens> } | null = null;

  const clear = async (reason: SignedOutReason): Promise<void> => {
    await set(null);
    if (onSignedOut) queueMicrotask(() => onSignedOut(reason));
  };

  async function exchange(refused: Tokens): Promise<Tokens> {
    const held = sameUser(refused, await get());
    // Another tab, or an earlier caller, was here before.
    if (held.refreshToken !== refused.refreshToken) return held;
    const session = await refresh(held.refreshToken).catch(async (error: unknown) => {
      const refusedToo = isParlanceError(error) && error.code === 'unauthorized';
      if (refusedToo && (await get())?.refreshToken === held.refreshToken) await clear('expired');
      throw error;
    });
    const now = sameUser(refused, await get());
    if (now.refreshToken !== held.refreshToken) return now;
    const tokens = toTokens(session);
    await set(tokens);
    return tokens;
  }

  const renew = (refused: Tokens): Promise<Tokens> => {
    if (renewing?.userId === refused.userId) return renewing.tokens;
    const work = () => exchange(refused);
    const tokens = (storage.lock ? storage.lock(work) : work()).finally(() => {
      if (renewing?.tokens === tokens) renewing = null;
    });
    renewing = { userId: refused.userId, tokens };
    return tokens;
  };

  return {
    current: async () => {
      const held = await get();
      if (held === null) return null;
      const isGood = held.expiresAt - Date.now() > EARLY_MS;
      return isGood && renewing?.userId !== held.userId ? held : renew(held);
    },
    userId: async () => (await get())?.userId ?? null,
    renew,
    remember: (session) => set(toTokens(session)),
    forget: async (reason) => {
      await renewing?.tokens.catch(() => null);
      const held = await get();
      if (held !== null) await clear(reason);
      return held;
    },
  };
}

/** A storage whose failures are told from the server's. */
function guarded(storage: TokenStorage) {
  const failed = (cause: unknown): never => {
    throw new ParlanceError('The token storage failed', { code: 'internal', cause });
  };
  const get = async (): Promise<Tokens | null> => storage.get();
  const set = async (tokens: Tokens | null): Promise<void> => storage.set(tokens);
  return { get: () => get().catch(failed), set: (tokens: Tokens | null) => set(tokens).catch(failed) };
}

const toTokens = ({ user, accessToken, refreshToken, expiresIn }: AuthSession): Tokens => ({
  userId: user.id,
  accessToken,
  refreshToken,
  expiresAt: Date.now() + expiresIn * 1000,
});

/** What is held now, if it is still the same user's: a call is never sent in somebody else's name. */
function sameUser(before: Tokens, now: Tokens | null): Tokens {
  if (now?.userId === before.userId) return now;
  throw new ParlanceError('The user signed out while the call was waiting', { code: 'unauthorized' });
}
