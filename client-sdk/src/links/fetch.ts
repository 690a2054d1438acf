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
