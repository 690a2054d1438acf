import type { Bot } from '@parlance/client-sdk/contract';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** A bot that the caller may talk to. Throws not_found. */
export async function describeBot(
  deps: Deps,
  request: RequestContext,
  { botId }: { botId: string },
): Promise<Bot> {
  const bot = await deps.bots.describe(request.actor, botId);
  if (bot === null) throw notFound('bot');
  return bot;
}
