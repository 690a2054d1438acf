import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { createChatActions, type Shown } from './chat-actions.ts';
import type { ChatMessage } from './chat-message.ts';
import { useParlanceContext } from './context.ts';
import type { History } from './history-cache.ts';
import type { LiveChat } from './live/live-chat.ts';
import type { Turn } from './live/turn.ts';
import { createShow, mergeMessages, withDecisions, withRatings } from './merge-messages.ts';
import { useDeciding, useRatings } from './pending-changes.ts';
import type { UseChat, UseChatOptions } from './use-chat-types.ts';
import { useConversation } from './use-conversation.ts';
import { useDecide } from './use-decide.ts';
import { type HistoryQuery, useHistoryQuery } from './use-history.ts';
import { useLiveChat, useOnConversation } from './use-live-chat.ts';
import { useOnline } from './use-online.ts';
import { useRate } from './use-rate.ts';

/**
 * Talks to a bot. Goes on with a conversation, or begins one.
 *
 * @example
 * ```tsx
 * import { useChat } from '@parlance/client-sdk/react';
 *
 * export function Chat() {
 *   const { messages, status, error, send, stop } = useChat();
 *   return (
 *     <>
 *       {messages.map(({ key, role, text }) => (
 *         <p key={key}>
 *           {role}: {text}
 *         </p>
 *       ))}
 *       {error && <p role="alert">{error.message}</p>}
 *       <form
 *         onSubmit={(event) => {
 *           event.preventDefault();
 *           send({ message: String(new FormData(event.currentTarget).get('message')) });
 *           event.currentTarget.reset();
 *         }}
 *       >
 *         <input name="message" />
 *         {status === 'streaming' && (
 *           <button type="button" onClick={stop}>
 *             Stop
 *           </button>
 *         )}
 *         <button>Send</button>
 *       </form>
 *     </>
 *   );
 * }
 * ```
 */
export function useChat(options: UseChatOptions = {}): UseChat {
  const { conversationId = null, botId = null, onConversation } = options;
  const parlance = useParlanceContext();
  const live = useLiveChat(conversationId);
  const {
    turns,
    error,
    conversationId: id,
  } = useSyncExternalStore(live.subscribe, live.snapshot, live.snapshot);
  const history = useHistoryQuery(id);
  const messages = useMessages(live, history.data, turns);
  useOnConversation(id, conversationId === null, onConversation);
  useResume(live, useConversation(id).data?.activeRunId ?? null, turns);
  const rate = useRate(id);
  const decide = useDecide(id);
  const shown = useRef<Shown>({ messages, botId, history, rate, decide });
  useEffect(() => {
    shown.current = { messages, botId, history, rate, decide };
  });
  const actions = useMemo(() => createChatActions(parlance, live, () => shown.current), [parlance, live]);
  const isOnline = useOnline();
  const status = statusOf(id, messages, turns, history);
  return {
    conversationId: id,
    messages,
    status,
    connection: isOnline ? connectionOf(turns) : 'offline',
    error: error ?? (status === 'error' ? history.error : null),
    ...actions,
    hasOlder: history.data != null && history.data.olderCursor !== null,
    isLoadingOlder: history.isLoadingOlder,
  };
}

function useMessages(live: LiveChat, history: History | undefined, turns: readonly Turn[]): ChatMessage[] {
  const { conversationId } = live.snapshot();
  const ratings = useRatings(conversationId);
  const deciding = useDeciding(conversationId);
  const show = useMemo(() => createShow(live), [live]);
  const merged = useMemo(() => mergeMessages(history, turns, show), [history, turns, show]);
  const rated = useMemo(() => withRatings(merged, ratings), [merged, ratings]);
  return useMemo(() => withDecisions(rated, deciding), [rated, deciding]);
}

/** Shows a run that somebody else began, or that went on while the page was away. */
function useResume(live: LiveChat, activeRunId: string | null, turns: readonly Turn[]): void {
  useEffect(() => {
    // While something is being sent, the run may be its own.
    const isSending = turns.some(({ phase }) => phase === 'sending');
    if (activeRunId !== null && !isSending) live.follow(activeRunId);
  }, [live, activeRunId, turns]);
}

function statusOf(
  conversationId: string | null,
  messages: readonly ChatMessage[],
  turns: readonly Turn[],
  history: HistoryQuery,
): UseChat['status'] {
  if (turns.some(({ phase }) => phase === 'sending')) return 'sending';
  if (messages.at(-1)?.status === 'streaming' || turns.some(isStreaming)) return 'streaming';
  if (conversationId === null || turns.length > 0 || history.status === 'success') return 'ready';
  return history.status === 'error' ? 'error' : 'loading';
}

const isStreaming = ({ phase }: Turn): boolean => phase === 'streaming';

const connectionOf = (turns: readonly Turn[]): UseChat['connection'] =>
  turns.some(({ isReconnecting }) => isReconnecting) ? 'reconnecting' : 'online';
