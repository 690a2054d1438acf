import { z } from 'zod';
import { runErrorSchema, runStatusSchema, usageSchema } from './events.ts';

/** A piece of a message. */
export const messagePartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('tool-call'),
    toolCallId: z.string(),
    tool: z.string(),
    arguments: z.unknown(),
    result: z.unknown(),
    isError: z.boolean(),
    durationMs: z.number().nullable(),
  }),
]);

/** A piece of a message. */
export type MessagePart = z.output<typeof messagePartSchema>;

/** The run that wrote an assistant's message. */
export const messageRunSchema = z.object({
  id: z.string(),
  status: runStatusSchema,
  error: runErrorSchema.nullable(),
  usage: usageSchema,
});

/** One message of a conversation, as history answers it. */
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
  createdAt: z.date(),
});

/** One message of a conversation. */
export type Message = z.output<typeof messageSchema>;
