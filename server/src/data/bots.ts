import type { Prisma } from '@parlance/prisma';
import type { Bots } from '../ports/bots.ts';
import type { Scope } from './scope.ts';

/** Bots over Prisma. */
export function createBots(scope: Scope): Bots {
  return {
    ensureOperatorBot: ({ id, name, config }) =>
      scope.asSystem(async (tx) => {
        const json: Prisma.InputJsonObject = JSON.parse(JSON.stringify(config));
        await tx.bot.createMany({
          data: { id, name, visibility: 'public', config: json },
          skipDuplicates: true,
        });
        await tx.bot.updateMany({
          where: { id, NOT: { config: { equals: json } } },
          data: { name, config: json, version: { increment: 1 }, updatedAt: new Date() },
        });
      }),
    findShared: (id) =>
      scope.asSystem((tx) =>
        tx.bot.findFirst({
          where: { id, OR: [{ ownerId: null }, { visibility: { in: ['link', 'public'] } }] },
          select: { id: true, name: true },
        }),
      ),
  };
}
