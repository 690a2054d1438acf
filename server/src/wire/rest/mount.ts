import { type Contract, contract, type Procedure, type RestAddress } from '@parlance/client-sdk/contract';
import type { Request, RequestHandler, Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { WireDeps } from '../call.ts';
import { incoming } from '../http-context.ts';
import { type Handler, handlers, serve } from '../procedures.ts';
import { parseJson, readBody, refuseUnsafe } from '../read-body.ts';
import { caseCodec, snakeCase } from './case.ts';
import { readQuery } from './query.ts';

/** Mounts a route for every procedure of the contract that has an address. */
export function mountRest(router: Router, wire: WireDeps): void {
  const paths = new Map<string, string[]>();
  for (const { procedure, handler, rest } of restProcedures()) {
    const path = rest.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const method = rest.method.toLowerCase() as Lowercase<RestAddress['method']>;
    router[method](path, restHandler(wire, procedure, handler, rest.status ?? 200));
    paths.set(path, [...(paths.get(path) ?? []), rest.method]);
  }
  for (const [path, methods] of paths) router.all(path, refuseMethod(methods));
}

/** Refuses a method that an address does not have. */
export function refuseMethod(methods: readonly string[]): RequestHandler {
  return (_req, res) => {
    res.setHeader('Allow', methods.join(', '));
    throw new AppError('method_not_allowed', `Use ${methods.join(' or ')} here`);
  };
}

function restHandler(wire: WireDeps, procedure: Procedure, handler: Handler, status: number): RequestHandler {
  const input = caseCodec(procedure.input);
  const output = caseCodec(procedure.output);
  return async (req, res) => {
    try {
      const raw = input.decode(await readInput(req, procedure));
      const result = await serve(wire, incoming(req), procedure, handler, raw);
      res.status(status).json(output.encode(result));
    } catch (error) {
      throw withSnakePaths(error);
    }
  };
}

async function readInput(req: Request, procedure: Procedure): Promise<unknown> {
  if (procedure.input instanceof z.ZodVoid) return undefined;
  const fromAddress = { ...readQuery(procedure.input, { ...req.query }), ...req.params };
  refuseUnsafe(fromAddress);
  if (procedure.kind === 'query' || req.method === 'DELETE') return fromAddress;
  const body = parseJson(await readBody(req));
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? { ...body, ...req.params }
    : body;
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

function* restProcedures(): Iterable<{ procedure: Procedure; handler: Handler; rest: RestAddress }> {
  for (const noun of Object.keys(contract) as (keyof Contract)[]) {
    const verbs: Record<string, unknown> = { ...contract[noun] };
    const implementation: Record<string, unknown> = { ...handlers[noun] };
    for (const [verb, procedure] of Object.entries(verbs)) {
      if (!isProcedure(procedure) || procedure.rest === null) continue;
      yield { procedure, handler: implementation[verb] as Handler, rest: procedure.rest };
    }
  }
}

const isProcedure = (value: unknown): value is Procedure =>
  typeof value === 'object' && value !== null && 'kind' in value && 'rest' in value;
