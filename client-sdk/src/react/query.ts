import type { ParlanceError } from '../errors.ts';

/** Keys of what is kept in the cache: who it belongs to comes first, so nothing is ever shown to somebody else. */
export const keys = {
  all: ['parlance'] as const,
  of: (userId: UserId) => ['parlance', userId] as const,
  me: (userId: UserId) => ['parlance', userId, 'me'] as const,
  lists: (userId: UserId) => ['parlance', userId, 'conversations'] as const,
  list: (userId: UserId, filter: { search: string | null; pageSize: number }) =>
    ['parlance', userId, 'conversations', filter] as const,
  conversation: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'conversation', conversationId] as const,
  history: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'history', conversationId] as const,
  renaming: (userId: UserId) => ['parlance', userId, 'renaming'] as const,
  deleting: (userId: UserId) => ['parlance', userId, 'deleting'] as const,
  rating: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'rating', conversationId] as const,
  loadingOlder: (userId: UserId, conversationId: string | null) =>
    ['parlance', userId, 'loading-older', conversationId] as const,
};

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
