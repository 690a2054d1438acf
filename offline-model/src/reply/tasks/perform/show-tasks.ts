import type { TaskCommand } from '../task-command.ts';
import { ask, type Course } from './course.ts';
import type { Mentions } from './mentions.ts';
import { ended, inQuotes, listed, type Said } from './said.ts';
import { readTask, readTasks, type Task } from './tool-outcome.ts';

type ListCommand = Extract<TaskCommand, { action: 'list' }>;

/** Lists tasks. */
export function* showTasks(command: ListCommand, mentions: Mentions): Course<Said[]> {
  const { status, search } = command;
  const outcome = yield* ask('list_tasks', { status, ...(search !== undefined && { search }) });
  if ('failure' in outcome) return [{ text: `Your tasks could not be read: ${ended(outcome.failure)}` }];
  const tasks = readTasks(outcome);
  if (tasks === undefined) return [{ text: 'Your tasks could not be read.' }];
  if (tasks.length === 0) return [{ text: nothingFor(command) }];
  mentions.listed = tasks.map(({ title }) => title);
  mentions.groups.unshift(mentions.listed);
  const more = typeof outcome.value['next_cursor'] === 'string' ? '\nThere are more than these.' : '';
  const list = listed(tasks, status === 'all' ? 'done' : 'nothing');
  return [{ text: `${headingFor(command, tasks.length)}\n${list}${more}` }];
}

function nothingFor({ status, search }: ListCommand): string {
  if (search !== undefined) return `I found no task with ${inQuotes(search)} in it.`;
  if (status === 'all') return 'Your list is empty.';
  return status === 'open' ? 'Nothing is left to do.' : 'No task is done yet.';
}

function headingFor({ status, search }: ListCommand, count: number): string {
  const tasks = count === 1 ? '1 task' : `${count} tasks`;
  const are = count === 1 ? 'is' : 'are';
  if (search !== undefined) return `${tasks} with ${inQuotes(search)}:`;
  if (status === 'all') return `Your list has ${tasks}:`;
  return status === 'open' ? `${tasks} ${are} left to do:` : `${tasks} ${are} done:`;
}

/** Tells all that there is to a task. */
export function* showTask(tasks: Task[]): Course<Said[]> {
  const outcomes = yield tasks.map(({ id }) => ({ tool: 'get_task', arguments: { id } }));
  return tasks.map(({ title }, at) => {
    const outcome = outcomes[at];
    if (outcome === undefined || 'failure' in outcome) {
      return { text: `${inQuotes(title)} could not be read: ${ended(outcome?.failure ?? 'no answer')}` };
    }
    const task = readTask(outcome.value);
    const state = task?.completed ? 'is done' : 'is open';
    const description = task?.description ?? null;
    const more = description === null ? 'It has no description.' : `Its description: ${description}`;
    return { text: `${inQuotes(task?.title ?? title)} ${state}. ${more}` };
  });
}
