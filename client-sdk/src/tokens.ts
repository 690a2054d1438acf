/**
 * The tokens of one login, as plain JSON.
 *
 * @example
 * ```ts
 * import type { Tokens } from '@parlance/client-sdk';
 *
 * const minutesLeft = (tokens: Tokens): number => (tokens.expiresAt - Date.now()) / 60_000;
 * ```
 */
export interface Tokens {
  /** Whose they are. */
  userId: string;
  accessToken: string;
  /** Used up by each refresh: keep the newest alone. */
  refreshToken: string;
  /** When the access token ends, in milliseconds since 1970. */
  expiresAt: number;
}

/**
 * Where a client keeps its tokens. `memoryTokens` and `webTokens` are two; write your own for anything else.
 *
 * @example
 * ```ts
 * import { createParlanceClient, type TokenStorage, type Tokens } from '@parlance/client-sdk';
 *
 * const shelf = new Map<string, Tokens>();
 * const tokens: TokenStorage = {
 *   get: () => shelf.get('me') ?? null,
 *   set: (next) => void (next === null ? shelf.delete('me') : shelf.set('me', next)),
 * };
 * const parlance = createParlanceClient({ url: 'http://localhost:3000', tokens });
 * ```
 */
export interface TokenStorage {
  /** The tokens that were set last; `null`: nobody is signed in. */
  get(): Tokens | null | Promise<Tokens | null>;
  set(tokens: Tokens | null): void | Promise<void>;
  /**
   * For a storage that several processes or tabs share: runs one piece of work at a time among all of them. Without it, two of
   * them can refresh at once, which the server forgives, and a call of one while another changes the password can sign out.
   */
  lock?<T>(work: () => Promise<T>): Promise<T>;
  /**
   * For a storage that several processes or tabs share: calls `onChange` when another of them may have written to it, until
   * what it answers is called. Without it, a client hears of them with its own next call.
   */
  watch?(onChange: () => void): () => void;
}

/**
 * Keeps tokens in memory: they are gone when the program ends or the page is left. What a client uses unless told otherwise.
 *
 * @example
 * ```ts
 * import { createParlanceClient, memoryTokens } from '@parlance/client-sdk';
 *
 * const tokens = memoryTokens();
 * const parlance = createParlanceClient({ url: 'http://localhost:3000', tokens });
 * ```
 */
export function memoryTokens(): TokenStorage {
  let held: Tokens | null = null;
  return {
    get: () => held,
    set: (tokens) => {
      held = tokens;
    },
  };
}
