import { createHmac, createPublicKey } from 'node:crypto';
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { deactivate, hireStaff } from './support/belongings.ts';
import { problemOf } from './support/errors.ts';
import { ALGORITHMS, type Issuer, startIssuer } from './support/jwks.ts';
import { send } from './support/send.ts';
import { lettingIn, me } from './support/who.ts';

let issuer: Issuer;
let server: TestServer;
let person: Person;

const trusting = ({ issuer: name, jwksUrl }: Issuer, audience: string | null = 'parlance') =>
  startServer({ config: { outsideIssuer: { issuer: name, jwksUrl, audience } } });

beforeAll(async () => {
  issuer = await startIssuer();
  server = await trusting(issuer);
  person = await signUp(server);
});
afterAll(async () => {
  await server.close();
  await issuer[Symbol.asyncDispose]();
});

const now = () => Math.floor(Date.now() / 1_000);

describe("an outside issuer's tokens", () => {
  test.each(ALGORITHMS)('F2: %s is accepted, and its user is made once', async (algorithm) => {
    const token = await issuer.sign({ sub: 'ada' }, { algorithm });
    const answers = await Promise.all(Array.from({ length: 8 }, () => me(server, token)));
    const ids = new Set(answers.map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect((await me(server, await issuer.sign({ sub: 'ada' }))).id).toBe([...ids][0]);
    expect([...ids][0]).not.toBeNull();
  });

  test('F2: another subject is another user, who has what is theirs alone', async () => {
    const [ada, bob] = [await issuer.sign({ sub: 'ada' }), await issuer.sign({ sub: 'bob' })];
    const { conversationId } = await trpc(server, ada).chat.send.mutate({ message: 'Hello' });
    const url = `${server.url}/api/v1/conversations/${conversationId}`;
    expect((await call(url, { token: ada })).status).toBe(200);
    expect((await call(url, { token: bob })).status).toBe(404);
    expect((await me(server, bob)).id).not.toBe((await me(server, ada)).id);
  });

  test("F2: a subject that is one of our users' id or address is not that user", async () => {
    for (const sub of [person.id, person.email]) {
      expect((await me(server, await issuer.sign({ sub, email: person.email }))).id).not.toBe(person.id);
    }
  });

  test('F2: our own tokens are good beside them', async () => {
    expect((await me(server, person.token)).id).toBe(person.id);
  });

  test('F2: a deactivated user of theirs is out at once, and stays out with a new token', async () => {
    const token = await issuer.sign({ sub: 'carol' });
    const carol = { ...person, id: (await me(server, token)).id ?? '' };
    await deactivate(server, await hireStaff(server), carol);
    expect(await lettingIn(server, `Bearer ${token}`)).toEqual([]);
    expect(await lettingIn(server, `Bearer ${await issuer.sign({ sub: 'carol', jti: '2' })}`)).toEqual([]);
  });

  test('F2: no audience in the configuration is any audience', async () => {
    await using open = await trusting(issuer, null);
    expect((await me(open, await issuer.sign({ sub: 'ada', aud: 'somebody' }))).id).not.toBeNull();
  });
});

/** A token that is signed by HMAC with what is public. */
function confused(secret: string, kid: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { iss: issuer.issuer, aud: 'parlance', sub: 'ada', exp: now() + 600 };
  const signed = `${part({ alg: 'HS256', kid })}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const pem = async () => exportSPKI((await importJWK(await issuer.published('RS256'))) as CryptoKey);

const refused: Record<string, () => Promise<string> | string> = {
  'HS256 over the public key as PEM': async () => confused(await pem(), 'RS256'),
  'HS256 over the public key as JWK': async () =>
    confused(JSON.stringify(await issuer.published('RS256')), 'RS256'),
  'HS256 over the public key as DER': async () =>
    confused(
      createPublicKey(await pem())
        .export({ type: 'spki', format: 'der' })
        .toString('latin1'),
      'RS256',
    ),
  'HS256 over nothing': () => confused('', 'RS256'),
  'another issuer': () => issuer.sign({ sub: 'ada', iss: 'https://somebody.example/' }),
  'our own name as issuer': () => issuer.sign({ sub: 'ada', iss: 'parlance' }),
  'another audience': () => issuer.sign({ sub: 'ada', aud: 'somebody' }),
  'no audience': () => issuer.sign({ sub: 'ada', aud: [] }),
  'an unknown key id': () => issuer.sign({ sub: 'ada' }, { kid: 'unknown' }),
  'a key id that is a path': () => issuer.sign({ sub: 'ada' }, { kid: '../../etc/passwd' }),
  "another algorithm's key id": () => issuer.sign({ sub: 'ada' }, { algorithm: 'ES256', kid: 'RS256' }),
  "somebody else's key": async () =>
    issuer.sign({ sub: 'ada' }, { key: (await generateKeyPair('RS256')).privateKey }),
  'an end in the past': () => issuer.sign({ sub: 'ada', exp: now() - 1 }),
  'no end': () => issuer.sign({ sub: 'ada', exp: undefined }),
  'a subject of a thousand characters': () => issuer.sign({ sub: 'x'.repeat(1_000) }),
  'a beginning in the future': () => issuer.sign({ sub: 'ada', nbf: now() + 60 }),
  'no subject': () => issuer.sign({}),
  'an empty subject': () => issuer.sign({ sub: '' }),
  'a NUL in the subject': () => issuer.sign({ sub: 'a\0b' }),
  'a lone surrogate in the subject': () => issuer.sign({ sub: 'a\ud800' }),
  'a number as subject': () => issuer.sign({ sub: 5 }),
  'an object as subject': () => issuer.sign({ sub: { not: null } }),
  'an end that is no time': () => issuer.sign({ sub: 'ada', exp: 'never' }),
};

test.each(Object.keys(refused))(
  "F2: an outside issuer's token with %s is refused at every door",
  async (what) => {
    expect(await lettingIn(server, `Bearer ${await refused[what]?.()}`)).toEqual([]);
  },
);

describe('when the keys cannot be had', () => {
  const answers: Record<string, Issuer['answer']> = {
    'an error': { status: 500, body: 'at Object.<anonymous> (/srv/idp.js:1)' },
    'a page': { status: 200, body: '<html>' },
    'no keys': { status: 200, body: '{"keys":[]}' },
    'something else': { status: 200, body: '[]' },
    'broken keys': { status: 200, body: '{"keys":[{"kty":"RSA","kid":"RS256"}]}' },
  };

  test.each(Object.keys(answers))(
    'F2, H4: %s instead of keys is a typed refusal, not a failure of ours',
    async (what) => {
      await using broken = await startIssuer();
      await using trusted = await trusting(broken);
      broken.answer = answers[what] ?? null;
      await expectTypedRefusal(trusted, await broken.sign({ sub: 'ada' }));
      broken.answer = null;
    },
  );

  test('F2, H4: so is a server of keys that is down, and our own tokens go on', async () => {
    const down = await startIssuer();
    await using trusted = await trusting(down);
    await down[Symbol.asyncDispose]();
    await expectTypedRefusal(trusted, await down.sign({ sub: 'ada' }));
    const ours = await signUp(trusted);
    expect((await me(trusted, ours.token)).id).toBe(ours.id);
  });

  async function expectTypedRefusal(trusted: TestServer, token: string) {
    const headers = { authorization: `Bearer ${token}` };
    for (const path of ['/api/auth/me', '/trpc/auth.me']) {
      const answer = await send(trusted.url, { method: 'GET', path, headers });
      expect([401, 503]).toContain(answer.status);
      const shape = path.startsWith('/trpc') ? 'trpc' : 'rest';
      if (answer.status === 401) expect(problemOf(shape, answer, { codes: ['unauthorized'] })).toBeNull();
      expect(answer.text).not.toMatch(/srv|jwks|127\.0\.0\.1|ECONN|fetch/i);
    }
  }
});
