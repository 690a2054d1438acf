import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access, RateRule } from '@parlance/client-sdk/contract';
import { type Actor, checkAccess } from '../domain/actor.ts';
import { AppError } from '../domain/errors.ts';
import { checkOrigin } from '../domain/origins.ts';
import type { RateState } from '../domain/rate-limit.ts';
import type { Deps } from '../ports/deps.ts';
import type { TokenReader } from '../ports/identity.ts';
import type { RequestContext } from '../ports/request.ts';
import { networkOf, rateKey, readActor } from './actor.ts';
import { foreignOrigin } from './origins.ts';

/** What doors are built with. */
export interface WireDeps {
  deps: Deps;
  tokens: TokenReader;
}

/** A request as http.ts marked it. */
export interface Incoming {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  /** The caller's network address, as trusted proxies tell it. */
  address: string;
  /** How many pages of messages share the answer. */
  pages: number;
  /** Aborts when the connection is gone. */
  signal: AbortSignal;
}

/** Admits a call: reads who sends it, holds them against the rule, and counts the call. */
export async function admit(
  wire: WireDeps,
  incoming: Incoming,
  rule: { access: Access; rate: RateRule },
): Promise<RequestContext> {
  const isPublic = rule.access.who === 'public';
  const request = isPublic ? contextOf(incoming, { kind: 'anonymous' }) : await identify(wire, incoming);
  checkOrigin(rule, request.origin, wire.deps.settings.corsOrigins);
  checkAccess(rule.access, request.actor, wire.deps.settings);
  await count(wire.deps, request, rule.rate);
  return request;
}

/** Reads who sends a request. Throws unauthorized for a bad token. */
export async function identify({ tokens }: WireDeps, incoming: Incoming): Promise<RequestContext> {
  return contextOf(incoming, await readActor(tokens, incoming.req));
}

const contextOf = (incoming: Incoming, actor: Actor): RequestContext => ({
  requestId: incoming.requestId,
  actor,
  origin: foreignOrigin(incoming.req),
  address: networkOf(incoming.address),
  rateKey: rateKey(actor, incoming.address),
  pages: incoming.pages,
  signal: incoming.signal,
  reportRate: (state) => reportRate(incoming.res, state),
});

/** Counts a call against the limit that its rule names. Throws rate_limited. */
export async function count(deps: Deps, request: RequestContext, rule: RateRule): Promise<void> {
  const limit = deps.settings.rateLimitPerMinute;
  // A turn counts itself, in the round trip that opens it.
  if (limit === 0 || rule === 'none' || rule === 'turn') return;
  const key = rule === 'credentials' ? `credentials:${request.address}` : request.rateKey;
  const { allowed, state } = await deps.rateLimits.take(key, limit, 60);
  request.reportRate(state);
  if (allowed) return;
  throw new AppError('rate_limited', `Too many requests; try again in ${state.resetSeconds} seconds`, {
    details: { retryAfterSeconds: state.resetSeconds },
  });
}

function reportRate(res: ServerResponse, state: RateState): void {
  if (res.headersSent) return;
  res.setHeader('RateLimit-Limit', state.limit);
  res.setHeader('RateLimit-Remaining', state.remaining);
  res.setHeader('RateLimit-Reset', state.resetSeconds);
}

/** Says when to come again, where an error knows it. */
export function reportRetry(res: ServerResponse, error: AppError): void {
  const seconds = error.details?.retryAfterSeconds;
  if (seconds !== undefined && !res.headersSent) res.setHeader('Retry-After', seconds);
}
