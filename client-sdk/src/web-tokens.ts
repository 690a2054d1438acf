import { page } from './page.ts';
import type { TokenStorage, Tokens } from './tokens.ts';

/**
 * The part of the Web Storage API that {@link webTokens} needs: `localStorage` and `sessionStorage` have it.
 *
 * @example
 * ```ts
 * import { type TextStorage, webTokens } from '@parlance/client-sdk';
 *
 * const shelf = new Map<string, string>();
 * const storage: TextStorage = {
 *   getItem: (key) => shelf.get(key) ?? null,
 *   setItem: (key, value) => void shelf.set(key, value),
 *   removeItem: (key) => void shelf.delete(key),
 * };
 * const tokens = webTokens(storage);
 * ```
 */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Keeps tokens in `localStorage` (one login for all tabs) or `sessionStorage` (one for each tab). Tabs take turns to
 * refresh, by a Web Lock, and hear of each other's signing in and out. Any script of the page can read what is kept there: have a strict Content-Security-Policy.
 *
 * @example
 * ```ts
 * import { createParlanceClient, webTokens } from '@parlance/client-sdk';
 *
 * const parlance = createParlanceClient({
 *   url: 'https://chat.example.com',
 *   tokens: webTokens(localStorage),
 * });
 * ```
 */
export function webTokens(storage: TextStorage, key = 'parlance.tokens'): TokenStorage {
  return {
    get: () => parse(storage.getItem(key)),
    set: (tokens) =>
      tokens === null ? storage.removeItem(key) : storage.setItem(key, JSON.stringify(tokens)),
    lock: async (work) => {
      // Browsers have it in secure contexts alone.
      const locks = globalThis.navigator?.locks;
      return locks === undefined ? work() : await locks.request(key, work);
    },
    watch: (onChange) => {
      for (const event of tellsOfOthers) page.addEventListener?.(event, onChange);
      return () => {
        for (const event of tellsOfOthers) page.removeEventListener?.(event, onChange);
      };
    },
  };
}

// A page that comes back was not told what happened meanwhile.
const tellsOfOthers = ['storage', 'pageshow'];

/** What was kept, unless something else wrote there. */
function parse(text: string | null): Tokens | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isTokens(value) ? value : null;
  } catch {
    return null;
  }
}

function isTokens(value: unknown): value is Tokens {
  if (typeof value !== 'object' || value === null) return false;
  const { userId, accessToken, refreshToken, expiresAt }: Partial<Record<keyof Tokens, unknown>> = value;
  return (
    [userId, accessToken, refreshToken].every((text) => typeof text === 'string') &&
    Number.isFinite(expiresAt)
  );
}
