import { httpSubscriptionLink, type Operation, type TRPCLink } from '@trpc/client';
import { EventSource, type FetchLike } from 'eventsource';
import { SuperJSON } from 'superjson';
import type { ApiRouter } from '../contract/router.ts';
import { fetchOf, type HttpOptions, headersOf, notParlance, trpcUrl, unreachable } from './http-link.ts';
import { impatient, MAX_SILENCE_MS } from './impatient.ts';

/** Subscribes over Server-Sent Events. The platform's own EventSource sends no headers, and a token is never in an address. */
export const subscriptionLink = (options: HttpOptions): TRPCLink<ApiRouter> =>
  httpSubscriptionLink({
    url: () => absolute(trpcUrl(options)),
    transformer: new SuperJSON(),
    EventSource,
    eventSourceOptions: ({ op }) => ({ fetch: eventsFetch(options, op) }),
  });

/** An EventSource resolves a path by the document alone, which a worker does not have. */
function absolute(url: string): string {
  const { document, location } = globalThis as {
    document?: { baseURI: string };
    location?: { href: string };
  };
  const base = document?.baseURI ?? location?.href;
  return base === undefined ? url : new URL(url, base).href;
}

const eventsFetch = (options: HttpOptions, op: Operation): FetchLike => {
  const send = impatient(fetchOf(options), MAX_SILENCE_MS);
  const url = trpcUrl(options);
  return async (address, { headers: own, signal }) => {
    const headers = await headersOf(options, [op]);
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
    const response = await send(String(address), { headers: Object.fromEntries(headers), signal }).catch(
      (cause: unknown) => {
        throw unreachable(url, cause);
      },
    );
    const type = response.headers.get('content-type') ?? '';
    if (response.ok && type.startsWith('text/event-stream')) return response;
    if (type.includes('json')) return refusal(await response.json());
    await response.body?.cancel();
    throw notParlance(url, response, 'events');
  };
};

/** An error that came in place of events, as the event that it would be among them: an EventSource reads nothing else. */
function refusal(answer: unknown): Response {
  const error: unknown = Reflect.get(Object(answer), 'error');
  const headers = { 'content-type': 'text/event-stream' };
  return new Response(`event: serialized-error\ndata: ${JSON.stringify(error ?? { json: {} })}\n\n`, {
    headers,
  });
}
