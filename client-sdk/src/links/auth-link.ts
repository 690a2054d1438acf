import type { Operation, OperationResultEnvelope, TRPCClientError, TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AuthSession } from '../contract/auth.ts';
import type { ApiRouter } from '../contract/router.ts';
import type { Login } from '../login.ts';
import { toParlanceError } from '../to-parlance-error.ts';
import type { Tokens } from '../tokens.ts';
import { withBearer } from './bearer.ts';
import { endsLogin, givesSession, isPublic } from './paths.ts';

type Result = OperationResultEnvelope<unknown, TRPCClientError<ApiRouter>>;

/** Sends calls as who is signed in, renews tokens that the server refuses, and follows who signs in and out. */
export const authLink =
  (login: Login): TRPCLink<ApiRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let isOver = false;
      let stop = () => {};

      const send = (tokens: Tokens | null, isRetry: boolean): void => {
        const isReplaced = tokens !== null && givesSession(op.path);
        if (isReplaced) login.replace(() => attempt(tokens, isRetry)).catch(fail);
        else void attempt(tokens, isRetry);
      };
      /** Until it is known what became of it. */
      const attempt = (tokens: Tokens | null, isRetry: boolean): Promise<void> => {
        const { promise, resolve: settle } = Promise.withResolvers<void>();
        if (isOver) settle();
        else stop = subscribe(tokens, isRetry, settle);
        return promise;
      };
      const subscribe = (tokens: Tokens | null, isRetry: boolean, settle: () => void): (() => void) => {
        const isSubscription = op.type === 'subscription';
        let answered = false;
        const call = next(isPublic(op.path) ? op : withBearer(op, tokens)).subscribe({
          next: (result) => {
            // A subscription goes on after what it answers, and its answers are no sessions.
            if (isSubscription) return observer.next(result);
            answered = true;
            noteResult(login, op, result, tokens)
              .finally(settle)
              .then(() => {
                observer.next(result);
                observer.complete();
              }, fail);
          },
          error: (error) => {
            settle();
            const isRefused = toParlanceError(error).code === 'unauthorized';
            if (tokens === null || isRetry || !isRefused) fail(error);
            else login.renew(tokens).then((renewed) => send(renewed, true), fail);
          },
          complete: () => {
            if (answered) return;
            settle();
            observer.complete();
          },
        });
        return () => {
          call.unsubscribe();
          settle();
        };
      };
      const fail = (error: unknown) => observer.error(toParlanceError(error));

      if (isPublic(op.path)) send(null, false);
      else login.current().then((tokens) => send(tokens, false), fail);
      return () => {
        isOver = true;
        stop();
      };
    });

/** Remembers the tokens that an answer gives, and forgets those that it ended. */
async function noteResult(
  login: Login,
  { path }: Operation,
  { result }: Result,
  asker: Tokens | null,
): Promise<void> {
  // Only the paths below are looked at, and their answers are sessions by contract.
  if (givesSession(path) && 'data' in result) await login.remember(result.data as AuthSession, asker);
  if (endsLogin(path)) await login.forget('logout', asker);
}
