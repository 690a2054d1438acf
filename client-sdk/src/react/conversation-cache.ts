import type { InfiniteData } from '@tanstack/react-query';
import type { Conversation } from '../contract/conversation.ts';
import type { ApiOutputs } from '../inputs-and-outputs.ts';
import type { Parlance } from './context.ts';
import { type ConversationFilter, keys, type UserId } from './query.ts';
import { refresh, refreshInFlight } from './refresh.ts';

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
  patch: (known: Conversation) => Conversation,
): Conversation | undefined {
  const { session, queryClient } = parlance;
  changeLists(parlance, (listed) => listed.map((one) => (one.id === conversationId ? patch(one) : one)));
  return queryClient.setQueryData<Conversation>(
    keys.conversation(session.identity().userId, conversationId),
    (known) => known && patch(known),
  );
}

/** Puts a conversation at the top of the lists where it is, and has those asked for again that have to have it. */
export function raiseConversation(parlance: Parlance, conversationId: string): void {
  const { session, queryClient } = parlance;
  const isIt = ({ id }: Conversation) => id === conversationId;
  const find = (data: ConversationPages | undefined) =>
    data?.pages.flatMap(({ conversations }) => conversations).find(isIt);
  changePages(parlance, (data) => {
    const found = find(data);
    if (found === undefined) return data;
    const pages = data.pages.map((page, index) => {
      const others = page.conversations.filter((one) => one !== found);
      return { ...page, conversations: index === 0 ? [found, ...others] : others };
    });
    return { ...data, pages };
  });
  const lists = queryClient.getQueriesData<ConversationPages>({
    queryKey: keys.lists(session.identity().userId),
  });
  const isNew = lists.every(([, data]) => find(data) === undefined);
  for (const [queryKey, data] of lists) {
    const { search } = queryKey.at(-1) as ConversationFilter;
    // What is searched for is not in every conversation.
    if (find(data) === undefined && (isNew || search === null)) void refresh(queryClient, queryKey);
    else void refreshInFlight(queryClient, queryKey);
  }
}

/** Has what is on its way of a conversation and the lists asked for again: it may be of before a change. */
export function refreshConversationInFlight(
  { queryClient }: Parlance,
  userId: UserId,
  conversationId: string,
): void {
  void refreshInFlight(queryClient, keys.conversation(userId, conversationId));
  void refreshInFlight(queryClient, keys.lists(userId));
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
