import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { ParlanceError } from '../errors.ts';
import type { ApiInputs, ApiOutputs } from '../inputs-and-outputs.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { changing, keys } from './query.ts';
import { refresh } from './refresh.ts';

/**
 * Gives who is signed in conversations that were begun without: those whose ids you remember, up to 100. The lists have them at once.
 * What is being answered is not adopted yet; try again later.
 *
 * @example
 * ```tsx
 * import { useAdoptConversations } from '@parlance/client-sdk/react';
 *
 * export function KeepButton({ conversationIds }: { conversationIds: string[] }) {
 *   const { mutate, data } = useAdoptConversations();
 *   return <button onClick={() => mutate({ conversationIds })}>Keep {data?.conversationIds.length}</button>;
 * }
 * ```
 */
export function useAdoptConversations(): UseMutationResult<
  ApiOutputs['conversation']['adopt'],
  ParlanceError,
  ApiInputs['conversation']['adopt']
> {
  const { session, queryClient } = useParlanceContext();
  const { userId } = useIdentity();
  return useMutation<ApiOutputs['conversation']['adopt'], ParlanceError, ApiInputs['conversation']['adopt']>(
    {
      ...changing,
      mutationFn: (input) => session.client.conversation.adopt.mutate(input),
      onSuccess: async ({ conversationIds }) => {
        if (conversationIds.length === 0) return;
        const changed = conversationIds.flatMap((id) => [
          keys.conversation(userId, id),
          keys.history(userId, id),
        ]);
        for (const conversationId of conversationIds) {
          session.announce({ type: 'changed', conversationId, runId: null });
        }
        await Promise.all([keys.lists(userId), ...changed].map((key) => refresh(queryClient, key)));
      },
    },
    queryClient,
  );
}
