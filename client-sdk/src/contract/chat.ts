import { z } from 'zod';
import { runEventSchema, runSchema, runStatusSchema } from './events.ts';
import { idSchema, messageTextSchema, selectedTextSchema } from './fields.ts';
import { messageSchema, ratingSchema } from './message.ts';
import { mutation, query, stream, subscription } from './procedure.ts';

/** Makes a send idempotent: the same id and body is answered by the same run. */
const clientMessageId = z.string().min(1).max(128).nullish();

const sendInput = z.strictObject({
  message: messageTextSchema,
  /** The conversation to go on with; none: a new one. */
  conversationId: idSchema.nullish(),
  /** The bot that answers in a new conversation; none: the server's default bot. */
  botId: idSchema.nullish(),
  /** The answer rests on this text and the message alone. */
  selectedText: selectedTextSchema.nullish(),
  clientMessageId,
});

const sendOutput = z.object({
  conversationId: z.string(),
  runId: z.string(),
  userMessageId: z.string(),
  /** The answer. */
  message: messageSchema,
});

const message = z.strictObject({ conversationId: idSchema, messageId: idSchema });
const run = z.strictObject({ runId: idSchema });
const runPath = '/api/v1/runs/{run_id}' as const;

const talking = { access: { who: 'anyone', scope: 'chat' }, rate: 'turn' } as const;
const watching = { access: { who: 'anyone', scope: 'chat' }, rate: 'call' } as const;

/** Talking to a bot. */
export const chat = {
  /**
   * Sends a message and waits for the whole answer. When a tool call needs to be allowed, it answers with what there is:
   * `message.run.status` is `waiting_for_approval`, and the call stands in `message.parts`.
   */
  send: mutation({
    input: sendInput,
    output: sendOutput,
    rest: { method: 'POST', path: '/api/v1/chat' },
    owns: ['conversationId'],
    ...talking,
  }),
  /** Sends a message and answers with the events of the run. Leaving does not end the run: `events` goes on with it. */
  stream: stream({
    input: sendInput,
    output: runEventSchema,
    rest: { method: 'POST', path: '/api/v1/chat/stream' },
    owns: ['conversationId'],
    ...talking,
  }),
  /** Answers a question once more, beside the answer `messageId`, which stays. */
  regenerate: stream({
    input: message.extend({ clientMessageId }),
    output: runEventSchema,
    rest: { method: 'POST', path: '/api/v1/chat/regenerate' },
    owns: ['conversationId', 'messageId'],
    ...talking,
  }),
  /** Asks something else in place of the question `messageId`, which stays with all that followed it. */
  edit: stream({
    input: message.extend({
      message: messageTextSchema,
      selectedText: selectedTextSchema.nullish(),
      clientMessageId,
    }),
    output: runEventSchema,
    rest: { method: 'POST', path: '/api/v1/chat/edit' },
    owns: ['conversationId', 'messageId'],
    ...talking,
  }),
  /** The events of a run, from the one after `lastEventId`: while it goes on, and after it. */
  events: subscription({
    input: run.extend({
      /** The number of the last event that was seen; none: from the first. */
      lastEventId: z
        .string()
        .regex(/^\d{1,9}$/, 'Must be the number of an event')
        .nullish(),
    }),
    output: runEventSchema,
    rest: { method: 'GET', path: `${runPath}/events` },
    owns: ['runId'],
    ...watching,
  }),
  /** A run as it stands. */
  run: query({
    input: run,
    output: runSchema,
    rest: { method: 'GET', path: runPath },
    owns: ['runId'],
    ...watching,
  }),
  /** Ends a run, on whichever instance it is, and keeps what it said. Stopping a run that has ended changes nothing. */
  stop: mutation({
    input: run,
    output: z.object({ runId: z.string(), status: runStatusSchema }),
    rest: { method: 'POST', path: `${runPath}/stop` },
    owns: ['runId'],
    ...watching,
  }),
  /** Allows a tool call that its run waits for, or denies it: once, before it expires. The call is as it was asked for. */
  approve: mutation({
    input: run.extend({ approvalId: idSchema, decision: z.enum(['approve', 'deny']) }),
    output: z.object({
      runId: z.string(),
      approvalId: z.string(),
      decision: z.enum(['approved', 'denied']),
      /** Of the run: it goes on when nothing is left to be decided. */
      status: runStatusSchema,
    }),
    rest: { method: 'POST', path: `${runPath}/approve` },
    owns: ['runId', 'approvalId'],
    ...watching,
  }),
  /** Says what one thinks of an answer; null takes it back. */
  feedback: mutation({
    input: message.extend({ rating: ratingSchema.nullable(), comment: z.string().max(2_000).nullish() }),
    output: z.object({
      messageId: z.string(),
      rating: ratingSchema.nullable(),
      comment: z.string().nullable(),
    }),
    rest: {
      method: 'POST',
      path: '/api/v1/conversations/{conversation_id}/messages/{message_id}/feedback',
    },
    owns: ['conversationId', 'messageId'],
    ...watching,
  }),
};
