'use client';

export type { ChatMessage, ChatMessageStatus } from './chat-message.ts';
export { ParlanceProvider, type ParlanceProviderProps, useParlance } from './provider.ts';
export { type Auth, type Credentials, useAuth } from './use-auth.ts';
export { useChat } from './use-chat.ts';
export type { UseChat, UseChatOptions } from './use-chat-types.ts';
export { useConversation, useDeleteConversation, useRenameConversation } from './use-conversation.ts';
export {
  type UseConversations,
  type UseConversationsOptions,
  useConversations,
} from './use-conversations.ts';
export { type UseHistory, useHistory } from './use-history.ts';
