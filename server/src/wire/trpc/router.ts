import { type Contract, contract, type Procedure } from '@parlance/client-sdk/contract';
import { initTRPC } from '@trpc/server';
import { type Incoming, reportRetry, type WireDeps } from '../call.ts';
import { type Handler, handlers, serve } from '../procedures.ts';
import { current } from './current.ts';
import { transformer } from './transformer.ts';
import { appErrorOf, errorShape, trpcError } from './trpc-error.ts';

const t = initTRPC.context<Incoming>().create({
  transformer,
  isDev: false,
  // A proxy must not take a long answer for a dead connection.
  jsonl: { pingMs: 15_000 },
  errorFormatter: ({ error, path }) =>
    errorShape(appErrorOf(error), current.getStore()?.requestId ?? '', path),
});

type BuiltProcedure = ReturnType<typeof buildProcedure>;

function buildProcedure(wire: WireDeps, procedure: Procedure, handler: Handler) {
  const resolve = async ({ ctx, input }: { ctx: Incoming; input: unknown }): Promise<unknown> => {
    try {
      return await serve(wire, ctx, procedure, handler, input);
    } catch (error) {
      const refused = trpcError(error);
      reportRetry(ctx.res, appErrorOf(refused));
      throw refused;
    }
  };
  // The contract's schemas are applied by serve(), the same for each door.
  const base = t.procedure.input((input: unknown) => input);
  return procedure.kind === 'query' ? base.query(resolve) : base.mutation(resolve);
}

/** The tRPC router of the contract's table. Its type is the contract's ApiRouter, which the client is written against. */
export function buildRouter(wire: WireDeps) {
  const record: Record<string, BuiltProcedure | Record<string, BuiltProcedure>> = {};
  for (const noun of Object.keys(contract) as (keyof Contract)[]) {
    record[noun] = buildNoun(wire, contract[noun], handlers[noun]);
  }
  return t.router(record);
}

type Noun = Procedure | Record<string, Procedure>;

function buildNoun(wire: WireDeps, noun: Noun, implementation: unknown) {
  if (isProcedure(noun)) return buildProcedure(wire, noun, implementation as Handler);
  const verbs = implementation as Record<string, Handler>;
  return Object.fromEntries(
    Object.entries(noun).map(([verb, procedure]) => {
      const handler = verbs[verb];
      if (handler === undefined) throw new Error(`Nothing implements ${verb}`);
      return [verb, buildProcedure(wire, procedure, handler)];
    }),
  );
}

const isProcedure = (noun: Noun): noun is Procedure => typeof noun['kind'] === 'string';
