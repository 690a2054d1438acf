import type { RunEvent } from '@parlance/client-sdk/contract';
import type { StepCall, ToolResult } from '../ports/agent.ts';

/** What came of a call that was begun and of which the log says no more: it is not repeated, and the model is told why. */
export const OUTCOME_UNKNOWN: ToolResult = {
  value:
    'The server stopped while it carried this call out. It may or may not have taken effect: do not repeat it without asking.',
  isError: true,
};

/** A step as a log tells of it; what came of its calls may still be added. */
export interface LoggedStep {
  text: string;
  calls: StepCall[];
}

/** The steps of a log that called tools: what a run can be gone on with from. */
export function loggedSteps(events: readonly RunEvent[]): LoggedStep[] {
  const steps = new Map<number, LoggedStep>();
  const calls = new Map<string, StepCall>();
  const stepOf = (step: number) => {
    const known = steps.get(step) ?? { text: '', calls: [] };
    steps.set(step, known);
    return known;
  };
  for (const event of events) {
    if (event.type === 'text-delta') stepOf(event.step).text += event.text;
    else if (event.type === 'tool-call-started') {
      const { toolCallId, tool, arguments: args } = event;
      const call: StepCall = { toolCallId, tool, arguments: args, result: null, claimed: true };
      calls.set(toolCallId, call);
      stepOf(event.step).calls.push(call);
    } else if (event.type === 'tool-call-finished') {
      const { result, isError } = event;
      const call = calls.get(event.toolCallId);
      if (call) call.result = { value: result, isError };
    }
  }
  return [...steps.values()].filter((step) => step.calls.length > 0);
}
