import { type FunctionTool, runToolInputGuardrails, runToolOutputGuardrails } from '@openai/agents';
import type { AgentTool, ToolResult } from '../../ports/agent.ts';
import { toolFailure } from '../tool-result.ts';
import { readTrip } from './failure.ts';
import type { AnyAgent } from './registered-agent.ts';
import type { SdkRun } from './sdk-run.ts';

// biome-ignore lint/suspicious/noExplicitAny: the SDK's own type of a tool whatever its context, arguments and result are
export type AnyFunctionTool = FunctionTool<any, any, any>;

/** A tool of an agent's own. */
export interface OwnTool extends AgentTool {
  /** Whether a call of it has to be allowed first. */
  asks(args: unknown, callId: string): Promise<boolean>;
}

/** What the SDK answers in place of an error that a tool threw. */
const ANY_ERROR = 'An error occurred while running the tool. Please try again.';
const NO_ANSWER =
  'The agent did not answer. Tools of an agent that is a tool itself cannot wait for approval.';

/** A tool of the SDK's as one of ours, with its guardrails. */
export function fromFunctionTool(tool: AnyFunctionTool, agent: AnyAgent, run: SdkRun): OwnTool {
  const { name, description, parameters, inputGuardrails = [], outputGuardrails = [] } = tool;
  const { context } = run;
  return {
    name,
    description,
    parameters: { ...parameters },
    idempotent: false,
    needsApproval: false,
    // A question that cannot be answered is no yes.
    asks: async (args, callId) => tool.needsApproval(context, args, callId).catch(() => true),
    execute: async (args, { toolCallId, signal }) => {
      const text = JSON.stringify(args);
      const toolCall = { type: 'function_call' as const, callId: toolCallId, name, arguments: text };
      const about = { context, agent, toolCall };
      try {
        const checked = await runToolInputGuardrails({ guardrails: inputGuardrails, ...about });
        if (checked.type === 'reject') return toolFailure(checked.message);
        const parentRunConfig = run.runner.config;
        const given = await tool.invoke(context, text, { toolCall, signal, parentRunConfig });
        const checks = { guardrails: outputGuardrails, ...about, toolOutput: given };
        return resultOf(tool, await runToolOutputGuardrails(checks));
      } catch (error) {
        if (readTrip(error)) run.tripped ??= error;
        throw error;
      }
    },
  };
}

function resultOf(tool: AnyFunctionTool, given: unknown): ToolResult {
  if (given === ANY_ERROR) throw new Error('The tool threw, and its errorFunction did not say what.');
  if (given === '' && 'on' in tool) return toolFailure(NO_ANSWER);
  return { value: isText(given) ? given.text : given, isError: false };
}

const isText = (given: unknown): given is { type: 'text'; text: string } =>
  typeof given === 'object' &&
  given !== null &&
  'type' in given &&
  given.type === 'text' &&
  'text' in given &&
  typeof given.text === 'string';

/** One of our tools as the SDK is shown it. Which call it is of, and what came of that, the run knows. */
export const toFunctionTool = (
  { name, description, parameters }: AgentTool,
  run: SdkRun,
): AnyFunctionTool => ({
  type: 'function',
  name,
  description,
  parameters: parameters as AnyFunctionTool['parameters'],
  strict: false,
  isEnabled: async () => true,
  needsApproval: async (_context, _args, callId) => run.calls?.waits(callId ?? '') ?? true,
  invoke: (_context, _input, details) => run.outputOf(details?.toolCall?.callId ?? ''),
});
