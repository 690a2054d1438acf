import type { Operation, TRPCLink } from '@trpc/client';
import type { ApiRouter } from '../contract/router.ts';
import type { Tokens } from '../tokens.ts';

/** As whom a call is sent; null: as nobody. */
type Bearer = Pick<Tokens, 'userId' | 'accessToken'> | null;

const key = '@parlance/client-sdk/bearer';

/** A call that is sent as somebody. */
export const withBearer = (op: Operation, bearer: Bearer): Operation => ({
  ...op,
  context: { ...op.context, [key]: bearer },
});

/** Undefined: anybody may send it. */
const bearerIn = ({ context }: Operation) => context[key] as Bearer | undefined;

/** The token that a batch of one caller is sent with: the newest one, for only a refresh can make them differ. */
export const bearerOf = (batch: readonly Operation[]): string | null =>
  batch.map(bearerIn).findLast((bearer) => bearer !== undefined)?.accessToken ?? null;

/** Has a link send the calls of another caller anew, so that no batch of its has those of two. */
export const oneCaller =
  (link: TRPCLink<ApiRouter>): TRPCLink<ApiRouter> =>
  (runtime) => {
    let send = link(runtime);
    let caller: string | null | undefined;
    return (call) => {
      const bearer = bearerIn(call.op);
      const next = bearer === undefined ? caller : (bearer?.userId ?? null);
      if (caller !== undefined && next !== caller) send = link(runtime);
      caller = next;
      return send(call);
    };
  };

/** Sends every call with one token. */
export const bearerLink =
  (accessToken: string): TRPCLink<ApiRouter> =>
  () =>
  ({ op, next }) =>
    next(withBearer(op, { userId: 'token', accessToken }));
