/**
 * Why nobody is signed in any more.
 * - `logout`: by a call of `signOut`, `auth.logout` or `auth.deleteAccount`; or the tokens were taken out of a shared storage,
 *   by another tab or process, for whatever reason it had.
 * - `expired`: the server refused the refresh token. It is too old, was used before, or its login was ended elsewhere.
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

/**
 * Who is signed in from now on: see `onAuthChange` of a {@link ParlanceClient}.
 *
 * @example
 * ```ts
 * import type { AuthChange } from '@parlance/client-sdk';
 *
 * const mustSignInAgain = ({ reason }: AuthChange): boolean => reason === 'expired';
 * ```
 */
export interface AuthChange {
  /** `null`: nobody is. */
  userId: string | null;
  /** Why nobody is; `null` when somebody is. */
  reason: SignedOutReason | null;
}

/** Hears of changes. */
export type AuthListener = (change: AuthChange) => void;
