import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { logIn, makeApiKey } from './support/belongings.ts';
import { trpcCall } from './support/doors.ts';
import { problemOf } from './support/errors.ts';
import { ask, get, LIMIT, post, signUpFrom, startLimited, useUp, ways } from './support/limited.ts';
import type { RawAnswer } from './support/raw.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startLimited();
});
afterAll(() => server.close());

let people = 0;
/** An address of documentation that nobody else in this file has. */
const newAddress = () => `2001:db8:${(++people).toString(16)}::1`;
const newPerson = () => signUpFrom(server, newAddress());

function expectRefused(answer: RawAnswer, shape: 'rest' | 'trpc' = 'rest') {
  expect(problemOf(shape, answer, { codes: ['rate_limited'] })).toBeNull();
  if (answer.streamed) return expectTold(answer);
  const { 'retry-after': retry, 'ratelimit-limit': limit, 'ratelimit-remaining': remaining } = answer.headers;
  expect([answer.status, limit, remaining]).toEqual([429, String(LIMIT), '0']);
  expect(Number(retry)).toBeGreaterThan(0);
  expect(Number(retry)).toBeLessThanOrEqual(60);
  expect(answer.headers['ratelimit-reset']).toBe(retry);
}

/** What begins before it is refused cannot say so in its headers: the error says when to come again. */
function expectTold({ text }: RawAnswer) {
  const { error } = JSON.parse(text) as {
    error: { json: { data: { details: { retryAfterSeconds: number } } } };
  };
  expect(error.json.data.details.retryAfterSeconds).toBeGreaterThan(0);
  expect(error.json.data.details.retryAfterSeconds).toBeLessThanOrEqual(60);
}

describe('one limit for all doors', () => {
  const names = Object.keys(ways);

  test.each(names)('F4: %s counts, and is refused when the count is used up', async (name) => {
    const { token } = await newPerson();
    const way = ways[name];
    for (let left = LIMIT - 1; left >= 0; left--) {
      const answer = await way?.(server, { token });
      expect(answer?.status).toBe(200);
      if (name === 'tRPC stream') continue;
      expect(answer?.headers).toMatchObject({ 'ratelimit-limit': '5', 'ratelimit-remaining': String(left) });
      expect(Number(answer?.headers['ratelimit-reset'])).toBeGreaterThan(0);
    }
    for (const [other, way] of Object.entries(ways)) {
      expectRefused(await way(server, { token }), other.startsWith('tRPC') ? 'trpc' : 'rest');
    }
  });

  test('F4: the doors share a count', async () => {
    const { token } = await newPerson();
    const answers: number[] = [];
    for (const way of Object.values(ways)) answers.push((await way(server, { token })).status);
    expect(answers).toEqual(names.map((_, used) => (used < LIMIT ? 200 : 429)));
    for (const way of Object.values(ways).toReversed()) {
      expect((await way(server, { token })).status).toBe(429);
    }
  });

  test('F4: asking for the events of a run counts, and is refused when the count is used up', async () => {
    const runId = '01900000-0000-7000-8000-00000000dddd';
    const watching = {
      trpc: trpcCall('chat.events', 'subscription', `{"json":{"runId":"${runId}"}}`),
      rest: { method: 'GET', path: `/api/v1/runs/${runId}/events` },
    };
    for (const used of ['trpc', 'rest'] as const) {
      const { token } = await newPerson();
      for (let left = LIMIT; left > 0; left--) {
        expect((await ask(server, watching[used], { token })).status).toBe(404);
      }
      expectRefused(await ask(server, watching.trpc, { token }), 'trpc');
      expectRefused(await ask(server, watching.rest, { token }));
      expectRefused(await get(server, '/api/v1/conversations', { token }));
    }
  });

  test('F4: a refused message is not written', async () => {
    const { token } = await newPerson();
    await useUp(server, { token }, 1);
    await post(server, '/api/v1/chat', { message: 'Hello' }, { token });
    const before = server.model.requests.length;
    expectRefused(await post(server, '/api/v1/chat', { message: 'Hello' }, { token }));
    expectRefused(await post(server, '/api/v1/chat/stream', { message: 'Hello' }, { token }));
    expectRefused(
      await ask(server, trpcCall('chat.stream', 'stream', '{"json":{"message":"Hello"}}'), { token }),
      'trpc',
    );
    expect(server.model.requests.slice(before).filter(({ purpose }) => purpose === 'answer')).toEqual([]);
  });

  test('F4: one user does not use up what another has, at the same address', async () => {
    const address = newAddress();
    const [first, second] = [await signUpFrom(server, address), await signUpFrom(server, address)];
    await useUp(server, { token: first.token, address });
    expectRefused(await get(server, '/api/auth/me', { token: first.token, address }));
    expect((await get(server, '/api/auth/me', { token: second.token, address })).status).toBe(200);
    expect((await post(server, '/chat', { message: 'Hello' }, { address })).status).toBe(200);
  });

  test('A5: health is not limited', async () => {
    for (let asked = 0; asked < LIMIT * 2; asked++) {
      expect((await get(server, '/health')).status).toBe(200);
      expect((await get(server, '/trpc/health')).status).toBe(200);
    }
  });
});

