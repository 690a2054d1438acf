import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Shows the branch that a message is on, down to where it was last. */
export async function switchBranch(
  deps: Deps,
  request: RequestContext,
  input: { conversationId: string; messageId: string },
): Promise<{ conversationId: string; activeLeafId: string }> {
  const { conversationId, messageId } = input;
  const switched = await deps.conversations.switchBranch(request.actor, conversationId, messageId);
  if (switched === null) throw notFound('conversation');
  if (switched === 'unknown_message') throw notFound('message');
  return { conversationId, ...switched };
}
