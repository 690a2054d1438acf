import type { Bots } from '../../ports/bots.ts';
import type { Fetch } from '../../ports/egress.ts';
import type { ToolRequest } from '../../ports/toolbox.ts';
import { createHttpServer, type Known } from './http-server.ts';
import type { ListCache } from './list-cache.ts';
import type { OutsideServer } from './outside-tools.ts';

/** The servers that a bot's owner named, each called with what is stored for it. What is stored is read for a bot that has any. */
export async function ownersServers(
  { bot }: ToolRequest,
  bots: Pick<Bots, 'authorizations'>,
  fetch: Fetch,
  cache: ListCache<Known>,
): Promise<OutsideServer[]> {
  const { operatorServers } = bot.config.tools;
  const servers = bot.config.tools.servers.filter(({ name }) => !operatorServers.includes(name));
  if (servers.length === 0) return [];
  const authorizations = await bots.authorizations(bot.id, bot.config);
  return servers.map(({ name, url, tools }) => {
    const authorization = authorizations.get(name);
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const server = createHttpServer({ url, headers, fetch }, bot.id, cache);
    return { name, server, allowed: tools, isOperators: false };
  });
}
