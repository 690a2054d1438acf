import { useEffect, useState } from 'react';
import type { Decision, ToolCall } from './approval.ts';

/** The longest that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Where the approval of a tool call stands: `pending`, `approved`, `denied` or `expired`. One that nobody decides expires by itself, when its
 * time is over; null: the call needs none.
 *
 * @example
 * ```tsx
 * import type { MessagePart } from '@parlance/client-sdk';
 * import { useApprovalState, useChat } from '@parlance/client-sdk/react';
 *
 * type ToolCall = Extract<MessagePart, { type: 'tool-call' }>;
 *
 * export function Approval({ call, approve }: { call: ToolCall; approve: ReturnType<typeof useChat>['approve'] }) {
 *   const state = useApprovalState(call.approval);
 *   if (call.approval === null || state !== 'pending') return <p>{state}</p>;
 *   const { approvalId } = call.approval;
 *   return (
 *     <>
 *       {call.tool} {JSON.stringify(call.arguments)}
 *       <button onClick={() => approve(approvalId, 'approve')}>Approve</button>
 *       <button onClick={() => approve(approvalId, 'deny')}>Deny</button>
 *     </>
 *   );
 * }
 * ```
 */
export function useApprovalState(approval: ToolCall['approval']): Decision | null {
  const [, setPassed] = useState(0);
  const expiresAt = approval?.decision === 'pending' ? Date.parse(approval.expiresAt) : null;
  useEffect(() => {
    if (expiresAt === null) return;
    const left = expiresAt - Date.now();
    if (left <= 0) return;
    const timer = setTimeout(() => setPassed(expiresAt), Math.min(left + 1, LONGEST_MS));
    return () => clearTimeout(timer);
  }, [expiresAt]);
  if (approval === null) return null;
  return expiresAt !== null && expiresAt <= Date.now() ? 'expired' : approval.decision;
}
