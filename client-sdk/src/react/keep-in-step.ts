import type { Parlance } from './context.ts';
import { patchConversation, raiseConversation } from './conversation-cache.ts';
import type { SessionEvent } from './live/session.ts';
import { keys } from './query.ts';

/** Keeps a cache in step with what happens: here, in other tabs, and with who is signed in. Ends when what it answers is called. */
export function keepInStep({ session, queryClient }: Parlance): () => void {
  queryClient.mount();
  const stopListening = session.listen((event) => heed({ session, queryClient }, event));
  const stopForgetting = session.onIdentity(() => forgetOthers({ session, queryClient }));
  const stopFollowing = session.followLogin();
  return () => {
    stopListening();
    stopForgetting();
    stopFollowing();
    queryClient.unmount();
  };
}

function heed({ session, queryClient }: Parlance, event: SessionEvent): void {
  const { userId } = session.identity();
  const { conversationId } = event;
  const cache = { queryClient, userId };
  const refresh = (queryKey: readonly unknown[]) => void queryClient.invalidateQueries({ queryKey });
  switch (event.type) {
    case 'began':
      patchConversation(cache, conversationId, { activeRunId: event.runId, updatedAt: new Date() });
      if (!raiseConversation(cache, conversationId)) refresh(keys.lists(userId));
      if (!event.isOwn) refresh(keys.history(userId, conversationId));
      return;
    case 'ended':
      patchConversation(cache, conversationId, { activeRunId: null });
      refresh(keys.history(userId, conversationId));
      refresh(keys.conversation(userId, conversationId));
      return;
    case 'changed':
      refresh(keys.history(userId, conversationId));
      refresh(keys.conversation(userId, conversationId));
      refresh(keys.lists(userId));
      return;
  }
}

/** Forgets what belonged to others. */
function forgetOthers({ session, queryClient }: Parlance): void {
  const { userId } = session.identity();
  const isOthers = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[1] !== userId;
  queryClient.removeQueries({ queryKey: keys.all, predicate: isOthers });
}
