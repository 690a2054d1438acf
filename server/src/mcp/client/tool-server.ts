import type { ToolResult } from '../../ports/agent.ts';

/** A tool as its server tells of it. */
export interface ListedTool {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
  /** What the server says of it: to be believed only where the server is. */
  hints: { readOnly: boolean; idempotent: boolean };
}

/** An MCP server, as a run uses it. */
export interface ToolServer {
  list(): Promise<readonly ListedTool[]>;
  call(tool: string, args: unknown, signal: AbortSignal): Promise<ToolResult>;
  /** Lets go of the connection. Never rejects, and waits for no server. */
  close(): void;
}
