import { useAdoptConversations, useAuth } from '@parlance/client-sdk/react';
import { useQuery } from '@tanstack/react-query';
import { forgetGuestConversation, useGuestConversations } from './guest-conversations.ts';

/** How often what could not be had yet is asked for until the page is loaded again. */
const TRIES = 5;

/**
 * Whoever signs in takes along the conversations that this browser remembers. One that is being answered cannot be had yet: it is
 * asked for again a few times, and with the next load of the page. True: it is not known yet which there are.
 */
export function useAdoption(): boolean {
  const { status, user } = useAuth();
  const { mutateAsync: adopt } = useAdoptConversations();
  const ids = useGuestConversations().map(({ id }) => id);
  const { isPending } = useQuery({
    queryKey: ['guest-adoption', user?.id, ids],
    queryFn: async () => {
      const { conversationIds } = await adopt({ conversationIds: ids });
      conversationIds.forEach(forgetGuestConversation);
      return conversationIds.length;
    },
    enabled: status === 'signed-in' && ids.length > 0,
    networkMode: 'always',
    retry: false,
    refetchInterval: ({ state }) => state.dataUpdateCount < TRIES && 2_000 * 2 ** state.dataUpdateCount,
  });
  return status !== 'signed-out' && ids.length > 0 && isPending;
}

/** Is this a guest's conversation of which it is not known yet whether it can be shown? */
export function useIsBeingAdopted(conversationId: string | null): boolean {
  const isAdopting = useAdoption();
  const remembered = useGuestConversations();
  return isAdopting && remembered.some(({ id }) => id === conversationId);
}
