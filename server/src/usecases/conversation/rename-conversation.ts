import type { Conversation } from '@parlance/client-sdk/contract';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Gives a conversation a title. */
export async function renameConversation(
  deps: Deps,
  request: RequestContext,
  input: { conversationId: string; title: string },
): Promise<Conversation> {
  const renamed = await deps.conversations.rename(request.actor, input.conversationId, input.title.trim());
  if (renamed === null) throw notFound('conversation');
  return renamed;
}
