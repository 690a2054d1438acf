import type { JsonObject } from '../../../json.ts';
import type { Change, Reference, TaskCommand } from '../task-command.ts';
import { ask, type Course } from './course.ts';
import { allTasks, type Found, findTasks, type Preferred } from './find-tasks.ts';
import { matchTasks } from './match-tasks.ts';
import type { Mentions } from './mentions.ts';
import { type Deed, ended, inQuotes, listed, type Said } from './said.ts';
import { showTask, showTasks } from './show-tasks.ts';
import type { Task, ToolOutcome } from './tool-outcome.ts';

/** Does what a command says, and says what came of it. */
export function* performCommand(command: TaskCommand, mentions: Mentions): Course<Said[]> {
  switch (command.action) {
    case 'create':
      return yield* create(command, mentions);
    case 'list':
      return yield* showTasks(command, mentions);
    case 'rename':
    case 'describe':
      return yield* change(command.action, yield* readingOf(command.changes), mentions);
    default: {
      const said: Said[] = [];
      for (const reference of command.of)
        said.push(...(yield* performOn(command.action, reference, mentions)));
      return said;
    }
  }
}

const WHAT_TITLE = 'What is the task? Say it in one sentence, such as “Add buy groceries to my list”.';

function* create(
  { title, description }: Extract<TaskCommand, { action: 'create' }>,
  mentions: Mentions,
): Course<Said[]> {
  if (title === '') return [{ text: WHAT_TITLE }];
  const outcome = yield* ask('create_task', { title, ...(description !== undefined && { description }) });
  if (!('failure' in outcome)) mentions.groups.unshift([title]);
  return [deedOf('added', title, outcome)];
}

type OnTasks = Extract<TaskCommand, { of: Reference[] }>['action'];

const PREFERRED: Record<OnTasks, Preferred> = {
  read: null,
  complete: 'open',
  reopen: 'completed',
  delete: null,
  clear_description: null,
};

function* performOn(action: OnTasks, said: Reference, mentions: Mentions): Course<Said[]> {
  const prefer = PREFERRED[action];
  const isEvery = said.by === 'status' && said.status === 'all' && prefer !== null;
  const reference: Reference = isEvery ? { ...said, status: prefer } : said;
  const found = yield* findTasks(reference, prefer, mentions);
  if (!('tasks' in found)) return [notFound(found)];
  if (found.tasks.length === 0) return [{ text: noneOf(reference) }];
  mentions.groups.unshift(found.tasks.map(({ title }) => title));
  const done = yield* performAll(action, found.tasks);
  return found.more ? [...done, { text: 'There are more of them: say it again for the rest.' }] : done;
}

function* performAll(action: OnTasks, tasks: Task[]): Course<Said[]> {
  switch (action) {
    case 'read':
      return yield* showTask(tasks);
    case 'complete':
      return yield* complete(tasks);
    case 'reopen':
      return yield* callForEach(tasks, 'reopened', 'update_task', { completed: false });
    case 'delete':
      return yield* callForEach(tasks, 'deleted', 'delete_task');
    case 'clear_description':
      return yield* callForEach(
        tasks,
        'described',
        'update_task',
        { description: null },
        'Removed the description',
      );
  }
}

function* complete(tasks: Task[]): Course<Said[]> {
  const already = tasks.filter(({ completed }) => completed);
  const open = tasks.filter(({ completed }) => !completed);
  const done = open.length === 0 ? [] : yield* callForEach(open, 'done', 'complete_task');
  return [...done, ...already.map(({ title }) => ({ text: `${inQuotes(title)} is already done.` }))];
}

/** One call for each task, all at once. */
function* callForEach(
  tasks: Task[],
  deed: Deed,
  tool: string,
  args: JsonObject = {},
  note?: string,
): Course<Said[]> {
  const outcomes = yield tasks.map(({ id }) => ({ tool, arguments: { id, ...args } }));
  return tasks.map(({ title }, at) => deedOf(deed, title, outcomes[at], note));
}

function* change(action: 'rename' | 'describe', { of, to }: Change, mentions: Mentions): Course<Said[]> {
  const found = yield* findTasks(of, null, mentions);
  if (!('tasks' in found)) return [notFound(found)];
  const isRename = action === 'rename';
  const args = isRename ? { new_title: to } : { description: to };
  const note = isRename ? inQuotes(to) : 'Updated the description';
  if (isRename) mentions.groups.unshift([to]);
  return yield* callForEach(found.tasks, isRename ? 'renamed' : 'described', 'update_task', args, note);
}

/** Of several ways to read a change, the one that names a task there is. */
function* readingOf(changes: [Change, ...Change[]]): Course<Change> {
  if (changes.length === 1) return changes[0];
  const found = yield* allTasks();
  const tasks = 'tasks' in found ? found.tasks : [];
  const matches = changes.map(({ of }) => (of.by === 'name' ? matchTasks(of.said, tasks) : tasks));
  const exact = changes.findLast(({ of }) =>
    tasks.some(({ title }) => title.toLowerCase() === of.said.toLowerCase()),
  );
  return exact ?? changes.find((_, at) => matches[at]?.length === 1) ?? changes[0];
}

function deedOf(deed: Deed, title: string, outcome: ToolOutcome | undefined, note?: string): Said {
  const failure = outcome && 'failure' in outcome ? outcome.failure : undefined;
  return { deed, title, ...(failure !== undefined && { failure }), ...(note !== undefined && { note }) };
}

function notFound(found: Exclude<Found, { tasks: Task[] }>): Said {
  if ('failure' in found) return { text: `Your tasks could not be read: ${ended(found.failure)}` };
  if ('candidates' in found) {
    return { text: `Which one do you mean by ${inQuotes(found.several)}?\n${listed(found.candidates)}` };
  }
  const rest = found.all.length === 0 ? 'Your list is empty.' : `Your tasks:\n${listed(found.all)}`;
  return { text: `I found no task ${inQuotes(found.none)}. ${rest}` };
}

function noneOf(reference: Reference): string {
  if (reference.by !== 'status' || reference.status === 'all') return 'Your list is empty.';
  return reference.status === 'open' ? 'No task is open.' : 'No task is done.';
}
