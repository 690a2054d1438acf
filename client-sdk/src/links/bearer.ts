import type { Operation, TRPCLink } from '@trpc/client';
import type { ApiRouter } from '../contract/router.ts';

const key = '@parlance/client-sdk/bearer';

/** A call that is sent with a token. */
export const withBearer = (op: Operation, token: string): Operation => ({
  ...op,
  context: { ...op.context, [key]: token },
});

/** The token that a batch is sent with: the newest one, for only a refresh can make them differ. */
export function bearerOf(batch: readonly Operation[]): string | null {
  const token = batch.findLast(({ context }) => key in context)?.context[key];
  return typeof token === 'string' ? token : null;
}

/** Sends every call with one token. */
export const bearerLink =
  (token: string): TRPCLink<ApiRouter> =>
  () =>
  ({ op, next }) =>
    next(withBearer(op, token));
