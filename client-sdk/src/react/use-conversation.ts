import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import type { Conversation } from '../contract/conversation.ts';
import type { ParlanceError } from '../errors.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { refreshConversationInFlight, removeConversation, writeConversation } from './conversation-cache.ts';
import { conversationQuery } from './conversation-query.ts';
import { type Renaming, useRenaming, withTitle } from './pending-changes.ts';
import { changing, keys } from './query.ts';

/**
 * One conversation without its messages; null: none, and nothing is asked for.
 *
 * @example
 * ```tsx
 * import { useConversation } from '@parlance/client-sdk/react';
 *
 * export function Title({ conversationId }: { conversationId: string }) {
 *   const { data, error } = useConversation(conversationId);
 *   return <h1>{error ? error.message : (data?.title ?? 'New conversation')}</h1>;
 * }
 * ```
 */
export function useConversation(conversationId: string | null): UseQueryResult<Conversation, ParlanceError> {
  const parlance = useParlanceContext();
  const { userId } = useIdentity();
  const renaming = useRenaming();
  return useQuery<Conversation, ParlanceError>(
    {
      ...conversationQuery(parlance, userId, conversationId),
      select: (conversation) => withTitle(conversation, renaming),
    },
    parlance.queryClient,
  );
}

/**
 * Renames a conversation. The new title shows at once, wherever the conversation does.
 *
 * @example
 * ```tsx
 * import { useRenameConversation } from '@parlance/client-sdk/react';
 *
 * export function RenameButton({ conversationId }: { conversationId: string }) {
 *   const { mutate, error } = useRenameConversation();
 *   const rename = () => mutate({ conversationId, title: 'Holidays' });
 *   return <button onClick={rename}>{error ? error.message : 'Rename'}</button>;
 * }
 * ```
 */
export function useRenameConversation(): UseMutationResult<Conversation, ParlanceError, Renaming> {
  const parlance = useParlanceContext();
  const { session, queryClient } = parlance;
  const { userId } = useIdentity();
  return useMutation<Conversation, ParlanceError, Renaming>(
    {
      ...changing,
      mutationKey: keys.renaming(userId),
      mutationFn: (input) => session.client.conversation.rename.mutate(input),
      onSuccess: (conversation) => {
        writeConversation(parlance, userId, conversation);
        refreshConversationInFlight(parlance, userId, conversation.id);
        session.announce({ type: 'changed', conversationId: conversation.id, runId: null });
      },
    },
    queryClient,
  );
}

/**
 * Deletes a conversation with all that was said in it. It is gone from the lists at once.
 *
 * @example
 * ```tsx
 * import { useDeleteConversation } from '@parlance/client-sdk/react';
 *
 * export function DeleteButton({ conversationId }: { conversationId: string }) {
 *   const { mutate, isPending } = useDeleteConversation();
 *   return (
 *     <button disabled={isPending} onClick={() => mutate({ conversationId })}>
 *       Delete
 *     </button>
 *   );
 * }
 * ```
 */
export function useDeleteConversation(): UseMutationResult<void, ParlanceError, { conversationId: string }> {
  const parlance = useParlanceContext();
  const { session, queryClient } = parlance;
  const { userId } = useIdentity();
  return useMutation<void, ParlanceError, { conversationId: string }>(
    {
      ...changing,
      mutationKey: keys.deleting(userId),
      mutationFn: async (input) => {
        await session.client.conversation.delete.mutate(input);
      },
      onSuccess: (_, { conversationId }) => {
        removeConversation(parlance, userId, conversationId);
        refreshConversationInFlight(parlance, userId, conversationId);
        session.announce({ type: 'changed', conversationId, runId: null });
      },
    },
    queryClient,
  );
}
