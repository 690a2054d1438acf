import type { BotConfig } from '@parlance/client-sdk/contract';
import type { AgentTool } from './agent.ts';
import type { McpCaller } from './mcp.ts';

/** A run that is to have the tools of its bot. */
export interface ToolRequest {
  /** The owner of the conversation: for them the tools work. */
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
