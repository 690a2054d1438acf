import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Conversation } from '../contract/conversation.ts';
import type { ApiOutputs } from '../inputs-and-outputs.ts';
import { keys } from './query.ts';

/** The conversations of a list that are loaded. */
export type ConversationPages = InfiniteData<ApiOutputs['conversation']['list'], string | null>;

/** The cached conversations of one user. */
export interface ConversationCache {
  queryClient: QueryClient;
  userId: string | null | undefined;
}

/** Writes a conversation wherever it is kept. */
export function writeConversation(cache: ConversationCache, conversation: Conversation): void {
  const { queryClient, userId } = cache;
  queryClient.setQueryData(keys.conversation(userId, conversation.id), conversation);
  changeLists(cache, (conversations) =>
    conversations.map((one) => (one.id === conversation.id ? conversation : one)),
  );
}

/** Notes what is known to have changed. Answers the conversation, if it is kept. */
export function patchConversation(
  cache: ConversationCache,
  conversationId: string,
  patch: Partial<Conversation>,
): Conversation | undefined {
  const { queryClient, userId } = cache;
  changeLists(cache, (conversations) =>
    conversations.map((one) => (one.id === conversationId ? { ...one, ...patch } : one)),
  );
  return queryClient.setQueryData<Conversation>(
    keys.conversation(userId, conversationId),
    (known) => known && { ...known, ...patch },
  );
}

/** Puts a conversation at the top of the lists where it is. False: it is in none. */
export function raiseConversation(cache: ConversationCache, conversationId: string): boolean {
  let isListed = false;
  changePages(cache, (data) => {
    const found = data.pages
      .flatMap(({ conversations }) => conversations)
      .find(({ id }) => id === conversationId);
    if (found === undefined) return data;
    isListed = true;
    const pages = data.pages.map((page, index) => {
      const others = page.conversations.filter(({ id }) => id !== conversationId);
      return { ...page, conversations: index === 0 ? [found, ...others] : others };
    });
    return { ...data, pages };
  });
  return isListed;
}

/** Forgets a conversation that was deleted. */
export function removeConversation(cache: ConversationCache, conversationId: string): void {
  const { queryClient, userId } = cache;
  changeLists(cache, (conversations) => conversations.filter(({ id }) => id !== conversationId));
  queryClient.removeQueries({ queryKey: keys.conversation(userId, conversationId) });
  queryClient.removeQueries({ queryKey: keys.history(userId, conversationId) });
}

function changeLists(
  cache: ConversationCache,
  change: (conversations: Conversation[]) => Conversation[],
): void {
  changePages(cache, (data) => ({
    ...data,
    pages: data.pages.map((page) => ({ ...page, conversations: change(page.conversations) })),
  }));
}

function changePages(
  { queryClient, userId }: ConversationCache,
  change: (data: ConversationPages) => ConversationPages,
): void {
  queryClient.setQueriesData<ConversationPages>(
    { queryKey: keys.lists(userId) },
    (data) => data && change(data),
  );
}
