import { randomUUID } from 'node:crypto';
import type { Person } from '../../harness/people.ts';
import { startServer, type TestServer } from '../../harness/start-server.ts';
import { trpcCall } from './doors.ts';
import type { RawAnswer, RawRequest } from './raw.ts';
import { send } from './send.ts';

/** The limit of servers of these tests. */
export const LIMIT = 5;

/** A server that admits {@link LIMIT} requests a minute, behind one proxy that it trusts. */
export const startLimited = (): Promise<TestServer> =>
  startServer({ config: { rateLimitPerMinute: LIMIT, trustProxy: 1 } });

/** Somebody who signed up from an address of their own, so that nobody's attempts are counted together. */
export async function signUpFrom(server: TestServer, address: string): Promise<Person> {
  const account = { email: `${randomUUID()}@example.com`, password: 'correct horse battery' };
  const answer = await post(server, '/api/auth/signup', account, { address });
  const body = JSON.parse(answer.text);
  return { ...account, id: body.user.id, token: body.access_token, refreshToken: body.refresh_token };
}

/** Who sends a request. */
export interface Sender {
  token?: string;
  /** What the proxy says of the caller. */
  address?: string;
}

const headersOf = ({ token, address }: Sender): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(address !== undefined && { 'x-forwarded-for': address }),
});

/** POSTs JSON. */
export const post = (
  server: TestServer,
  path: string,
  body: object,
  sender: Sender = {},
): Promise<RawAnswer> =>
  send(server.url, {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...headersOf(sender) },
    body: JSON.stringify(body),
  });

/** GETs. */
export const get = (server: TestServer, path: string, sender: Sender = {}): Promise<RawAnswer> =>
  ask(server, { method: 'GET', path }, sender);

/** Sends any request. */
export const ask = (server: TestServer, request: RawRequest, sender: Sender): Promise<RawAnswer> =>
  send(server.url, { ...request, headers: { ...request.headers, ...headersOf(sender) } });

/** Every way to use up a request of one's own. */
export const ways: Record<string, (server: TestServer, sender: Sender) => Promise<RawAnswer>> = {
  'tRPC query': (server, sender) =>
    get(server, '/trpc/conversation.list?input=%7B%22json%22%3A%7B%7D%7D', sender),
  'tRPC mutation': (server, sender) =>
    post(server, '/trpc/chat.send', { json: { message: 'Hello' } }, sender),
  'REST query': (server, sender) => get(server, '/api/v1/conversations', sender),
  'POST /api/v1/chat': (server, sender) => post(server, '/api/v1/chat', { message: 'Hello' }, sender),
  'tRPC stream': (server, sender) =>
    ask(server, trpcCall('chat.stream', 'stream', '{"json":{"message":"Hello"}}'), sender),
  'POST /api/v1/chat/stream': (server, sender) =>
    post(server, '/api/v1/chat/stream', { message: 'Hello' }, sender),
  'POST /chat': (server, sender) => post(server, '/chat', { message: 'Hello' }, sender),
  'POST /api/chat': (server, sender) => post(server, '/api/chat', { message: 'Hello' }, sender),
};

/** Uses up all of somebody's requests but some. */
export async function useUp(server: TestServer, sender: Sender, left = 0): Promise<void> {
  for (let used = 0; used < LIMIT - left; used++) {
    const { status } = await get(
      server,
      '/api/v1/conversations/01900000-0000-7000-8000-00000000aaaa',
      sender,
    );
    if (status !== 404) throw new Error(`A request inside the limit was answered ${status}`);
  }
}
