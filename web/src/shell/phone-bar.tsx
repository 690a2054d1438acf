import { Menu, SquarePen } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useBeginNewChat } from '../chat/new-chat.ts';
import { useText } from '../i18n/text.ts';
import { Sidebar } from '../sidebar/sidebar.tsx';
import { TaskSheetButton } from '../tasks/task-sheet-button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './phone-bar.module.css';

/** On a phone the list of conversations is a drawer. A modal dialog holds the focus, and Escape closes it. */
export function PhoneBar() {
  const { shell, sidebar } = useText();
  const [location] = useLocation();
  const beginNewChat = useBeginNewChat();
  const drawer = useRef<HTMLDialogElement>(null);
  const close = () => drawer.current?.close();

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever went somewhere is done with the drawer
  useEffect(close, [location]);

  return (
    <header className={styles.bar}>
      <IconButton
        icon={Menu}
        iconSize={20}
        label={sidebar.openConversations}
        aria-haspopup="dialog"
        onClick={() => drawer.current?.showModal()}
      />
      <span className={styles.name}>{shell.name}</span>
      <span className={styles.end}>
        <TaskSheetButton iconSize={20} />
        <IconButton icon={SquarePen} iconSize={20} label={sidebar.newChat} onClick={beginNewChat} />
      </span>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself */}
      <dialog
        ref={drawer}
        className={styles.drawer}
        aria-label={sidebar.conversations}
        onClick={(event) => event.target === event.currentTarget && close()}
      >
        <Sidebar onClose={close} />
      </dialog>
    </header>
  );
}
