import { useMutation } from '@tanstack/react-query';
import type { ParlanceError } from '../errors.ts';
import type { ApiOutputs } from '../inputs-and-outputs.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import type { Deciding } from './pending-changes.ts';
import { changing, keys } from './query.ts';
import { refresh } from './refresh.ts';

type Decided = ApiOutputs['chat']['approve'];

/** Decides whether tool calls of a conversation are carried out. */
export function useDecide(conversationId: string | null): (deciding: Deciding) => Promise<Decided> {
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  const askAgain = () => refresh(queryClient, keys.history(userId, conversationId));
  const { mutateAsync } = useMutation<Decided, ParlanceError, Deciding>(
    {
      ...changing,
      mutationKey: keys.deciding(userId, conversationId),
      mutationFn: (deciding) => session.client.chat.approve.mutate(deciding),
      onSuccess: async ({ approvalId, decision, runId }) => {
        if (conversationId === null) return;
        session.open(conversationId).decided(approvalId, decision);
        session.announce({ type: 'changed', conversationId, runId });
        // A history that was asked for before would take it back.
        await askAgain();
      },
      // Somebody else was faster, or it has expired: the history knows.
      onError: () => void askAgain(),
    },
    queryClient,
  );
  return mutateAsync;
}
