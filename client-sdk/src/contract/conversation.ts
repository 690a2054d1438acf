import { z } from 'zod';
import { cursorSchema, idSchema, limitSchema } from './fields.ts';
import { messageSchema } from './message.ts';
import { mutation, query } from './procedure.ts';

/**
 * A conversation without its messages.
 *
 * @example
 * ```ts
 * import { conversationSchema } from '@parlance/client-sdk/contract';
 *
 * const isConversation = (value: unknown): boolean => conversationSchema.safeParse(value).success;
 * ```
 */
export const conversationSchema = z.object({
  id: z.string(),
  /** null until the first answer gave it one. */
  title: z.string().nullable(),
  /** null: the bot was deleted, and the conversation cannot be gone on with. */
  botId: z.string().nullable(),
  /** The run that is answering now, if any. */
  activeRunId: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
/**
 * A conversation without its messages.
 *
 * @example
 * ```ts
 * import type { Conversation } from '@parlance/client-sdk';
 *
 * const label = ({ title }: Conversation): string => title ?? 'New conversation';
 * ```
 */
export type Conversation = z.output<typeof conversationSchema>;

const one = z.strictObject({ conversationId: idSchema });
const path = '/api/v1/conversations/{conversation_id}' as const;

/** Conversations and what was said in them. */
export const conversation = {
  /** The caller's conversations, newest first; `search` looks in titles and messages. */
  list: query({
    input: z.strictObject({
      limit: limitSchema(20, 100),
      cursor: cursorSchema.nullish(),
      search: z.string().min(1).max(200).nullish(),
    }),
    output: z.object({ conversations: z.array(conversationSchema), nextCursor: z.string().nullable() }),
    rest: { method: 'GET', path: '/api/v1/conversations' },
    access: { who: 'user', scope: 'conversations:read' },
    owns: [],
    rate: 'call',
  }),
  get: query({
    input: one,
    output: conversationSchema,
    rest: { method: 'GET', path },
    access: { who: 'anyone', scope: 'conversations:read' },
    owns: ['conversationId'],
    rate: 'call',
  }),
  /**
   * A page of the active branch, oldest message first; without a cursor the newest page. Where messages are large it has fewer than
   * `limit`: go on by the cursors.
   */
  history: query({
    input: z.strictObject({
      conversationId: idSchema,
      limit: limitSchema(50, 200),
      cursor: cursorSchema.nullish(),
      direction: z.enum(['older', 'newer']).default('older'),
    }),
    output: z.object({
      messages: z.array(messageSchema),
      /** Ask with this and `older` for what came before; null: this page has the first message. */
      olderCursor: z.string().nullable(),
      /** Ask with this and `newer` for what came after; null: this page has the last message. */
      newerCursor: z.string().nullable(),
    }),
    rest: { method: 'GET', path: `${path}/messages` },
    access: { who: 'anyone', scope: 'conversations:read' },
    owns: ['conversationId'],
    rate: 'call',
  }),
  /** Shows another branch: the one that `messageId` is on, down to the end that was shown last. */
  switchBranch: mutation({
    input: z.strictObject({ conversationId: idSchema, messageId: idSchema }),
    /** `activeLeafId` is the last message of the branch. */
    output: z.object({ conversationId: z.string(), activeLeafId: z.string() }),
    rest: { method: 'POST', path: `${path}/branch` },
    access: { who: 'anyone', scope: 'conversations:write' },
    owns: ['conversationId', 'messageId'],
    rate: 'call',
  }),
  rename: mutation({
    input: z.strictObject({
      conversationId: idSchema,
      title: z
        .string()
        .max(200)
        .refine((title) => title.trim() !== '', 'Must not be blank'),
    }),
    output: conversationSchema,
    rest: { method: 'PATCH', path },
    access: { who: 'anyone', scope: 'conversations:write' },
    owns: ['conversationId'],
    rate: 'call',
  }),
  /**
   * Gives the caller conversations that were begun without signing in, with all that was said in them: from then on their ids are
   * no keys any more. What is somebody else's, is not there or is being answered is passed over.
   */
  adopt: mutation({
    // Whatever a client remembers: what is no id is passed over, too.
    input: z.strictObject({ conversationIds: z.array(z.string().max(100)).max(100) }),
    output: z.object({
      /** Those of them that are the caller's now. */
      conversationIds: z.array(z.string()),
    }),
    rest: { method: 'POST', path: '/api/v1/conversations/adopt' },
    access: { who: 'user', scope: 'conversations:write' },
    owns: [],
    rate: 'call',
  }),
  /** Deletes a conversation with all that was said in it. A run that is answering in it ends. */
  delete: mutation({
    input: one,
    output: z.object({ deleted: z.literal(true) }),
    rest: { method: 'DELETE', path },
    access: { who: 'anyone', scope: 'conversations:write' },
    owns: ['conversationId'],
    rate: 'call',
  }),
  /** The active branch as a file's content, oldest message first: 1,000 messages or some 2 MB at a time. */
  export: query({
    input: z.strictObject({
      conversationId: idSchema,
      format: z.enum(['json', 'markdown']).default('json'),
      cursor: cursorSchema.nullish(),
    }),
    output: z.object({
      filename: z.string(),
      mediaType: z.string(),
      content: z.string(),
      /** Ask again with this for the messages that did not fit; null: this was all. */
      nextCursor: z.string().nullable(),
    }),
    rest: { method: 'GET', path: `${path}/export` },
    access: { who: 'anyone', scope: 'conversations:read' },
    owns: ['conversationId'],
    rate: 'call',
  }),
};
