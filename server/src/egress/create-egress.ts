import { lookup } from 'node:dns/promises';
import { Agent, buildConnector, fetch as undiciFetch } from 'undici';
import type { Egress, Fetch } from '../ports/egress.ts';
import { boundedResponse } from './bounded-response.ts';
import { checkedLookup, type Resolve } from './checked-lookup.ts';
import { urlProblem } from './url-problem.ts';

const CONNECT_MS = 5_000;
/** How long one exchange may take, the answer's body included: longer than a tool call may. */
const EXCHANGE_MS = 120_000;

/** What the guard goes by. */
export interface EgressOptions {
  /** `host:port` of what users may name although it is not public. */
  allow: readonly string[];
  resolve?: Resolve;
}

const byTheSystem: Resolve = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
};

/** The guarded way out, on connections of its own. */
export function createEgress({ allow, resolve = byTheSystem }: EgressOptions): Egress {
  const allowed = new Set(allow);
  const isAllowed = (host: string, port: number) =>
    allowed.has(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
  const agent = new Agent({
    connect: (target, callback) => {
      const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
      const lookup = checkedLookup(resolve, (host) => isAllowed(host, port));
      buildConnector({ timeout: CONNECT_MS, lookup })(target, callback);
    },
    headersTimeout: EXCHANGE_MS,
    bodyTimeout: EXCHANGE_MS,
  });
  // Its types and the platform's differ in names alone.
  const guarded = undiciFetch as unknown as (
    url: string | URL,
    init: Omit<RequestInit, 'dispatcher'> & { dispatcher: Agent },
  ) => Promise<Response>;
  return {
    problemOf: async (url) => urlProblem(url, isAllowed),
    fetchForUser: async (url, init) => {
      const problem = urlProblem(String(url), isAllowed);
      if (problem !== null) throw new Error(problem);
      return boundedResponse(await guarded(url, { ...bounded(init), dispatcher: agent }));
    },
    fetchForOperator: async (url, init) => boundedResponse(await fetch(url, bounded(init))),
    close: () => agent.destroy(),
  };
}

function bounded(init: Parameters<Fetch>[1] = {}): RequestInit {
  const late = AbortSignal.timeout(EXCHANGE_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
  return { ...init, signal, redirect: 'error' };
}
