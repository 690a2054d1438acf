import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Endpoint, endpoints } from './support/endpoints.ts';
import type { Expected } from './support/errors.ts';
import { type Attacked, attack, type Case, failuresIn } from './support/refusals.ts';
import { send } from './support/send.ts';

let attacked: Attacked;
let places: Endpoint[];
beforeAll(async () => {
  attacked = await attack();
  places = await endpoints(attacked.email);
});
afterAll(() => attacked[Symbol.asyncDispose]());

const JSON_TYPE = 'application/json';
const DEEP = 10_000;
const bad: Expected = { codes: ['bad_request'] };
const tooLarge: Expected = { codes: ['payload_too_large'] };
const wrongType: Expected = { codes: ['unsupported_media_type'] };

/** Bodies that no place takes. */
const bodies: Record<string, string | Buffer> = {
  null: 'null',
  'an empty list': '[]',
  text: '"x"',
  'a number': '5',
  true: 'true',
  nothing: '',
  blanks: '  \n ',
  'half an object': '{"message":',
  'a bare key': '{message:1}',
  'a trailing comma': '{"message":"x",}',
  NaN: 'NaN',
  'two objects': '{}{}',
  'a byte order mark': '\ufeff{}',
  NUL: '\0',
  'invalid UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  'half a character': Buffer.from('{"message":"é"}').subarray(0, 13),
  'UTF-16': Buffer.from('{"message":"x"}', 'utf16le'),
  HTML: '<script>alert(1)</script>',
  'lists 10,000 deep': '['.repeat(DEEP) + ']'.repeat(DEEP),
  'objects 10,000 deep': `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  'half of lists 10,000 deep': '['.repeat(DEEP),
  constructor: '{"constructor":{"prototype":{"isAdmin":true}}}',
  'a key of half a megabyte': `{"${'k'.repeat(500_000)}":1}`,
  'a key of half a megabyte, with NUL': `{"${'k'.repeat(500_000)}":"\\u0000"}`,
};

const large = (megabytes: number): string => `{"message":"${'x'.repeat(megabytes * 1_000_000)}"}`;
const [two, ten] = [large(2), large(10)];

function casesOf(place: Endpoint): Case[] {
  const to = (body: string | Buffer, headers: Record<string, string> = { 'content-type': JSON_TYPE }) => ({
    method: place.method,
    path: place.path,
    headers: { ...headers, ...place.headers },
    body,
  });
  const made = (what: string, expected: Expected | null, request: Case['request']): Case => ({
    what: `${place.name}: ${what}`,
    shape: place.shape,
    request,
    expected,
  });
  return [
    ...Object.entries(bodies).map(([what, body]) =>
      made(what, body === '' && place.takesNoBody ? null : bad, to(body)),
    ),
    made('__proto__ as a key', bad, to('{"__proto__":{"isAdmin":true}}')),
    made('{}', place.takesNothing ? null : bad, to('{}')),
    made('2 MB', tooLarge, to(two)),
    made('2 MB of unknown length', tooLarge, { ...to(two), chunked: true }),
    made('10 MB', tooLarge, to(ten)),
    made(
      'a form with a file',
      wrongType,
      to('--b\r\n\r\nx\r\n--b--', { 'content-type': 'multipart/form-data; boundary=b' }),
    ),
    made('UTF-16 by declaration', wrongType, to('{}', { 'content-type': `${JSON_TYPE}; charset=utf-16` })),
    ...['gzip', 'br', 'deflate', 'nonsense'].map((encoding) =>
      made(`encoded with ${encoding}`, wrongType, {
        ...to(gzipSync('{"message":"x"}'), { 'content-type': JSON_TYPE, 'content-encoding': encoding }),
      }),
    ),
    ...['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', 'nonsense'].map(
      (type) => made(`a list as ${type}`, {}, to('[]', { 'content-type': type })),
    ),
    made('a list of no type', {}, to('[]', {})),
  ];
}

test('A8, H4, H5: every door refuses bodies that it does not take', async () => {
  expect(places.length).toBeGreaterThan(20);
  expect(places.filter(({ takesNoBody }) => takesNoBody).map(({ name }) => name)).toEqual([
    'REST chat.stop',
    'REST task.complete',
  ]);
  for (const place of places) {
    expect(await attacked.problems(casesOf(place)), place.name).toEqual([]);
  }
}, 60_000);

test('H5: a REST route that reads no body minds none', async () => {
  const { url } = attacked.server;
  for (const path of ['/health', '/health/live', '/health/ready', '/api/v1/conversations']) {
    const answer = await send(url, {
      method: 'GET',
      path,
      headers: { 'content-type': JSON_TYPE },
      body: two,
    });
    expect([200, 401]).toContain(answer.status);
  }
});

test('H5: a caller who goes away in the middle of a body does no harm', async () => {
  const { hostname, port } = new URL(attacked.server.url);
  for (const { path } of places) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: 1000\r\n\r\n{"message"`,
    );
    socket.resume().end();
    await once(socket, 'close');
  }
  expect((await send(attacked.server.url, { method: 'GET', path: '/health' })).status).toBe(200);
});

test('A8: none of this was a failure of ours', () => {
  expect(failuresIn(attacked.server)).toEqual([]);
});
