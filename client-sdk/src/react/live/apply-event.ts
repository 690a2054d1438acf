import type { RunEvent } from '../../contract/events.ts';
import { expirePending, type ToolCall } from '../approval.ts';
import { type ChatMessage, type ChatMessagePart, statusOf } from '../chat-message.ts';

/** An answer after one more event of its run. */
export function applyEvent(answer: ChatMessage, event: RunEvent): ChatMessage {
  switch (event.type) {
    case 'text-delta':
      return { ...answer, text: answer.text + event.text, parts: addText(answer.parts, event.text) };
    case 'reset':
      return { ...answer, text: event.text, parts: addText([], event.text) };
    case 'approval-requested': {
      const { approvalId, expiresAt } = event;
      return withCall(answer, event, { approvalId, decision: 'pending', expiresAt });
    }
    case 'approval-decided':
      return changeCall(answer, event.toolCallId, ({ approval, ...call }) => ({
        ...call,
        approval: approval && { ...approval, decision: event.decision },
      }));
    case 'tool-call-started':
      return withCall(answer, event, null);
    case 'tool-call-finished': {
      const { result, isError, durationMs } = event;
      return changeCall(answer, event.toolCallId, (call) => ({ ...call, result, isError, durationMs }));
    }
    case 'agent-changed': {
      const { type, from, to } = event;
      return { ...answer, parts: [...answer.parts, { type, from, to }] };
    }
    case 'guardrail-tripped': {
      const { type, guardrail, stage } = event;
      return { ...answer, parts: [...answer.parts, { type, guardrail, stage }] };
    }
    case 'run-finished':
      return {
        ...answer,
        status: statusOf(event.status),
        error: event.error,
        parts: expirePending(answer.parts),
      };
    default:
      return answer;
  }
}

/** An answer with a call that is announced; one that was announced for approval stays where it is. */
function withCall(
  answer: ChatMessage,
  { toolCallId, tool, arguments: args }: { toolCallId: string; tool: string; arguments?: unknown },
  approval: ToolCall['approval'],
): ChatMessage {
  const isKnown = answer.parts.some((part) => part.type === 'tool-call' && part.toolCallId === toolCallId);
  if (isKnown) return answer;
  const call: ToolCall = {
    type: 'tool-call',
    toolCallId,
    tool,
    arguments: args,
    result: null,
    isError: false,
    durationMs: null,
    approval,
  };
  return { ...answer, parts: [...answer.parts, call] };
}

const changeCall = (
  answer: ChatMessage,
  toolCallId: string,
  change: (call: ToolCall) => ToolCall,
): ChatMessage => ({
  ...answer,
  parts: answer.parts.map((part) =>
    part.type === 'tool-call' && part.toolCallId === toolCallId ? change(part) : part,
  ),
});

function addText(parts: ChatMessagePart[], text: string): ChatMessagePart[] {
  const last = parts.at(-1);
  if (text === '') return parts;
  if (last?.type !== 'text') return [...parts, { type: 'text', text }];
  return [...parts.slice(0, -1), { type: 'text', text: last.text + text }];
}
