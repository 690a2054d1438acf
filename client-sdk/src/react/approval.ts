import type { MessagePart } from '../contract/message.ts';
import type { ChatMessage, ChatMessagePart } from './chat-message.ts';

/** A tool call in a message. */
export type ToolCall = Extract<MessagePart, { type: 'tool-call' }>;

/** What can become of a call that needs to be allowed. */
export type Decision = NonNullable<ToolCall['approval']>['decision'];

/** A message in which an approval is decided, if it is in it and pending. */
export function withDecision(message: ChatMessage, approvalId: string, decision: Decision): ChatMessage {
  const isIt = ({ approval }: ToolCall) =>
    approval?.approvalId === approvalId && approval.decision === 'pending';
  return { ...message, parts: decide(message.parts, isIt, decision) };
}

/** The parts of a run that is over: what nobody decided has expired. */
export const expirePending = (parts: ChatMessagePart[]): ChatMessagePart[] =>
  decide(parts, ({ approval }) => approval?.decision === 'pending', 'expired');

/** The same parts when none of them is meant. */
function decide(
  parts: ChatMessagePart[],
  isMeant: (call: ToolCall) => boolean,
  decision: Decision,
): ChatMessagePart[] {
  const isCall = (part: ChatMessagePart): part is ToolCall => part.type === 'tool-call' && isMeant(part);
  if (!parts.some(isCall)) return parts;
  return parts.map((part) =>
    isCall(part) ? { ...part, approval: part.approval && { ...part.approval, decision } } : part,
  );
}
