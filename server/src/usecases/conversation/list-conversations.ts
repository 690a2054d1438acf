import type { Conversation } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { readTimeCursor, timePage } from '../../domain/time-cursor.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** The caller's conversations, the last answered first. */
export async function listConversations(
  deps: Deps,
  request: RequestContext,
  input: { limit: number; cursor?: string | null | undefined; search?: string | null | undefined },
): Promise<{ conversations: Conversation[]; nextCursor: string | null }> {
  const found = await deps.conversations.list(requireUser(request.actor), {
    limit: input.limit + 1,
    after: input.cursor == null ? null : readTimeCursor(input.cursor),
    search: input.search ?? null,
  });
  const { page, nextCursor } = timePage(found, input.limit);
  return { conversations: page, nextCursor };
}
