import type { AgentTool } from '../../ports/agent.ts';
import type { Bots } from '../../ports/bots.ts';
import type { Egress } from '../../ports/egress.ts';
import type { OperatorServer, Toolbox } from '../../ports/toolbox.ts';
import type { ToolContext } from '../server/tool.ts';
import { createBuiltInServer } from './built-in-server.ts';
import { builtInTools } from './built-in-tools.ts';
import type { Known } from './http-server.ts';
import { ListCache } from './list-cache.ts';
import { openOperatorServers } from './operator-servers.ts';
import { type OutsideFault, outsideTools, unavailable } from './outside-tools.ts';
import { ownersServers } from './owners-servers.ts';

/** What the tools of bots are made of. */
export interface ToolboxOptions {
  builtIn: Omit<ToolContext, 'caller'>;
  /** Makes the tool for questions over the operator's database; null: there is none. */
  sqlTool: (() => Promise<AgentTool>) | null;
  bots: Pick<Bots, 'authorizations'>;
  egress: Pick<Egress, 'fetchForUser' | 'fetchForOperator'>;
  /** Servers that the operator set up, by name. */
  operatorServers: Readonly<Record<string, OperatorServer>>;
  onOutsideFault(fault: OutsideFault): void;
}

/** As many as model endpoints take. */
const MAX_TOOLS = 128;

/** The tools of bots, all of them called through MCP but the one for the operator's database. */
export function createToolbox(options: ToolboxOptions): Toolbox {
  const { bots, egress, sqlTool, onOutsideFault } = options;
  const builtInServer = createBuiltInServer(options.builtIn);
  const cache = new ListCache<Known>();
  const operators = openOperatorServers(options.operatorServers, egress.fetchForOperator, cache);
  return {
    open: async (request) => {
      const names = request.bot.config.tools.operatorServers;
      const named = names.flatMap((name) => operators.open(name) ?? []);
      const servers = [...named, ...(await ownersServers(request, bots, egress.fetchForUser, cache))];
      const own = builtInServer(request.caller);
      const close = async () => {
        for (const server of [own, ...servers.map(({ server }) => server)]) server.close();
      };
      try {
        const [builtIn, outside] = await Promise.all([
          builtInTools(request, own, sqlTool),
          outsideTools(request, servers, onOutsideFault),
        ]);
        const unknown = names.filter((name) => !named.some((server) => server.name === name));
        const notes = [...outside.notes, ...unknown.map(unavailable)];
        return { tools: [...builtIn, ...outside.tools].slice(0, MAX_TOOLS), notes, close };
      } catch (error) {
        await close();
        throw error;
      }
    },
    close: () => operators.close(),
  };
}
