import { httpBatchStreamLink, type Operation, type TRPCLink } from '@trpc/client';
import { SuperJSON } from 'superjson';
import type { ApiRouter } from '../contract/router.ts';
import { ParlanceError } from '../errors.ts';
import { bearerOf, oneCaller } from './bearer.ts';
import type { Fetch } from './fetch.ts';
import { impatient, MAX_SILENCE_MS, MAX_WAIT_MS } from './impatient.ts';

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

/** The address of the server's tRPC. */
export const trpcUrl = ({ url }: HttpOptions): string => `${url.toString().replace(/\/+$/, '')}/trpc`;

/** The caller's own fetch, or the platform's. */
export const fetchOf = (options: HttpOptions): Fetch =>
  options.fetch ?? ((address, init) => fetch(address, init));

/** The headers of one request: the caller's own, and the token. */
export async function headersOf(options: HttpOptions, batch: readonly Operation[]): Promise<Headers> {
  const headers = new Headers(
    typeof options.headers === 'function' ? await options.headers() : options.headers,
  );
  const token = bearerOf(batch);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  return headers;
}

/** Sends calls over HTTP, those of one caller and moment together; each is answered as soon as it is done. */
export const httpLink = (options: HttpOptions): TRPCLink<ApiRouter> =>
  oneCaller(batchLink(options, MAX_BATCH, fetchOf(options)));

/** Sends each call in a request of its own, so that leaving it ends its request, and none waits for a connection that is gone. */
export const aloneLink = (options: HttpOptions): TRPCLink<ApiRouter> =>
  batchLink(options, 1, impatient(fetchOf(options), MAX_SILENCE_MS));

/** Sends calls that others wait for. */
export const promptLink = (options: HttpOptions): TRPCLink<ApiRouter> =>
  batchLink(options, 1, impatient(fetchOf(options), MAX_WAIT_MS));

function batchLink(options: HttpOptions, maxItems: number, send: Fetch): TRPCLink<ApiRouter> {
  const url = trpcUrl(options);
  return httpBatchStreamLink({
    url,
    // A registry of our own: what the application registers with superjson is none of the server's business.
    transformer: new SuperJSON(),
    maxItems,
    maxURLLength: MAX_URL_LENGTH,
    fetch: checked(url, send),
    headers: async ({ opList }) => Object.fromEntries(await headersOf(options, opList)),
  });
}

/** A fetch that says plainly when no answer of a Parlance server comes. */
const checked =
  (url: string, send: Fetch) =>
  async (address: unknown, init?: object): Promise<Response> => {
    const response = await send(String(address), init).catch((cause: unknown) => {
      throw unreachable(url, cause);
    });
    if (response.headers.get('content-type')?.includes('json')) return response;
    await response.body?.cancel();
    throw notParlance(url, response, 'JSON');
  };

/** The error of a request that nobody answered. */
export const unreachable = (url: string, cause: unknown): ParlanceError =>
  new ParlanceError(`Could not reach ${url}`, { code: 'network', cause });

/** The error of an answer that is of the wrong kind. */
export const notParlance = (url: string, { status }: Response, expected: string): ParlanceError =>
  new ParlanceError(`${url} answered with status ${status} and no ${expected}: is it a Parlance server?`, {
    code: 'network',
    httpStatus: status,
  });
