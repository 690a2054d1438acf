import type { OwnBot } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** A bot of the caller's. Throws not_found. */
export async function getBot(
  deps: Deps,
  request: RequestContext,
  { botId }: { botId: string },
): Promise<OwnBot> {
  const bot = await deps.bots.get(requireUser(request.actor), botId);
  if (bot === null) throw notFound('bot');
  return bot;
}
