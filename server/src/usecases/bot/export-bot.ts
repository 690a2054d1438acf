import type { BotFile } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/** A bot as a file's content, without secrets. Throws not_found. */
export async function exportBot(
  deps: Deps,
  request: RequestContext,
  { botId }: { botId: string },
): Promise<{ filename: string; mediaType: string; content: string }> {
  const bot = await deps.bots.get(requireUser(request.actor), botId);
  if (bot === null) throw notFound('bot');
  const file: BotFile = { format: 'parlance.bot/1', name: bot.name, config: bot.config };
  return {
    filename: `bot-${bot.id}.json`,
    mediaType: 'application/json',
    content: `${JSON.stringify(file, null, 2)}\n`,
  };
}
