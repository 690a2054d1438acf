import type { Task } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import { notFound } from '../../domain/errors.ts';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps } from '../../ports/tasks.ts';

/** Changes what is given of a task and leaves the rest. */
export async function updateTask(
  deps: TaskDeps,
  { actor }: Caller,
  input: {
    taskId: string;
    title?: string | undefined;
    description?: string | null | undefined;
    completed?: boolean | undefined;
  },
): Promise<Task> {
  const { taskId, title, description, completed } = input;
  const task = await deps.tasks.update(requireUser(actor), taskId, {
    ...(title !== undefined && { title: title.trim() }),
    ...(description !== undefined && { description }),
    ...(completed !== undefined && { completed }),
  });
  if (task === null) throw notFound('task');
  return task;
}
