import { z } from 'zod';
import { idSchema, limitSchema } from './fields.ts';
import { mutation, query } from './procedure.ts';

/**
 * Something that a person wants to get done.
 *
 * @example
 * ```ts
 * import { taskSchema } from '@parlance/client-sdk/contract';
 *
 * const isTask = (value: unknown): boolean => taskSchema.safeParse(value).success;
 * ```
 */
export const taskSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  completed: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
/**
 * Something that a person wants to get done.
 *
 * @example
 * ```ts
 * import type { Task } from '@parlance/client-sdk';
 *
 * const line = ({ title, completed }: Task): string => `${completed ? '✓' : '○'} ${title}`;
 * ```
 */
export type Task = z.output<typeof taskSchema>;

/**
 * The title of a task, as one gives it.
 *
 * @example
 * ```ts
 * import { taskTitleSchema } from '@parlance/client-sdk/contract';
 *
 * const isTitle = (text: string): boolean => taskTitleSchema.safeParse(text).success;
 * ```
 */
export const taskTitleSchema = z
  .string()
  .max(200, 'Must be at most 200 characters')
  .refine((title) => title.trim() !== '', 'Must not be blank');
/**
 * What else there is to say of a task.
 *
 * @example
 * ```ts
 * import { taskDescriptionSchema } from '@parlance/client-sdk/contract';
 *
 * const fits = (text: string): boolean => taskDescriptionSchema.safeParse(text).success;
 * ```
 */
export const taskDescriptionSchema = z.string().max(5_000, 'Must be at most 5000 characters');
/**
 * Which tasks a list has.
 *
 * @example
 * ```ts
 * import { taskStatusSchema } from '@parlance/client-sdk/contract';
 *
 * const choices = taskStatusSchema.options; // 'all', 'open', 'completed'
 * ```
 */
export const taskStatusSchema = z.enum(['all', 'open', 'completed']);
/**
 * In which order a list has them; `updated`: the last changed first.
 *
 * @example
 * ```ts
 * import { taskOrderSchema } from '@parlance/client-sdk/contract';
 *
 * const choices = taskOrderSchema.options; // 'newest', 'oldest', 'title', 'updated'
 * ```
 */
export const taskOrderSchema = z.enum(['newest', 'oldest', 'title', 'updated']);
/**
 * Words to look for in titles and descriptions.
 *
 * @example
 * ```ts
 * import { taskSearchSchema } from '@parlance/client-sdk/contract';
 *
 * const canSearch = (words: string): boolean => taskSearchSchema.safeParse(words).success;
 * ```
 */
export const taskSearchSchema = z.string().min(1).max(200);
/**
 * A place in a list, as the list answered it. It holds a title when the order goes by titles.
 *
 * @example
 * ```ts
 * import { taskCursorSchema } from '@parlance/client-sdk/contract';
 *
 * const isCursor = (value: unknown): boolean => taskCursorSchema.safeParse(value).success;
 * ```
 */
export const taskCursorSchema = z.string().min(1).max(2_000);

const one = z.strictObject({ taskId: idSchema });
const path = '/api/tasks/{task_id}' as const;
const reading = { access: { who: 'user', scope: 'tasks:read' }, rate: 'call' } as const;
const writing = { access: { who: 'user', scope: 'tasks:write' }, rate: 'call' } as const;

/** What the caller wants to get done. The assistant has the same by its tools. */
export const task = {
  create: mutation({
    input: z.strictObject({ title: taskTitleSchema, description: taskDescriptionSchema.nullish() }),
    output: taskSchema,
    rest: { method: 'POST', path: '/api/tasks', status: 201 },
    owns: [],
    ...writing,
  }),
  /** The caller's tasks; `search` looks in titles and descriptions. */
  list: query({
    input: z.strictObject({
      status: taskStatusSchema.default('all'),
      search: taskSearchSchema.nullish(),
      order: taskOrderSchema.default('newest'),
      limit: limitSchema(20, 100),
      cursor: taskCursorSchema.nullish(),
    }),
    output: z.object({ tasks: z.array(taskSchema), nextCursor: z.string().nullable() }),
    rest: { method: 'GET', path: '/api/tasks' },
    owns: [],
    ...reading,
  }),
  get: query({
    input: one,
    output: taskSchema,
    rest: { method: 'GET', path },
    owns: ['taskId'],
    ...reading,
  }),
  /** Changes what is given and leaves the rest; a description of null takes it away. */
  update: mutation({
    input: one.extend({
      title: taskTitleSchema.optional(),
      description: taskDescriptionSchema.nullable().optional(),
      completed: z.boolean().optional(),
    }),
    output: taskSchema,
    rest: { method: 'PATCH', path },
    owns: ['taskId'],
    ...writing,
  }),
  /** Marks a task as done. Completing one that is done changes nothing. */
  complete: mutation({
    input: one,
    output: taskSchema,
    rest: { method: 'POST', path: `${path}/complete` },
    owns: ['taskId'],
    ...writing,
  }),
  delete: mutation({
    input: one,
    output: z.object({ deleted: z.literal(true) }),
    rest: { method: 'DELETE', path },
    owns: ['taskId'],
    ...writing,
  }),
};
