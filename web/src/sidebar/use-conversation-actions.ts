import type { ParlanceError } from '@parlance/client-sdk';
import { useDeleteConversation, useRenameConversation } from '@parlance/client-sdk/react';
import { useLocation } from 'wouter';
import { usePassingErrors } from '../errors/use-passing-errors.ts';
import { forgetGuestConversation, titleGuestConversation } from '../guest/guest-conversations.ts';

interface ConversationActions {
  rename(conversationId: string, title: string): void;
  remove(conversationId: string): void;
  /** Why the last of them failed. */
  error: ParlanceError | null;
  dismissError(): void;
}

/** What can be done to a conversation in the list; what a guest's browser remembers of it follows. */
export function useConversationActions(activeId: string | null): ConversationActions {
  const [, navigate] = useLocation();
  const renaming = useRenameConversation();
  const deleting = useDeleteConversation();
  const dismissError = usePassingErrors(renaming, deleting);
  return {
    rename: (conversationId, title) =>
      renaming.mutate(
        { conversationId, title },
        { onSuccess: (renamed) => titleGuestConversation(conversationId, renamed.title ?? title) },
      ),
    remove: (conversationId) => {
      if (conversationId === activeId) navigate('/', { replace: true });
      deleting.mutate({ conversationId }, { onSuccess: () => forgetGuestConversation(conversationId) });
    },
    error: deleting.error ?? renaming.error,
    dismissError,
  };
}
