import type { Task } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import type { Deps } from '../../ports/deps.ts';
import type { Caller } from '../../ports/request.ts';

/** Writes down something to be done. */
export function createTask(
  deps: Deps,
  { actor }: Caller,
  input: { title: string; description?: string | null | undefined },
): Promise<Task> {
  return deps.tasks.create(requireUser(actor), {
    title: input.title.trim(),
    description: input.description ?? null,
  });
}
