import { z } from 'zod';
import { approvalStateSchema, runErrorSchema, runStatusSchema, usageSchema } from './events.ts';

/**
 * A piece of a message.
 *
 * @example
 * ```ts
 * import { messagePartSchema } from '@parlance/client-sdk/contract';
 *
 * const part = messagePartSchema.parse({ type: 'text', text: 'Hello' });
 * ```
 */
export const messagePartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('tool-call'),
    toolCallId: z.string(),
    tool: z.string(),
    arguments: z.unknown(),
    /** Of a call whose outcome nobody knows: `OUTCOME_UNKNOWN`, as an error. */
    result: z.unknown(),
    isError: z.boolean(),
    durationMs: z.number().nullable(),
    /** Of a call that needs to be allowed: whether it was. What is pending when the run ends has expired. */
    approval: z
      .object({
        approvalId: z.string(),
        decision: approvalStateSchema,
        /** Until when it can be decided, in ISO 8601. */
        expiresAt: z.string(),
      })
      .nullable(),
  }),
]);

/**
 * A piece of a message.
 *
 * @example
 * ```ts
 * import type { MessagePart } from '@parlance/client-sdk';
 *
 * const tools = (parts: MessagePart[]): string[] =>
 *   parts.flatMap((part) => (part.type === 'tool-call' ? [part.tool] : []));
 * ```
 */
export type MessagePart = z.output<typeof messagePartSchema>;

/** The run that wrote an assistant's message. */
export const messageRunSchema = z.object({
  id: z.string(),
  status: runStatusSchema,
  error: runErrorSchema.nullable(),
  usage: usageSchema,
});

/** What somebody thinks of an answer. */
export const ratingSchema = z.enum(['positive', 'negative']);

/**
 * What somebody thinks of an answer.
 *
 * @example
 * ```ts
 * import type { Rating } from '@parlance/client-sdk';
 *
 * const thumb = (rating: Rating): string => (rating === 'positive' ? '👍' : '👎');
 * ```
 */
export type Rating = z.output<typeof ratingSchema>;

/**
 * One message of a conversation, as history answers it.
 *
 * @example
 * ```ts
 * import { messageSchema } from '@parlance/client-sdk/contract';
 *
 * const isMessage = (value: unknown): boolean => messageSchema.safeParse(value).success;
 * ```
 */
export const messageSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  /** The message that this one answers or follows; null for the first. */
  parentId: z.string().nullable(),
  role: z.enum(['user', 'assistant']),
  /** The whole text. */
  text: z.string(),
  parts: z.array(messagePartSchema),
  /** For a user's message: the text that the answer had to rest on. */
  selectedText: z.string().nullable(),
  /** For an assistant's message: the run that wrote it. */
  run: messageRunSchema.nullable(),
  /** This message and the others in its place, oldest first: edits of a question, further answers to it. */
  siblingIds: z.array(z.string()),
  /** For an assistant's message: what its reader said of it. */
  rating: ratingSchema.nullable(),
  createdAt: z.date(),
});

/**
 * One message of a conversation.
 *
 * @example
 * ```ts
 * import type { Message } from '@parlance/client-sdk';
 *
 * const failed = ({ run }: Message): boolean => run?.status === 'failed';
 * ```
 */
export type Message = z.output<typeof messageSchema>;
