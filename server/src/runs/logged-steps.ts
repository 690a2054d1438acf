import type { StepCall } from '../ports/agent.ts';
import type { LoggedEvent } from '../ports/run-events.ts';

/** A call as a log tells of it; what came of it may still be added. */
export interface LoggedCall extends StepCall {
  /** Of one that has to be allowed: what was decided. null: it needs no decision. */
  decision: 'pending' | 'approved' | 'denied' | 'expired' | null;
}

/** A step as a log tells of it. */
export interface LoggedStep {
  text: string;
  calls: LoggedCall[];
}

/** The steps of a log that called tools: what a run can be gone on with from. */
export function loggedSteps(events: readonly LoggedEvent[]): LoggedStep[] {
  const steps = new Map<number, LoggedStep>();
  const calls = new Map<string, LoggedCall>();
  const stepOf = (step: number) => {
    const known = steps.get(step) ?? { text: '', calls: [] };
    steps.set(step, known);
    return known;
  };
  const begin = (event: CallEvent, state: Pick<LoggedCall, 'claimed' | 'decision'>) => {
    const { toolCallId, tool, arguments: args, extra } = event;
    const call: LoggedCall = {
      ...{ toolCallId, tool, arguments: args, result: null, ...state },
      ...(extra !== undefined && { extra }),
    };
    calls.set(toolCallId, call);
    stepOf(event.step).calls.push(call);
  };
  for (const event of events) {
    const call = 'toolCallId' in event ? calls.get(event.toolCallId) : undefined;
    if (event.type === 'text-delta') stepOf(event.step).text += event.text;
    else if (event.type === 'approval-requested') begin(event, { claimed: false, decision: 'pending' });
    else if (event.type === 'tool-call-started' && !call) begin(event, { claimed: true, decision: null });
    else if (event.type === 'tool-call-started' && call) call.claimed = true;
    else if (event.type === 'approval-decided' && call) call.decision = event.decision;
    else if (event.type === 'tool-call-finished' && call) {
      call.result = { value: event.result, isError: event.isError };
    }
  }
  return [...steps.values()].filter((step) => step.calls.length > 0);
}

type CallEvent = Extract<LoggedEvent, { type: 'approval-requested' | 'tool-call-started' }>;
