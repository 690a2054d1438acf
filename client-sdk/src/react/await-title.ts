import type { Parlance } from './context.ts';
import { conversationQuery } from './conversation-query.ts';
import { keys } from './query.ts';
import { refreshInFlight } from './refresh.ts';

const PAUSES_MS = [0, 500, 1_000, 2_000, 4_000, 8_000];

/** Asks for a conversation until it has the title that the server makes after the first answer, or makes none. */
export async function awaitTitle(parlance: Parlance, conversationId: string): Promise<void> {
  const { session, queryClient } = parlance;
  const { generation, userId } = session.identity();
  await refreshInFlight(queryClient, keys.conversation(userId, conversationId));
  for (const pause of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (session.identity().generation !== generation) return;
    const query = { ...conversationQuery(parlance, userId, conversationId), retry: false };
    const conversation = await queryClient.fetchQuery(query).catch(() => null);
    if (conversation?.title === null) continue;
    // A list that was asked for before has no title.
    return refreshInFlight(queryClient, keys.lists(userId));
  }
}
