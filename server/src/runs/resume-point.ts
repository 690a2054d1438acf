import type { RunEvent } from '@parlance/client-sdk/contract';
import type { FinishedStep, ToolResult } from '../ports/agent.ts';

/** What came of a call that was begun and of which the log says no more: it is not repeated, and the model is told why. */
export const OUTCOME_UNKNOWN: ToolResult = {
  value:
    'The server stopped while it carried this call out. It may or may not have taken effect: do not repeat it without asking.',
  isError: true,
};

/** Where a run can be gone on from, as its log says. */
export interface ResumePoint {
  /** Steps whose tool calls have all been claimed. */
  done: FinishedStep[];
  /** Calls that were claimed and of which nobody knows whether they were carried out. */
  unsettled: string[];
}

/** Reads a log: the text, the calls and the results of each step. */
export function resumePoint(events: readonly RunEvent[]): ResumePoint {
  const steps = new Map<number, FinishedStep>();
  const stepOf = (step: number) => {
    const known = steps.get(step) ?? { text: '', calls: [] };
    steps.set(step, known);
    return known;
  };
  for (const event of events) {
    if (event.type === 'text-delta') stepOf(event.step).text += event.text;
    else if (event.type === 'tool-call-started') {
      const { toolCallId, tool, arguments: args } = event;
      stepOf(event.step).calls.push({ toolCallId, tool, arguments: args, result: OUTCOME_UNKNOWN });
    } else if (event.type === 'tool-call-finished') {
      const { result, isError } = event;
      const call = [...steps.values()]
        .flatMap(({ calls }) => calls)
        .find((c) => c.toolCallId === event.toolCallId);
      if (call) call.result = { value: result, isError };
    }
  }
  const done = [...steps.values()].filter(({ calls }) => calls.length > 0);
  const calls = done.flatMap((step) => step.calls);
  return {
    done,
    unsettled: calls.filter(({ result }) => result === OUTCOME_UNKNOWN).map(({ toolCallId }) => toolCallId),
  };
}
