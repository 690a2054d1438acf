import type { AuthListener, SignedOutReason } from './auth-change.ts';
import type { AuthSession } from './contract/auth.ts';
import { ParlanceError } from './errors.ts';
import { followTokens } from './followed-tokens.ts';
import { isParlanceError } from './is-parlance-error.ts';
import type { TokenStorage, Tokens } from './tokens.ts';

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
  /** Hears of who signs in and out, here and elsewhere. Answers what ends that. */
  onChange(listener: AuthListener): () => void;
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
  const { get, set, clear, onChange } = followTokens(storage);
  let renewing: { userId: string; tokens: Promise<Tokens> } | null = null;
  if (onSignedOut) onChange(({ reason }) => reason !== null && onSignedOut(reason));

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
    remember: async (session) => {
      // Who was signed in before: without it, nobody can be told of a change.
      await get();
      await set(toTokens(session));
    },
    forget: async (reason) => {
      await renewing?.tokens.catch(() => null);
      const held = await get();
      if (held !== null) await clear(reason);
      return held;
    },
    onChange,
  };
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
