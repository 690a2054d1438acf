import type { Task } from '@parlance/client-sdk/contract';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps } from '../../ports/tasks.ts';
import { updateTask } from './update-task.ts';

/** Marks a task as done. One that is done stays as it is. */
export function completeTask(deps: TaskDeps, caller: Caller, input: { taskId: string }): Promise<Task> {
  return updateTask(deps, caller, { ...input, completed: true });
}
