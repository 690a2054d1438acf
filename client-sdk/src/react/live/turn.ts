import type { Chat } from '../../chat/chat.ts';
import type { RunIds, RunStream } from '../../chat/run-stream.ts';
import type { StreamOptions } from '../../chat/stream-options.ts';
import type { ParlanceError } from '../../errors.ts';
import type { ApiInputs } from '../../inputs-and-outputs.ts';
import { type ChatMessage, newAnswer } from '../chat-message.ts';

/** What starts a run, or finds one. */
export type TurnRequest =
  | { kind: 'send'; input: ApiInputs['chat']['stream'] }
  | { kind: 'edit'; input: ApiInputs['chat']['edit'] }
  | { kind: 'regenerate'; input: ApiInputs['chat']['regenerate'] }
  | { kind: 'resume'; runId: string };

/** A question and its answer, from the sending until the history has both. */
export interface Turn {
  /** The client message id, or the id of a run that was found. */
  readonly key: string;
  readonly request: TurnRequest;
  readonly phase: 'sending' | 'streaming' | 'over' | 'unsent';
  readonly isReconnecting: boolean;
  /** Was it to begin a conversation, and is sent into another now? */
  readonly isMoved: boolean;
  /** null: it is not ours to show; the history has it. */
  readonly question: ChatMessage | null;
  /** null until the run has begun. */
  readonly answer: ChatMessage | null;
  readonly runId: string | null;
  /** The message from which on this turn takes the place of what was said before; null: it follows. */
  readonly replaces: string | null;
  /** The messages that were in the answer's or the question's place before. */
  readonly siblingIds: readonly string[];
  /** By the clock of the session: when the ids were known, and when it was over. */
  readonly knownAt: number;
  readonly endedAt: number;
}

/** A turn that begins. */
export const newTurn = (
  key: string,
  request: TurnRequest,
  about: Partial<Pick<Turn, 'question' | 'replaces' | 'siblingIds'>> = {},
): Turn => ({
  key,
  request,
  phase: request.kind === 'resume' ? 'streaming' : 'sending',
  isReconnecting: false,
  isMoved: false,
  question: null,
  answer: request.kind === 'resume' ? newAnswer(request.runId) : null,
  runId: request.kind === 'resume' ? request.runId : null,
  replaces: null,
  siblingIds: [],
  knownAt: Number.POSITIVE_INFINITY,
  endedAt: Number.POSITIVE_INFINITY,
  ...about,
});

/** A turn whose run has begun. */
export function begun(turn: Turn, { runId, userMessageId, messageId }: RunIds, knownAt: number): Turn {
  const { question } = turn;
  const asked = [...(question ? turn.siblingIds : []), userMessageId];
  const answered = [...(question ? [] : turn.siblingIds), messageId];
  const answer = turn.answer ?? newAnswer(`${turn.key}/answer`);
  return {
    ...turn,
    phase: 'streaming',
    runId,
    knownAt,
    question: question && { ...question, id: userMessageId, status: 'done', error: null, siblingIds: asked },
    answer: { ...answer, id: messageId, runId, siblingIds: answered },
  };
}

/** A turn whose run is over. */
export const ended = (turn: Turn, endedAt: number): Turn => ({
  ...turn,
  phase: 'over',
  isReconnecting: false,
  endedAt,
});

/** A turn whose run goes on, as far as one knows, out of reach. */
export const lost = (turn: Turn, error: ParlanceError, endedAt: number): Turn => ({
  ...ended(turn, endedAt),
  answer: turn.answer && { ...turn.answer, status: 'interrupted', error },
});

/** A turn whose question could not be sent; without an error, because somebody stopped it. */
export const unsent = (turn: Turn, error: ParlanceError | null): Turn => ({
  ...turn,
  phase: 'unsent',
  isReconnecting: false,
  question: turn.question && { ...turn.question, status: 'unsent', error },
});

/** A turn whose question is sent again, into the conversation that is there by now. */
export function sending(turn: Turn, conversationId: string | null): Turn {
  const question = turn.question && { ...turn.question, status: 'sending' as const, error: null };
  const again: Turn = { ...turn, phase: 'sending', question };
  const { request } = turn;
  if (request.kind !== 'send' || request.input.conversationId === conversationId) return again;
  return { ...again, isMoved: true, request: { kind: 'send', input: { ...request.input, conversationId } } };
}

/** Sends a turn's request. */
export function openTurn(chat: Chat, request: TurnRequest, options: StreamOptions): RunStream {
  switch (request.kind) {
    case 'send':
      return chat.stream(request.input, options);
    case 'edit':
      return chat.edit(request.input, options);
    case 'regenerate':
      return chat.regenerate(request.input, options);
    case 'resume':
      return chat.resume(request.runId, options);
  }
}
