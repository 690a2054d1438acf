import type { TestServer } from '../../harness/start-server.ts';
import { trpcCall } from './doors.ts';
import { problemOf } from './errors.ts';
import type { RawAnswer, RawRequest } from './raw.ts';
import { send } from './send.ts';

const runId = '01900000-0000-7000-8000-00000000dddd';
const json = { 'content-type': 'application/json' };

/** A call of every door that reads tokens. */
const calls: readonly RawRequest[] = [
  { method: 'GET', path: '/trpc/auth.me' },
  { method: 'GET', path: '/api/auth/me' },
  { method: 'GET', path: '/api/v1/conversations' },
  { method: 'POST', path: '/trpc/chat.send', headers: json, body: '{"json":{"message":"Hello"}}' },
  { method: 'POST', path: '/api/v1/chat', headers: json, body: '{"message":"Hello"}' },
  trpcCall('chat.stream', 'stream', '{"json":{"message":"Hello"}}'),
  { method: 'POST', path: '/api/v1/chat/stream', headers: json, body: '{"message":"Hello"}' },
  trpcCall('chat.events', 'subscription', `{"json":{"runId":"${runId}"}}`),
  { method: 'GET', path: `/api/v1/runs/${runId}/events` },
  { method: 'POST', path: '/chat', headers: json, body: '{"message":"Hello"}' },
  { method: 'POST', path: '/api/chat', headers: json, body: '{"message":"Hello"}' },
];

/** Who a token says that its bearer is; what was answered when it is refused. */
export async function me(
  server: TestServer,
  token: string,
): Promise<{ id: string | null; answer: RawAnswer }> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await send(server.url, { method: 'GET', path: '/api/auth/me', headers });
  const body = JSON.parse(answer.text) as { user?: { id: string } };
  return { id: body.user?.id ?? null, answer };
}

/** What is wrong with how the doors refuse an Authorization header; nothing: all of them answer a typed 401. */
export async function lettingIn(server: TestServer, authorization: string): Promise<string[]> {
  const answers = await Promise.all(
    calls.map((call) => send(server.url, { ...call, headers: { ...call.headers, authorization } })),
  );
  return answers.flatMap((answer, index) => {
    const path = calls[index]?.path ?? '';
    const problem = problemOf(path.startsWith('/trpc') ? 'trpc' : 'rest', answer, {
      codes: ['unauthorized'],
    });
    return problem === null ? [] : [`${path} ${problem}`];
  });
}
