import { createHmac, generateKeyPairSync, randomUUIDv7 } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, signUp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { makeApiKey } from './support/belongings.ts';
import { JWT_SECRET } from './support/callers.ts';
import { send } from './support/send.ts';
import { lettingIn, me } from './support/who.ts';

let server: TestServer;
let person: Person;
let other: Person;
/** What a good token of the person says. */
let claims: jwt.JwtPayload;

beforeAll(async () => {
  server = await startServer({ config: { jwtSecret: JWT_SECRET } });
  [person, other] = [await signUp(server), await signUp(server)];
  claims = jwt.decode(person.token, { json: true }) ?? {};
});
afterAll(() => server.close());

const now = () => Math.floor(Date.now() / 1_000);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** A token with its parts as they are said to be, signed by HMAC whatever its header says. */
function forge(
  header: object,
  payload: object,
  secret: string | Buffer = JWT_SECRET,
  hash = 'sha256',
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const hs256 = { alg: 'HS256', typ: 'JWT' };
const without = (...names: string[]) =>
  forge(hs256, Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name))));
const said = (changes: object) => forge(hs256, { ...claims, ...changes });
const unsigned = (alg: string) => `${forge({ alg }, claims).split('.').slice(0, 2).join('.')}.`;

test('F2: a token signed with our secret that says what ours say is good', async () => {
  expect((await me(server, said({}))).id).toBe(person.id);
  expect((await me(server, forge({ ...hs256, kid: '../../../dev/null' }, claims))).id).toBe(person.id);
});

