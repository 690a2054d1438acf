import type { BotConfig } from '@parlance/client-sdk/contract';
import type { AgentTool } from './agent.ts';
import type { McpCaller } from './mcp.ts';

/** An MCP server that the operator set up: an address, or a program that is run. */
export type OperatorServer =
  | { url: string; headers: Readonly<Record<string, string>> }
  /** Of our environment it gets what every program needs, and `env`. */
  | { command: string; args: readonly string[]; env: Readonly<Record<string, string>> };

/** A run that is to have the tools of its bot. */
export interface ToolRequest {
  /** The owner of the conversation, for whom the tools work, bound as whoever asked. */
  caller: McpCaller;
  bot: { id: string; ownerId: string | null; config: BotConfig };
  signal: AbortSignal;
}

/** The tools of one run. */
export interface OpenTools {
  tools: readonly AgentTool[];
  /** What the model is told of tools that it does not have right now. */
  notes: readonly string[];
  /** Lets go of what they hold. Never rejects. */
  close(): Promise<void>;
}

/** Where the tools of bots come from. */
export interface Toolbox {
  /** What an outside server does, or fails to do, is no reason to throw. */
  open(request: ToolRequest): Promise<OpenTools>;
  close(): Promise<void>;
}
