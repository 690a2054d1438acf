import { useIsMutating, useMutation, useQuery } from '@tanstack/react-query';
import type { Message } from '../contract/message.ts';
import type { ParlanceError } from '../errors.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { type History, withNewestPage, withOlderPage } from './history-cache.ts';
import { asking, changing, keys } from './query.ts';

/**
 * What was said in a conversation, as far as it is loaded.
 *
 * @example
 * ```ts
 * import type { UseHistory } from '@parlance/client-sdk/react';
 *
 * const last = ({ messages }: UseHistory): string => messages.at(-1)?.text ?? '';
 * ```
 */
export interface UseHistory {
  /** Oldest first. */
  messages: Message[];
  status: 'pending' | 'error' | 'success';
  error: ParlanceError | null;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder(): void;
}

/** What hooks on top of the history need beside. */
export interface HistoryQuery {
  data: History | undefined;
  status: UseHistory['status'];
  error: ParlanceError | null;
  olderError: ParlanceError | null;
  isLoadingOlder: boolean;
  loadOlder(): Promise<void>;
  refetch(): Promise<unknown>;
}

const PAGE_SIZE = 50;

/** The history as it is cached. */
export function useHistoryQuery(conversationId: string | null, pageSize = PAGE_SIZE): HistoryQuery {
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  const { history } = session.client.conversation;
  const queryKey = keys.history(userId, conversationId);
  const input = { conversationId: conversationId ?? '', limit: pageSize };
  const { data, status, error, refetch } = useQuery<History, ParlanceError>(
    {
      ...asking,
      queryKey,
      queryFn: async ({ signal }) => {
        const asOf = session.tick();
        const { messages, olderCursor } = await history.query(input, { signal });
        const live = session.open(conversationId);
        await live.sent();
        live.isStored(asOf);
        return withNewestPage(queryClient.getQueryData(queryKey), { messages, olderCursor, asOf });
      },
      // What changed is found by the page itself; Dates would be taken for changed.
      structuralSharing: false,
      enabled: conversationId !== null && userId !== undefined,
    },
    queryClient,
  );
  const mutationKey = keys.loadingOlder(userId, conversationId);
  const older = useMutation<void, ParlanceError, string>(
    {
      ...changing,
      mutationKey,
      mutationFn: async (cursor) => {
        const page = await history.query({ ...input, cursor });
        queryClient.setQueryData<History>(queryKey, (known) => withOlderPage(known, cursor, page));
      },
    },
    queryClient,
  );
  const isLoadingOlder = useIsMutating({ mutationKey }, queryClient) > 0;
  const loadOlder = async () => {
    const cursor = data?.olderCursor ?? null;
    if (cursor !== null && queryClient.isMutating({ mutationKey }) === 0) await older.mutateAsync(cursor);
  };
  return {
    data,
    status: data ? 'success' : status,
    error,
    olderError: older.error,
    isLoadingOlder,
    loadOlder,
    refetch,
  };
}

/**
 * Loads what was said in a conversation, the newest first and older pages when they are asked for; null: nothing. It shows what
 * is stored: for an answer that is being written, see {@link useChat}.
 *
 * @example
 * ```tsx
 * import { useHistory } from '@parlance/client-sdk/react';
 *
 * export function Transcript({ conversationId }: { conversationId: string }) {
 *   const { messages, hasOlder, loadOlder } = useHistory(conversationId);
 *   return (
 *     <>
 *       {hasOlder && <button onClick={loadOlder}>Older messages</button>}
 *       {messages.map(({ id, role, text }) => (
 *         <p key={id}>
 *           {role}: {text}
 *         </p>
 *       ))}
 *     </>
 *   );
 * }
 * ```
 */
export function useHistory(
  conversationId: string | null,
  { pageSize }: { pageSize?: number | undefined } = {},
): UseHistory {
  const { data, status, ...history } = useHistoryQuery(conversationId, pageSize);
  return {
    messages: data?.messages ?? none,
    status,
    error: history.error ?? history.olderError,
    hasOlder: data != null && data.olderCursor !== null,
    isLoadingOlder: history.isLoadingOlder,
    loadOlder: () => void history.loadOlder().catch(() => {}),
  };
}

const none: Message[] = [];
