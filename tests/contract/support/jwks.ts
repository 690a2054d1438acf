import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Algorithms that the issuer of these tests signs with. */
export const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

/** An outside issuer of tokens, with its server of public keys. */
export interface Issuer extends AsyncDisposable {
  issuer: string;
  jwksUrl: string;
  /** The public key of an algorithm, as it is published. */
  published(algorithm: Algorithm): Promise<object>;
  /** What the server of keys answers; null: the keys. */
  answer: { status: number; body: string } | null;
  sign(
    // Not JWTPayload: claims may be what no claims should be.
    claims: Record<string, unknown>,
    options?: { algorithm?: Algorithm; kid?: string; key?: CryptoKey },
  ): Promise<string>;
}

/** Starts an issuer. */
export async function startIssuer(): Promise<Issuer> {
  const keys = new Map<Algorithm, { privateKey: CryptoKey; publicKey: CryptoKey }>();
  for (const algorithm of ALGORITHMS)
    keys.set(algorithm, await generateKeyPair(algorithm, { extractable: true }));
  const keyOf = (algorithm: Algorithm) => {
    const key = keys.get(algorithm);
    if (key === undefined) throw new Error(`No key for ${algorithm}`);
    return key;
  };
  const published = async (algorithm: Algorithm) => ({
    ...(await exportJWK(keyOf(algorithm).publicKey)),
    kid: algorithm,
    alg: algorithm,
    use: 'sig',
  });
  const server = createServer(async (_req, res) => {
    const answer = issuer.answer ?? {
      status: 200,
      body: JSON.stringify({ keys: await Promise.all(ALGORITHMS.map(published)) }),
    };
    res.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer: Issuer = {
    issuer: 'https://issuer.example/',
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    answer: null,
    published,
    sign: (claims, { algorithm = 'RS256', kid = algorithm, key = keyOf(algorithm).privateKey } = {}) =>
      new SignJWT({
        iss: issuer.issuer,
        aud: 'parlance',
        exp: Math.floor(Date.now() / 1_000) + 600,
        ...claims,
      })
        .setProtectedHeader({ alg: algorithm, kid })
        .sign(key),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}
