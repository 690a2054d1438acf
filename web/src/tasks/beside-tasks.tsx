import { ListTodo } from 'lucide-react';
import { type ReactNode, Suspense, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useText } from '../i18n/text.ts';
import { ErrorBoundary } from '../shell/error-boundary.tsx';
import { useMediaQuery } from '../shell/use-media-query.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { lazyView } from '../ui/lazy-view.tsx';
import styles from './beside-tasks.module.css';
import { TaskSheetButton } from './task-sheet-button.tsx';
import { useTasksDocked } from './tasks-docked.ts';

const TaskPanel = lazyView(() => import('./task-panel.tsx'));

/** A view with the list of tasks beside it or, where there is no room, a button that opens it. A phone has that in its bar. */
export function BesideTasks({ children }: { children: ReactNode }) {
  const { tasks } = useText();
  const isWide = useMediaQuery('(width >= 64rem)');
  const isPhone = useMediaQuery('(width < 48rem)');
  const [isDocked, setDocked] = useTasksDocked();
  const opener = useRef<HTMLButtonElement>(null);
  const isShown = isWide && isDocked;
  const close = () => {
    flushSync(() => setDocked(false));
    opener.current?.focus();
  };
  return (
    <div className={styles.view} data-docked={isShown || undefined}>
      <div className={styles.main}>{children}</div>
      {isShown && (
        <aside className={styles.aside} aria-label={tasks.title}>
          <ErrorBoundary onClose={close}>
            <Suspense>
              <TaskPanel onClose={close} />
            </Suspense>
          </ErrorBoundary>
        </aside>
      )}
      {!isPhone && !isShown && (
        <div className={styles.opener}>
          {isWide ? (
            <IconButton ref={opener} icon={ListTodo} label={tasks.show} onClick={() => setDocked(true)} />
          ) : (
            <TaskSheetButton />
          )}
        </div>
      )}
    </div>
  );
}
