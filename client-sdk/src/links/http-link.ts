import { httpBatchStreamLink, type TRPCLink } from '@trpc/client';
import { SuperJSON } from 'superjson';
import type { ApiRouter } from '../contract/router.ts';
import { ParlanceError } from '../errors.ts';
import { bearerOf } from './bearer.ts';

/**
 * What sends a client's requests: the platform's own `fetch`, or anything that is called like it.
 *
 * @example
 * ```ts
 * import { createParlanceClient, type Fetch } from '@parlance/client-sdk';
 *
 * const withDeadline: Fetch = (url, init) => {
 *   const deadline = AbortSignal.timeout(30_000);
 *   return fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline });
 * };
 * const parlance = createParlanceClient({ url: 'http://localhost:3000', fetch: withDeadline });
 * ```
 */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Headers of every request, or what makes them. */
export type RequestHeaders =
  | Record<string, string>
  | (() => Record<string, string> | Promise<Record<string, string>>);

/** How requests are sent. */
export interface HttpOptions {
  url: string | URL;
  fetch: Fetch | undefined;
  headers: RequestHeaders | undefined;
}

/** Calls that a server takes in one batch. */
const MAX_BATCH = 20;
/** What every proxy and server lets through. */
const MAX_URL_LENGTH = 4000;

/** Sends calls over HTTP, those of one moment together; each is answered as soon as it is done. */
export function httpLink(options: HttpOptions): TRPCLink<ApiRouter> {
  const url = `${options.url.toString().replace(/\/+$/, '')}/trpc`;
  // A registry of our own: what the application registers with superjson is none of the server's business.
  const transformer = new SuperJSON();
  return httpBatchStreamLink({
    url,
    transformer,
    maxItems: MAX_BATCH,
    maxURLLength: MAX_URL_LENGTH,
    fetch: checked(url, options.fetch ?? ((address, init) => fetch(address, init))),
    headers: async ({ opList }) => {
      const own = typeof options.headers === 'function' ? await options.headers() : options.headers;
      const headers = new Headers(own);
      const token = bearerOf(opList);
      if (token !== null) headers.set('authorization', `Bearer ${token}`);
      return Object.fromEntries(headers);
    },
  });
}

/** A fetch that says plainly when no answer of a Parlance server comes. */
const checked =
  (url: string, send: Fetch) =>
  async (address: unknown, init?: object): Promise<Response> => {
    const response = await send(String(address), init).catch((cause: unknown) => {
      throw new ParlanceError(`Could not reach ${url}`, { code: 'network', cause });
    });
    if (response.headers.get('content-type')?.includes('json')) return response;
    await response.body?.cancel();
    throw new ParlanceError(
      `${url} answered with status ${response.status} and no JSON: is it a Parlance server?`,
      {
        code: 'network',
        httpStatus: response.status,
      },
    );
  };
