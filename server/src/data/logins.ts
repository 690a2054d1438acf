import { randomUUIDv7 } from 'node:crypto';
import type { Logins, RefreshOutcome } from '../ports/users.ts';
import type { Scope, Tx } from './scope.ts';
import { toUser } from './users.ts';

interface Token {
  digest: Uint8Array;
  expiresAt: Date;
}

/** Logins over Prisma. A token is used up by one UPDATE, so of two that race only one wins. */
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
        const token = await tx.refreshToken.findUnique({ where: { tokenHash: bytes(digest) } });
        if (token) await revoke(tx, token.loginId);
      }),
  };
}

async function rotate(tx: Tx, digest: Uint8Array, next: Token): Promise<RefreshOutcome> {
  const now = new Date();
  const [used] = await tx.refreshToken.updateManyAndReturn({
    where: {
      tokenHash: bytes(digest),
      usedAt: null,
      revokedAt: null,
      expiresAt: { gt: now },
      user: { active: true },
    },
    data: { usedAt: now },
  });
  if (used === undefined) {
    const known = await tx.refreshToken.findUnique({ where: { tokenHash: bytes(digest) } });
    if (known?.usedAt == null) return { outcome: 'unknown' };
    await revoke(tx, known.loginId);
    return { outcome: 'reused' };
  }
  await insertToken(tx, used.userId, used.loginId, next);
  const user = await tx.user.findUniqueOrThrow({ where: { id: used.userId } });
  return { outcome: 'rotated', user: toUser(user), loginId: used.loginId };
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
