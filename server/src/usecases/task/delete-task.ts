import { requireUser } from '../../domain/actor.ts';
import { notFound } from '../../domain/errors.ts';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps } from '../../ports/tasks.ts';

/** Deletes a task. */
export async function deleteTask(
  deps: TaskDeps,
  { actor }: Caller,
  input: { taskId: string },
): Promise<{ deleted: true }> {
  if (!(await deps.tasks.delete(requireUser(actor), input.taskId))) throw notFound('task');
  return { deleted: true };
}
