import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all } from './support/contract.ts';
import { lines, rest, textsOf, trpcCall, trpcMethod } from './support/doors.ts';
import { type Expected, problemOf } from './support/errors.ts';
import { type Attacked, attack, type Case, failuresIn, get, made, shapeOf } from './support/refusals.ts';
import { nothing, sampleOf } from './support/samples.ts';
import { send } from './support/send.ts';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attack();
});
afterAll(() => attacked[Symbol.asyncDispose]());

const bad: Expected = { codes: ['bad_request'] };
const unknown: Expected = { codes: ['not_found'] };
const wrongMethod: Expected = { codes: ['method_not_allowed'] };
const tooLong: Expected = { codes: ['uri_too_long'] };

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'];
const PATHS = [
  '/health',
  '/health/ready',
  '/trpc/health',
  '/chat',
  '/api/chat',
  '/api/v1/conversations',
  '/nowhere',
];

describe('procedures and routes that are not there', () => {
  const names = [
    'nope',
    'chat',
    'chat.nope',
    'chat.send.x',
    'Chat.Send',
    'constructor',
    '__proto__',
    'toString',
    'chat.constructor',
    '__proto__.send',
    'hasOwnProperty',
    'then',
    'call',
    'apply',
    'chat%2Esend%00',
    'health%00',
    '..%2fhealth',
    ' ',
    '.',
    '',
  ].map(encodeSpaces);

  test('A1, H4: an unknown procedure is not found, alone and in a batch', async () => {
    const cases = names.flatMap((name) =>
      (['query', 'mutation'] as const).flatMap((kind) => [
        made(trpcCall(name, kind, null), unknown),
        made(trpcCall(`${name},${name}`, kind, '{}', true), unknown),
      ]),
    );
    expect(await attacked.problems(cases)).toEqual([]);
  });

  test('H4: an unknown address is not found', async () => {
    const paths = [
      '/',
      '/%00',
      '/api',
      '/api/v1',
      '/api/v2/chat',
      '/chat/x',
      '/health/nope',
      '//health',
      '/favicon.ico',
      '/*',
      '/.env',
      '/constructor',
      '/__proto__',
      '/api/v1/conversations/x/y/z',
    ];
    expect(await attacked.problems(paths.map((path) => made(get(path), unknown)))).toEqual([]);
  });
});

describe('methods', () => {
  test('A1, H4: a procedure refuses every method but its own over tRPC', async () => {
    const cases = all.flatMap(({ path, procedure }) =>
      METHODS.filter((method) => method !== trpcMethod(procedure.kind)).flatMap((method) => {
        const headers = { 'content-type': 'application/json' };
        const inLines = { method, path: `/trpc/${path}?batch=1`, headers: { ...headers, ...lines } };
        return [{ method, path: `/trpc/${path}`, headers }, inLines].map((request) =>
          made(request, wrongMethod),
        );
      }),
    );
    expect(await attacked.problems(cases)).toEqual([]);
  });

  test('A6, H4: a REST address refuses the methods that it does not have, and says which it has', async () => {
    const served = new Map<string, string[]>([
      ['/chat', ['POST']],
      ['/api/chat', ['POST']],
    ]);
    for (const named of all.filter(rest.serves)) {
      const request = rest.call(named, textsOf(await sampleOf(named.path, nothing(attacked.email))));
      const path = request.path.split('?', 1)[0] ?? '';
      served.set(path, [...(served.get(path) ?? []), request.method]);
    }
    for (const [path, methods] of served) {
      for (const method of METHODS.filter((name) => !methods.includes(name))) {
        const answer = await send(attacked.server.url, { method, path });
        expect(problemOf('rest', answer, wrongMethod), `${method} ${path}`).toBeNull();
        expect(answer.headers.allow?.split(', ').sort()).toEqual(methods.toSorted());
      }
    }
  });

  test('A5, H4: health answers no method but GET', async () => {
    const cases = ['/health', '/health/live', '/health/ready'].flatMap((path) =>
      METHODS.filter((method) => method !== 'GET').map((method) => made({ method, path }, {})),
    );
    expect(await attacked.problems(cases)).toEqual([]);
  });
});

describe('addresses that are wrong', () => {
  const everywhere = (suffix: string, expected: Expected | null): Case[] =>
    PATHS.flatMap((path) => [
      made(get(`${path}${suffix}`), expected),
      made(
        {
          method: 'POST',
          path: `${path}${suffix}`,
          headers: { 'content-type': 'application/json' },
          body: '{}',
        },
        expected,
      ),
    ]);

  test('H5: an address of 9 KB is too long', async () => {
    const long = 'x'.repeat(9_000);
    const cases = [`?input=${long}`, `/${long}`, `?${long}=1`].flatMap((suffix) =>
      everywhere(suffix, tooLong),
    );
    expect(await attacked.problems(cases)).toEqual([]);
  });

  test('H5: headers of 20 KB are refused by Node itself', async () => {
    const answers = await Promise.all(
      PATHS.map((path) => send(attacked.server.url, get(`${path}?${'x'.repeat(20_000)}`))),
    );
    expect(answers.map(({ status, text }) => [status, text])).toEqual(PATHS.map(() => [431, '']));
  });

  test('H4: a malformed percent-encoding is a bad request, in path and query', async () => {
    const suffixes = [
      '/%',
      '/%zz',
      '/%ff',
      '/%E0%A4%A',
      '/%ED%A0%80',
      '?a=%',
      '?%zz=1',
      '?input=%ff',
      '?a=%c0%80',
      '?batch=1&input=%',
    ];
    expect(await attacked.problems(suffixes.flatMap((suffix) => everywhere(suffix, bad)))).toEqual([]);
  });

  test('A8: query parameters that no door knows do no harm', async () => {
    const suffixes = [
      '?__proto__=1',
      '?constructor[prototype]=1',
      '?a=%00',
      '?a=1&a=2',
      '?=',
      '?&&',
      '?batch=1&batch=1',
      '?a[]=1',
      '?toString=1',
    ];
    const cases = suffixes.flatMap((suffix) =>
      ['/health', '/health/live', '/trpc/health', '/api/v1/conversations'].map((path) =>
        made(get(path + suffix), null),
      ),
    );
    expect(await attacked.problems(cases)).toEqual([]);
  });

  test('A8: a Host header that is no host does no harm', async () => {
    for (const host of ['[', 'a b', '%', 'x'.repeat(5_000), '..', '@', '#']) {
      for (const path of ['/trpc/health', '/chat', '/health']) {
        const answer = await send(attacked.server.url, { ...get(path), headers: { host } });
        if (answer.status !== 200) expect(problemOf(shapeOf(path), answer), `${path} on ${host}`).toBeNull();
      }
    }
  });
});

test('A8: none of this was a failure of ours', () => {
  expect(failuresIn(attacked.server)).toEqual([]);
});

function encodeSpaces(name: string): string {
  return name.replaceAll(' ', '%20');
}
