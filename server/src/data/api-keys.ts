import { randomUUIDv7 } from 'node:crypto';
import { type ApiKey, type Scope as KeyScope, scopes } from '@parlance/client-sdk/contract';
import type { ApiKeys } from '../ports/users.ts';
import { holdUser } from './hold-user.ts';
import type { Scope } from './scope.ts';

interface Row {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

// Keys of one user.
const MAX_KEYS = 1_000;
// A key's last use is written at most this often, in milliseconds.
const LAST_USE_STEP = 60_000;

/** API keys over Prisma. */
export function createApiKeys(scope: Scope): ApiKeys {
  return {
    create: (actor, { digest, scopes: granted, ...key }) =>
      scope.asUser(actor, async (tx) => {
        const { userId } = actor;
        await holdUser(tx, userId);
        if ((await tx.apiKey.count({ where: { userId } })) >= MAX_KEYS) return null;
        const data = { id: randomUUIDv7(), userId, keyHash: new Uint8Array(digest), ...key };
        return toApiKey(await tx.apiKey.create({ data: { ...data, scopes: [...granted] } }));
      }),

    list: (actor) =>
      scope.asUser(actor, async (tx) => {
        const rows = await tx.apiKey.findMany({
          where: { userId: actor.userId },
          orderBy: { createdAt: 'desc' },
          take: MAX_KEYS,
        });
        return rows.map(toApiKey);
      }),

    revoke: (actor, id) =>
      scope.asUser(actor, async (tx) => {
        const { count } = await tx.apiKey.deleteMany({ where: { id, userId: actor.userId } });
        return count > 0;
      }),

    findActor: (digest) =>
      scope.asSystem(async (tx) => {
        const row = await tx.apiKey.findUnique({ where: { keyHash: new Uint8Array(digest) } });
        const now = new Date();
        if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
        if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > LAST_USE_STEP) {
          await tx.apiKey.update({ where: { id: row.id }, data: { lastUsedAt: now } });
        }
        return { kind: 'user', userId: row.userId, loginId: null, scopes: knownScopes(row.scopes) };
      }),
  };
}

/** Those that there still are. */
export const knownScopes = (names: readonly string[]): KeyScope[] =>
  scopes.filter((name) => names.includes(name));

const toApiKey = (row: Row): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: knownScopes(row.scopes),
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  lastUsedAt: row.lastUsedAt,
});
