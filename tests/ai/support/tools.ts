import type { AgentTool, ToolResult } from '../../../server/src/ports/agent.ts';

/** A tool's result. */
export const ok = (value: unknown): ToolResult => ({ value, isError: false });

/** A tool that does what the test says. */
export function tool(name: string, execute: AgentTool['execute'], needsApproval = false): AgentTool {
  const parameters = { type: 'object' };
  return { name, description: `The ${name} tool.`, parameters, idempotent: false, needsApproval, execute };
}

/** The model's call of a tool. */
export const callOf = (name: string, id = name) => ({ id, name, arguments: { at: id } });

/** What a tool that does not come back does. */
export const never = () => new Promise<ToolResult>(() => {});
