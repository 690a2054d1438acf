import type { BotConfig } from '@parlance/client-sdk/contract';
import { badInput } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';

/** Throws bad_request for MCP servers that a bot cannot have, as far as one sees without asking anybody. Nothing is called. */
export async function checkServers(
  { egress }: Pick<Deps, 'egress'>,
  { tools }: BotConfig,
  where = 'config',
): Promise<void> {
  const issues: { path: string; message: string }[] = [];
  for (const [at, { name, url }] of tools.servers.entries()) {
    const path = `${where}.tools.servers.${at}`;
    const problem = await egress.problemOf(url);
    if (problem !== null) issues.push({ path: `${path}.url`, message: problem });
    if (tools.operatorServers.includes(name)) {
      issues.push({ path: `${path}.name`, message: 'Must not be the name of a server in operatorServers' });
    }
  }
  if (issues.length > 0) throw badInput(issues);
}
