import { z } from 'zod';
import { requireUser } from '../../domain/actor.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

const idSchema = z.guid();

/** Gives the caller anonymous conversations, one after the other: who is refused one has those before it. */
export async function adoptConversations(
  deps: Deps,
  request: RequestContext,
  input: { conversationIds: string[] },
): Promise<{ conversationIds: string[] }> {
  const user = requireUser(request.actor);
  const adopted: string[] = [];
  for (const id of new Set(input.conversationIds)) {
    if (idSchema.safeParse(id).success && (await deps.conversations.adopt(user, id))) adopted.push(id);
  }
  return { conversationIds: adopted };
}
