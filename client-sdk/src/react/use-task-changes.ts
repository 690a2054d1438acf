import { type MutationKey, type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { ParlanceClient } from '../client.ts';
import type { Task } from '../contract/task.ts';
import type { ParlanceError } from '../errors.ts';
import type { ApiInputs } from '../inputs-and-outputs.ts';
import { type Parlance, useIdentity, useParlanceContext } from './context.ts';
import { changing, keys, type UserId } from './query.ts';
import { removeTask, writeTask } from './task-cache.ts';

interface TaskChange<Input, Output> {
  mutationKey?: MutationKey;
  change(task: ParlanceClient['task'], input: Input): Promise<Output>;
  note(parlance: Parlance, userId: UserId, output: Output, input: Input): void;
}

/** Changes tasks, one after the other. */
function useTaskChange<Input, Output>({
  change,
  note,
  ...options
}: TaskChange<Input, Output>): UseMutationResult<Output, ParlanceError, Input> {
  const parlance = useParlanceContext();
  const { session, queryClient } = parlance;
  const { userId } = useIdentity();
  return useMutation<Output, ParlanceError, Input>(
    {
      ...changing,
      ...options,
      scope: { id: `parlance-tasks-${userId}` },
      mutationFn: (input) => change(session.client.task, input),
      onSuccess: (output, input) => note(parlance, userId, output, input),
    },
    queryClient,
  );
}

/**
 * Puts a task on the list of who is signed in.
 *
 * @example
 * ```tsx
 * import { useCreateTask } from '@parlance/client-sdk/react';
 *
 * export function AddTask() {
 *   const { mutate, error } = useCreateTask();
 *   return (
 *     <form
 *       onSubmit={(event) => {
 *         event.preventDefault();
 *         mutate({ title: String(new FormData(event.currentTarget).get('title')) });
 *         event.currentTarget.reset();
 *       }}
 *     >
 *       <input name="title" aria-label="New task" />
 *       {error && <p role="alert">{error.message}</p>}
 *     </form>
 *   );
 * }
 * ```
 */
export function useCreateTask(): UseMutationResult<Task, ParlanceError, ApiInputs['task']['create']> {
  return useTaskChange<ApiInputs['task']['create'], Task>({
    change: (task, input) => task.create.mutate(input),
    note: writeTask,
  });
}

/**
 * Changes what is given of a task and leaves the rest. It shows at once, wherever the task does.
 *
 * @example
 * ```tsx
 * import type { Task } from '@parlance/client-sdk';
 * import { useUpdateTask } from '@parlance/client-sdk/react';
 *
 * export function Tick({ task }: { task: Task }) {
 *   const { mutate } = useUpdateTask();
 *   const tick = () => mutate({ taskId: task.id, completed: !task.completed });
 *   return <input type="checkbox" aria-label={task.title} checked={task.completed} onChange={tick} />;
 * }
 * ```
 */
export function useUpdateTask(): UseMutationResult<Task, ParlanceError, ApiInputs['task']['update']> {
  const { userId } = useIdentity();
  return useTaskChange<ApiInputs['task']['update'], Task>({
    mutationKey: keys.updatingTask(userId),
    change: (task, input) => task.update.mutate(input),
    note: writeTask,
  });
}

/**
 * Marks a task as done. It shows at once, wherever the task does.
 *
 * @example
 * ```tsx
 * import { useCompleteTask } from '@parlance/client-sdk/react';
 *
 * export function DoneButton({ taskId }: { taskId: string }) {
 *   const { mutate } = useCompleteTask();
 *   return <button onClick={() => mutate({ taskId })}>Done</button>;
 * }
 * ```
 */
export function useCompleteTask(): UseMutationResult<Task, ParlanceError, ApiInputs['task']['complete']> {
  const { userId } = useIdentity();
  return useTaskChange<ApiInputs['task']['complete'], Task>({
    mutationKey: keys.completingTask(userId),
    change: (task, input) => task.complete.mutate(input),
    note: writeTask,
  });
}

/**
 * Deletes a task. It is gone from the lists at once.
 *
 * @example
 * ```tsx
 * import { useDeleteTask } from '@parlance/client-sdk/react';
 *
 * export function DeleteButton({ taskId }: { taskId: string }) {
 *   const { mutate } = useDeleteTask();
 *   return <button onClick={() => mutate({ taskId })}>Delete</button>;
 * }
 * ```
 */
export function useDeleteTask(): UseMutationResult<
  { deleted: true },
  ParlanceError,
  ApiInputs['task']['delete']
> {
  const { userId } = useIdentity();
  return useTaskChange<ApiInputs['task']['delete'], { deleted: true }>({
    mutationKey: keys.deletingTask(userId),
    change: (task, input) => task.delete.mutate(input),
    note: (parlance, user, _, { taskId }) => removeTask(parlance, user, taskId),
  });
}
