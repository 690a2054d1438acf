import { OUTCOME_UNKNOWN } from '@parlance/client-sdk';
import { useApprovalState } from '@parlance/client-sdk/react';
import type { Dictionary } from '../../i18n/text.ts';
import type { PartProps } from './part-props.ts';

/**
 * Where a tool call stands. `stopped`: the answer ended before anybody allowed it. `unknown`: it was begun, and nobody knows how it ended.
 */
export type CallState = keyof Dictionary['tools']['states'];

export function useCallState({ part, streaming }: PartProps<'tool-call'>): CallState {
  const approval = useApprovalState(part.approval);
  if (approval === 'pending') return 'asked';
  if (approval === 'denied') return approval;
  // What nobody allowed in time has a result; where the answer ended first, none ever comes.
  if (approval === 'expired') return streaming || part.durationMs !== null ? 'expired' : 'stopped';
  if (part.isError && part.result === OUTCOME_UNKNOWN) return 'unknown';
  if (part.durationMs !== null) return part.isError ? 'failed' : 'done';
  return streaming ? 'running' : 'unknown';
}
