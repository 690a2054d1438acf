import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, signUp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { trpcCall } from './support/doors.ts';
import { problemOf } from './support/errors.ts';
import { type RawAnswer, type RawRequest, sendRaw } from './support/raw.ts';
import { get, shapeOf } from './support/refusals.ts';
import { send } from './support/send.ts';

const ALLOWED = 'https://app.example';
const json = { 'content-type': 'application/json' };

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer({ config: { corsOrigins: [ALLOWED, 'http://localhost:5173'] } });
  person = await signUp(server);
});
afterAll(() => server.close());

const PATHS = ['/health', '/trpc/health', '/api/v1/conversations', '/chat', '/nowhere'];
const ask = (path: string, headers: Record<string, string>, method = 'GET'): Promise<RawAnswer> =>
  send(server.url, { method, path, headers });

describe('origins', () => {
  const refused = [
    'https://evil.example',
    'https://app.example.evil.example',
    'https://evil.example#https://app.example',
    'http://app.example',
    'https://app.example:8443',
    'https://app.example/',
    'https://app.exampl',
    'https://APP.example',
    'https://app.example, https://evil.example',
    'https://app_example',
    'null',
    'file://',
    'http://localhost',
    'http://127.0.0.1',
    '*',
    'x'.repeat(5_000),
  ];

  test('H5: an allowed origin is let in and may read the answer', async () => {
    for (const origin of [ALLOWED, 'http://localhost:5173']) {
      for (const path of PATHS) {
        const { headers } = await ask(path, { origin });
        expect(headers['access-control-allow-origin'], path).toBe(origin);
        expect(headers.vary).toMatch(/origin/i);
        expect(headers['access-control-allow-credentials']).toBeUndefined();
        for (const name of ['X-Request-Id', 'RateLimit-Remaining', 'Retry-After']) {
          expect(headers['access-control-expose-headers']).toContain(name);
        }
      }
    }
  });

  test.each(refused)('H5, H4: the origin %s is refused at every door', async (origin) => {
    for (const path of PATHS) {
      const answer = await ask(path, { origin });
      expect(problemOf(shapeOf(path), answer, { codes: ['forbidden'] }), path).toBeNull();
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('H5: a refused origin gets nothing done', async () => {
    const before = server.model.requests.length;
    const body = '{"message":"Hello"}';
    const sends = ['/chat', '/api/v1/chat', '/api/v1/chat/stream'].map(
      (path): RawRequest => ({ method: 'POST', path, headers: json, body }),
    );
    for (const sent of [...sends, trpcCall('chat.stream', 'stream', `{"json":${body}}`)]) {
      const headers = { ...sent.headers, origin: 'https://evil.example' };
      const answer = await sendRaw(server.url, { ...sent, headers });
      expect(problemOf(shapeOf(sent.path), answer, { codes: ['forbidden'] })).toBeNull();
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(server.model.requests).toHaveLength(before);
  });

  test('H5: the page of the server itself and callers that are no pages are let in', async () => {
    for (const headers of [{}, { origin: server.url }, { origin: server.url.replace('http:', 'https:') }]) {
      const answer = await ask('/health', headers);
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    }
  });

  test('H5: without a list every other origin is refused; with * none', async () => {
    await using closed = await startServer();
    await using open = await startServer({ config: { corsOrigins: ['*'] } });
    const headers = { origin: ALLOWED };
    expect((await send(closed.url, { ...get('/health'), headers })).status).toBe(403);
    const answer = await send(open.url, { ...get('/health'), headers });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('preflight', () => {
  const preflight = (path: string, origin: string, method: string) =>
    ask(
      path,
      {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type,x-request-id',
      },
      'OPTIONS',
    );

  test('H5: an allowed origin may send what the doors take', async () => {
    for (const path of PATHS) {
      const { status, headers } = await preflight(path, ALLOWED, 'PATCH');
      expect([status, headers['access-control-allow-origin']]).toEqual([204, ALLOWED]);
      expect(headers['access-control-allow-methods']).toMatch(/POST.*|PATCH.*|DELETE/);
      expect(headers['access-control-allow-headers']).toMatch(/authorization/i);
      expect(Number(headers['access-control-max-age'])).toBeGreaterThan(0);
    }
  });

  test('H5: any other is refused', async () => {
    for (const path of PATHS) {
      const answer = await preflight(path, 'https://evil.example', 'POST');
      expect(problemOf(shapeOf(path), answer, { codes: ['forbidden'] })).toBeNull();
      expect(answer.headers['access-control-allow-methods']).toBeUndefined();
    }
  });
});

describe('every answer', () => {
  const runId = '01900000-0000-7000-8000-00000000dddd';
  const events: Record<string, RawRequest> = {
    'a stream': { method: 'POST', path: '/api/v1/chat/stream', headers: json, body: '{"message":"Hello"}' },
    'a subscription': trpcCall('chat.events', 'subscription', `{"json":{"runId":"${runId}"}}`),
  };
  const requests: Record<string, RawRequest> = {
    health: get('/health'),
    liveness: get('/health/live'),
    readiness: get('/health/ready'),
    'a procedure': get('/trpc/health'),
    'a batch': get('/trpc/health,health?batch=1&input=%7B%7D'),
    'HEAD of a procedure': { method: 'HEAD', path: '/trpc/health' },
    'an unknown procedure': get('/trpc/nope'),
    'an unknown address': get('/nowhere'),
    'a wrong method': get('/chat'),
    'no token': get('/api/v1/conversations'),
    'a bad token': { ...get('/api/v1/conversations'), headers: { authorization: 'Bearer x' } },
    'a bad body': { method: 'POST', path: '/chat', headers: json, body: '{' },
    'a body that is too large': { method: 'POST', path: '/chat', headers: json, body: 'x'.repeat(2_000_000) },
    'a refused origin': { ...get('/health'), headers: { origin: 'https://evil.example' } },
    'a preflight': { method: 'OPTIONS', path: '/chat', headers: { origin: ALLOWED } },
    'a malformed address': get('/%zz'),
    'a malformed procedure': get('/trpc/%zz'),
    'an address that is too long': get(`/${'x'.repeat(9_000)}`),
    'a chat': { method: 'POST', path: '/chat', headers: json, body: '{"message":"Hello"}' },
    'a stream in lines': trpcCall('chat.stream', 'stream', '{"json":{"message":"Hello"}}'),
    'a refused stream': { method: 'POST', path: '/api/v1/chat/stream', headers: json, body: '{}' },
    ...events,
  };

  test.each(Object.keys(requests))(
    'H3, H5: %s has a request id of its own and security headers',
    async (what) => {
      const sent = requests[what] ?? get('/');
      const { headers } = await send(server.url, sent);
      const again = await send(server.url, { ...sent, headers: { ...sent.headers, 'x-request-id': 'mine' } });
      expect(headers['x-request-id']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
      expect(again.headers['x-request-id']).not.toBe(headers['x-request-id']);
      expect(again.headers['x-request-id']).not.toBe('mine');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': expect.stringMatching(/DENY|SAMEORIGIN/),
        'referrer-policy': 'no-referrer',
        'strict-transport-security': expect.stringMatching(/max-age=\d+/),
      });
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['server']).toBeUndefined();
    },
  );

  test('H4: what answers JSON says so, and what answers events', async () => {
    for (const [what, sent] of Object.entries(requests)) {
      const { headers, text } = await send(server.url, sent);
      const type = what in events ? /^text\/event-stream/ : /^application\/json/;
      if (text !== '') expect(headers['content-type'], what).toMatch(type);
    }
  });

  test('H5: what is private is not stored by those on the way', async () => {
    for (const path of ['/api/auth/me', '/trpc/auth.me', '/api/v1/conversations']) {
      const { headers } = await ask(path, { authorization: `Bearer ${person.token}` });
      expect(headers.etag, path).toBeUndefined();
      expect(headers['cache-control'], path).toMatch(/no-store/);
    }
    for (const [what, sent] of Object.entries(requests)) {
      expect((await send(server.url, sent)).headers['cache-control'], what).toMatch(/no-store/);
    }
  });
});

test('A5: health tells how the server is, and who may send requests to it', async () => {
  const bodies = await Promise.all(
    ['/health', '/health/live', '/health/ready'].map(async (path) => JSON.parse((await ask(path, {})).text)),
  );
  expect(bodies.map(({ status }) => status)).toEqual(['healthy', 'alive', 'ready']);
});

test('H5: a request of two lengths is refused by Node itself', async () => {
  const { hostname, port } = new URL(server.url);
  const answer = await new Promise<number | undefined>((resolve) => {
    const outgoing = request({ hostname, port, method: 'POST', path: '/chat', agent: false }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode);
    });
    outgoing.setHeader('content-length', '2');
    outgoing.setHeader('transfer-encoding', 'chunked');
    outgoing.on('error', () => resolve(undefined));
    outgoing.end('{}');
  });
  expect(answer === undefined || answer === 400).toBe(true);
  expect((await ask('/health', {})).status).toBe(200);
});
