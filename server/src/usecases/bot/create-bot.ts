import type { Bot, BotConfig, OwnBot } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { AppError } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import { checkAuthorizations } from './check-authorizations.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkServers } from './check-servers.ts';

interface Input {
  name: string;
  visibility: Bot['visibility'];
  config: BotConfig;
  authorizations?: Record<string, string | null> | undefined;
}

/** Makes a bot. Throws bad_request for an authorization of no server or the runtime of no agent, and conflict for who has as many bots as one can have. */
export async function createBot(deps: Deps, request: RequestContext, input: Input): Promise<OwnBot> {
  const { name, visibility, config, authorizations = {} } = input;
  checkRuntime(deps, config);
  checkAuthorizations(config, authorizations);
  await checkServers(deps, config);
  const bot = await deps.bots.create(requireUser(request.actor), {
    name,
    visibility,
    config,
    authorizations,
  });
  if (bot === 'too_many') {
    throw new AppError('conflict', 'You have as many bots as one can have; delete one first');
  }
  return bot;
}
