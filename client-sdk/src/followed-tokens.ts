import type { AuthListener, SignedOutReason } from './auth-change.ts';
import { ParlanceError } from './errors.ts';
import type { TokenStorage, Tokens } from './tokens.ts';

/** A storage whose failures are told from the server's, and of whose changes of user one can hear. */
export interface FollowedTokens {
  get(): Promise<Tokens | null>;
  set(tokens: Tokens): Promise<void>;
  clear(reason: SignedOutReason): Promise<void>;
  /** Answers what ends the listening. */
  onChange(listen: AuthListener): () => void;
}

/** Follows a storage: by what is read and written here, and by what the storage itself tells of others. */
export function followTokens(storage: TokenStorage): FollowedTokens {
  const listeners = new Set<AuthListener>();
  let unwatch = () => {};
  /** Undefined: not known yet. */
  let seen: string | null | undefined;
  let reason: SignedOutReason = 'logout';
  let lastLook = 0;
  let seenAt = 0;

  const saw = (tokens: Tokens | null, look: number): void => {
    // A slow storage can answer after it was written to.
    if (look < seenAt) return;
    seenAt = look;
    const before = seen;
    const userId = tokens?.userId ?? null;
    seen = userId;
    if (before === userId) return;
    const change = { userId, reason: userId === null ? reason : null };
    reason = 'logout';
    if (before === undefined) return;
    for (const listener of listeners) {
      queueMicrotask(() => {
        if (listeners.has(listener)) listener(change);
      });
    }
  };
  const get = async (): Promise<Tokens | null> => {
    const look = ++lastLook;
    const tokens = await storage.get();
    saw(tokens, look);
    return tokens;
  };
  const set = async (tokens: Tokens | null): Promise<void> => {
    await storage.set(tokens);
    saw(tokens, ++lastLook);
  };
  // Whoever calls next hears of a storage that fails.
  const look = () => void get().catch(() => {});

  return {
    get: () => get().catch(failed),
    set: (tokens) => set(tokens).catch(failed),
    clear: (why) => {
      reason = why;
      return set(null).catch(failed);
    },
    onChange: (listen) => {
      const listener: AuthListener = (change) => listen(change);
      listeners.add(listener);
      if (listeners.size === 1) {
        seen = undefined;
        unwatch = storage.watch?.(look) ?? (() => {});
        look();
      }
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) unwatch();
      };
    },
  };
}

const failed = (cause: unknown): never => {
  throw new ParlanceError('The token storage failed', { code: 'internal', cause });
};
