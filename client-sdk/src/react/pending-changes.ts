import { type Mutation, type MutationKey, useMutationState } from '@tanstack/react-query';
import type { Conversation } from '../contract/conversation.ts';
import type { Rating } from '../contract/message.ts';
import type { ParlanceError } from '../errors.ts';
import type { ApiInputs } from '../inputs-and-outputs.ts';
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
function usePending<Change>(
  mutationKey: MutationKey,
  read: (state: Mutation<unknown, ParlanceError, Change>) => Change | undefined = ({ state }) =>
    state.variables,
): (Change | undefined)[] {
  const { queryClient } = useParlanceContext();
  return useMutationState<Change | undefined, Mutation<unknown, ParlanceError, Change>>(
    { filters: { mutationKey, status: 'pending' }, select: read },
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

/** A decision that is on its way. */
export interface Deciding {
  runId: string;
  approvalId: string;
  decision: 'approve' | 'deny';
}

/** Decisions that are on their way. */
export const useDeciding = (conversationId: string | null) =>
  usePending<Deciding>(keys.deciding(useIdentity().userId, conversationId));

/** Tasks that are about to be gone. */
export const useDeletingTasks = () =>
  usePending<ApiInputs['task']['delete']>(keys.deletingTask(useIdentity().userId));

/** What is about to be changed of tasks. */
export function useTaskChanges(): (ApiInputs['task']['update'] | undefined)[] {
  const { userId } = useIdentity();
  return usePending<ApiInputs['task']['update']>(keys.changingTask(userId), ({ state, options }) => {
    const isCompletion = options.mutationKey?.at(-1) === 'completing';
    return state.variables && isCompletion ? { ...state.variables, completed: true } : state.variables;
  });
}

/** Bots that are about to be gone. */
export const useDeletingBots = () =>
  usePending<ApiInputs['bot']['delete']>(keys.deletingBot(useIdentity().userId));

/** A conversation under the title that it is being given. */
export function withTitle(
  conversation: Conversation,
  renaming: readonly (Renaming | undefined)[],
): Conversation {
  const last = renaming.findLast((one) => one?.conversationId === conversation.id);
  return last ? { ...conversation, title: last.title } : conversation;
}
