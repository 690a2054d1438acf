import type { Task } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { notFound } from '../../domain/errors.ts';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps } from '../../ports/tasks.ts';

/** One task of the caller's. */
export async function getTask(deps: TaskDeps, { actor }: Caller, input: { taskId: string }): Promise<Task> {
  const task = await deps.tasks.get(requireUser(actor), input.taskId);
  if (task === null) throw notFound('task');
  return task;
}
