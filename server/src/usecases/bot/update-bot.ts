import type { Bot, BotConfig, OwnBot } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { AppError, notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { checkAuthorizations } from './check-authorizations.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkServers } from './check-servers.ts';

interface Input {
  botId: string;
  name?: string | undefined;
  visibility?: Bot['visibility'] | undefined;
  config?: BotConfig | undefined;
  authorizations?: Record<string, string | null> | undefined;
  expectedVersion?: number | undefined;
}

/** Makes a new version of a bot. Throws not_found, bad_request, and conflict when there is a newer version than the expected one. */
export async function updateBot(deps: Deps, request: RequestContext, input: Input): Promise<OwnBot> {
  const actor = requireUser(request.actor);
  const { botId, expectedVersion, authorizations = {}, name, visibility, config } = input;
  const before = await deps.bots.get(actor, botId);
  if (before === null) throw notFound('bot');
  if (config !== undefined) checkRuntime(deps, config);
  checkAuthorizations(config ?? before.config, authorizations);
  if (config !== undefined) await checkServers(deps, config);
  const change = {
    ...(name !== undefined && { name }),
    ...(visibility !== undefined && { visibility }),
    ...(config !== undefined && { config }),
    authorizations,
  };
  const bot = await deps.bots.update(actor, botId, change, expectedVersion ?? null);
  if (bot === null) throw notFound('bot');
  if (bot === 'changed') {
    throw new AppError('conflict', 'The bot was changed since: read it again, then change it');
  }
  return bot;
}
