import type { AgentTool, AskedCall, StepCall, ToolResult } from '../ports/agent.ts';
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
  /** What the endpoint wants back with the call. */
  extra?: unknown;
  /** Whether it was told of before that it is carried out. */
  claimed: boolean;
  /** What carries it out, or why nothing does. */
  tool: AgentTool | { refusal: string };
}

export function readToolCall(request: ToolRequest, tools: readonly AgentTool[], allowed: boolean): ToolCall {
  const { id, name, extra } = request;
  const parsed = parseArguments(request.arguments);
  return {
    id,
    name,
    arguments: parsed ?? request.arguments,
    extra,
    claimed: false,
    tool: allowed
      ? toolFor(name, parsed, tools)
      : { refusal: 'No more tools can be called for this answer. Answer with what is known.' },
  };
}

/** A call that was read before, by an earlier process. */
export function readStepCall(call: StepCall, tools: readonly AgentTool[]): ToolCall {
  const { toolCallId: id, tool: name, arguments: args, extra, claimed } = call;
  return { id, name, arguments: args, extra, claimed, tool: toolFor(name, args, tools) };
}

/** Whether a call that was just asked for has to be allowed first. What is refused need not. */
export const needsApproval = ({ tool }: ToolCall): boolean => !('refusal' in tool) && tool.needsApproval;

/** A call as it is told of. */
export const asAsked = ({ id, name, arguments: args, extra }: ToolCall): AskedCall => ({
  toolCallId: id,
  tool: name,
  arguments: args,
  ...(extra === undefined ? {} : { extra }),
});

function toolFor(name: string, args: unknown, tools: readonly AgentTool[]): ToolCall['tool'] {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) return { refusal: `There is no tool named ${JSON.stringify(name.slice(0, 100))}.` };
  if (typeof args !== 'object' || args === null) return { refusal: 'The arguments are not a JSON object.' };
  return tool;
}

/** What calls of a run are carried out with. */
export interface Carrying {
  signal: AbortSignal;
  /** Milliseconds that one call may take. */
  timeoutMs: number;
  onFault(call: ToolCall, cause: unknown): void;
}

/** Carries a call out. Never throws, and waits no longer than it may take. */
export async function carryOut(
  call: ToolCall,
  { signal, timeoutMs, onFault }: Carrying,
): Promise<ReadableResult> {
  const { id, tool, arguments: args } = call;
  if ('refusal' in tool) return readableResult(toolFailure(tool.refusal));
  const given = new AbortController();
  const giveUp = () => given.abort();
  signal.addEventListener('abort', giveUp);
  const { promise: late, resolve } = Promise.withResolvers<ToolResult>();
  const timer = setTimeout(() => {
    resolve(toolFailure(tooLate(timeoutMs)));
    giveUp();
  }, timeoutMs);
  try {
    const done = tool.execute(args, { toolCallId: id, signal: given.signal });
    return readableResult(await Promise.race([done, late]));
  } catch (cause) {
    if (!signal.aborted) onFault(call, cause);
    return readableResult(toolFailure('The tool failed.'));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

const tooLate = (ms: number): string =>
  `The tool did not answer within ${Math.ceil(ms / 1000)} seconds. It may or may not have taken effect.`;

function parseArguments(text: string): object | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
