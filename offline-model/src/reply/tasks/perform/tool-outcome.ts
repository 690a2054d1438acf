import { isObject, type JsonObject } from '../../../json.ts';

/** What came of a call: what the tool gave back, or why it did not. */
export type ToolOutcome = { value: JsonObject } | { failure: string };

export interface Task {
  id: string;
  title: string;
  description: string | null;
  completed: boolean;
}

export function readOutcome(text: string): ToolOutcome {
  const read = parse(text);
  if (!isObject(read)) return { failure: text.trim() || 'The tool gave no answer.' };
  const error = read['error'] ?? (read['isError'] === true ? textOf(read) : undefined);
  if (error !== undefined && error !== null) return { failure: messageOf(error) };
  const structured = read['structuredContent'] ?? parse(textOf(read));
  return { value: isObject(structured) ? structured : read };
}

export function readTasks({ value }: { value: JsonObject }): Task[] | undefined {
  const tasks = value['tasks'];
  return Array.isArray(tasks) ? tasks.flatMap((task) => readTask(task) ?? []) : undefined;
}

export function readTask(value: unknown): Task | undefined {
  if (!isObject(value)) return undefined;
  const { id, title, description, completed } = value;
  if (typeof id !== 'string' || typeof title !== 'string') return undefined;
  return {
    id,
    title,
    description: typeof description === 'string' && description !== '' ? description : null,
    completed: completed === true,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text of an MCP result that came as it is. */
function textOf({ content }: JsonObject): string {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  return isObject(first) && typeof first['text'] === 'string' ? first['text'] : '';
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (isObject(error) && typeof error['message'] === 'string') return error['message'];
  return JSON.stringify(error);
}
