import type { Task } from '@parlance/client-sdk/contract';
import { z } from 'zod';
import { requireUser } from '../../domain/actor.ts';
import { badRequest } from '../../domain/errors.ts';
import { findUnsafe } from '../../domain/safe-json.ts';
import type { Caller } from '../../ports/request.ts';
import type { TaskDeps, TaskFilter, TaskOrder, TaskPosition } from '../../ports/tasks.ts';

// PostgreSQL knows no year 0.
const timeSchema = z.iso.datetime().refine((time) => !time.startsWith('0000'));
const cursorSchema = z.tuple([z.string(), z.string(), z.guid()]);

/** The caller's tasks, a page at a time. */
export async function listTasks(
  deps: TaskDeps,
  { actor }: Caller,
  input: {
    status: TaskFilter['status'];
    order: TaskOrder;
    limit: number;
    search?: string | null | undefined;
    cursor?: string | null | undefined;
  },
): Promise<{ tasks: Task[]; nextCursor: string | null }> {
  const { status, order, limit } = input;
  const { tasks, next } = await deps.tasks.list(requireUser(actor), {
    status,
    order,
    limit,
    search: input.search ?? null,
    after: input.cursor == null ? null : readCursor(input.cursor, order),
  });
  return { tasks, nextCursor: next && writeCursor(next, order) };
}

const writeCursor = ({ key, id }: TaskPosition, order: TaskOrder): string =>
  Buffer.from(JSON.stringify([order, key, id])).toString('base64url');

function readCursor(cursor: string, order: TaskOrder): TaskPosition {
  try {
    const [of, key, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (of === order && findUnsafe(key) === null && (order === 'title' || timeSchema.parse(key))) {
      return { key, id };
    }
  } catch {
    // Whatever it was, it is none of ours.
  }
  throw badRequest('cursor', 'Must be a nextCursor that a list in the same order answered');
}
