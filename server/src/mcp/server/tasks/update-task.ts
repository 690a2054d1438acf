import { contract, taskDescriptionSchema, taskTitleSchema } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { updateTask as update } from '../../../usecases/task/update-task.ts';
import { defineTool } from '../define-tool.ts';
import { idOfNamed, naming } from './task-named.ts';
import { taskView, viewTask } from './task-view.ts';

export const updateTask = defineTool({
  name: 'update_task',
  title: 'Change a task',
  description:
    "Changes one of the user's tasks: renames it (new_title), describes it, or opens it again (completed: false). What is not given stays.",
  input: z.strictObject({
    ...naming,
    new_title: taskTitleSchema.optional().describe('What it is to be called from now on'),
    description: taskDescriptionSchema.nullable().optional().describe('null takes it away'),
    completed: z.boolean().optional(),
  }),
  output: taskView,
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  access: contract.task.update.access,
  run: async (deps, caller, input) => {
    const taskId = await idOfNamed(deps, caller, input, 'exact');
    const { new_title: title, description, completed } = input;
    return viewTask(await update(deps, caller, { taskId, title, description, completed }));
  },
});
