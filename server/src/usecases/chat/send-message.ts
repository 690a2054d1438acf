import { createHash } from 'node:crypto';
import { AppError, notFound, unauthorized } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import type { OpenedTurn, TurnIds, TurnResult } from '../../ports/turns.ts';
import { planTurn } from './plan-turn.ts';
import { titleConversation } from './title-conversation.ts';
import { waitForTurn } from './wait-for-turn.ts';

/** A message to be answered, as any door says it. */
export interface SendMessage {
  message: string;
  conversationId: string | null;
  botId: string | null;
  selectedText: string | null;
  clientMessageId: string | null;
  /** Messages of the conversation that the model sees at most. */
  context: number;
  /** Whether a conversation that is not there (or not the caller's) is replaced by a new one. */
  missingIsNew: boolean;
}

/** A message that was answered. */
export interface AnsweredMessage extends TurnIds {
  question: string;
  result: TurnResult;
}

/**
 * Sends a message and waits for the whole answer. The run goes on when the caller leaves.
 *
 * @throws AppError rate_limited, unauthorized, not_found, conflict, run_active, or how the run failed.
 */
export async function sendMessage(
  deps: Deps,
  request: RequestContext,
  input: SendMessage,
): Promise<AnsweredMessage> {
  const selectedText = input.selectedText?.trim() ? input.selectedText : null;
  deps.runs.assertOpen();
  const opened = await deps.turns.open({
    actor: request.actor,
    rate: rateOf(deps, request),
    conversationId: input.conversationId,
    missingIsNew: input.missingIsNew,
    botId: input.botId ?? deps.settings.defaultBotId,
    clientMessageId: input.clientMessageId,
    requestHash: input.clientMessageId === null ? null : digest(input),
    text: input.message,
    selectedText,
    context: selectedText === null ? input.context : 0,
  });
  if (opened.rate) request.reportRate(opened.rate);
  const { ids, finished } = begin(deps, request, { ...input, selectedText }, opened);
  const result = await finished;
  if (result === null) throw notFound('conversation');
  if (result.status === 'failed' || result.status === 'interrupted') throw runError(result);
  return { ...ids, question: input.message, result };
}

function begin(
  deps: Deps,
  request: RequestContext,
  input: SendMessage,
  opened: OpenedTurn,
): { ids: TurnIds; finished: Promise<TurnResult | null> } {
  switch (opened.outcome) {
    case 'opened': {
      const { turn } = opened;
      const { runId, conversationId } = turn;
      const trace = { requestId: request.requestId, runId, conversationId };
      const { finished } = deps.runs.start(turn, trace, () => planTurn(opened, input, trace));
      if (opened.untitled) titleConversation(deps, turn, { question: input.message, finished });
      return { ids: turn, finished };
    }
    case 'existing':
      return { ids: opened.ids, finished: waitForTurn(deps, request, opened.ids) };
    case 'rate_limited':
      throw new AppError(
        'rate_limited',
        `Too many messages; try again in ${opened.rate.resetSeconds} seconds`,
        {
          details: { retryAfterSeconds: opened.rate.resetSeconds },
        },
      );
    case 'run_active':
      throw new AppError('run_active', 'The last message of this conversation is still being answered', {
        details: { runId: opened.runId },
      });
    case 'conflict':
      throw new AppError('conflict', 'This client message id was used for another message');
    case 'not_found':
      throw notFound('conversation');
    case 'bot_not_found':
      throw notFound('bot');
    case 'unauthorized':
      throw unauthorized();
  }
}

function rateOf(deps: Deps, request: RequestContext): { key: string; limit: number } | null {
  const limit = deps.settings.rateLimitPerMinute;
  if (limit === 0) return null;
  return { key: request.rateKey, limit };
}

const digest = (input: SendMessage): Uint8Array =>
  createHash('sha256')
    .update(JSON.stringify([input.message, input.conversationId, input.botId, input.selectedText]))
    .digest();

const runError = ({ error }: TurnResult): AppError =>
  error === null || error.code === 'interrupted'
    ? new AppError('internal', 'The server stopped while it was answering; send the message again')
    : new AppError(error.code, error.message);
