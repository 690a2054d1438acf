import { OUTCOME_UNKNOWN } from '@parlance/client-sdk/contract';
import type { NewRunEvent } from '../ports/run-events.ts';
import type { ToolCallRecord } from '../ports/turns.ts';
import type { LoggedCall, LoggedStep } from './logged-steps.ts';

const NOT_ALLOWED = 'The user did not allow this call.';
const NOT_DECIDED = 'Nobody allowed this call in time.';
// As the function run_stop_waiting says it.
const NOT_BEGUN = 'The run ended before this call was carried out.';

/** Why nobody carries a call out that has no result; null: whoever goes on with the run does. */
function refusal(call: LoggedCall, isRepeatable: (tool: string) => boolean): string | null {
  if (call.claimed) return isRepeatable(call.tool) ? null : OUTCOME_UNKNOWN;
  if (call.decision === 'approved') return null;
  return call.decision === 'denied' ? NOT_ALLOWED : NOT_DECIDED;
}

/** Gives a result to the calls of a log that have none and are not to be carried out; tells of each. */
export function closeCalls(
  steps: readonly LoggedStep[],
  isRepeatable: (tool: string) => boolean,
): NewRunEvent[] {
  const told: NewRunEvent[] = [];
  for (const call of steps.flatMap(({ calls }) => calls)) {
    if (call.result !== null) continue;
    const result = refusal(call, isRepeatable);
    if (result === null) continue;
    call.result = { value: result, isError: true };
    told.push(notCarriedOut(call, result));
  }
  return told;
}

/** Tells of the calls of a run that ends which were allowed and never begun. */
export const closeUnbegun = (calls: readonly ToolCallRecord[]): NewRunEvent[] =>
  calls.filter(({ status }) => status === 'requested').map((call) => notCarriedOut(call, NOT_BEGUN));

const notCarriedOut = ({ toolCallId }: { toolCallId: string }, result: string): NewRunEvent => ({
  type: 'tool-call-finished',
  toolCallId,
  result,
  isError: true,
  durationMs: 0,
});
