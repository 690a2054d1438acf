import { z } from 'zod';
import { botConfigSchema, serverNameSchema } from './bot-config.ts';
import { cursorSchema, idSchema, limitSchema } from './fields.ts';
import { mutation, query } from './procedure.ts';

const MAX_NAME_LENGTH = 100;
/** Versions are counted in 32 bits. */
const MAX_VERSION = 2_147_483_647;

const botName = z
  .string()
  .max(MAX_NAME_LENGTH)
  .refine((name) => name.trim() !== '', 'Must not be blank');

/** `private`: its owner alone. `link`: who knows its id. `public`: everybody, and it is listed. */
const visibilitySchema = z.enum(['private', 'link', 'public']);

/**
 * A bot as everybody sees it who may talk to it.
 *
 * @example
 * ```ts
 * import { botSchema } from '@parlance/client-sdk/contract';
 *
 * const isBot = (value: unknown): boolean => botSchema.safeParse(value).success;
 * ```
 */
export const botSchema = z.object({
  id: z.string(),
  name: z.string(),
  visibility: visibilitySchema,
  /** Whether it is the caller's own. */
  own: z.boolean(),
  greeting: z.string().nullable(),
  languages: z.array(z.string()),
  /** Counts the changes, from 1. */
  version: z.int().positive(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
/**
 * A bot as everybody sees it who may talk to it.
 *
 * @example
 * ```ts
 * import type { Bot } from '@parlance/client-sdk';
 *
 * const label = ({ name, own }: Bot): string => (own ? `${name} (yours)` : name);
 * ```
 */
export type Bot = z.output<typeof botSchema>;

const ownBotSchema = botSchema.extend({
  config: botConfigSchema,
  /** The MCP servers that an authorization is stored for. */
  authorizedServers: z.array(z.string()),
});
/**
 * A bot as its owner sees it.
 *
 * @example
 * ```ts
 * import type { OwnBot } from '@parlance/client-sdk';
 *
 * const instructions = ({ config }: OwnBot): string => config.instructions;
 * ```
 */
export type OwnBot = z.output<typeof ownBotSchema>;

const versionSchema = z.object({
  version: z.int().positive(),
  name: z.string(),
  config: botConfigSchema,
  createdAt: z.date(),
});
/**
 * A bot as it was.
 *
 * @example
 * ```ts
 * import type { BotVersion } from '@parlance/client-sdk';
 *
 * const label = ({ version, createdAt }: BotVersion): string => `${version}, ${createdAt.toISOString()}`;
 * ```
 */
export type BotVersion = z.output<typeof versionSchema>;

/** What the bot's MCP servers are called with, by name: the value of the Authorization header. It is stored encrypted and never answered; null removes it. */
const authorizations = z.record(serverNameSchema, z.string().min(1).max(4_096).nullable());

/**
 * A bot in a file: no ids, no owner, no secrets.
 *
 * @example
 * ```ts
 * import { botFileSchema } from '@parlance/client-sdk/contract';
 *
 * const nameOf = (content: string): string => botFileSchema.parse(JSON.parse(content)).name;
 * ```
 */
export const botFileSchema = z.strictObject({
  format: z.literal('parlance.bot/1'),
  name: botName,
  config: botConfigSchema,
});

/**
 * A bot in a file.
 *
 * @example
 * ```ts
 * import type { BotFile } from '@parlance/client-sdk/contract';
 *
 * const label = ({ name, config }: BotFile): string => `${name} (${config.agentType})`;
 * ```
 */
export type BotFile = z.output<typeof botFileSchema>;

/** Longest file that is imported, in UTF-16 code units. */
const MAX_FILE_LENGTH = 300_000;

const one = z.strictObject({ botId: idSchema });
const path = '/api/v1/bots/{bot_id}' as const;
const reading = { access: { who: 'user', scope: 'bots:read' }, rate: 'call' } as const;
const writing = { access: { who: 'user', scope: 'bots:write' }, rate: 'call' } as const;

/** Assistants and how they answer. */
export const bot = {
  /** The caller's bots and those that are public, the last changed first. */
  list: query({
    input: z.strictObject({
      limit: limitSchema(50, 100),
      cursor: cursorSchema.nullish(),
      /** `own`: without those of others. */
      whose: z.enum(['all', 'own']).default('all'),
    }),
    output: z.object({ bots: z.array(botSchema), nextCursor: z.string().nullable() }),
    rest: { method: 'GET', path: '/api/v1/bots' },
    owns: [],
    ...reading,
  }),
  /** A bot of the caller's, with its configuration. Secrets are never answered. */
  get: query({
    input: one,
    output: ownBotSchema,
    rest: { method: 'GET', path },
    owns: ['botId'],
    ...reading,
  }),
  /** What everybody may know of a bot that they may talk to. */
  describe: query({
    input: one,
    output: botSchema,
    rest: { method: 'GET', path: `${path}/description` },
    access: { who: 'anyone', scope: 'chat' },
    owns: ['botId'],
    rate: 'call',
  }),
  create: mutation({
    input: z.strictObject({
      name: botName,
      visibility: visibilitySchema.default('private'),
      config: botConfigSchema,
      authorizations: authorizations.optional(),
    }),
    output: ownBotSchema,
    rest: { method: 'POST', path: '/api/v1/bots', status: 201 },
    owns: [],
    ...writing,
  }),
  /** Changes what is given; `config` as a whole. Runs that go on finish as they were begun. */
  update: mutation({
    input: one.extend({
      name: botName.optional(),
      visibility: visibilitySchema.optional(),
      config: botConfigSchema.optional(),
      authorizations: authorizations.optional(),
      /** The version that the change was made to: refused when there is a newer one. */
      expectedVersion: z.int().positive().max(MAX_VERSION).optional(),
    }),
    output: ownBotSchema,
    rest: { method: 'PATCH', path },
    owns: ['botId'],
    ...writing,
  }),
  /** Deletes a bot with its versions and secrets. Conversations with it stay; they cannot be gone on with. */
  delete: mutation({
    input: one,
    output: z.object({ deleted: z.literal(true) }),
    rest: { method: 'DELETE', path },
    owns: ['botId'],
    ...writing,
  }),
  /** How a bot was, newest first. */
  versions: query({
    input: one.extend({ limit: limitSchema(20, 100), cursor: cursorSchema.nullish() }),
    output: z.object({ versions: z.array(versionSchema), nextCursor: z.string().nullable() }),
    rest: { method: 'GET', path: `${path}/versions` },
    owns: ['botId'],
    ...reading,
  }),
  /** A bot as a file's content, to be imported elsewhere. Without secrets. */
  export: query({
    input: one,
    output: z.object({ filename: z.string(), mediaType: z.string(), content: z.string() }),
    rest: { method: 'GET', path: `${path}/export` },
    owns: ['botId'],
    ...reading,
  }),
  /** Makes a private bot of an export. Nothing is started or called by it. */
  import: mutation({
    input: z.strictObject({ content: z.string().min(1).max(MAX_FILE_LENGTH) }),
    output: ownBotSchema,
    rest: { method: 'POST', path: '/api/v1/bots/import', status: 201 },
    owns: [],
    ...writing,
  }),
};
