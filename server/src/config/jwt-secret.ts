import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError, SHORTEST_SECRET } from './env.ts';

/**
 * The secret that signs our tokens: the operator's, or one made at the first start and kept beside the embedded database.
 *
 * @throws SettingsError when what was kept is not a whole secret.
 */
export function readJwtSecret(config: { jwtSecret: string | null; dataDir: string | null }): string {
  if (config.jwtSecret !== null) return config.jwtSecret;
  if (config.dataDir === null) return makeSecret();
  const file = join(config.dataDir, 'jwt-secret');
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    // Whole or not at all: a disk may be full.
    writeFileSync(`${file}.new`, makeSecret(), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length >= SHORTEST_SECRET) return secret;
  throw new SettingsError([
    `JWT_SECRET: ${file} has fewer than ${SHORTEST_SECRET} characters: put the secret back that was in it, or delete it for a new one (everybody has to sign in again, and credentials of MCP servers have to be given again)`,
  ]);
}

const makeSecret = (): string => randomBytes(48).toString('base64url');
