import { useMutation } from '@tanstack/react-query';
import type { ParlanceError } from '../errors.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import type { History } from './history-cache.ts';
import type { RatingChange } from './pending-changes.ts';
import { changing, keys } from './query.ts';
import { refresh } from './refresh.ts';

/** Rates answers of a conversation, one after the other. */
export function useRate(conversationId: string | null): (change: RatingChange) => Promise<void> {
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  const historyKey = keys.history(userId, conversationId);
  const { mutateAsync } = useMutation<void, ParlanceError, RatingChange>(
    {
      ...changing,
      mutationKey: keys.rating(userId, conversationId),
      scope: { id: `parlance-rating-${conversationId}` },
      mutationFn: async (change) => {
        if (conversationId === null) return;
        await session.client.chat.feedback.mutate({ conversationId, ...change });
      },
      onSuccess: async (_, { messageId, rating }) => {
        queryClient.setQueryData<History>(
          historyKey,
          (known) =>
            known && {
              ...known,
              messages: known.messages.map((one) => (one.id === messageId ? { ...one, rating } : one)),
            },
        );
        // One that was asked for before would take it back.
        await refresh(queryClient, historyKey);
        if (conversationId !== null) session.announce({ type: 'changed', conversationId, runId: null });
      },
    },
    queryClient,
  );
  return mutateAsync;
}
