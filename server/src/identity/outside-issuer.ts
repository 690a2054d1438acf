import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { findUnsafe } from '../domain/safe-json.ts';
import type { Users } from '../ports/users.ts';
import type { VerifiedToken } from './access-tokens.ts';

/** Somebody else who signs tokens for our users. */
export interface IssuerOptions {
  issuer: string;
  jwksUrl: string;
  /** null: any audience. */
  audience: string | null;
}

// No HMAC: with it, whoever knows a public key could sign.
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

// jose asks that there is a subject, not that it is text.
const subjectSchema = z
  .string()
  .min(1)
  .max(255)
  .refine((subject) => findUnsafe(subject) === null);

/** Verifies an outside issuer's tokens by its published keys (RFC 7517); its users become ours on first sight. */
export function createOutsideIssuer(
  options: IssuerOptions,
  users: Users,
): { issuer: string; verify(token: string): Promise<VerifiedToken> } {
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), {
    timeoutDuration: 5_000,
    cooldownDuration: 10_000,
  });
  return {
    issuer: options.issuer,
    verify: async (token) => {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        ...(options.audience !== null && { audience: options.audience }),
      });
      const user = await users.findOrCreateExternal(options.issuer, subjectSchema.parse(payload.sub));
      return {
        actor: { kind: 'user', userId: user.id, loginId: null, scopes: null },
        expiresAt: payload.exp ?? 0,
      };
    },
  };
}
