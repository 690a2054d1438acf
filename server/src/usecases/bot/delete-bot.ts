import { requireUser } from '../../domain/actor.ts';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** Deletes a bot with its versions and secrets; conversations with it stay. Throws not_found. */
export async function deleteBot(
  deps: Deps,
  request: RequestContext,
  { botId }: { botId: string },
): Promise<{ deleted: true }> {
  if (!(await deps.bots.delete(requireUser(request.actor), botId))) throw notFound('bot');
  return { deleted: true };
}
