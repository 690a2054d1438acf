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
  /** Does what ends tokens and gives others: nobody renews meanwhile. */
  replace(work: () => Promise<void>): Promise<void>;
  /** Not for an `asker` who is not signed in any more; null: whoever is signed in may be another from now on. */
  remember(session: AuthSession, asker: Tokens | null): Promise<void>;
  /** Answers the tokens that were forgotten: none for an `asker` who is not signed in any more. */
  forget(reason: SignedOutReason, asker: Tokens | null): Promise<Tokens | null>;
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
  const lock = oneAtATime();
  // What is read does not change before it is written.
  const update = oneAtATime();
  let renewing: { refreshToken: string; tokens: Promise<Tokens> } | null = null;
  if (onSignedOut) onChange(({ reason }) => reason !== null && onSignedOut(reason));

  const exclusively = <T>(work: () => Promise<T>): Promise<T> =>
    lock(async () => (storage.lock ? storage.lock(work) : work()));

  async function exchange(refused: Tokens): Promise<Tokens> {
    const held = sameUser(refused, await get());
    // Another tab, or an earlier caller, was here before.
    if (held.refreshToken !== refused.refreshToken) return held;
    const session = await refresh(held.refreshToken).catch(async (error: unknown) => {
      const refusedToo = isParlanceError(error) && error.code === 'unauthorized';
      if (refusedToo) await update(() => expire(held));
      throw error;
    });
    return update(async () => {
      const now = sameUser(refused, await get());
      if (now.refreshToken !== held.refreshToken) return now;
      const tokens = toTokens(session);
      await set(tokens);
      return tokens;
    });
  }

  const expire = async ({ refreshToken }: Tokens): Promise<void> => {
    if ((await get())?.refreshToken === refreshToken) await clear('expired');
  };

  const renew = (refused: Tokens): Promise<Tokens> => {
    const { refreshToken } = refused;
    if (renewing?.refreshToken === refreshToken) return renewing.tokens;
    const tokens = exclusively(() => exchange(refused)).finally(() => {
      if (renewing?.tokens === tokens) renewing = null;
    });
    renewing = { refreshToken, tokens };
    return tokens;
  };

  return {
    current: async () => {
      const held = await get();
      if (held === null) return null;
      const isGood = held.expiresAt - Date.now() > EARLY_MS;
      return isGood && renewing?.refreshToken !== held.refreshToken ? held : renew(held);
    },
    userId: async () => (await get())?.userId ?? null,
    renew,
    replace: exclusively,
    remember: (session, asker) =>
      update(async () => {
        // Who was signed in before: without it, nobody can be told of a change.
        const held = await get();
        if (asker === null || held?.userId === asker.userId) await set(toTokens(session));
      }),
    forget: (reason, asker) =>
      update(async () => {
        const held = await get();
        if (held === null || (asker !== null && held.userId !== asker.userId)) return null;
        await clear(reason);
        return held;
      }),
    onChange,
  };
}

/** Does one piece of work after another. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
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
