import type { AgentTool } from '../../ports/agent.ts';
import type { Toolbox, ToolRequest } from '../../ports/toolbox.ts';
import type { ToolContext } from '../server/tool.ts';
import { needsApproval } from './approval.ts';
import { createBuiltInServer } from './built-in-server.ts';
import type { ToolServer } from './tool-server.ts';

/** What the tools of bots are made of. */
export interface ToolboxOptions {
  builtIn: Omit<ToolContext, 'caller'>;
  /** Makes the tool for questions over the operator's database; null: there is none. */
  sqlTool: (() => Promise<AgentTool>) | null;
}

export function createToolbox(options: ToolboxOptions): Toolbox {
  const builtInServer = createBuiltInServer(options.builtIn);

  const builtInTools = async (request: ToolRequest, server: ToolServer): Promise<AgentTool[]> => {
    const { builtIn } = request.bot.config.tools;
    const listed = builtIn.includes('tasks') ? await server.list() : [];
    const tasks = listed.map(
      ({ name, description, parameters, hints }): AgentTool => ({
        ...{ name, description, parameters, idempotent: hints.idempotent },
        needsApproval: needsApproval(request, { name, isHarmless: hints.readOnly, byDefault: false }),
        execute: (args, { signal }) => server.call(name, args, signal),
      }),
    );
    const sql = builtIn.includes('sql') && options.sqlTool ? [await options.sqlTool()] : [];
    return [...tasks, ...sql];
  };

  return {
    open: async (request) => {
      const server = builtInServer(request.caller);
      return {
        tools: await builtInTools(request, server),
        notes: [],
        close: async () => server.close(),
      };
    },
    close: async () => {},
  };
}
