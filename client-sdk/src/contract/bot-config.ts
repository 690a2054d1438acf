import { z } from 'zod';

const MAX_INSTRUCTIONS_LENGTH = 50_000;
const MAX_SERVERS = 10;
const MAX_NAMES = 200;

/** A tool's name as MCP and model endpoints take it. */
const toolNameSchema = z.string().regex(/^[\w.-]{1,128}$/, 'Must be the name of a tool');

const origin = z
  .url({ protocol: /^https?$/, error: 'Must be an http:// or https:// origin' })
  .refine((url) => URL.canParse(url) && new URL(url).origin === url, 'Must be an origin without a path');

/** A BCP 47 language tag. */
const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'Must be a language tag such as en or pt-BR');

/** The name of an MCP server: its tools are offered under it. */
export const serverNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'Must be lower-case letters, digits and hyphens, 32 at most');

/** An outside MCP server of a bot (Streamable HTTP). What it is called with is stored apart from it, encrypted. */
const mcpServerSchema = z.strictObject({
  name: serverNameSchema,
  url: z.url({ protocol: /^https?$/, error: 'Must be an https:// URL' }).max(2_000),
  /** The tools of it that the bot may use; none: all of them. */
  tools: z.array(toolNameSchema).max(MAX_NAMES).nullable().default(null),
});

const unique = <Item>(nameOf: (item: Item) => string, what: string) =>
  [
    (items: readonly Item[]) => new Set(items.map(nameOf)).size === items.length,
    `Must not name ${what} twice`,
  ] as const;

/** Which tools a bot has. */
const botToolsSchema = z.strictObject({
  builtIn: z
    .array(z.enum(['tasks', 'sql']))
    .refine(...unique<string>((name) => name, 'a tool'))
    .default([]),
  /** MCP servers that the operator set up, by name. */
  operatorServers: z
    .array(serverNameSchema)
    .max(MAX_SERVERS)
    .refine(...unique<string>((name) => name, 'a server'))
    .default([]),
  servers: z
    .array(mcpServerSchema)
    .max(MAX_SERVERS)
    .refine(...unique<{ name: string }>(({ name }) => name, 'a server'))
    .default([]),
  /** Per tool, as the model knows it: whether a call waits for the user's approval. */
  approval: z
    .record(toolNameSchema, z.enum(['always', 'never']))
    .refine((rules) => Object.keys(rules).length <= MAX_NAMES, `Must have at most ${MAX_NAMES} tools`)
    .default({}),
});

const noTools = { builtIn: [], operatorServers: [], servers: [], approval: {} };

/**
 * How a bot answers. Defaults fill what is left out.
 *
 * @example
 * ```ts
 * import { botConfigSchema } from '@parlance/client-sdk/contract';
 *
 * const config = botConfigSchema.parse({ instructions: 'Answer like a pirate.', temperature: 1 });
 * ```
 */
export const botConfigSchema = z.strictObject({
  instructions: z.string().max(MAX_INSTRUCTIONS_LENGTH),
  /** null: the model that the operator configured. */
  model: z.string().min(1).max(200).nullable().default(null),
  temperature: z.number().min(0).max(2).nullable().default(null),
  /** `chat`: from the conversation. `rag`: from the bot's documents. `react`: with tools. */
  agentType: z.enum(['chat', 'rag', 'react']).default('chat'),
  /** null: Parlance's own loop; else the name of an agent that the operator registered in code. */
  runtime: z.string().min(1).max(100).nullable().default(null),
  tools: botToolsSchema.default(noTools),
  history: z
    .strictObject({
      /** Messages of the conversation that the model sees at most; POST /chat shows it ten. */
      messages: z.int().min(0).max(50).default(50),
      /** Estimated tokens of those messages at most. */
      tokens: z.int().min(100).max(1_000_000).default(16_000),
    })
    .default({ messages: 50, tokens: 16_000 }),
  /** What becomes of a message while the last one is still answered: refused, answered after it, or answered in its place. */
  doubleTexting: z.enum(['reject', 'enqueue', 'interrupt']).default('reject'),
  /** Estimated tokens of selected text that fit beside the message. */
  selectedTextTokens: z.int().min(100).max(1_000_000).default(12_000),
  /** What a page says before the first message. */
  greeting: z.string().max(2_000).nullable().default(null),
  /** Languages that the bot answers in, the first unless asked for another; none: the question's. */
  languages: z.array(language).max(20).default([]),
  /** Origins of pages that may embed the bot, beside those of the operator. */
  allowedOrigins: z.array(origin).max(50).default([]),
});

/**
 * How a bot answers.
 *
 * @example
 * ```ts
 * import type { BotConfig } from '@parlance/client-sdk';
 *
 * const usesTools = ({ agentType }: BotConfig): boolean => agentType === 'react';
 * ```
 */
export type BotConfig = z.output<typeof botConfigSchema>;
