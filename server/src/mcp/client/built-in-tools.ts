import type { AgentTool } from '../../ports/agent.ts';
import type { ToolRequest } from '../../ports/toolbox.ts';
import { needsApproval } from './approval.ts';
import type { ToolServer } from './tool-server.ts';

/** The tools of a bot that are part of the server: those of its own MCP server, and the one for the operator's database. */
export async function builtInTools(
  request: ToolRequest,
  server: ToolServer,
  sqlTool: (() => Promise<AgentTool>) | null,
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
  if (!builtIn.includes('sql') || sqlTool === null) return tasks;
  const sql = await sqlTool();
  const { name, needsApproval: byDefault } = sql;
  return [
    ...tasks,
    { ...sql, needsApproval: needsApproval(request, { name, isHarmless: !byDefault, byDefault }) },
  ];
}
