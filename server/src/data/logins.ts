import { randomUUIDv7 } from 'node:crypto';
import type { Logins, RefreshOutcome } from '../ports/users.ts';
import type { Scope, Tx } from './scope.ts';
import { toUser } from './users.ts';

interface Token {
  digest: Uint8Array;
  expiresAt: Date;
}

/** How long a refresh token may be used again: its answer can be lost, and two tabs can refresh at once. */
const LEEWAY_MS = 30_000;

/** Logins over Prisma. */
export function createLogins(scope: Scope): Logins {
  return {
    begin: (userId, passwordHash, token) =>
      scope.asSystem(async (tx) => {
        // Held, as below: checking a password takes its time, and it may have been changed meanwhile.
        const held = await tx.$queryRaw<unknown[]>`
          SELECT FROM users WHERE id = ${userId}::uuid AND password_hash = ${passwordHash} AND active FOR NO KEY UPDATE`;
        if (held.length === 0) return null;
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

/**
 * Tokens that were given for the same one are one generation: the first to be used uses up all of them. A generation that was just used
 * up is good for a while longer, and gets more tokens of the next; the generations before it are revoked.
 */
async function rotate(tx: Tx, digest: Uint8Array, next: Token): Promise<RefreshOutcome> {
  const token = await holdToken(tx, digest);
  if (token === null) return { outcome: 'unknown' };
  const now = new Date();
  const { userId, loginId, usedAt, revokedAt } = token;
  if (usedAt !== null && (revokedAt !== null || now.getTime() - usedAt.getTime() >= LEEWAY_MS)) {
    await revoke(tx, loginId);
    return { outcome: 'reused' };
  }
  if (revokedAt !== null || token.expiresAt <= now || !token.user.active) return { outcome: 'unknown' };
  if (usedAt === null) {
    await revoke(tx, loginId, { usedAt: { not: null } });
    await tx.refreshToken.updateMany({ where: { loginId, usedAt: null }, data: { usedAt: now } });
  }
  await insertToken(tx, userId, loginId, next);
  return { outcome: 'rotated', user: toUser(token.user), loginId };
}

/**
 * A token, with its user held until the transaction ends. All that changes a user's logins takes turns by that: of two uses of a
 * token only one is the first, and a token that is just being made does not escape the end of its login.
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

async function revoke(tx: Tx, loginId: string, which: { usedAt?: { not: null } } = {}): Promise<void> {
  const where = { ...which, loginId, revokedAt: null };
  await tx.refreshToken.updateMany({ where, data: { revokedAt: new Date() } });
}

// Prisma wants bytes on a buffer that is not shared.
const bytes = (digest: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(digest);
