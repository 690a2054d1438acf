import type { Rating } from '../contract/message.ts';
import type { ParlanceError } from '../errors.ts';
import type { ChatMessage } from './chat-message.ts';

/**
 * What `useChat` can be told.
 *
 * @example
 * ```ts
 * import type { UseChatOptions } from '@parlance/client-sdk/react';
 *
 * const newChat: UseChatOptions = { onConversation: (id) => history.pushState(null, '', `/c/${id}`) };
 * ```
 */
export interface UseChatOptions {
  /** The conversation to show; none: a new one, made with the first message. */
  conversationId?: string | null | undefined;
  /** The bot that answers in a new conversation; none: the server's default bot. */
  botId?: string | null | undefined;
  /** Called when the server has made the new conversation. */
  onConversation?: ((id: string) => void) | undefined;
}

/**
 * A conversation as it is shown, and all that can be done in it.
 *
 * @example
 * ```ts
 * import type { UseChat } from '@parlance/client-sdk/react';
 *
 * const canSend = ({ status }: UseChat): boolean => status === 'ready';
 * ```
 */
export interface UseChat {
  /** null: a new chat. Set as soon as the server has made the conversation. */
  conversationId: string | null;
  /** What is stored, what is on its way and what is being written, oldest first. */
  messages: ChatMessage[];
  /** `error`: the conversation could not be loaded; `retryLoad` tries again. */
  status: 'loading' | 'ready' | 'sending' | 'streaming' | 'error';
  /** How far the server can be reached. What is being answered is not lost in any case. */
  connection: 'online' | 'reconnecting' | 'offline';
  /** What the last action failed with, or the loading. Goes with the next action. */
  error: ParlanceError | null;
  dismissError(): void;
  /** Sends a message. It shows at once; one that could not be sent stays, `unsent`. */
  send(input: { message: string; selectedText?: string | null | undefined }): void;
  /** Sends an unsent message again: answered once, even if it had arrived. */
  resend(key: string): void;
  /** Forgets an unsent message. */
  discard(key: string): void;
  /** Ends the answer. What was said stays. */
  stop(): void;
  /** Answers once more, beside the answer `messageId`. */
  regenerate(messageId: string): void;
  /** Asks something else in place of the question `messageId`. */
  edit(messageId: string, message: string): void;
  /** Shows the branch of another of a message's `siblingIds`. */
  switchBranch(messageId: string): void;
  /** Says what one thinks of an answer; null takes it back. */
  rate(messageId: string, rating: Rating | null, comment?: string): void;
  /**
   * Allows a tool call that waits for it, or denies it: by its `approvalId`, or its `toolCallId`. It shows at once. Answers null or what it
   * failed with: `conflict` when it was decided before or has expired, and then what came of it shows.
   */
  approve(callId: string, decision: 'approve' | 'deny'): Promise<ParlanceError | null>;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder(): void;
  retryLoad(): void;
}
