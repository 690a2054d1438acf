import { createTRPCClient, type TRPCClient } from '@trpc/client';
import type { AuthChange, SignedOutReason } from './auth-change.ts';
import { type Caller, withCaller } from './caller.ts';
import { randomId } from './chat/send.ts';
import type { ApiRouter } from './contract/router.ts';
import { authLink } from './links/auth-link.ts';
import { bearerLink } from './links/bearer.ts';
import { errorLink } from './links/error-link.ts';
import type { Fetch } from './links/fetch.ts';
import { promptLink, type RequestHeaders } from './links/http-link.ts';
import { transportLink } from './links/transport-link.ts';
import { createLogin } from './login.ts';
import { memoryTokens, type TokenStorage } from './tokens.ts';

/** What every client can be told. */
interface CommonOptions {
  /** The address of the server, or where it is mounted in yours: `https://chat.example.com`, `/parlance`. */
  url: string | URL;
  /** Sends the requests; the platform's own `fetch` unless said. */
  fetch?: Fetch | undefined;
  /** Headers of every request, or what makes them. */
  headers?: RequestHeaders | undefined;
}

/**
 * What {@link createParlanceClient} can be told.
 *
 * A client either signs people in and keeps their `tokens`, or has one `token` that never changes: an API key, or a token of
 * an outside issuer.
 *
 * @example
 * ```ts
 * import type { ParlanceClientOptions } from '@parlance/client-sdk';
 *
 * const people: ParlanceClientOptions = {
 *   url: 'https://chat.example.com',
 *   onSignedOut: (reason) => console.log('signed out:', reason),
 * };
 * const machine: ParlanceClientOptions = { url: 'https://chat.example.com', token: 'an API key' };
 * ```
 */
export type ParlanceClientOptions = CommonOptions &
  (
    | {
        /** Where the tokens of who signs in are kept: in memory unless said. Give each storage to one client. */
        tokens?: TokenStorage | undefined;
        /** Called when nobody is signed in any more, by this client's doing or another tab's. */
        onSignedOut?: ((reason: SignedOutReason) => void) | undefined;
        token?: undefined;
      }
    | { token: string; tokens?: undefined; onSignedOut?: undefined }
  );

/**
 * A client of a Parlance server: every procedure by noun and verb, and who is signed in.
 *
 * @example
 * ```ts
 * import type { ParlanceClient } from '@parlance/client-sdk';
 *
 * async function titles(parlance: ParlanceClient): Promise<(string | null)[]> {
 *   const { conversations } = await parlance.conversation.list.query({ search: 'invoice' });
 *   return conversations.map(({ title }) => title);
 * }
 * ```
 */
export interface ParlanceClient extends TRPCClient<ApiRouter> {
  /**
   * An access token that is good for now, for requests that you make yourself; `null`: nobody is signed in.
   * Send it in an `Authorization` header, never in an address.
   */
  accessToken(): Promise<string | null>;
  /**
   * Forgets the tokens at once and ends the login on the server. Rejects when the server could not be told; the tokens are
   * forgotten all the same. A client with a fixed `token` has nothing to forget.
   */
  signOut(): Promise<void>;
  /**
   * Calls `listener` once each time that who is signed in changes: by signing up, in or out here, by a login that ended, or by
   * another tab or process that shares the token storage. Answers what ends that. A client with a fixed `token` never calls.
   */
  onAuthChange(listener: (change: AuthChange) => void): () => void;
}

/**
 * Makes a client. Nothing is sent before the first call.
 *
 * Calls of one moment travel together and are answered one by one. The tokens that signing up, logging in and changing the
 * password answer are kept and sent with every later call; they are refreshed shortly before they end or when the server
 * refuses them, once for all calls that wait, and a call that was refused is sent once more.
 * Every failure is a {@link ParlanceError}.
 *
 * @example
 * ```ts
 * import { createParlanceClient } from '@parlance/client-sdk';
 *
 * const parlance = createParlanceClient({ url: 'http://localhost:3000' });
 * await parlance.auth.signup.mutate({ email: 'ada@example.com', password: 'correct horse battery' });
 * const { message, conversationId } = await parlance.chat.send.mutate({ message: 'Hello!' });
 * console.log(message.text);
 * const { messages } = await parlance.conversation.history.query({ conversationId });
 * ```
 */
export function createParlanceClient(options: ParlanceClientOptions): ParlanceClient {
  const server = { url: options.url, fetch: options.fetch, headers: options.headers };
  const http = transportLink(server);
  if (options.token !== undefined) {
    const { token } = options;
    const calls = createTRPCClient<ApiRouter>({ links: [errorLink, bearerLink(token), http] });
    const own = { accessToken: async () => token, signOut: async () => {}, onAuthChange: () => () => {} };
    // Whose the token is, nobody may know: two clients are taken for two people.
    const caller = randomId();
    return extend(calls, own, async () => caller);
  }
  // Refreshing and logging out never wait for a token, and nothing waits for them for long.
  const bare = createTRPCClient<ApiRouter>({ links: [errorLink, promptLink(server)] });
  const login = createLogin({
    storage: options.tokens ?? memoryTokens(),
    refresh: (refreshToken) => bare.auth.refresh.mutate({ refreshToken }),
    onSignedOut: options.onSignedOut,
  });
  const calls = createTRPCClient<ApiRouter>({ links: [errorLink, authLink(login), http] });
  const own = {
    accessToken: async () => (await login.current())?.accessToken ?? null,
    signOut: async () => {
      const ended = await login.forget('logout', null);
      if (ended !== null) await bare.auth.logout.mutate({ refreshToken: ended.refreshToken });
    },
    onAuthChange: login.onChange,
  };
  return extend(calls, own, login.userId);
}

/** tRPC's client is a proxy, which takes no properties of its own but can stand behind those of another object. */
const extend = (
  calls: TRPCClient<ApiRouter>,
  own: Pick<ParlanceClient, 'accessToken' | 'signOut' | 'onAuthChange'>,
  caller: Caller,
): ParlanceClient => withCaller(Object.assign(Object.create(calls), own), caller);
