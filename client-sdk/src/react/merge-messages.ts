import type { Message } from '../contract/message.ts';
import { withDecision } from './approval.ts';
import { type ChatMessage, fromStored } from './chat-message.ts';
import type { History } from './history-cache.ts';
import type { LiveChat } from './live/live-chat.ts';
import type { Turn } from './live/turn.ts';
import type { Deciding, RatingChange } from './pending-changes.ts';

/** A stored message, as it is shown. The same message is the same object each time. */
export type Show = (message: Message) => ChatMessage;

/** Shows stored messages under their keys, and with what was seen of them and is not stored. */
export function createShow({ keyOf, seenPartsOf }: Pick<LiveChat, 'keyOf' | 'seenPartsOf'>): Show {
  const shown = new WeakMap<Message, ChatMessage>();
  return (message) => {
    const parts = seenPartsOf(message.id) ?? message.parts;
    const known = shown.get(message);
    if (known?.parts === parts) return known;
    const fresh = fromStored(message, keyOf(message.id), parts);
    shown.set(message, fresh);
    return fresh;
  };
}

/** History and what is going on as one list, oldest first. */
export function mergeMessages(
  history: History | undefined,
  turns: readonly Turn[],
  show: Show,
): ChatMessage[] {
  const asOf = history?.asOf ?? 0;
  const stored = (history?.messages ?? []).map(show);
  const sent = turns.filter(({ phase }) => phase !== 'unsent');
  const unsent = turns.filter(({ phase }) => phase === 'unsent');
  return [...sent, ...unsent].reduce((shown, turn) => withTurn(shown, turn, asOf), stored);
}

function withTurn(shown: ChatMessage[], turn: Turn, asOf: number): ChatMessage[] {
  if (asOf > turn.endedAt) return shown;
  // A history that had to know of the turn, and does not have it, shows another branch.
  if (asOf > turn.knownAt || turn.request.kind === 'resume') return inPlace(shown, turn);
  const own = [turn.question, turn.answer].filter((message) => message !== null);
  if (own.length === 0) return shown;
  const ids = new Set(own.map(({ id }) => id));
  const from = shown.findIndex(({ id }) => id !== null && id === turn.replaces);
  const before = from < 0 ? shown : shown.slice(0, from);
  return [...before.filter(({ id }) => id === null || !ids.has(id)), ...own];
}

/** The stored answer, with what has come of it since. */
const inPlace = (shown: ChatMessage[], { runId, answer }: Turn): ChatMessage[] =>
  answer === null
    ? shown
    : shown.map((message) => {
        if (message.runId !== runId || message.role !== 'assistant') return message;
        const { text, parts, status, error } = answer;
        return { ...message, text, parts, status, error };
      });

/** Messages with the ratings that are on their way. */
export function withRatings(
  messages: ChatMessage[],
  pending: readonly (RatingChange | undefined)[],
): ChatMessage[] {
  if (pending.length === 0) return messages;
  return messages.map((message) => {
    const last = pending.findLast((change) => change?.messageId === message.id);
    return last ? { ...message, rating: last.rating } : message;
  });
}

/** Messages with the decisions that are on their way. */
export function withDecisions(
  messages: ChatMessage[],
  pending: readonly (Deciding | undefined)[],
): ChatMessage[] {
  return pending.reduce((shown, deciding) => {
    if (deciding === undefined) return shown;
    const { runId, approvalId, decision } = deciding;
    const outcome = decision === 'approve' ? 'approved' : 'denied';
    return shown.map((message) =>
      message.runId === runId ? withDecision(message, approvalId, outcome) : message,
    );
  }, messages);
}
