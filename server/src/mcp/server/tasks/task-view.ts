import type { Task } from '@parlance/client-sdk/contract';
import { z } from 'zod';

// Of a description in a list; the whole is had one by one.
const SHOWN = 500;

/** A task as tools answer it. */
export const taskView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  completed: z.boolean(),
  created_at: z.string().describe('ISO 8601'),
  updated_at: z.string().describe('ISO 8601'),
});

export const viewTask = (task: Task): z.output<typeof taskView> => ({
  id: task.id,
  title: task.title,
  description: task.description,
  completed: task.completed,
  created_at: task.createdAt.toISOString(),
  updated_at: task.updatedAt.toISOString(),
});

/** The same among others: with the beginning of its description. */
export const viewListed = (task: Task): z.output<typeof taskView> => {
  const { description } = task;
  const cut = description !== null && description.length > SHOWN;
  return viewTask(cut ? { ...task, description: `${description.slice(0, SHOWN).toWellFormed()}…` } : task);
};
