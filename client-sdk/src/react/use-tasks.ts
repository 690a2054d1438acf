import { useMemo } from 'react';
import type { Task } from '../contract/task.ts';
import { useIdentity, useParlanceContext } from './context.ts';
import { useDeletingTasks, useTaskChanges } from './pending-changes.ts';
import { keys, type TaskFilter } from './query.ts';
import { withChanges } from './task-cache.ts';
import { type Paged, usePages } from './use-pages.ts';

/**
 * What {@link useTasks} can be told.
 *
 * @example
 * ```ts
 * import type { UseTasksOptions } from '@parlance/client-sdk/react';
 *
 * const openOnes: UseTasksOptions = { status: 'open', search: 'groceries' };
 * ```
 */
export interface UseTasksOptions {
  /** `all` unless said. */
  status?: TaskFilter['status'] | undefined;
  /** Looks in titles and descriptions; blank counts as none. */
  search?: string | undefined;
  /** `newest` unless said; `updated`: the last changed first. */
  order?: TaskFilter['order'] | undefined;
  /** 20 unless said. */
  pageSize?: number | undefined;
  /** false: nothing is asked for. */
  enabled?: boolean | undefined;
}

/**
 * Tasks of who is signed in.
 *
 * @example
 * ```ts
 * import type { UseTasks } from '@parlance/client-sdk/react';
 *
 * const isEmpty = ({ status, tasks }: UseTasks): boolean => status === 'success' && tasks.length === 0;
 * ```
 */
export interface UseTasks extends Paged {
  /** Those that are loaded. Nobody in particular has none. */
  tasks: Task[];
}

/**
 * Lists the tasks of who is signed in, page by page. What is changed here or in another tab shows by itself, and what a tool of an answer
 * changes that one of the tabs shows.
 *
 * @example
 * ```tsx
 * import { useCompleteTask, useTasks } from '@parlance/client-sdk/react';
 *
 * export function OpenTasks() {
 *   const { tasks } = useTasks({ status: 'open' });
 *   const { mutate } = useCompleteTask();
 *   return (
 *     <ul>
 *       {tasks.map(({ id, title }) => (
 *         <li key={id}>
 *           {title} <button onClick={() => mutate({ taskId: id })}>Done</button>
 *         </li>
 *       ))}
 *     </ul>
 *   );
 * }
 * ```
 */
export function useTasks(options: UseTasksOptions = {}): UseTasks {
  const { status = 'all', order = 'newest', pageSize = 20, enabled = true } = options;
  const search = options.search?.trim() || null;
  const { task } = useParlanceContext().session.client;
  const { userId } = useIdentity();
  const { data, ...list } = usePages({
    queryKey: keys.taskList(userId, { status, search, order, pageSize }),
    ask: (cursor, opts) => task.list.query({ status, search, order, limit: pageSize, cursor }, opts),
    enabled,
  });
  const changes = useTaskChanges();
  const deleting = useDeletingTasks();
  const tasks = useMemo(
    () =>
      (data?.pages ?? [])
        .flatMap((page) => page.tasks)
        .filter(({ id }) => !deleting.some((one) => one?.taskId === id))
        .map((one) => withChanges(one, changes)),
    [data, changes, deleting],
  );
  return { tasks, ...list };
}
