import { useMemo } from 'react';
import type { Conversation } from '../contract/conversation.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { useDeleting, useRenaming, withTitle } from './pending-changes.ts';
import { keys } from './query.ts';
import { type Paged, usePages } from './use-pages.ts';

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
export interface UseConversations extends Paged {
  /** Those that are loaded. Nobody in particular has none: a guest's conversation is known by its id alone. */
  conversations: Conversation[];
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
  const { client } = useParlanceContext().session;
  const { userId } = useIdentity();
  const { data, ...list } = usePages({
    queryKey: keys.list(userId, { search: wanted, pageSize }),
    ask: (cursor, opts) => client.conversation.list.query({ limit: pageSize, search: wanted, cursor }, opts),
    enabled,
  });
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
  return { conversations, ...list };
}
