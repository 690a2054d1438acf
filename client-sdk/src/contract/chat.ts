import { z } from 'zod';
import { idSchema, messageTextSchema, selectedTextSchema } from './fields.ts';
import { messageSchema } from './message.ts';
import { mutation } from './procedure.ts';

const sendInput = z.strictObject({
  message: messageTextSchema,
  /** The conversation to go on with; none: a new one. */
  conversationId: idSchema.nullish(),
  /** The bot that answers in a new conversation; none: the server's default bot. */
  botId: idSchema.nullish(),
  /** The answer rests on this text and the message alone. */
  selectedText: selectedTextSchema.nullish(),
  /** Makes the send idempotent: the same id and body is answered by the same run. */
  clientMessageId: z.string().min(1).max(128).nullish(),
});

const sendOutput = z.object({
  conversationId: z.string(),
  runId: z.string(),
  userMessageId: z.string(),
  /** The answer. */
  message: messageSchema,
});

/** Talking to a bot. */
export const chat = {
  /** Sends a message and waits for the whole answer. */
  send: mutation({
    input: sendInput,
    output: sendOutput,
    rest: { method: 'POST', path: '/api/v1/chat' },
    access: { who: 'anyone', scope: 'chat' },
    owns: ['conversationId'],
    rate: 'turn',
  }),
};
