import { contract } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { getTask as get } from '../../../usecases/task/get-task.ts';
import { defineTool } from '../define-tool.ts';
import { taskView, viewTask } from './task-view.ts';

export const getTask = defineTool({
  name: 'get_task',
  title: 'Read a task',
  description: "One of the user's tasks, with all of its description.",
  input: z.strictObject({ id: z.guid().describe('The id of the task, as list_tasks tells it') }),
  output: taskView,
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  access: contract.task.get.access,
  run: async (deps, caller, { id }) => viewTask(await get(deps, caller, { taskId: id })),
});
