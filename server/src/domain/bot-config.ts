import { z } from 'zod';

/** How a bot answers. Stored as JSON with the bot; defaults fill what an older row does not say. */
export const botConfigSchema = z.object({
  instructions: z.string().max(50_000),
  /** null: the model that the operator configured. */
  model: z.string().nullable().default(null),
  temperature: z.number().min(0).max(2).nullable().default(null),
  history: z
    .object({
      /** Messages of the conversation that the model sees at most. */
      messages: z.int().min(0).max(200).default(50),
      /** Estimated tokens of those messages at most. */
      tokens: z.int().min(100).max(1_000_000).default(16_000),
    })
    .default({ messages: 50, tokens: 16_000 }),
  /** What becomes of a message while the last one is still answered: refused, answered after it, or answered in its place. */
  doubleTexting: z.enum(['reject', 'enqueue', 'interrupt']).default('reject'),
  /** Estimated tokens of selected text that fit beside the message. */
  selectedTextTokens: z.int().min(100).max(1_000_000).default(12_000),
});

/** How a bot answers. */
export type BotConfig = z.output<typeof botConfigSchema>;
