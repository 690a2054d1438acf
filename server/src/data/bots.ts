import { randomUUIDv7 } from 'node:crypto';
import {
  type Bot,
  type BotConfig,
  type BotVersion,
  botConfigSchema,
  type OwnBot,
} from '@parlance/client-sdk/contract';
import type { Prisma } from '@parlance/prisma';
import type { Bots } from '../ports/bots.ts';
import type { Sealer } from '../ports/sealer.ts';
import { afterPosition } from './after-position.ts';
import { readAuthorizations, writeAuthorizations } from './bot-credentials.ts';
import { holdUser } from './hold-user.ts';
import type { Scope, Tx } from './scope.ts';

// Bots of one user.
const MAX_BOTS = 100;

const withServers = { credentials: { select: { server: true } } } satisfies Prisma.BotInclude;

type Row = Prisma.BotGetPayload<object>;
type OwnRow = Prisma.BotGetPayload<{ include: typeof withServers }>;

/** Bots over Prisma. */
export function createBots(scope: Scope, sealer: Sealer): Bots {
  return {
    ensureOperatorBot: ({ id, name, config }) =>
      scope.asSystem(async (tx) => {
        const json = asJson(config);
        await tx.bot.createMany({
          data: { id, name, visibility: 'public', config: json },
          skipDuplicates: true,
        });
        await tx.bot.updateMany({
          where: { id, NOT: { config: { equals: json } } },
          data: { name, config: json, version: { increment: 1 }, updatedAt: new Date() },
        });
      }),

    list: (actor, page) =>
      scope.asUser(actor, async (tx) => {
        const whose = page.whose === 'own' ? [] : [{ visibility: 'public' }];
        const rows = await tx.bot.findMany({
          where: { OR: [{ ownerId: actor.userId }, ...whose], AND: afterPosition(page.after) },
          orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
          take: page.limit,
        });
        return rows.map((row) => toBot(row, actor.userId));
      }),

    describe: (actor, id) => {
      const userId = actor.kind === 'user' ? actor.userId : null;
      const find = async (tx: Tx) => {
        const mine = userId === null ? [] : [{ ownerId: userId }];
        const where = { id, OR: [{ visibility: { in: ['link', 'public'] } }, ...mine] };
        const row = await tx.bot.findFirst({ where });
        return row && toBot(row, userId);
      };
      return actor.kind === 'user' ? scope.asUser(actor, find) : scope.asSystem(find);
    },

    get: (actor, id) => scope.asUser(actor, (tx) => findOwn(tx, id, actor.userId)),

    create: (actor, { authorizations, ...draft }) =>
      scope.asUser(actor, async (tx) => {
        const ownerId = actor.userId;
        await holdUser(tx, ownerId);
        if ((await tx.bot.count({ where: { ownerId } })) >= MAX_BOTS) return 'too_many';
        const id = randomUUIDv7();
        await tx.bot.create({ data: { id, ownerId, ...draft, config: asJson(draft.config) } });
        await writeAuthorizations(tx, sealer, { botId: id, ownerId, config: draft.config }, authorizations);
        return found(await findOwn(tx, id, ownerId));
      }),

    update: (actor, id, { authorizations = {}, ...change }, expectedVersion) =>
      scope.asUser(actor, async (tx) => {
        const ownerId = actor.userId;
        const { count } = await tx.bot.updateMany({
          where: { id, ownerId, ...(expectedVersion !== null && { version: expectedVersion }) },
          data: {
            ...(change.name !== undefined && { name: change.name }),
            ...(change.visibility !== undefined && { visibility: change.visibility }),
            ...(change.config !== undefined && { config: asJson(change.config) }),
            version: { increment: 1 },
            updatedAt: new Date(),
          },
        });
        const bot = await findOwn(tx, id, ownerId);
        if (bot === null) return null;
        if (count === 0) return 'changed';
        await writeAuthorizations(tx, sealer, { botId: id, ownerId, config: bot.config }, authorizations);
        return found(await findOwn(tx, id, ownerId));
      }),

    delete: (actor, id) =>
      scope.asUser(actor, async (tx) => {
        const { count } = await tx.bot.deleteMany({ where: { id, ownerId: actor.userId } });
        return count > 0;
      }),

    versions: (actor, id, { limit, before }) =>
      scope.asUser(actor, async (tx) => {
        const bot = await tx.bot.findFirst({
          where: { id, ownerId: actor.userId },
          select: {
            versions: {
              where: before === null ? {} : { version: { lt: before } },
              orderBy: { version: 'desc' },
              take: limit,
            },
          },
        });
        return bot?.versions.map(toVersion) ?? null;
      }),

    embeddableFrom: (origin) =>
      scope.asSystem(async (tx) => {
        const rows = await tx.$queryRaw<{ id: string }[]>`
          SELECT id FROM bots
          WHERE config -> 'allowedOrigins' @> jsonb_build_array(${origin}::text) AND visibility IN ('link', 'public')`;
        return rows.map(({ id }) => id);
      }),

    authorizations: (botId, config) => scope.asSystem((tx) => readAuthorizations(tx, sealer, botId, config)),
  };
}

async function findOwn(tx: Tx, id: string, ownerId: string): Promise<OwnBot | null> {
  const row = await tx.bot.findFirst({ where: { id, ownerId }, include: withServers });
  return row && toOwnBot(row);
}

function found(bot: OwnBot | null): OwnBot {
  if (bot === null) throw new Error('A bot that was just written is not there');
  return bot;
}

const asJson = (config: Partial<BotConfig>): Prisma.InputJsonObject => JSON.parse(JSON.stringify(config));

const toBot = (row: Row, userId: string | null): Bot => {
  const { greeting, languages } = botConfigSchema.parse(row.config);
  return {
    id: row.id,
    name: row.name,
    visibility: row.visibility as Bot['visibility'],
    own: row.ownerId !== null && row.ownerId === userId,
    greeting,
    languages,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
};

const toOwnBot = (row: OwnRow): OwnBot => ({
  ...toBot(row, row.ownerId),
  config: botConfigSchema.parse(row.config),
  authorizedServers: row.credentials.map(({ server }) => server).sort(),
});

const toVersion = (row: {
  version: number;
  name: string;
  config: Prisma.JsonValue;
  createdAt: Date;
}): BotVersion => ({
  version: row.version,
  name: row.name,
  config: botConfigSchema.parse(row.config),
  createdAt: row.createdAt,
});
