import { contract, taskDescriptionSchema, taskTitleSchema } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { createTask as create } from '../../../usecases/task/create-task.ts';
import { defineTool } from '../define-tool.ts';
import { taskView, viewTask } from './task-view.ts';

export const createTask = defineTool({
  name: 'create_task',
  title: 'Add a task',
  description:
    "Adds a task to the user's list: something to do, to buy or to remember. One call for each task.",
  input: z.strictObject({
    title: taskTitleSchema.describe('What is to be done, in few words'),
    description: taskDescriptionSchema.nullish().describe('What else there is to say of it'),
  }),
  output: taskView,
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
  access: contract.task.create.access,
  run: async (deps, caller, input) => viewTask(await create(deps, caller, input)),
});
