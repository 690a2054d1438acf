import { awaitTitle } from './await-title.ts';
import type { Parlance } from './context.ts';
import { patchConversation, raiseConversation } from './conversation-cache.ts';
import type { ConversationHappening, Happening } from './live/tabs.ts';
import { keys } from './query.ts';
import { refresh, refreshInFlight } from './refresh.ts';

/** Keeps a cache in step with what happens, here and in other tabs, and with who is signed in. Answers what ends that. */
export function keepInStep(parlance: Parlance): () => void {
  const { session, queryClient } = parlance;
  queryClient.mount();
  forgetOthers(parlance);
  const ends = [
    session.listen((happening) => heed(parlance, happening)),
    session.onIdentity(() => forgetOthers(parlance)),
    session.follow(),
    () => queryClient.unmount(),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function heed(parlance: Parlance, happening: Happening): void {
  const { session, queryClient } = parlance;
  const { userId } = session.identity();
  const ask = (queryKey: readonly unknown[]) => void refresh(queryClient, queryKey);
  if (happening.type === 'tasks') ask(keys.tasks(userId));
  else if (happening.type === 'bots') ask(keys.bots(userId));
  else heedConversation(parlance, happening, ask);
}

function heedConversation(
  parlance: Parlance,
  happening: ConversationHappening,
  ask: (queryKey: readonly unknown[]) => void,
): void {
  const { session } = parlance;
  const { userId } = session.identity();
  const { type, conversationId, runId } = happening;
  const isOurs = session.isFollowing(happening);
  if (type === 'began') {
    patchConversation(parlance, conversationId, (known) => ({
      ...known,
      activeRunId: runId,
      updatedAt: new Date(),
    }));
    raiseConversation(parlance, conversationId);
    void refreshInFlight(parlance.queryClient, keys.conversation(userId, conversationId));
    if (!isOurs) ask(keys.history(userId, conversationId));
  } else if (type === 'changed') {
    ask(keys.conversation(userId, conversationId));
    ask(keys.history(userId, conversationId));
    ask(keys.lists(userId));
  } else if (!isOurs) {
    const conversation = patchConversation(parlance, conversationId, (known) =>
      known.activeRunId === runId ? { ...known, activeRunId: null } : known,
    );
    ask(keys.history(userId, conversationId));
    void refreshInFlight(parlance.queryClient, keys.lists(userId));
    // A message that waited may be being answered by now. Whoever asks for the title learns of that, too.
    if (conversation?.title == null) void awaitTitle(parlance, conversationId);
    else ask(keys.conversation(userId, conversationId));
  }
}

/** Forgets what belonged to others. */
function forgetOthers({ session, queryClient }: Parlance): void {
  const { userId } = session.identity();
  if (userId === undefined) return;
  const isOthers = (key: readonly unknown[] = []) => key[0] === keys.all[0] && key[1] !== userId;
  queryClient.removeQueries({ predicate: ({ queryKey }) => isOthers(queryKey) });
  const mutations = queryClient.getMutationCache();
  for (const mutation of mutations.findAll({ predicate: ({ options }) => isOthers(options.mutationKey) })) {
    mutations.remove(mutation);
  }
}
