import type { Bot } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { readTimeCursor, timePage } from '../../domain/time-cursor.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** The caller's bots and those that are public, the last changed first. */
export async function listBots(
  deps: Deps,
  request: RequestContext,
  input: { limit: number; cursor?: string | null | undefined; whose: 'all' | 'own' },
): Promise<{ bots: Bot[]; nextCursor: string | null }> {
  const found = await deps.bots.list(requireUser(request.actor), {
    limit: input.limit + 1,
    after: input.cursor == null ? null : readTimeCursor(input.cursor),
    whose: input.whose,
  });
  const { page, nextCursor } = timePage(found, input.limit);
  return { bots: page, nextCursor };
}
