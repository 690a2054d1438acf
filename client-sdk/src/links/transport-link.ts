import { splitLink, type TRPCLink } from '@trpc/client';
import type { ApiRouter } from '../contract/router.ts';
import { aloneLink, type HttpOptions, httpLink } from './http-link.ts';
import { givesSession, isStream } from './paths.ts';
import { subscriptionLink } from './subscription-link.ts';

/** Sends each call the way that its kind needs. */
export const transportLink = (options: HttpOptions): TRPCLink<ApiRouter> =>
  splitLink({
    condition: ({ type }) => type === 'subscription',
    true: subscriptionLink(options),
    false: splitLink({
      condition: ({ path }) => isStream(path) || givesSession(path),
      true: aloneLink(options),
      false: httpLink(options),
    }),
  });
