import type { McpServer } from '@modelcontextprotocol/server';
import type { Access } from '@parlance/client-sdk/contract';
import type { z } from 'zod';
import type { AccessSettings } from '../../domain/actor.ts';
import type { McpCaller } from '../../ports/mcp.ts';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps } from '../../ports/tasks.ts';

/** What tools work with. */
export interface ToolDeps extends TaskDeps {
  settings: AccessSettings & { version: string };
}

/** A failure that is not the caller's, for the log. */
export interface ToolFault {
  tool: string;
  trace: McpCaller['trace'];
  cause: unknown;
}

/** In what a tool is called. */
export interface ToolContext {
  deps: ToolDeps;
  caller: McpCaller;
  onFault(fault: ToolFault): void;
}

/** What a tool is, and which use-case it calls. */
export interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  name: string;
  title: string;
  /** For the model. */
  description: string;
  input: Input;
  output: Output;
  hints: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean };
  /** The rule of the procedure that does the same. */
  access: Access;
  run(deps: ToolDeps, caller: Caller, input: z.output<Input>): Promise<z.output<Output>>;
}

/** Offers a tool at a server. */
export type Tool = (server: McpServer, context: ToolContext) => void;
