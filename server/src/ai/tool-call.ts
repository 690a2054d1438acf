import type { AgentTool, StepCall } from '../ports/agent.ts';
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
  /** Whether it was told of before that it is carried out. */
  claimed: boolean;
  /** What carries it out, or why nothing does. */
  tool: AgentTool | { refusal: string };
}

export function readToolCall(request: ToolRequest, tools: readonly AgentTool[], allowed: boolean): ToolCall {
  const { id, name } = request;
  const parsed = parseArguments(request.arguments);
  return {
    id,
    name,
    arguments: parsed ?? request.arguments,
    claimed: false,
    tool: allowed
      ? toolFor(name, parsed, tools)
      : { refusal: 'No more tools can be called for this answer. Answer with what is known.' },
  };
}

/** A call that was read before, by an earlier process. */
export function readStepCall(call: StepCall, tools: readonly AgentTool[]): ToolCall {
  const { toolCallId: id, tool: name, arguments: args, claimed } = call;
  return { id, name, arguments: args, claimed, tool: toolFor(name, args, tools) };
}

function toolFor(name: string, args: unknown, tools: readonly AgentTool[]): ToolCall['tool'] {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) return { refusal: `There is no tool named ${JSON.stringify(name.slice(0, 100))}.` };
  if (typeof args !== 'object' || args === null) return { refusal: 'The arguments are not a JSON object.' };
  if (tool.needsApproval) return { refusal: 'This tool needs an approval, and nobody can be asked yet.' };
  return tool;
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
