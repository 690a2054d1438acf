import { queryOptions } from '@tanstack/react-query';
import type { Conversation } from '../contract/conversation.ts';
import type { ParlanceError } from '../errors.ts';
import type { Parlance } from './context.ts';
import { writeConversation } from './conversation-cache.ts';
import { asking, keys } from './query.ts';

/** How a conversation is asked for. The lists learn of it, too. */
export const conversationQuery = (
  parlance: Parlance,
  userId: string | null | undefined,
  conversationId: string | null,
) =>
  queryOptions<Conversation, ParlanceError>({
    ...asking,
    queryKey: keys.conversation(userId, conversationId),
    queryFn: async ({ signal }) => {
      const { get } = parlance.session.client.conversation;
      const conversation = await get.query({ conversationId: conversationId ?? '' }, { signal });
      writeConversation(parlance, userId, conversation);
      return conversation;
    },
    enabled: conversationId !== null && userId !== undefined,
  });
