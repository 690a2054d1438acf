import type { UseTasks } from '@parlance/client-sdk/react';
import { type ReactNode, type RefObject, useId } from 'react';
import { LoadMore } from '../ui/load-more.tsx';
import { TaskItem } from './task-item.tsx';
import styles from './task-list.module.css';

interface TaskListProps {
  label: string;
  list: UseTasks;
  /** What takes over the focus when the last task of the list is gone. */
  fallback: RefObject<HTMLElement | null>;
  onTick(taskId: string, completed: boolean): void;
  onRename(taskId: string, title: string): void;
  onRemove(taskId: string): void;
  /** Said when there is none. */
  children?: ReactNode;
}

export function TaskList({ label, list, fallback, children, ...actions }: TaskListProps) {
  const id = useId();
  const { tasks, status, hasMore, isLoadingMore, loadMore } = list;
  if (status !== 'success') return null;
  if (tasks.length === 0) return children && <p className={styles.none}>{children}</p>;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.label}>
        {label}
      </h3>
      <ul className={styles.list}>
        {tasks.map((task) => (
          <TaskItem key={task.id} task={task} fallback={fallback} {...actions} />
        ))}
      </ul>
      {hasMore && <LoadMore isLoading={isLoadingMore} onLoad={loadMore} />}
    </section>
  );
}
