import { randomUUIDv7 } from 'node:crypto';
import type { Task } from '@parlance/client-sdk/contract';
import type { Prisma } from '@parlance/prisma';
import type { TaskFilter, TaskOrder, TaskPosition, Tasks } from '../ports/tasks.ts';
import { escapeLike } from './like.ts';
import type { Scope } from './scope.ts';

type Row = Prisma.TaskGetPayload<object>;

// Tasks of one title, or like it, that are told of.
const MAX_NAMED = 10;

const orders = {
  newest: { field: 'createdAt', direction: 'desc' },
  oldest: { field: 'createdAt', direction: 'asc' },
  title: { field: 'titleKey', direction: 'asc' },
  updated: { field: 'updatedAt', direction: 'desc' },
} as const satisfies Record<TaskOrder, { field: keyof Row; direction: Prisma.SortOrder }>;

/** Tasks over Prisma. */
export function createTasks(scope: Scope): Tasks {
  return {
    create: (actor, task) =>
      scope.asUser(actor, async (tx) => {
        const now = new Date();
        const data = { id: randomUUIDv7(), userId: actor.userId, ...task, createdAt: now, updatedAt: now };
        return toTask(await tx.task.create({ data }));
      }),

    list: (actor, { limit, after, ...filter }) =>
      scope.asUser(actor, async (tx) => {
        const { field, direction } = orders[filter.order];
        const rows = await tx.task.findMany({
          where: { userId: actor.userId, AND: [matching(filter), afterPosition(filter.order, after)] },
          orderBy: [{ [field]: direction }, { id: direction }],
          take: limit + 1,
        });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        const next = rows.length > limit && last ? { key: asText(last[field]), id: last.id } : null;
        return { tasks: page.map(toTask), next };
      }),

    get: (actor, id) =>
      scope.asUser(actor, async (tx) => {
        const row = await tx.task.findFirst({ where: { id, userId: actor.userId } });
        return row && toTask(row);
      }),

    update: (actor, id, change) =>
      scope.asUser(actor, async (tx) => {
        const where = { id, userId: actor.userId };
        const row = await tx.task.findFirst({ where });
        if (row === null || isAsChanged(row, change)) return row && toTask(row);
        const data = { ...change, updatedAt: new Date() };
        const [changed] = await tx.task.updateManyAndReturn({ where, data });
        return changed === undefined ? null : toTask(changed);
      }),

    delete: (actor, id) =>
      scope.asUser(actor, async (tx) => {
        const { count } = await tx.task.deleteMany({ where: { id, userId: actor.userId } });
        return count > 0;
      }),

    named: (actor, title) =>
      scope.asUser(actor, async (tx) => {
        const find = async (by: Prisma.StringFilter) => {
          const rows = await tx.task.findMany({
            where: { userId: actor.userId, title: { ...by, mode: 'insensitive' } },
            orderBy: [{ completed: 'asc' }, { createdAt: 'desc' }, { id: 'desc' }],
            take: MAX_NAMED,
          });
          return rows.map(toTask);
        };
        const text = escapeLike(title);
        const exact = await find({ equals: text });
        return { exact, similar: exact.length > 0 ? exact : await find({ contains: text }) };
      }),
  };
}

const asText = (key: Date | string): string => (key instanceof Date ? key.toISOString() : key);

function matching({ status, search }: TaskFilter): Prisma.TaskWhereInput {
  const text: Prisma.StringFilter = { contains: escapeLike(search ?? ''), mode: 'insensitive' };
  return {
    ...(status !== 'all' && { completed: status === 'completed' }),
    ...(search !== null && { OR: [{ title: text }, { description: text }] }),
  };
}

// PostgreSQL finds the place in the index by the first condition; by the OR alone it would read all that went before.
function afterPosition(order: TaskOrder, after: TaskPosition | null): Prisma.TaskWhereInput {
  if (after === null) return {};
  const { field, direction } = orders[order];
  const key = field === 'titleKey' ? after.key : new Date(after.key);
  const [beyond, from] = direction === 'asc' ? ['gt', 'gte'] : ['lt', 'lte'];
  return {
    [field]: { [from]: key },
    OR: [{ [field]: { [beyond]: key } }, { id: { [beyond]: after.id } }],
  };
}

const isAsChanged = (row: Row, change: Partial<Row>): boolean =>
  Object.entries(change).every(([field, value]) => row[field as keyof Row] === value);

const toTask = ({ id, title, description, completed, createdAt, updatedAt }: Row): Task => ({
  id,
  title,
  description,
  completed,
  createdAt,
  updatedAt,
});
