import type { RunEvent } from '../../contract/events.ts';
import type { MessagePart } from '../../contract/message.ts';
import { type ChatMessage, statusOf } from '../chat-message.ts';

/** An answer after one more event of its run. */
export function applyEvent(answer: ChatMessage, event: RunEvent): ChatMessage {
  switch (event.type) {
    case 'text-delta':
      return { ...answer, text: answer.text + event.text, parts: addText(answer.parts, event.text) };
    case 'reset':
      return { ...answer, text: event.text, parts: addText([], event.text) };
    case 'tool-call-started': {
      const { toolCallId, tool } = event;
      const call = {
        type: 'tool-call',
        toolCallId,
        tool,
        arguments: event.arguments,
        ...unfinished,
      } as const;
      return { ...answer, parts: [...answer.parts, call] };
    }
    case 'tool-call-finished': {
      const { toolCallId, result, isError, durationMs } = event;
      const parts = answer.parts.map((part) =>
        part.type === 'tool-call' && part.toolCallId === toolCallId
          ? { ...part, result, isError, durationMs }
          : part,
      );
      return { ...answer, parts };
    }
    case 'run-finished':
      return { ...answer, status: statusOf(event.status), error: event.error };
    default:
      return answer;
  }
}

const unfinished = { result: null, isError: false, durationMs: null };

function addText(parts: MessagePart[], text: string): MessagePart[] {
  const last = parts.at(-1);
  if (text === '') return parts;
  if (last?.type !== 'text') return [...parts, { type: 'text', text }];
  return [...parts.slice(0, -1), { type: 'text', text: last.text + text }];
}
