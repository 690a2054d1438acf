import { randomUUIDv7 } from 'node:crypto';
import type { Logins, RefreshOutcome } from '../ports/users.ts';
import type { Scope, Tx } from './scope.ts';
import { toUser } from './users.ts';

interface Token {
  digest: Uint8Array;
  expiresAt: Date;
}

/** Logins over Prisma. */
export function createLogins(scope: Scope): Logins {
  return {
    begin: (userId, token) =>
      scope.asSystem(async (tx) => {
        const loginId = randomUUIDv7();
        await insertToken(tx, userId, loginId, token);
        return { loginId };
      }),

    rotate: (digest, next) => scope.asSystem((tx) => rotate(tx, digest, next)),

    end: (digest) =>
      scope.asSystem(async (tx) => {
        const token = await holdToken(tx, digest);
        if (token) await revoke(tx, token.loginId);
      }),
  };
}

async function rotate(tx: Tx, digest: Uint8Array, next: Token): Promise<RefreshOutcome> {
  const now = new Date();
  const token = await holdToken(tx, digest);
  if (token === null) return { outcome: 'unknown' };
  const { userId, loginId } = token;
  if (token.usedAt !== null) {
    await revoke(tx, loginId);
    return { outcome: 'reused' };
  }
  if (token.revokedAt !== null || token.expiresAt <= now || !token.user.active) return { outcome: 'unknown' };
  await tx.refreshToken.update({ where: { id: token.id }, data: { usedAt: now } });
  await insertToken(tx, userId, loginId, next);
  return { outcome: 'rotated', user: toUser(token.user), loginId };
}

/**
 * A token, with its user held until the transaction ends. All that changes a user's logins takes turns by that: of two uses of a
 * token only one wins, and a token that is just being made does not escape the end of its login.
 */
async function holdToken(tx: Tx, digest: Uint8Array) {
  const tokenHash = bytes(digest);
  await tx.$executeRaw`
    SELECT 1 FROM users WHERE id = (SELECT user_id FROM refresh_tokens WHERE token_hash = ${tokenHash})
    FOR NO KEY UPDATE`;
  return tx.refreshToken.findUnique({ where: { tokenHash }, include: { user: true } });
}

async function insertToken(tx: Tx, userId: string, loginId: string, token: Token): Promise<void> {
  const data = {
    id: randomUUIDv7(),
    userId,
    loginId,
    tokenHash: bytes(token.digest),
    expiresAt: token.expiresAt,
  };
  await tx.refreshToken.create({ data });
}

async function revoke(tx: Tx, loginId: string): Promise<void> {
  await tx.refreshToken.updateMany({ where: { loginId, revokedAt: null }, data: { revokedAt: new Date() } });
}

// Prisma wants bytes on a buffer that is not shared.
const bytes = (digest: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(digest);
