import type { Task } from '@parlance/client-sdk/contract';
import { taskTitleSchema } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { AppError, badRequest, notFound } from '../../../domain/errors.ts';
import type { Caller } from '../../../ports/request.ts';
import type { TaskDeps } from '../../../ports/tasks.ts';
import { findTask } from '../../../usecases/task/find-task.ts';

/** The arguments that name a task: a model often knows its title alone. */
export const naming = {
  id: z.guid().optional().describe('The id of the task; needed when several have the same title'),
  title: taskTitleSchema.optional().describe('The title of the task as it stands, where the id is not known'),
};

/** The id of the task that arguments name. Throws what to do when they name none, or several. */
export async function idOfNamed(
  deps: TaskDeps,
  caller: Caller,
  { id, title }: { id?: string | undefined; title?: string | undefined },
  by: 'exact' | 'likely',
): Promise<string> {
  if (id !== undefined) return id;
  if (title === undefined) throw badRequest('', 'Name the task: give its id, or its title');
  const found = await findTask(deps, caller, { title, by });
  if ('id' in found) return found.id;
  const { candidates } = found;
  if (candidates.length === 0) throw notFound('task');
  throw new AppError(
    'conflict',
    `Which one? Call again with its id: ${JSON.stringify(candidates.map(brief))}`,
  );
}

const brief = ({ id, title, completed }: Task) => ({ id, title, completed });
