import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Deletes a conversation with all that was said in it. */
export async function deleteConversation(
  deps: Deps,
  request: RequestContext,
  input: { conversationId: string },
): Promise<{ deleted: true }> {
  if (!(await deps.conversations.delete(request.actor, input.conversationId))) throw notFound('conversation');
  return { deleted: true };
}