describe('more of something does not widen it', () => {
  test('F4: another login, another token and API keys count as the same user', async () => {
    const person = await newPerson();
    const again = await logInFrom(person);
    const key = await makeApiKey(server, person, ['chat', 'conversations:read']);
    await useUp(server, { token: person.token }, 1);
    for (const token of [again, key.secret, person.token]) {
      expectRefused(await get(server, '/api/v1/conversations', { token, address: newAddress() }));
    }
  });

  async function logInFrom({ email, password }: Person): Promise<string> {
    const answer = await post(server, '/api/auth/login', { email, password }, { address: newAddress() });
    return JSON.parse(answer.text).access_token;
  }

  test('F4: a batch counts its calls', async () => {
    const { token } = await newPerson();
    const input = encodeURIComponent('{"0":{"json":{}},"1":{"json":{}},"2":{"json":{}}}');
    const batch = () =>
      get(server, `/trpc/${Array(3).fill('conversation.list').join(',')}?batch=1&input=${input}`, { token });
    const statuses = (answer: RawAnswer) =>
      (JSON.parse(answer.text) as { error?: { json: { data: { httpStatus: number } } } }[]).map(
        ({ error }) => error?.json.data.httpStatus ?? 200,
      );
    expect(statuses(await batch())).toEqual([200, 200, 200]);
    const second = await batch();
    expect(statuses(second).sort()).toEqual([200, 200, 429]);
    expect(statuses(await batch())).toEqual([429, 429, 429]);
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('F4: a batch of streams counts each', async () => {
    const { token } = await newPerson();
    await useUp(server, { token }, 2);
    const inputs =
      '{"0":{"json":{"message":"Hello"}},"1":{"json":{"message":"Hello"}},"2":{"json":{"message":"Hello"}}}';
    const path = Array(3).fill('chat.stream').join(',');
    const answer = await ask(server, trpcCall(path, 'stream', inputs, true), { token });
    const codes = (JSON.parse(answer.text) as { error?: { json: { data: { appCode: string } } } }[]).map(
      ({ error }) => error?.json.data.appCode ?? 'ok',
    );
    expect(codes.sort()).toEqual(['ok', 'ok', 'rate_limited']);
  });

  test('F4: fifty parallel sends at the limit minus one admit exactly one', async () => {
    const { token } = await newPerson();
    await useUp(server, { token }, 1);
    const asked = [
      'POST /chat',
      'POST /api/chat',
      'POST /api/v1/chat',
      'POST /api/v1/chat/stream',
      'tRPC mutation',
      'tRPC stream',
      'REST query',
    ];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ways[asked[index % asked.length] ?? '']?.(server, { token })),
    );
    const statuses = answers.map((answer) => answer?.status).sort();
    expect(statuses).toEqual([200, ...Array(49).fill(429)]);
  });
});

