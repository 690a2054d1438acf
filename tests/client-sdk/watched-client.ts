import {
  createParlanceClient,
  type Fetch,
  memoryTokens,
  type ParlanceClient,
  type SignedOutReason,
  type TokenStorage,
} from '@parlance/client-sdk';

/** A request that a client sent. */
export interface Sent {
  url: string;
  /** The procedures that it called. */
  paths: string[];
  bearer: string | null;
}

/** A client whose requests are written down. */
export interface WatchedClient {
  parlance: ParlanceClient;
  tokens: TokenStorage;
  sent: Sent[];
  signedOut: SignedOutReason[];
  /** How often a procedure was called. */
  count(path: string): number;
}

/** A client with tokens of its own, and what it sends. */
export function watchedClient(
  url: string,
  { tokens = memoryTokens(), fetch: send = fetch }: { tokens?: TokenStorage; fetch?: Fetch } = {},
): WatchedClient {
  const sent: Sent[] = [];
  const signedOut: SignedOutReason[] = [];
  const watch: Fetch = (address, init) => {
    const paths = new URL(address, 'http://localhost').pathname.replace('/trpc/', '').split(',');
    sent.push({ url: address, paths, bearer: new Headers(init?.headers).get('authorization') });
    return send(address, init);
  };
  const parlance = createParlanceClient({
    url,
    tokens,
    fetch: watch,
    onSignedOut: (reason) => signedOut.push(reason),
  });
  const count = (path: string) => sent.flatMap(({ paths }) => paths).filter((one) => one === path).length;
  return { parlance, tokens, sent, signedOut, count };
}

let people = 0;

/** Somebody new. */
export const newcomer = () => ({
  email: `sdk-${process.pid}-${++people}@example.com`,
  password: 'correct horse battery',
});

/** A client whose user has just signed up. */
export async function signedUpClient(url: string) {
  const client = watchedClient(url);
  const person = newcomer();
  const session = await client.parlance.auth.signup.mutate(person);
  client.sent.length = 0;
  return { ...client, person, session };
}

/** Makes a kept access token one that the server refuses, or one that has ended by the clock. */
export async function spoil(tokens: TokenStorage, how: 'refused' | 'ended'): Promise<void> {
  const held = await tokens.get();
  if (held === null) throw new Error('Nobody is signed in');
  await tokens.set(
    how === 'refused'
      ? { ...held, accessToken: `${held.accessToken}x` }
      : { ...held, expiresAt: Date.now() + 10_000 },
  );
}

/** A fetch that keeps one procedure's answer, which the server has given, back until it is told to let go. */
export function heldBack(path: string): { fetch: Fetch; answered: Promise<void>; letGo(): void } {
  const gate = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  return {
    letGo: gate.resolve,
    answered: answered.promise,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!new URL(url).pathname.endsWith(path)) return response;
      const body = await response.text();
      answered.resolve();
      await gate.promise;
      return new Response(body, response);
    },
  };
}

/** A fetch that never gets an answer of one procedure. */
export const hanging =
  (path: string): Fetch =>
  (url, init) =>
    new URL(url).pathname.endsWith(path)
      ? new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        })
      : fetch(url, init);

/** What a call failed with. */
export const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => {
      throw new Error('The call did not fail');
    },
    (error: unknown) => error,
  );
