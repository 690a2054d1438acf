import type { Caller } from '../caller.ts';
import { ParlanceError } from '../errors.ts';

/** Whom a stream is for, from its first connection on. */
export interface OnBehalf {
  /** Throws when that is not who is signed in now. */
  check(): Promise<void>;
  /** Is it a user, and not who is signed in from now on? */
  isLeft(userId: string | null): boolean;
  /** Is it nobody in particular, in whom the server could know a message again? */
  isNobody(): boolean;
}

/** Keeps a stream from going on in somebody else's name. */
export function onBehalf(caller: Caller): OnBehalf {
  let first: { caller: string | null } | null = null;
  return {
    check: async () => {
      const now = await caller();
      first ??= { caller: now };
      if (first.caller !== now) throw signedOut();
    },
    isLeft: (userId) => first !== null && first.caller !== null && first.caller !== userId,
    isNobody: () => first !== null && first.caller === null,
  };
}

/** The error of a stream whose user is not signed in any more. */
export const signedOut = (): ParlanceError =>
  new ParlanceError('Who began this is not signed in any more: sign in again to go on', {
    code: 'unauthorized',
  });
