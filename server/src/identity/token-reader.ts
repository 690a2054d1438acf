import jwt from 'jsonwebtoken';
import { BoundedMap } from '../domain/bounded-map.ts';
import { AppError, unauthorized } from '../domain/errors.ts';
import { API_KEY_PREFIX, digestSecret } from '../domain/secrets.ts';
import type { TokenReader } from '../ports/identity.ts';
import type { ApiKeys } from '../ports/users.ts';
import type { OwnTokens, VerifiedToken } from './access-tokens.ts';
import type { createOutsideIssuer } from './outside-issuer.ts';

const MAX_TOKEN_LENGTH = 8_192;
const REMEMBERED_TOKENS = 10_000;

/**
 * Reads bearer tokens. Verified ones are remembered until they end: whether the user and the login are still good is asked of
 * the database with the work itself, so nothing is believed longer for it. API keys are looked up each time.
 */
export function createTokenReader(deps: {
  own: OwnTokens;
  outside: ReturnType<typeof createOutsideIssuer> | null;
  apiKeys: ApiKeys;
}): TokenReader {
  const remembered = new BoundedMap<string, VerifiedToken>(REMEMBERED_TOKENS);

  const verify = async (token: string): Promise<VerifiedToken> => {
    try {
      const claims = deps.outside === null ? null : jwt.decode(token, { json: true });
      return deps.outside !== null && claims?.iss === deps.outside.issuer
        ? await deps.outside.verify(token)
        : deps.own.verify(token);
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('unauthorized', 'The access token is not valid or has ended', { cause: error });
    }
  };

  return {
    read: async (token) => {
      const known = remembered.get(token);
      if (known !== undefined) {
        if (known.expiresAt > Date.now() / 1_000) return known.actor;
        remembered.delete(token);
      }
      if (token.length > MAX_TOKEN_LENGTH) throw unauthorized('The access token is not valid or has ended');
      if (token.startsWith(API_KEY_PREFIX)) {
        const actor = await deps.apiKeys.findActor(digestSecret(token));
        if (actor === null) throw unauthorized('The API key is not valid, has ended or was revoked');
        return actor;
      }
      const verified = await verify(token);
      remembered.set(token, verified);
      return verified.actor;
    },
  };
}
