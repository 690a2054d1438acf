import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Conversation } from '../contract/conversation.ts';
import type { ParlanceError } from '../errors.ts';
import type { ApiOutputs } from '../inputs-and-outputs.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import type { ConversationPages } from './conversation-cache.ts';
import { useDeleting, useRenaming, withTitle } from './pending-changes.ts';
import { asking, keys } from './query.ts';

/**
 * What {@link useConversations} can be told.
 *
 * @example
 * ```ts
 * import type { UseConversationsOptions } from '@parlance/client-sdk/react';
 *
 * const invoices: UseConversationsOptions = { search: 'invoice', pageSize: 50 };
 * ```
 */
export interface UseConversationsOptions {
  /** Looks in titles and messages; blank counts as none. */
  search?: string | undefined;
  /** 20 unless said. */
  pageSize?: number | undefined;
  /** false: nothing is asked for. */
  enabled?: boolean | undefined;
}

/**
 * The conversations of who is signed in, newest first.
 *
 * @example
 * ```ts
 * import type { UseConversations } from '@parlance/client-sdk/react';
 *
 * const isEmpty = ({ status, conversations }: UseConversations): boolean =>
 *   status === 'success' && conversations.length === 0;
 * ```
 */
export interface UseConversations {
  /** Those that are loaded. Nobody in particular has none: a guest's conversation is known by its id alone. */
  conversations: Conversation[];
  status: 'pending' | 'error' | 'success';
  error: ParlanceError | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  refetch(): void;
}

/**
 * Lists the conversations of who is signed in, page by page. New ones, new titles and deletions show by themselves.
 *
 * @example
 * ```tsx
 * import { useConversations } from '@parlance/client-sdk/react';
 *
 * export function Conversations() {
 *   const { conversations, hasMore, loadMore } = useConversations();
 *   return (
 *     <nav>
 *       {conversations.map(({ id, title }) => (
 *         <a key={id} href={`/c/${id}`}>
 *           {title ?? 'New conversation'}
 *         </a>
 *       ))}
 *       {hasMore && <button onClick={loadMore}>More</button>}
 *     </nav>
 *   );
 * }
 * ```
 */
export function useConversations(options: UseConversationsOptions = {}): UseConversations {
  const { search, pageSize = 20, enabled = true } = options;
  const wanted = search?.trim() || null;
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  const list = useInfiniteQuery<
    ApiOutputs['conversation']['list'],
    ParlanceError,
    ConversationPages,
    readonly unknown[],
    string | null
  >(
    {
      ...asking,
      queryKey: keys.list(userId, { search: wanted, pageSize }),
      queryFn: ({ pageParam, signal }) =>
        session.client.conversation.list.query(
          { limit: pageSize, search: wanted, cursor: pageParam },
          { signal },
        ),
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor,
      enabled: enabled && typeof userId === 'string',
    },
    queryClient,
  );
  const { data, fetchNextPage, refetch } = list;
  const renaming = useRenaming();
  const deleting = useDeleting();
  const conversations = useMemo(
    () =>
      (data?.pages ?? [])
        .flatMap((page) => page.conversations)
        .filter(({ id }) => !deleting.some((one) => one?.conversationId === id))
        .map((conversation) => withTitle(conversation, renaming)),
    [data, renaming, deleting],
  );
  return {
    conversations,
    status: userId === null ? 'success' : data ? 'success' : list.status,
    error: list.error,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => void fetchNextPage({ cancelRefetch: false }),
    refetch: () => void refetch(),
  };
}
