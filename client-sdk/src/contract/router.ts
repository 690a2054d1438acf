import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import type { z } from 'zod';
import type { ErrorShape } from './errors.ts';
import type { Procedure } from './procedure.ts';
import type { Contract } from './table.ts';

type Definition<P extends Procedure> = {
  input: z.input<P['input']>;
  output: z.output<P['output']>;
  meta: object;
};

type AsTrpc<P> =
  P extends Procedure<infer Kind>
    ? Kind extends 'query'
      ? TRPCQueryProcedure<Definition<P>>
      : TRPCMutationProcedure<Definition<P>>
    : { [Name in keyof P]: AsTrpc<P[Name]> };

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
