import type { Task } from '@parlance/client-sdk/contract';
import { requireUser } from '../../domain/actor.ts';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps } from '../../ports/tasks.ts';

/**
 * The one task of the caller's that a title names, or those that it may mean. An `exact` title is the whole of it, of no other
 * task. A `likely` one will do with a part of it, and looks first among what is open. Either way a title that was acted on leads
 * to nothing else when it is given once more: a call that is repeated does no harm.
 */
export async function findTask(
  deps: TaskDeps,
  { actor }: Caller,
  input: { title: string; by: 'exact' | 'likely' },
): Promise<Task | { candidates: Task[] }> {
  const { exact, similar } = await deps.tasks.named(requireUser(actor), input.title.trim());
  const meant = input.by === 'exact' ? exact : preferOpen(similar);
  return meant.length === 1 && meant[0] ? meant[0] : { candidates: similar };
}

function preferOpen(tasks: Task[]): Task[] {
  const open = tasks.filter(({ completed }) => !completed);
  return open.length > 0 ? open : tasks;
}
