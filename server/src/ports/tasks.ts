import type { Task } from '@parlance/client-sdk/contract';
import type { UserActor } from '../domain/actor.ts';

/** Orders of a list of tasks. */
export type TaskOrder = 'newest' | 'oldest' | 'title' | 'updated';

/** A place in a list of tasks: the last one that was answered. `key` is what the list is ordered by, as text. */
export interface TaskPosition {
  key: string;
  id: string;
}

/** Which tasks to list. */
export interface TaskFilter {
  status: 'all' | 'open' | 'completed';
  search: string | null;
  order: TaskOrder;
}

/** What can be changed of a task. */
export interface TaskChange {
  title?: string;
  description?: string | null;
  completed?: boolean;
}

/** Tasks in the database. All throw unauthorized for a user who may not act any more. */
export interface Tasks {
  create(actor: UserActor, task: { title: string; description: string | null }): Promise<Task>;
  /** `next`: where the next page begins; null: this was the last one. */
  list(
    actor: UserActor,
    page: TaskFilter & { limit: number; after: TaskPosition | null },
  ): Promise<{ tasks: Task[]; next: TaskPosition | null }>;
  /** null: the caller has no such task. So for those below. */
  get(actor: UserActor, taskId: string): Promise<Task | null>;
  /** What is as it should be already is not written again. */
  update(actor: UserActor, taskId: string, change: TaskChange): Promise<Task | null>;
  delete(actor: UserActor, taskId: string): Promise<boolean>;
  /** Tasks whose title is the given one (`exact`) or has it in it (`similar`), in any case; some of them, open and new ones first. */
  named(actor: UserActor, title: string): Promise<{ exact: Task[]; similar: Task[] }>;
}

/** What use-cases on tasks work with. */
export interface TaskDeps {
  tasks: Tasks;
}