const forged: Record<string, () => string> = {
  'alg none': () => unsigned('none'),
  'alg None': () => unsigned('None'),
  'alg nOnE': () => unsigned('nOnE'),
  'no alg': () => forge({ typ: 'JWT' }, claims),
  'alg none with a good signature': () => forge({ alg: 'none' }, claims),
  'alg HS256 without a signature': () => unsigned('HS256'),
  HS384: () => jwt.sign(claims, JWT_SECRET, { algorithm: 'HS384' }),
  HS512: () => jwt.sign(claims, JWT_SECRET, { algorithm: 'HS512' }),
  RS256: () => jwt.sign(claims, rsa.privateKey, { algorithm: 'RS256' }),
  'RS256 over our secret': () => forge({ alg: 'RS256' }, claims),
  'HS256 over a public key': () => forge(hs256, claims, publicPem),
  'another secret': () => forge(hs256, claims, `${JWT_SECRET} `),
  'an empty secret': () => forge(hs256, claims, ''),
  'kid of an empty file': () => forge({ ...hs256, kid: '/dev/null' }, claims, ''),
  'kid of an SQL injection': () => forge({ ...hs256, kid: "x' UNION SELECT 'key" }, claims, 'key'),
  'kid that is a list': () => forge({ ...hs256, kid: ['a'] }, claims, 'a'),
  'kid that is an object': () => forge({ ...hs256, kid: { __proto__: null } }, claims, ''),
  'a key of its own': () =>
    jwt.sign(claims, rsa.privateKey, {
      algorithm: 'RS256',
      header: { alg: 'RS256', ...{ jwk: rsa.publicKey.export({ format: 'jwk' }) } },
    }),
  'jku and x5u': () =>
    forge({ ...hs256, jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/' }, claims, 'a'),
  'no sub': () => without('sub'),
  'no sid': () => without('sid'),
  'no exp': () => without('exp'),
  'no typ': () => without('typ'),
  'no iss': () => without('iss'),
  'no aud': () => without('aud'),
  'no claims': () => forge(hs256, {}),
  'claims that are a list': () => forge(hs256, []),
  'another issuer': () => said({ iss: 'somebody' }),
  'an issuer in a list': () => said({ iss: ['parlance'] }),
  'another audience': () => said({ aud: 'somebody' }),
  'another kind of token': () => said({ typ: 'refresh' }),
  'after its end': () => said({ exp: now() - 1 }),
  'an end long ago': () => said({ exp: -1 }),
  'an end that is text': () => said({ exp: String(now() + 60) }),
  'before its beginning': () => said({ nbf: now() + 60 }),
  'a beginning that is text': () => said({ nbf: 'x' }),
  'nobody’s user id': () => said({ sub: randomUUIDv7() }),
  'no user id': () => said({ sub: 'x' }),
  'a user id that is SQL': () => said({ sub: "' OR 1=1" }),
  'a user id that is an object': () => said({ sub: { id: person.id } }),
  'nobody’s login': () => said({ sid: randomUUIDv7() }),
  "another user's login": () => said({ sid: jwt.decode(other.token, { json: true })?.['sid'] }),
  "another user's id": () => said({ sub: other.id }),
  'a changed claim': () => person.token.replace(/\.[^.]+\./, `.${said({ sub: other.id }).split('.')[1]}.`),
  'half a signature': () => person.token.slice(0, -20),
  'two parts': () => person.token.split('.').slice(0, 2).join('.'),
  'four parts': () => `${person.token}.x`,
  'five parts': () => 'a.b.c.d.e',
  'no JSON in it': () => 'e30x.e30x.e30x',
  'a header that is null': () => `bnVsbA.${person.token.split('.').slice(1).join('.')}`,
  dots: () => '..',
  'nine kilobytes': () => said({ filler: 'x'.repeat(7_000) }),
  'the refresh token': () => person.refreshToken,
  'an API key cut short': () => 'plk_',
};

test.each(Object.keys(forged))('F2: a token with %s is refused at every door', async (what) => {
  expect(await lettingIn(server, `Bearer ${forged[what]?.()}`)).toEqual([]);
});

const headers: Record<string, () => string> = {
  'no token': () => 'Bearer',
  'an empty token': () => 'Bearer ',
  'two tokens': () => `Bearer ${person.token} ${person.token}`,
  'two tokens in a list': () => `Bearer ${person.token}, Bearer ${person.token}`,
  'another scheme': () => `Basic ${person.token}`,
  'no scheme': () => person.token,
  quotes: () => `Bearer "${person.token}"`,
  'characters that tokens do not have': () => 'Bearer <script>',
  'Latin letters': () => 'Bearer é',
};

test.each(Object.keys(headers))(
  'F2: an Authorization header with %s is refused at every door',
  async (what) => {
    expect(await lettingIn(server, headers[what]?.() ?? '')).toEqual([]);
  },
);

test('F2: the scheme is read in any case', async () => {
  const request = { method: 'GET', path: '/api/auth/me' };
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const authorization = `${scheme} ${person.token}`;
    expect((await send(server.url, { ...request, headers: { authorization } })).status).toBe(200);
  }
});

test('F2: a token anywhere but in the Authorization header is no token', async () => {
  const { secret } = await makeApiKey(server, person, ['conversations:read']);
  for (const token of [person.token, secret]) {
    for (const name of ['access_token', 'token', 'authorization', 'api_key']) {
      const path = `/api/v1/conversations?${name}=${token}`;
      expect((await send(server.url, { method: 'GET', path })).status).toBe(401);
    }
    const elsewhere = { cookie: `access_token=${token}`, 'x-api-key': token, 'x-access-token': token };
    const request = { method: 'GET', path: '/api/v1/conversations', headers: elsewhere };
    expect((await send(server.url, request)).status).toBe(401);
  }
});

test('F2: a token of twenty kilobytes is refused by Node itself', async () => {
  expect((await me(server, 'x'.repeat(20_000)).catch(() => ({ id: null }))).id).toBeNull();
});

test('H3: no token stands in the log', () => {
  const log = JSON.stringify(server.logs);
  expect(log).not.toContain(person.token);
  expect(log).not.toContain(person.token.split('.')[2]);
});
