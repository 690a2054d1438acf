import { createHash, randomBytes } from 'node:crypto';

/** What an API key begins with. */
export const API_KEY_PREFIX = 'plk_';

/** A random secret of 256 bits that is handed out, and the digest of it that is kept. */
export function makeSecret(prefix: string): { secret: string; digest: Uint8Array } {
  const secret = prefix + randomBytes(32).toString('base64url');
  return { secret, digest: digestSecret(secret) };
}

/** Random secrets need no slow hash: nobody can guess them. */
export const digestSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
