import { type Contract, contract, type Procedure, type RunEvent } from '@parlance/client-sdk/contract';
import { initTRPC, tracked } from '@trpc/server';
import { AppError } from '../../domain/errors.ts';
import { type Incoming, reportRetry, type WireDeps } from '../call.ts';
import { HEARTBEAT_MS } from '../heartbeat.ts';
import { type Handler, handlers, type StreamHandler, serve, serveStream } from '../procedures.ts';
import { current } from './current.ts';
import { transformer } from './transformer.ts';
import { appErrorOf, errorShape, trpcError } from './trpc-error.ts';

interface Context extends Incoming {
  /** Whether the caller can read an answer that comes in pieces. */
  takesEvents: boolean;
}

interface Call {
  ctx: Context;
  input: unknown;
}

const t = initTRPC.context<Context>().create({
  transformer,
  isDev: false,
  // A proxy must not take a long answer for a dead connection.
  jsonl: { pingMs: HEARTBEAT_MS },
  sse: {
    ping: { enabled: true, intervalMs: HEARTBEAT_MS },
    client: { reconnectAfterInactivityMs: 40_000 },
  },
  errorFormatter: ({ error, path }) =>
    errorShape(appErrorOf(error), current.getStore()?.requestId ?? '', path),
});

type BuiltProcedure = ReturnType<typeof buildProcedure>;

function buildProcedure(wire: WireDeps, procedure: Procedure, handler: unknown) {
  const answer = ({ ctx, input }: Call): Promise<unknown> =>
    refusing(ctx, serve(wire, ctx, procedure, handler as Handler, input));
  const open = ({ ctx, input }: Call): Promise<AsyncIterable<readonly RunEvent[]>> =>
    refusing(ctx, serveStream(wire, ctx, procedure, handler as StreamHandler, input));
  // The contract's schemas are applied by serve(), the same for each door.
  const base = t.procedure.input((input: unknown) => input);
  switch (procedure.kind) {
    case 'query':
      return base.query(answer);
    case 'mutation':
      return base.mutation(answer);
    case 'stream':
      return base.mutation(async (call) => {
        assertTakesEvents(call.ctx);
        return oneByOne(await open(call));
      });
    case 'subscription':
      return base.subscription(async function* (call) {
        for await (const event of oneByOne(await open(call))) yield tracked(String(event.seq), event);
      });
  }
}

async function refusing<Answer>(ctx: Context, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    const refused = trpcError(error);
    reportRetry(ctx.res, appErrorOf(refused));
    throw refused;
  }
}

/** tRPC refuses a caller who cannot read a stream when it has one: a message would be sent whose answer nobody sees. */
function assertTakesEvents({ takesEvents }: Context): void {
  if (takesEvents) return;
  throw trpcError(
    new AppError(
      'unsupported_media_type',
      'The answer is a stream: use httpBatchStreamLink (trpc-accept: application/jsonl)',
    ),
  );
}

async function* oneByOne(batches: AsyncIterable<readonly RunEvent[]>): AsyncGenerator<RunEvent, void> {
  for await (const batch of batches) yield* batch;
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
  if (isProcedure(noun)) return buildProcedure(wire, noun, implementation);
  const verbs = implementation as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(noun).map(([verb, procedure]) => {
      const handler = verbs[verb];
      if (handler === undefined) throw new Error(`Nothing implements ${verb}`);
      return [verb, buildProcedure(wire, procedure, handler)];
    }),
  );
}

const isProcedure = (noun: Noun): noun is Procedure => typeof noun['kind'] === 'string';
