import { randomId } from '../chat/send.ts';
import { ParlanceError } from '../errors.ts';
import { toParlanceError } from '../to-parlance-error.ts';
import { type ChatMessage, newQuestion } from './chat-message.ts';
import type { Parlance } from './context.ts';
import type { LiveChat } from './live/live-chat.ts';
import { newTurn } from './live/turn.ts';
import type { Deciding, RatingChange } from './pending-changes.ts';
import type { UseChat } from './use-chat-types.ts';
import type { HistoryQuery } from './use-history.ts';

/** What the actions need of what is shown now. */
export interface Shown {
  messages: ChatMessage[];
  botId: string | null;
  history: HistoryQuery;
  rate(change: RatingChange): Promise<void>;
  decide(deciding: Deciding): Promise<unknown>;
}

type Actions = Pick<
  UseChat,
  | 'send'
  | 'resend'
  | 'discard'
  | 'stop'
  | 'regenerate'
  | 'edit'
  | 'switchBranch'
  | 'rate'
  | 'approve'
  | 'loadOlder'
  | 'retryLoad'
  | 'dismissError'
>;

/** All that can be done in a conversation. */
export function createChatActions({ session }: Parlance, live: LiveChat, shown: () => Shown): Actions {
  const { conversation } = session.client;
  const conversationId = () => live.snapshot().conversationId;
  const find = (messageId: string) => shown().messages.find(({ id }) => id === messageId);
  const attempt = (work: () => Promise<unknown>): void => {
    live.setError(null);
    work().catch((error: unknown) => live.setError(toParlanceError(error)));
  };
  return {
    ...turnActions(live, shown),
    resend: (key) => live.resend(key),
    discard: (key) => live.discard(key),
    stop: () => void live.stop(),
    switchBranch: (messageId) =>
      attempt(async () => {
        const id = conversationId();
        if (id === null) return;
        await conversation.switchBranch.mutate({ conversationId: id, messageId });
        session.announce({ type: 'changed', conversationId: id, runId: null });
        await shown().history.refetch();
      }),
    rate: (messageId, rating, comment) =>
      attempt(async () => find(messageId) && shown().rate({ messageId, rating, comment })),
    approve: async (callId, decision) => {
      const found = findApproval(shown().messages, callId);
      if (found === null) return new ParlanceError('There is no such call', { code: 'not_found' });
      return shown()
        .decide({ ...found, decision })
        .then(() => null, toParlanceError);
    },
    loadOlder: () => attempt(() => shown().history.loadOlder()),
    retryLoad: () => attempt(() => shown().history.refetch()),
    dismissError: () => live.setError(null),
  };
}

/** The newest call that waits under an id. */
function findApproval(
  messages: readonly ChatMessage[],
  callId: string,
): Pick<Deciding, 'runId' | 'approvalId'> | null {
  const waiting = messages.flatMap(({ runId, parts }) =>
    parts.flatMap((part) => {
      if (runId === null || part.type !== 'tool-call' || part.approval === null) return [];
      const { approvalId } = part.approval;
      return approvalId === callId || part.toolCallId === callId ? [{ runId, approvalId }] : [];
    }),
  );
  return waiting.at(-1) ?? null;
}

/** What begins a turn. */
function turnActions(live: LiveChat, shown: () => Shown): Pick<Actions, 'send' | 'edit' | 'regenerate'> {
  const find = (messageId: string) => {
    const { conversationId } = live.snapshot();
    const message = shown().messages.find(({ id }) => id === messageId);
    return conversationId === null || message === undefined ? null : { conversationId, message };
  };
  return {
    send: ({ message, selectedText = null }) => {
      const clientMessageId = randomId();
      const { conversationId } = live.snapshot();
      const { botId } = shown();
      const input = { message, selectedText, conversationId, botId, clientMessageId };
      const question = newQuestion(clientMessageId, message, selectedText);
      live.begin(newTurn(clientMessageId, { kind: 'send', input }, { question }));
    },
    edit: (messageId, text) => {
      const found = find(messageId);
      if (found === null) return;
      const clientMessageId = randomId();
      const { selectedText, siblingIds } = found.message;
      const { conversationId } = found;
      const input = { conversationId, messageId, message: text, selectedText, clientMessageId };
      const question = newQuestion(clientMessageId, text, selectedText);
      const about = { question, replaces: messageId, siblingIds };
      live.begin(newTurn(clientMessageId, { kind: 'edit', input }, about));
    },
    regenerate: (messageId) => {
      const found = find(messageId);
      if (found === null) return;
      const clientMessageId = randomId();
      const { siblingIds } = found.message;
      const input = { conversationId: found.conversationId, messageId, clientMessageId };
      const about = { replaces: messageId, siblingIds };
      live.begin(newTurn(clientMessageId, { kind: 'regenerate', input }, about));
    },
  };
}
