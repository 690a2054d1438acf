import type { InfiniteData } from '@tanstack/react-query';
import type { Task } from '../contract/task.ts';
import type { ApiInputs, ApiOutputs } from '../inputs-and-outputs.ts';
import type { Parlance } from './context.ts';
import { keys, type TaskFilter, type UserId } from './query.ts';
import { refresh } from './refresh.ts';

type TaskPages = InfiniteData<ApiOutputs['task']['list'], string | null>;

/** Writes a task of a user into the lists that it belongs to, and has them asked for again. */
export function writeTask(parlance: Parlance, userId: UserId, task: Task): void {
  changeLists(parlance, userId, (data, { status, search }) => {
    const belongs = status === 'all' || (status === 'completed') === task.completed;
    if (!belongs) return mapTasks(data, (tasks) => tasks.filter(({ id }) => id !== task.id));
    const isListed = data.pages.some(({ tasks }) => tasks.some(({ id }) => id === task.id));
    if (isListed) return mapTasks(data, (tasks) => tasks.map((one) => (one.id === task.id ? task : one)));
    return search === null ? mapTasks(data, (tasks, page) => (page === 0 ? [task, ...tasks] : tasks)) : data;
  });
  tellOfTasks(parlance);
}

/** Forgets a task that a user deleted. */
export function removeTask(parlance: Parlance, userId: UserId, taskId: string): void {
  changeLists(parlance, userId, (data) => mapTasks(data, (tasks) => tasks.filter(({ id }) => id !== taskId)));
  tellOfTasks(parlance);
}

/** A task with what is about to be changed of it. */
export function withChanges(task: Task, changes: readonly (ApiInputs['task']['update'] | undefined)[]): Task {
  let changed = task;
  for (const change of changes) {
    if (change?.taskId !== task.id) continue;
    const {
      title = changed.title,
      description = changed.description,
      completed = changed.completed,
    } = change;
    changed = { ...changed, title, description, completed };
  }
  return changed;
}

function tellOfTasks({ session, queryClient }: Parlance): void {
  void refresh(queryClient, keys.tasks(session.identity().userId));
  session.announce({ type: 'tasks' });
}

function changeLists(
  { session, queryClient }: Parlance,
  userId: UserId,
  change: (data: TaskPages, filter: TaskFilter) => TaskPages,
): void {
  if (session.identity().userId !== userId) return;
  for (const [queryKey, data] of queryClient.getQueriesData<TaskPages>({ queryKey: keys.tasks(userId) })) {
    if (data) queryClient.setQueryData(queryKey, change(data, queryKey.at(-1) as TaskFilter));
  }
}

const mapTasks = (data: TaskPages, change: (tasks: Task[], page: number) => Task[]): TaskPages => ({
  ...data,
  pages: data.pages.map((page, index) => ({ ...page, tasks: change(page.tasks, index) })),
});
