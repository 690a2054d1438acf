import { type Mutation, type MutationKey, useMutationState } from '@tanstack/react-query';
import type { Conversation } from '../contract/conversation.ts';
import type { Rating } from '../contract/message.ts';
import type { ParlanceError } from '../errors.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { keys } from './query.ts';

/** A title that is on its way. */
export interface Renaming {
  conversationId: string;
  title: string;
}

/** A rating that is on its way. */
export interface RatingChange {
  messageId: string;
  rating: Rating | null;
  comment: string | undefined;
}

/** What the server has yet to confirm, oldest first: shown as if it had, gone when it refuses. */
function usePending<Change>(mutationKey: MutationKey): (Change | undefined)[] {
  const { queryClient } = useParlanceContext();
  return useMutationState<Change | undefined, Mutation<unknown, ParlanceError, Change>>(
    { filters: { mutationKey, status: 'pending' }, select: ({ state }) => state.variables },
    queryClient,
  );
}

/** Titles that are on their way. */
export const useRenaming = () => usePending<Renaming>(keys.renaming(useIdentity().userId));

/** Conversations that are about to be gone. */
export const useDeleting = () => usePending<{ conversationId: string }>(keys.deleting(useIdentity().userId));

/** Ratings that are on their way. */
export const useRatings = (conversationId: string | null) =>
  usePending<RatingChange>(keys.rating(useIdentity().userId, conversationId));

/** A conversation under the title that it is being given. */
export function withTitle(
  conversation: Conversation,
  renaming: readonly (Renaming | undefined)[],
): Conversation {
  const last = renaming.findLast((one) => one?.conversationId === conversation.id);
  return last ? { ...conversation, title: last.title } : conversation;
}
