import type { Task } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps } from '../../ports/tasks.ts';

/** Writes down something to be done. */
export function createTask(
  deps: TaskDeps,
  { actor }: Caller,
  input: { title: string; description?: string | null | undefined },
): Promise<Task> {
  return deps.tasks.create(requireUser(actor), {
    title: input.title.trim(),
    description: input.description ?? null,
  });
}
