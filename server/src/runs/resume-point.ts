import type { RunEvent } from '@parlance/client-sdk/contract';
import type { FinishedStep } from '../ports/agent.ts';

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
      stepOf(event.step).calls.push({ toolCallId, tool, arguments: args, result: null });
    } else if (event.type === 'tool-call-finished') {
      const { result, isError } = event;
      const call = [...steps.values()]
        .flatMap(({ calls }) => calls)
        .find((c) => c.toolCallId === event.toolCallId);
      if (call) call.result = { value: result, isError };
    }
  }
  const done = [...steps.values()].filter(({ calls }) => calls.length > 0);
  return {
    done: done.map(({ text, calls }) => ({ text, calls })),
    unsettled: done.flatMap(({ calls }) =>
      calls.filter(({ result }) => result === null).map((c) => c.toolCallId),
    ),
  };
}
