import {
  type Contract,
  contract,
  type Procedure,
  type ProcedureKind,
  type RestAddress,
} from '@parlance/client-sdk/contract';
import type { Request, RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Incoming, WireDeps } from '../call.ts';
import { Heartbeat } from '../heartbeat.ts';
import { incoming } from '../http-context.ts';
import { type Handler, handlers, type StreamHandler, serve, serveStream } from '../procedures.ts';
import { parseJson, readBody, refuseUnsafe } from '../read-body.ts';
import { sendEvents } from '../sse.ts';
import { caseCodec, snakeCase } from './case.ts';
import { readQuery } from './query.ts';

const READING = new Set<ProcedureKind>(['query', 'subscription']);

/** Mounts a route for every procedure of the contract that has an address. */
export function mountRest(router: Router, wire: WireDeps, log: Logger): void {
  const heartbeat = new Heartbeat();
  const answers = new Map<string, [RestAddress['method'], RequestHandler][]>();
  for (const { procedure, handler, rest } of restProcedures()) {
    const answer =
      procedure.kind === 'stream' || procedure.kind === 'subscription'
        ? eventsAnswer(wire, procedure, handler as StreamHandler, heartbeat, log)
        : jsonAnswer(wire, procedure, handler as Handler, rest.status ?? 200);
    answers.set(rest.path, [...(answers.get(rest.path) ?? []), [rest.method, answer]]);
  }
  for (const [address, methods] of [...answers].sort(literalFirst)) {
    const path = address.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const [method, answer] of methods) {
      router[method.toLowerCase() as Lowercase<typeof method>](path, answer);
    }
    router.all(path, refuseMethod(methods.map(([method]) => method)));
  }
}

/** `/bots/import` is not the bot `import`. */
const literalFirst = ([a]: [string, unknown], [b]: [string, unknown]): number =>
  Number(a.includes('{')) - Number(b.includes('{'));

/** Refuses a method that an address does not have. */
export function refuseMethod(methods: readonly string[]): RequestHandler {
  return (_req, res) => {
    res.setHeader('Allow', methods.join(', '));
    throw new AppError('method_not_allowed', `Use ${methods.join(' or ')} here`);
  };
}

function jsonAnswer(wire: WireDeps, procedure: Procedure, handler: Handler, status: number): RequestHandler {
  const output = caseCodec(procedure.output);
  const answer = called(procedure, (from, input) => serve(wire, from, procedure, handler, input));
  return async (req, res) => {
    res.status(status).json(output.encode(await answer(req)));
  };
}

function eventsAnswer(
  wire: WireDeps,
  procedure: Procedure,
  handler: StreamHandler,
  heartbeat: Heartbeat,
  log: Logger,
): RequestHandler {
  const answer = called(procedure, (from, input) => serveStream(wire, from, procedure, handler, input));
  return async (req) => sendEvents(incoming(req), await answer(req), heartbeat, log);
}

/** Calls with what a request says, in the names that REST has for it. */
function called<Answer>(
  procedure: Procedure,
  call: (from: Incoming, input: unknown) => Promise<Answer>,
): (req: Request) => Promise<Answer> {
  const { decode } = caseCodec(procedure.input);
  return async (req) => {
    try {
      return await call(incoming(req), decode(await readInput(req, procedure)));
    } catch (error) {
      throw withSnakePaths(error);
    }
  };
}

async function readInput(req: Request, procedure: Procedure): Promise<unknown> {
  if (procedure.input instanceof z.ZodVoid) return undefined;
  const fromAddress = {
    ...readQuery(procedure.input, { ...req.query }),
    // What an EventSource knows is newer than the address that it was opened with.
    ...(procedure.kind === 'subscription' && lastEventId(req)),
    ...req.params,
  };
  refuseUnsafe(fromAddress);
  if (READING.has(procedure.kind) || req.method === 'DELETE') return fromAddress;
  const text = await readBody(req);
  // `curl -X POST …/stop`: the address says it all.
  const body = text === '' && isInAddress(req, procedure) ? {} : parseJson(text);
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? { ...body, ...req.params }
    : body;
}

const isInAddress = ({ params }: Request, { input }: Procedure): boolean =>
  input instanceof z.ZodObject && Object.keys(input.shape).every((name) => snakeCase(name) in params);

/** Where an EventSource that lost its connection goes on. */
function lastEventId(req: Request): { last_event_id?: string } {
  const last = req.get('Last-Event-ID');
  return last ? { last_event_id: last } : {};
}

/** Errors name fields as the caller knows them. */
function withSnakePaths(error: unknown): unknown {
  if (!(error instanceof AppError) || error.details?.issues === undefined) return error;
  const issues = error.details.issues.map((issue) => ({ ...issue, path: snakeCase(issue.path) }));
  const message = issues
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return new AppError(error.code, message, { details: { ...error.details, issues }, cause: error.cause });
}

function* restProcedures(): Iterable<{ procedure: Procedure; handler: unknown; rest: RestAddress }> {
  for (const noun of Object.keys(contract) as (keyof Contract)[]) {
    const verbs: Record<string, unknown> = { ...contract[noun] };
    const implementation: Record<string, unknown> = { ...handlers[noun] };
    for (const [verb, procedure] of Object.entries(verbs)) {
      if (!isProcedure(procedure) || procedure.rest === null) continue;
      yield { procedure, handler: implementation[verb], rest: procedure.rest };
    }
  }
}

const isProcedure = (value: unknown): value is Procedure =>
  typeof value === 'object' && value !== null && 'kind' in value && 'rest' in value;
