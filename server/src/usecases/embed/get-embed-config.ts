import { notFound, unauthorized } from '../../domain/errors.ts';
import { mayCall } from '../../domain/origins.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

/**
 * Says whether the page that asks may use this server, and which bot answers there.
 *
 * @throws AppError not_found: there is no such bot, or it is not shared. unauthorized: nobody may chat without signing in.
 */
export async function getEmbedConfig(
  { settings, bots }: Deps,
  request: RequestContext,
  { botId }: { botId?: string | null | undefined },
) {
  if (!settings.allowAnonymousChat) throw unauthorized('This server talks to signed-in users only');
  const { origin } = request;
  const id = botId ?? settings.defaultBotId;
  const isAllowed =
    mayCall(origin, settings.corsOrigins) ||
    (origin !== null && (await bots.embeddableFrom(origin)).includes(id));
  if (!isAllowed) return { allowed: false, bot: null };
  const bot = await bots.describe(request.actor, id);
  if (bot === null) throw notFound('bot');
  return { allowed: true, bot: { id: bot.id, name: bot.name } };
}
