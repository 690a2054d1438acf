import { contract } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { completeTask as complete } from '../../../usecases/task/complete-task.ts';
import { defineTool } from '../define-tool.ts';
import { idOfNamed, naming } from './task-named.ts';
import { taskView, viewTask } from './task-view.ts';

export const completeTask = defineTool({
  name: 'complete_task',
  title: 'Mark a task as done',
  description:
    "Marks one of the user's tasks as done. Give its id or its title; a part of the title will do where it is of one open task alone.",
  input: z.strictObject(naming),
  output: taskView,
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
  access: contract.task.complete.access,
  run: async (deps, caller, input) => {
    const taskId = await idOfNamed(deps, caller, input, 'likely');
    return viewTask(await complete(deps, caller, { taskId }));
  },
});
