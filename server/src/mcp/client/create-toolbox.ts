import type { AgentTool } from '../../ports/agent.ts';
import type { Bots } from '../../ports/bots.ts';
import type { Egress } from '../../ports/egress.ts';
import type { OperatorServer, Toolbox, ToolRequest } from '../../ports/toolbox.ts';
import type { ToolContext } from '../server/tool.ts';
import { needsApproval } from './approval.ts';
import { createBuiltInServer } from './built-in-server.ts';
import { createHttpServer, type Known } from './http-server.ts';
import { ListCache } from './list-cache.ts';
import { openOperatorServers } from './operator-servers.ts';
import { type OutsideFault, type OutsideServer, outsideTools, unavailable } from './outside-tools.ts';
import type { ToolServer } from './tool-server.ts';

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

/** The tools of bots, all of them called through MCP but the one for the operator's database. */
export function createToolbox(options: ToolboxOptions): Toolbox {
  const builtInServer = createBuiltInServer(options.builtIn);
  const cache = new ListCache<Known>();
  const operators = openOperatorServers(options.operatorServers, options.egress.fetchForOperator, cache);

  const ownersServers = async ({ bot }: ToolRequest): Promise<OutsideServer[]> => {
    const { servers, operatorServers } = bot.config.tools;
    if (servers.length === 0) return [];
    const authorizations = await options.bots.authorizations(bot.id, bot.config);
    return servers
      .filter(({ name }) => !operatorServers.includes(name))
      .map(({ name, url, tools }) => {
        const authorization = authorizations.get(name);
        const headers = authorization === undefined ? {} : { Authorization: authorization };
        const address = { url, headers, fetch: options.egress.fetchForUser };
        return { name, server: createHttpServer(address, bot.id, cache), allowed: tools, isOperators: false };
      });
  };

  return {
    open: async (request) => {
      const { operatorServers } = request.bot.config.tools;
      const own = builtInServer(request.caller);
      const named = operatorServers.flatMap((name) => operators.open(name) ?? []);
      const servers = [...named, ...(await ownersServers(request))];
      const close = async () => {
        for (const server of [own, ...servers.map(({ server }) => server)]) server.close();
      };
      try {
        const [builtIn, outside] = await Promise.all([
          builtInTools(options, request, own),
          outsideTools(request, servers, options.onOutsideFault),
        ]);
        const unknown = operatorServers.filter((name) => !named.some((server) => server.name === name));
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

/** As many as model endpoints take. */
const MAX_TOOLS = 128;

async function builtInTools(
  { sqlTool }: ToolboxOptions,
  request: ToolRequest,
  server: ToolServer,
): Promise<AgentTool[]> {
  const { builtIn } = request.bot.config.tools;
  const listed = builtIn.includes('tasks') ? await server.list() : [];
  const tasks = listed.map(
    ({ name, description, parameters, hints }): AgentTool => ({
      ...{ name, description, parameters, idempotent: hints.idempotent },
      needsApproval: needsApproval(request, { name, isHarmless: hints.readOnly, byDefault: false }),
      execute: (args, { signal }) => server.call(name, args, signal),
    }),
  );
  const sql = builtIn.includes('sql') && sqlTool ? [await sqlTool()] : [];
  return [...tasks, ...sql];
}
