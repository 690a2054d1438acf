import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';
import type { z } from 'zod';
import type { ErrorShape } from './errors.ts';
import type { Procedure } from './procedure.ts';
import type { Contract } from './table.ts';

type Definition<P extends Procedure, Output = z.output<P['output']>> = {
  input: z.input<P['input']>;
  output: Output;
  meta: object;
};

/** An event under the id that a subscription can go on from. */
interface Tracked<Event> {
  id: string;
  data: Event;
}

type Events<Event> = AsyncIterable<Event, void, unknown>;

interface Built<P extends Procedure> {
  query: TRPCQueryProcedure<Definition<P>>;
  mutation: TRPCMutationProcedure<Definition<P>>;
  stream: TRPCMutationProcedure<Definition<P, Events<z.output<P['output']>>>>;
  subscription: TRPCSubscriptionProcedure<Definition<P, Events<Tracked<z.output<P['output']>>>>>;
}

type AsTrpc<P> = P extends Procedure<infer Kind> ? Built<P>[Kind] : { [Name in keyof P]: AsTrpc<P[Name]> };

/**
 * The type of the server's tRPC router, derived from the contract alone: it names nothing of the server.
 *
 * @example
 * ```ts
 * import { createTRPCClient, httpBatchLink } from '@trpc/client';
 * import superjson from 'superjson';
 * import type { ApiRouter } from '@parlance/client-sdk';
 *
 * const client = createTRPCClient<ApiRouter>({
 *   links: [httpBatchLink({ url: 'http://localhost:3000/trpc', transformer: superjson })],
 * });
 * const { status } = await client.health.query();
 * ```
 */
export type ApiRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ErrorShape; transformer: true },
  { [Name in keyof Contract]: AsTrpc<Contract[Name]> }
>;
