import type { AgentTool } from '../ports/agent.ts';
import { type ReadableResult, readableResult, toolFailure } from './tool-result.ts';
import type { ToolRequest } from './wire/model-turn.ts';

/** A tool threw, or gave what is no JSON: a fault of the tool, which the model hears of only in general words. */
export interface ToolFault {
  tool: string;
  toolCallId: string;
  trace: Record<string, string>;
  cause: unknown;
}

/** A call that the model asked for, read. */
export interface ToolCall {
  id: string;
  name: string;
  /** The parsed arguments, or the text that could not be. */
  arguments: unknown;
  /** What carries it out, or why nothing does. */
  tool: AgentTool | { refusal: string };
}

export function readToolCall(request: ToolRequest, tools: readonly AgentTool[], allowed: boolean): ToolCall {
  const { id, name } = request;
  const parsed = parseArguments(request.arguments);
  const tool = tools.find((candidate) => candidate.name === name);
  const call = (found: ToolCall['tool']): ToolCall => ({
    id,
    name,
    arguments: parsed ?? request.arguments,
    tool: found,
  });
  if (!allowed)
    return call({ refusal: 'No more tools can be called for this answer. Answer with what is known.' });
  if (!tool) return call({ refusal: `There is no tool named ${JSON.stringify(name.slice(0, 100))}.` });
  return call(parsed === null ? { refusal: 'The arguments are not a JSON object.' } : tool);
}

/** Carries a call out. Never throws. */
export async function carryOut(
  { id, tool, arguments: args }: ToolCall,
  signal: AbortSignal,
  onFault: (cause: unknown) => void,
): Promise<ReadableResult> {
  if ('refusal' in tool) return readableResult(toolFailure(tool.refusal));
  try {
    return readableResult(await tool.execute(args, { toolCallId: id, signal }));
  } catch (cause) {
    if (!signal.aborted) onFault(cause);
    return readableResult(toolFailure('The tool failed.'));
  }
}

function parseArguments(text: string): object | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
