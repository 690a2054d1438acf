import { type UseMutationResult, useMutation, useQuery } from '@tanstack/react-query';
import type { SignedOutReason } from '../auth-change.ts';
import type { AuthSession, User } from '../contract/auth.ts';
import type { ParlanceError } from '../errors.ts';

import { useIdentity, useParlanceContext } from './context.ts';
import { asking, changing, keys } from './query.ts';

/**
 * Email address and password.
 *
 * @example
 * ```ts
 * import type { Credentials } from '@parlance/client-sdk/react';
 *
 * const isComplete = ({ email, password }: Credentials): boolean => email !== '' && password !== '';
 * ```
 */
export interface Credentials {
  email: string;
  password: string;
}

/**
 * Who is signed in, and what changes it.
 *
 * @example
 * ```ts
 * import type { Auth } from '@parlance/client-sdk/react';
 *
 * const greeting = ({ status, user }: Auth): string => (status === 'signed-in' ? `Hello ${user?.email}` : 'Hello');
 * ```
 */
export interface Auth {
  status: 'loading' | 'signed-out' | 'signed-in';
  /** null while signed in: the server could not be asked yet. */
  user: User | null;
  signUp: UseMutationResult<User, ParlanceError, Credentials>;
  logIn: UseMutationResult<User, ParlanceError, Credentials>;
  signOut: UseMutationResult<void, ParlanceError, void>;
  /** Why nobody is signed in any more; null: nobody was, or somebody is. */
  signedOutReason: SignedOutReason | null;
}

/**
 * Follows who is signed in, in other tabs too. When that changes, all that was cached for the one before is gone.
 *
 * @example
 * ```tsx
 * import { useAuth } from '@parlance/client-sdk/react';
 *
 * export function SignIn() {
 *   const { status, user, logIn, signOut } = useAuth();
 *   if (status === 'signed-in') return <button onClick={() => signOut.mutate()}>Sign out {user?.email}</button>;
 *   const logInAs = (form: FormData) =>
 *     logIn.mutate({ email: String(form.get('email')), password: String(form.get('password')) });
 *   return (
 *     <form
 *       onSubmit={(event) => {
 *         event.preventDefault();
 *         logInAs(new FormData(event.currentTarget));
 *       }}
 *     >
 *       <input name="email" type="email" />
 *       <input name="password" type="password" />
 *       <button disabled={logIn.isPending}>Sign in</button>
 *       {logIn.error && <p role="alert">{logIn.error.message}</p>}
 *     </form>
 *   );
 * }
 * ```
 */
export function useAuth(): Auth {
  const { session, queryClient } = useParlanceContext();
  const { userId, reason } = useIdentity();
  const { client } = session;
  const me = useQuery<User, ParlanceError>(
    {
      ...asking,
      queryKey: keys.me(userId),
      queryFn: async ({ signal }) => (await client.auth.me.query(undefined, { signal })).user,
      enabled: typeof userId === 'string',
      staleTime: 60_000,
    },
    queryClient,
  );
  const enter = ({ user }: AuthSession): User => {
    queryClient.setQueryData(keys.me(user.id), user);
    return user;
  };
  // A mutation remembers what it was called with: a password is not kept.
  const entering = { ...changing, gcTime: 0 };
  return {
    status: statusOf(userId, me.isLoading),
    user: me.data ?? null,
    signUp: useMutation<User, ParlanceError, Credentials>(
      { ...entering, mutationFn: async (credentials) => enter(await client.auth.signup.mutate(credentials)) },
      queryClient,
    ),
    logIn: useMutation<User, ParlanceError, Credentials>(
      { ...entering, mutationFn: async (credentials) => enter(await client.auth.login.mutate(credentials)) },
      queryClient,
    ),
    signOut: useMutation<void, ParlanceError, void>(
      { ...changing, mutationFn: () => client.signOut() },
      queryClient,
    ),
    signedOutReason: reason,
  };
}

function statusOf(userId: string | null | undefined, isLoading: boolean): Auth['status'] {
  if (userId === null) return 'signed-out';
  return userId === undefined || isLoading ? 'loading' : 'signed-in';
}
