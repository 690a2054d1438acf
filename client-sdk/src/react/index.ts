'use client';

export type { ChatMessage, ChatMessagePart, ChatMessageStatus } from './chat-message.ts';
export { ParlanceProvider, type ParlanceProviderProps, useParlance } from './provider.ts';
export { useAdoptConversations } from './use-adopt-conversations.ts';
export { useApprovalState } from './use-approval-state.ts';
export { type Auth, type Credentials, useAuth } from './use-auth.ts';
export { useBot, useBotDescription } from './use-bot.ts';
export { useCreateBot, useDeleteBot, useExportBot, useImportBot, useUpdateBot } from './use-bot-changes.ts';
export {
  type UseBots,
  type UseBotsOptions,
  type UseBotVersions,
  useBots,
  useBotVersions,
} from './use-bots.ts';
export { useChat } from './use-chat.ts';
export type { UseChat, UseChatOptions } from './use-chat-types.ts';
export { useConversation, useDeleteConversation, useRenameConversation } from './use-conversation.ts';
export {
  type UseConversations,
  type UseConversationsOptions,
  useConversations,
} from './use-conversations.ts';
export { type UseHistory, useHistory } from './use-history.ts';
export type { Paged } from './use-pages.ts';
export { useCompleteTask, useCreateTask, useDeleteTask, useUpdateTask } from './use-task-changes.ts';
export { type UseTasks, type UseTasksOptions, useTasks } from './use-tasks.ts';
