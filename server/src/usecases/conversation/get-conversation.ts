import type { Conversation } from '@parlance/client-sdk/contract';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** One conversation of the caller's. */
export async function getConversation(
  deps: Deps,
  request: RequestContext,
  input: { conversationId: string },
): Promise<Conversation> {
  const conversation = await deps.conversations.get(request.actor, input.conversationId);
  if (conversation === null) throw notFound('conversation');
  return conversation;
}
