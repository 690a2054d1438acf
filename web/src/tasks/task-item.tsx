import type { Task } from '@parlance/client-sdk';
import { Pencil, Trash2 } from 'lucide-react';
import { type RefObject, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useText } from '../i18n/text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { RenameForm } from '../ui/rename-form.tsx';
import { beside, useHandOverFocus } from '../ui/use-hand-over-focus.ts';
import styles from './task-item.module.css';

interface TaskItemProps {
  task: Task;
  fallback: RefObject<HTMLElement | null>;
  onTick(taskId: string, completed: boolean): void;
  onRename(taskId: string, title: string): void;
  onRemove(taskId: string): void;
}

export function TaskItem({ task, fallback, onTick, onRename, onRemove }: TaskItemProps) {
  const { tasks } = useText();
  const [isRenaming, setRenaming] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  useHandOverFocus(item, (gone) => (beside(gone, 'input') ?? fallback.current)?.focus());
  const { title, description, completed } = task;
  const finish = (newTitle: string | null) => {
    flushSync(() => setRenaming(false));
    if (document.activeElement === document.body) box.current?.focus();
    if (newTitle !== null && newTitle !== title) onRename(task.id, newTitle);
  };
  return (
    <li ref={item} className={styles.item} data-done={completed || undefined}>
      {isRenaming ? (
        <RenameForm title={title} onDone={finish} />
      ) : (
        <>
          <label className={styles.label}>
            <input
              ref={box}
              type="checkbox"
              className={styles.box}
              checked={completed}
              onChange={() => onTick(task.id, !completed)}
            />
            <span className={styles.text}>
              <bdi id={id} className={styles.title}>
                {title}
              </bdi>
              {description && <bdi className={styles.description}>{description}</bdi>}
            </span>
          </label>
          <span className={styles.actions}>
            <IconButton
              icon={Pencil}
              iconSize={15}
              label={tasks.rename}
              aria-describedby={id}
              onClick={() => setRenaming(true)}
            />
            <IconButton
              icon={Trash2}
              iconSize={15}
              label={tasks.remove}
              aria-describedby={id}
              onClick={() => onRemove(task.id)}
            />
          </span>
        </>
      )}
    </li>
  );
}
