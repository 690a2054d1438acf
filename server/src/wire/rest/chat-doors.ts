import { type MessagePart, messageTextSchema, selectedTextSchema } from '@parlance/client-sdk/contract';
import type { ErrorRequestHandler, RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type AppError, forbidden, toAppError } from '../../domain/errors.ts';
import type { TurnResult } from '../../ports/turns.ts';
import { sendMessage } from '../../usecases/chat/send-message.ts';
import { admit, type WireDeps } from '../call.ts';
import { chatDoorStatus, fromExpress } from '../error-map.ts';
import { incoming } from '../http-context.ts';
import { parseInput } from '../procedures.ts';
import { parseJson, readBody } from '../read-body.ts';
import { refuseMethod } from './mount.ts';
import { sendError } from './send-error.ts';

const sessionChatSchema = z.object({
  message: messageTextSchema,
  session_id: z.string().nullish(),
  selected_text: selectedTextSchema.nullish(),
});

const userChatSchema = z.object({
  message: messageTextSchema,
  conversation_id: z.string().nullish(),
});

/** Mounts POST /chat (requirement A2) and POST /api/chat (A3). */
export function mountChatDoors(router: Router, wire: WireDeps, log: Logger): void {
  const onError: ErrorRequestHandler = (error, req, res, _next) =>
    sendError(log, req, res, toAppError(fromExpress(error)), chatDoorStatus);
  router
    .route('/chat')
    .post(sessionChat(wire))
    .all(refuseMethod(['POST']));
  router
    .route('/api/chat')
    .post(userChat(wire))
    .all(refuseMethod(['POST']));
  router.use(['/chat', '/api/chat'], onError);
}

function sessionChat(wire: WireDeps): RequestHandler {
  return async (req, res) => {
    const request = await admit(wire, incoming(req), {
      access: { who: 'anyone', scope: 'chat' },
      rate: 'turn',
    });
    const body = parseInput(sessionChatSchema, parseJson(await readBody(req)));
    const answered = await sendMessage(wire.deps, request, {
      message: body.message,
      conversationId: z.guid().safeParse(body.session_id).data ?? null,
      botId: null,
      selectedText: body.selected_text ?? null,
      clientMessageId: null,
      context: 10,
      missingIsNew: true,
    });
    res.json({
      response: saidBy(answered.result),
      session_id: answered.conversationId,
      timestamp: new Date().toISOString(),
    });
  };
}

function userChat(wire: WireDeps): RequestHandler {
  return async (req, res) => {
    const request = await admit(wire, incoming(req), {
      access: { who: 'user', scope: 'chat' },
      rate: 'turn',
    });
    const body = parseInput(userChatSchema, parseJson(await readBody(req)));
    const conversationId = body.conversation_id ?? null;
    if (conversationId !== null && !z.guid().safeParse(conversationId).success) throw notYours();
    const answered = await sendMessage(wire.deps, request, {
      message: body.message,
      conversationId,
      botId: null,
      selectedText: null,
      clientMessageId: null,
      missingIsNew: false,
    }).catch((error: unknown) => {
      throw toAppError(error).code === 'not_found' ? notYours() : error;
    });
    const calls = (answered.result.parts ?? []).filter((part) => part.type === 'tool-call');
    res.json({
      conversation_id: answered.conversationId,
      response: saidBy(answered.result),
      tool_calls: calls.map((call) => toolCall(answered.runId, call)),
    });
  };
}

/** What was said. An answer that waits before its first word says so. */
const saidBy = ({ text, status }: TurnResult): string =>
  text === '' && status === 'waiting_for_approval' ? 'This waits until you allow it.' : text;

/** A call as POST /api/chat tells of it; one that waits to be allowed with what POST /api/v1/runs/{run_id}/approve needs. */
const toolCall = (runId: string, { tool, arguments: args, approval }: ToolCallPart): object => ({
  tool,
  arguments: args,
  ...(approval?.decision === 'pending' && {
    approval: { run_id: runId, approval_id: approval.approvalId, expires_at: approval.expiresAt },
  }),
});

type ToolCallPart = Extract<MessagePart, { type: 'tool-call' }>;

const notYours = (): AppError => forbidden('conversation_id: You have no such conversation');
