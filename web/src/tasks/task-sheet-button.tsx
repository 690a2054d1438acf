import { ListTodo } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useText } from '../i18n/text.ts';
import { ErrorBoundary } from '../shell/error-boundary.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { lazyView } from '../ui/lazy-view.tsx';
import styles from './task-sheet-button.module.css';

const TaskPanel = lazyView(() => import('./task-panel.tsx'));

/** Opens the list of tasks over the page, where there is no room beside it. */
export function TaskSheetButton({ iconSize = 18 }: { iconSize?: number }) {
  const { tasks } = useText();
  const [location] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const sheet = useRef<HTMLDialogElement>(null);
  const close = () => sheet.current?.close();

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever went somewhere is done with the list
  useEffect(close, [location]);

  return (
    <>
      <IconButton
        icon={ListTodo}
        iconSize={iconSize}
        label={tasks.show}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          sheet.current?.showModal();
        }}
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself */}
      <dialog
        ref={sheet}
        className={styles.sheet}
        aria-label={tasks.title}
        onClose={() => setOpen(false)}
        onClick={(event) => event.target === event.currentTarget && close()}
      >
        {isOpen && (
          <ErrorBoundary onClose={close}>
            <Suspense>
              <TaskPanel onClose={close} />
            </Suspense>
          </ErrorBoundary>
        )}
      </dialog>
    </>
  );
}
