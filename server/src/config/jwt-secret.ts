import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secret that signs our tokens: the operator's, or one made at the first start and kept beside the embedded database. */
export function readJwtSecret(config: { jwtSecret: string | null; dataDir: string | null }): string {
  if (config.jwtSecret !== null) return config.jwtSecret;
  if (config.dataDir === null) return makeSecret();
  const file = join(config.dataDir, 'jwt-secret');
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, makeSecret(), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

const makeSecret = (): string => randomBytes(48).toString('base64url');
