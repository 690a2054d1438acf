import {
  contract,
  taskCursorSchema,
  taskOrderSchema,
  taskSearchSchema,
  taskStatusSchema,
} from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { listTasks as list } from '../../../usecases/task/list-tasks.ts';
import { defineTool } from '../define-tool.ts';
import { taskView, viewListed } from './task-view.ts';

export const listTasks = defineTool({
  name: 'list_tasks',
  title: 'List tasks',
  description:
    "The user's tasks, the newest first unless another order is asked for. Long descriptions are cut: get_task has the whole.",
  input: z.strictObject({
    status: taskStatusSchema.default('all').describe('open: what is still to be done'),
    search: taskSearchSchema
      .nullish()
      .describe('A word or phrase that the title or the description has in it'),
    order: taskOrderSchema.default('newest').describe('updated: the last changed first'),
    limit: z.int().min(1).max(50).default(20),
    cursor: taskCursorSchema.nullish().describe('The next_cursor of the page before, with the same filters'),
  }),
  output: z.object({ tasks: z.array(taskView), next_cursor: z.string().nullable() }),
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  access: contract.task.list.access,
  run: async (deps, caller, input) => {
    const { tasks, nextCursor } = await list(deps, caller, input);
    return { tasks: tasks.map(viewListed), next_cursor: nextCursor };
  },
});
