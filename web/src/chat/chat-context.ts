import type { UseChat } from '@parlance/client-sdk/react';
import { createContext, type RefObject, use } from 'react';

type Actions = Pick<
  UseChat,
  'regenerate' | 'edit' | 'switchBranch' | 'rate' | 'resend' | 'discard' | 'approve'
>;

/** From one version of a message to the one before or after it. */
export interface BranchStep {
  to: string;
  direction: 'previous' | 'next';
}

/** What a message can do to the chat that it is in. It changes when an answer begins or ends, not with each word. */
export interface ChatContextValue extends Actions {
  /** An answer is being written, or nobody is there to write one: nothing that starts another one is offered. */
  busy: boolean;
  isAnswering: boolean;
  /** The step that was taken last: the version that it leads to takes over the focus. */
  lastStep: RefObject<BranchStep | null>;
  /** Approvals that the focus was led to once. */
  led: RefObject<Set<string>>;
  focusComposer(): void;
}

export const ChatContext = createContext<ChatContextValue | null>(null);

export function useChatContext(): ChatContextValue {
  const chat = use(ChatContext);
  if (!chat) throw new Error('A message is shown outside of a chat');
  return chat;
}
