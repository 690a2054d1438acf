import type { InfiniteData } from '@tanstack/react-query';
import type { Conversation } from '../contract/conversation.ts';
import type { ApiOutputs } from '../inputs-and-outputs.ts';
import type { Parlance } from './context.ts';
import { keys, type UserId } from './query.ts';

/** The conversations of a list that are loaded. */
export type ConversationPages = InfiniteData<ApiOutputs['conversation']['list'], string | null>;

/** Writes a conversation of a user wherever it is kept. */
export function writeConversation(parlance: Parlance, userId: UserId, conversation: Conversation): void {
  if (!isCurrent(parlance, userId)) return;
  parlance.queryClient.setQueryData(keys.conversation(userId, conversation.id), conversation);
  changeLists(parlance, (listed) => listed.map((one) => (one.id === conversation.id ? conversation : one)));
}

/** Notes what is known to have changed. Answers the conversation, if it is kept by itself. */
export function patchConversation(
  parlance: Parlance,
  conversationId: string,
  patch: Partial<Conversation>,
): Conversation | undefined {
  const { session, queryClient } = parlance;
  changeLists(parlance, (listed) =>
    listed.map((one) => (one.id === conversationId ? { ...one, ...patch } : one)),
  );
  return queryClient.setQueryData<Conversation>(
    keys.conversation(session.identity().userId, conversationId),
    (known) => known && { ...known, ...patch },
  );
}

/** Puts a conversation at the top of the lists where it is. False: it is in none. */
export function raiseConversation(parlance: Parlance, conversationId: string): boolean {
  let isListed = false;
  changePages(parlance, (data) => {
    const all = data.pages.flatMap(({ conversations }) => conversations);
    const found = all.find(({ id }) => id === conversationId);
    if (found === undefined) return data;
    isListed = true;
    const pages = data.pages.map((page, index) => {
      const others = page.conversations.filter((one) => one !== found);
      return { ...page, conversations: index === 0 ? [found, ...others] : others };
    });
    return { ...data, pages };
  });
  return isListed;
}

/** Forgets a conversation that a user deleted. */
export function removeConversation(parlance: Parlance, userId: UserId, conversationId: string): void {
  if (!isCurrent(parlance, userId)) return;
  changeLists(parlance, (listed) => listed.filter(({ id }) => id !== conversationId));
  parlance.queryClient.removeQueries({ queryKey: keys.conversation(userId, conversationId) });
  parlance.queryClient.removeQueries({ queryKey: keys.history(userId, conversationId) });
}

/** Is this who is signed in now? What comes late for somebody else is not kept. */
const isCurrent = ({ session }: Parlance, userId: UserId): boolean => session.identity().userId === userId;

function changeLists(parlance: Parlance, change: (listed: Conversation[]) => Conversation[]): void {
  changePages(parlance, (data) => ({
    ...data,
    pages: data.pages.map((page) => ({ ...page, conversations: change(page.conversations) })),
  }));
}

function changePages(
  { session, queryClient }: Parlance,
  change: (data: ConversationPages) => ConversationPages,
): void {
  queryClient.setQueriesData<ConversationPages>(
    { queryKey: keys.lists(session.identity().userId) },
    (data) => data && change(data),
  );
}
