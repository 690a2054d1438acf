import type { CallToolResult } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { checkAccess } from '../../domain/actor.ts';
import { AppError, toAppError } from '../../domain/errors.ts';
import type { ToolContext, ToolDefinition } from './tool.ts';

/** How long a tool may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** Carries out a call of a tool. What goes wrong is a result too: the model is told, in words that a person may read. */
export async function callTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  { deps, caller, onFault }: ToolContext,
  tool: ToolDefinition<Input, Output>,
  input: z.output<Input>,
): Promise<CallToolResult> {
  try {
    if (caller.actor.kind === 'anonymous') throw new AppError('unauthorized', 'Sign in to keep tasks');
    checkAccess(tool.access, caller.actor, deps.settings);
    const value = await inTime(tool.run(deps, caller, input));
    return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: { ...value } };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'internal' || error.cause !== undefined) {
      onFault({ tool: tool.name, trace: caller.trace, cause: error.cause ?? error });
    }
    return { isError: true, content: [{ type: 'text', text: error.message }] };
  }
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const message = `No answer within ${TIMEOUT_MS / 1_000} seconds; whether it was done is not known`;
  const timer = setTimeout(() => late.reject(new AppError('internal', message)), TIMEOUT_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
