import type { Client } from '@modelcontextprotocol/client';
import type { ToolResult } from '../../ports/agent.ts';
import { callOptions } from './new-client.ts';
import { readResult } from './read-result.ts';

/** Calls a tool, and reads what it answers. */
export async function callTool(
  client: Client,
  name: string,
  args: unknown,
  signal: AbortSignal,
): Promise<ToolResult> {
  const given = { name, arguments: args as Record<string, unknown> };
  return readResult(await client.callTool(given, callOptions(signal)));
}
