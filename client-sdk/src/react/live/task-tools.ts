import type { RunEvent } from '../../contract/events.ts';
import type { ChatMessage } from '../chat-message.ts';

/** The built-in tools that change tasks. */
const TASK_TOOLS: readonly string[] = ['create_task', 'update_task', 'complete_task', 'delete_task'];

/** Has a call of an answer changed tasks, now that this event came? */
export const changesTasks = (answer: ChatMessage | null, event: RunEvent): boolean =>
  event.type === 'tool-call-finished' &&
  !event.isError &&
  answer?.parts.some(
    (part) =>
      part.type === 'tool-call' && part.toolCallId === event.toolCallId && TASK_TOOLS.includes(part.tool),
  ) === true;