describe('addresses', () => {
  const chat = (to: TestServer, address: string) => post(to, '/chat', { message: 'Hello' }, { address });

  test('F4: anonymous callers count by the address that the trusted proxy saw', async () => {
    const address = newAddress();
    for (let asked = 0; asked < LIMIT; asked++) {
      expect((await chat(server, `198.51.100.${asked}, ${address}`)).status).toBe(200);
    }
    expectRefused(await chat(server, `198.51.100.99, ${address}`));
    expect((await chat(server, newAddress())).status).toBe(200);
  });

  test('F4: all addresses of an IPv6 network count as one, and an IPv4 address in IPv6 as itself', async () => {
    for (let asked = 1; asked <= LIMIT; asked++) {
      expect((await chat(server, `2001:db8:ffff:1::${asked}`)).status).toBe(200);
      expect((await chat(server, asked % 2 === 0 ? '203.0.113.7' : '::ffff:203.0.113.7')).status).toBe(200);
    }
    expectRefused(await chat(server, '2001:db8:ffff:1:aaaa:bbbb:cccc:dddd'));
    expectRefused(await chat(server, '203.0.113.7'));
    expect((await chat(server, '2001:db8:ffff:2::1')).status).toBe(200);
  });

  test('F4: without a trusted proxy X-Forwarded-For changes nothing', async () => {
    await using bare = await startServer({ config: { rateLimitPerMinute: LIMIT } });
    for (let asked = 0; asked < LIMIT; asked++) expect((await chat(bare, newAddress())).status).toBe(200);
    expectRefused(await chat(bare, newAddress()));
    expectRefused(await post(bare, '/chat', { message: 'Hello' }));
  });
});

describe('attempts at credentials', () => {
  const attempts: Record<string, [path: string, body: object]> = {
    'log-in': ['/api/auth/login', { email: 'nobody@example.com', password: 'a guess' }],
    'sign-up': ['/api/auth/signup', { email: 'no address', password: 'a guess' }],
    refresh: ['/api/auth/refresh', { refresh_token: 'a guess' }],
    'log-in over tRPC': ['/trpc/auth.login', { json: { email: 'nobody@example.com', password: 'a guess' } }],
  };

  test.each(Object.keys(attempts))('F1, F4: %s is limited by address, whoever is tried', async (name) => {
    const address = newAddress();
    const [path, body] = attempts[name] ?? ['', {}];
    for (let tried = 0; tried < LIMIT; tried++) {
      expect([400, 401]).toContain((await post(server, path, body, { address })).status);
    }
    for (const [other, [otherPath, otherBody]] of Object.entries(attempts)) {
      const answer = await post(server, otherPath, otherBody, { address });
      expectRefused(answer, other.endsWith('tRPC') ? 'trpc' : 'rest');
    }
    expect([400, 401]).toContain((await post(server, path, body, { address: newAddress() })).status);
  });

  test('F1, F4: guesses at one’s own password count too, and signing in does not help', async () => {
    const address = newAddress();
    const { token } = await signUpFrom(server, address);
    const guess = () => post(server, '/api/auth/delete-account', { password: 'a guess' }, { address, token });
    for (let tried = 1; tried < LIMIT; tried++) expect((await guess()).status).toBe(400);
    expectRefused(await guess());
  });

  test('F1, F4: a batch of guesses counts each', async () => {
    const address = newAddress();
    const guess = { json: { email: 'nobody@example.com', password: 'a guess' } };
    const guesses = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index, guess]));
    const path = `/trpc/${Array(20).fill('auth.login').join(',')}?batch=1`;
    const answer = await post(server, path, guesses, { address });
    const codes = (JSON.parse(answer.text) as { error: { json: { data: { httpStatus: number } } } }[]).map(
      ({ error }) => error.json.data.httpStatus,
    );
    expect(codes.filter((code) => code === 401)).toHaveLength(LIMIT);
    expect(codes.filter((code) => code === 429)).toHaveLength(20 - LIMIT);
  });
});

test('F4: a limit of nothing is none', async () => {
  await using unlimited = await startServer({ config: { rateLimitPerMinute: 0 } });
  const person = await signUpFrom(unlimited, newAddress());
  for (let asked = 0; asked < LIMIT * 2; asked++) {
    const answer = await get(unlimited, '/api/v1/conversations', { token: person.token });
    expect([answer.status, answer.headers['ratelimit-limit']]).toEqual([200, undefined]);
  }
  expect((await logIn(unlimited, person)).token).not.toBe('');
});
