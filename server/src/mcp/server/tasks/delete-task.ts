import { contract } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { deleteTask as remove } from '../../../usecases/task/delete-task.ts';
import { defineTool } from '../define-tool.ts';
import { idOfNamed, naming } from './task-named.ts';

export const deleteTask = defineTool({
  name: 'delete_task',
  title: 'Delete a task',
  description:
    "Deletes one of the user's tasks for good. Give its id or its whole title. What is done is better marked by complete_task.",
  input: z.strictObject(naming),
  output: z.object({ id: z.string(), deleted: z.literal(true) }),
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  access: contract.task.delete.access,
  run: async (deps, caller, input) => {
    const taskId = await idOfNamed(deps, caller, input, 'exact');
    return { id: taskId, ...(await remove(deps, caller, { taskId })) };
  },
});
