import type { ParlanceError } from '../errors.ts';

/** Keys of what is kept in the cache: who it belongs to comes first, so nothing is ever shown to somebody else. */
export const keys = {
  all: ['parlance'] as const,
  of: (userId: UserId) => ['parlance', userId] as const,
  me: (userId: UserId) => ['parlance', userId, 'me'] as const,
  lists: (userId: UserId) => ['parlance', userId, 'conversations'] as const,
  list: (userId: UserId, filter: ConversationFilter) =>
    ['parlance', userId, 'conversations', filter] as const,
  conversation: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'conversation', conversationId] as const,
  history: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'history', conversationId] as const,
  renaming: (userId: UserId) => ['parlance', userId, 'renaming'] as const,
  deleting: (userId: UserId) => ['parlance', userId, 'deleting'] as const,
  rating: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'rating', conversationId] as const,
  deciding: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'deciding', conversationId] as const,
  tasks: (userId: UserId) => ['parlance', userId, 'tasks'] as const,
  taskList: (userId: UserId, filter: TaskFilter) => ['parlance', userId, 'tasks', filter] as const,
  changingTask: (userId: UserId) => ['parlance', userId, 'changing-task'] as const,
  updatingTask: (userId: UserId) => ['parlance', userId, 'changing-task', 'updating'] as const,
  completingTask: (userId: UserId) => ['parlance', userId, 'changing-task', 'completing'] as const,
  deletingTask: (userId: UserId) => ['parlance', userId, 'deleting-task'] as const,
  bots: (userId: UserId) => ['parlance', userId, 'bots'] as const,
  botLists: (userId: UserId) => ['parlance', userId, 'bots', 'list'] as const,
  botList: (userId: UserId, filter: { whose: 'all' | 'own'; pageSize: number }) =>
    ['parlance', userId, 'bots', 'list', filter] as const,
  bot: (userId: UserId, botId: string | null) => ['parlance', userId, 'bots', 'one', botId] as const,
  botDescription: (userId: UserId, botId: string | null) =>
    ['parlance', userId, 'bots', 'description', botId] as const,
  botVersions: (userId: UserId, botId: string | null, pageSize: number) =>
    ['parlance', userId, 'bots', 'versions', botId, pageSize] as const,
  deletingBot: (userId: UserId) => ['parlance', userId, 'deleting-bot'] as const,
  loadingOlder: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'loading-older', conversationId] as const,
};

/** Which conversations a list has. */
export interface ConversationFilter {
  search: string | null;
  pageSize: number;
}

/** Which tasks a list has, and in which order. */
export interface TaskFilter {
  status: 'all' | 'open' | 'completed';
  search: string | null;
  order: 'newest' | 'oldest' | 'title' | 'updated';
  pageSize: number;
}

/** Who something belongs to; undefined: not known yet. */
export type UserId = string | null | undefined;

const passing: readonly ParlanceError['code'][] = [
  'network',
  'rate_limited',
  'shutting_down',
  'database_unavailable',
];

/** How everything is asked for: again when only the way there failed, and at the next chance when there is no network. */
export const asking = {
  staleTime: 0,
  networkMode: 'offlineFirst',
  retry: (failures: number, { code }: ParlanceError) => failures < 3 && passing.includes(code),
  retryDelay: (failures: number, { details }: ParlanceError) =>
    Math.max(1000 * 2 ** failures, 1000 * (details.retryAfterSeconds ?? 0)),
} as const;

/** How everything is changed: now or not at all. */
export const changing = { networkMode: 'always', retry: false } as const;
