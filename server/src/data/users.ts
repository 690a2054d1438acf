import { randomUUIDv7 } from 'node:crypto';
import type { User } from '@parlance/client-sdk/contract';
import { unauthorized } from '../domain/errors.ts';
import type { Account, Users } from '../ports/users.ts';
import type { Scope } from './scope.ts';

interface Row {
  id: string;
  email: string | null;
  passwordHash: string | null;
  role: string;
  active: boolean;
  createdAt: Date;
}

/** People over Prisma. */
export function createUsers(scope: Scope): Users {
  return {
    create: (email, passwordHash) =>
      scope.asSystem(async (tx) => {
        const data = { id: randomUUIDv7(), email, passwordHash };
        const [row] = await tx.user.createManyAndReturn({ data, skipDuplicates: true });
        return row === undefined ? null : toUser(row);
      }),

    findByEmail: (email) =>
      scope.asSystem(async (tx) => {
        const row = await tx.user.findUnique({ where: { email } });
        return row && toAccount(row);
      }),

    findOrCreateExternal: (issuer, subject) =>
      scope.asSystem(async (tx) => {
        const where = { issuer_subject: { issuer, subject } };
        const known = await tx.user.findUnique({ where });
        if (known) return toUser(known);
        await tx.user.createMany({ data: { id: randomUUIDv7(), issuer, subject }, skipDuplicates: true });
        return toUser(await tx.user.findUniqueOrThrow({ where }));
      }),

    get: (actor) =>
      scope.asUser(actor, async (tx) => {
        const row = await tx.user.findUnique({ where: { id: actor.userId } });
        if (row === null) throw unauthorized();
        return toAccount(row);
      }),

    setPassword: (actor, passwordHash, next) =>
      scope.asUser(actor, async (tx) => {
        const where = { id: actor.userId, passwordHash };
        const { count } = await tx.user.updateMany({ where, data: { passwordHash: next } });
        if (count === 0) return false;
        await tx.refreshToken.updateMany({
          where: { userId: actor.userId, revokedAt: null },
          data: { revokedAt: new Date() },
        });
        return true;
      }),

    delete: (actor) =>
      scope.asUser(actor, async (tx) => {
        const { count } = await tx.user.deleteMany({ where: { id: actor.userId } });
        if (count === 0) throw unauthorized();
      }),

    setActive: (actor, userId, active) =>
      scope.asUser(actor, async (tx, role) => {
        if (role !== 'staff') return null;
        await tx.$executeRaw`SELECT set_config('parlance.system', 'on', true)`;
        const [row] = await tx.user.updateManyAndReturn({ where: { id: userId }, data: { active } });
        return row === undefined ? null : toUser(row);
      }),
  };
}

/** A row as its user sees it. */
export const toUser = (row: Row): User => ({
  id: row.id,
  email: row.email,
  role: row.role === 'staff' ? 'staff' : 'user',
  createdAt: row.createdAt,
});

const toAccount = (row: Row): Account => ({
  user: toUser(row),
  passwordHash: row.passwordHash,
  active: row.active,
});
