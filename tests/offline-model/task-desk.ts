import type OpenAI from 'openai';
import { startOffline } from './offline-client.ts';

interface Task {
  id: string;
  title: string;
  description: string | null;
  completed: boolean;
}

interface Call {
  tool: string;
  arguments: Record<string, unknown>;
}

/** What a tool answers instead of doing it. */
type Refusals = Partial<Record<string, string>>;

export const TASK_TOOLS = [
  'create_task',
  'list_tasks',
  'get_task',
  'update_task',
  'complete_task',
  'delete_task',
];

/** A list of tasks, kept as the tools of the server keep theirs: the newest first. */
class TaskList {
  tasks: Task[];
  readonly calls: Call[] = [];
  readonly #refusals: Refusals;

  constructor(titles: string[], refusals: Refusals) {
    this.#refusals = refusals;
    this.tasks = titles.map((title, at) => {
      const completed = title.endsWith(' ✓');
      return { id: `id-${at + 1}`, title: title.replace(' ✓', ''), description: null, completed };
    });
  }

  get shown(): string[] {
    return this.tasks.map(({ title, completed }) => (completed ? `${title} ✓` : title));
  }

  call(tool: string, text: string): string {
    const given = JSON.parse(text) as Record<string, unknown>;
    this.calls.push({ tool, arguments: given });
    const refusal = this.#refusals[tool];
    return JSON.stringify(refusal === undefined ? this.#do(tool, given) : { error: refusal });
  }

  #do(tool: string, given: Record<string, unknown>): unknown {
    if (tool === 'list_tasks') return this.#list(given);
    if (tool === 'create_task') {
      const { title, description = null } = given as { title: string; description?: string };
      const task = { id: `id-${this.calls.length + 100}`, title, description, completed: false };
      this.tasks.unshift(task);
      return task;
    }
    const task = this.tasks.find(({ id }) => id === given['id']);
    if (!task) return { error: 'There is no such task' };
    if (tool === 'delete_task') this.tasks = this.tasks.filter((other) => other !== task);
    if (tool === 'complete_task') task.completed = true;
    if (tool === 'update_task') {
      const { new_title: title = task.title, ...rest } = given as { new_title?: string };
      Object.assign(task, rest, { title });
    }
    return tool === 'delete_task' ? { id: task.id, deleted: true } : task;
  }

  #list({ status = 'all', search, limit = 20, order }: Record<string, unknown>): unknown {
    const ordered = order === 'oldest' ? this.tasks.toReversed() : this.tasks;
    const found = ordered
      .filter(({ completed }) => status === 'all' || completed === (status === 'completed'))
      .filter(({ title }) => title.toLowerCase().includes(String(search ?? '').toLowerCase()));
    const tasks = found.slice(0, Number(limit));
    return { tasks, next_cursor: tasks.length < found.length ? 'more' : null };
  }
}

interface DeskOptions {
  refusals?: Refusals;
  tools?: string[];
  api?: 'chat' | 'responses';
  stream?: boolean;
  /** Fields that every request has besides. */
  body?: object;
  system?: string;
}

/** A conversation with the offline model, whose tool calls are carried out on a list of tasks. */
export async function openDesk(titles: string[], options: DeskOptions = {}) {
  const { client } = await startOffline();
  const list = new TaskList(titles, options.refusals ?? {});
  const history: { role: 'user' | 'assistant'; content: string }[] = [];
  const converse = options.api === 'responses' ? inResponses : inChat;
  /** Says something, and answers what is said in return. As in the server, later turns do not see the calls of earlier ones. */
  const say = async (content: string): Promise<string> => {
    history.push({ role: 'user', content });
    const answer = await converse(client, history, list, options);
    history.push({ role: 'assistant', content: answer });
    return answer;
  };
  return { list, say };
}

type History = { role: 'user' | 'assistant'; content: string }[];

const MOST_STEPS = 8;

async function inChat(client: OpenAI, history: History, list: TaskList, options: DeskOptions) {
  const { system, tools = TASK_TOOLS, body, stream } = options;
  const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [...history];
  if (system !== undefined) messages.unshift({ role: 'system', content: system });
  const offered = tools.map((name) => ({ type: 'function' as const, function: { name, parameters: {} } }));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const request = { model: 'm', messages, ...(offered.length > 0 && { tools: offered }), ...body };
    const completion = stream
      ? await client.chat.completions.stream(request).finalChatCompletion()
      : await client.chat.completions.create(request);
    const message = completion.choices[0]?.message;
    const calls = message?.tool_calls ?? [];
    if (calls.length === 0) return message?.content ?? '';
    messages.push({ role: 'assistant', content: message?.content ?? null, tool_calls: calls });
    for (const call of calls) {
      if (call.type !== 'function') continue;
      const content = list.call(call.function.name, call.function.arguments);
      messages.push({ role: 'tool', tool_call_id: call.id, content });
    }
  }
  throw new Error('The model did not come to an end.');
}

async function inResponses(client: OpenAI, history: History, list: TaskList, options: DeskOptions) {
  const { tools = TASK_TOOLS, body, stream } = options;
  const input: OpenAI.Responses.ResponseInputItem[] = [...history];
  const offered = tools.map((name) => ({
    type: 'function' as const,
    name,
    parameters: {},
    strict: false,
  }));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const request = { model: 'm', input, tools: offered, ...body };
    const response = stream
      ? await client.responses.stream(request).finalResponse()
      : await client.responses.create(request);
    const calls = response.output.flatMap((item) => (item.type === 'function_call' ? item : []));
    if (calls.length === 0) return response.output_text;
    for (const { call_id, name, arguments: text } of calls) {
      input.push({ type: 'function_call', call_id, name, arguments: text });
      input.push({ type: 'function_call_output', call_id, output: list.call(name, text) });
    }
  }
  throw new Error('The model did not come to an end.');
}
