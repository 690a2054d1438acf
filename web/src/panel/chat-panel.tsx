import { SquarePen, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Chat, type ChatProps } from '../chat/chat.tsx';
import { useText } from '../i18n/text.ts';
import { ErrorBoundary } from '../shell/error-boundary.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './chat-panel.module.css';

export interface ChatPanelProps extends Omit<ChatProps, 'variant' | 'onNewChat' | 'onConversation'> {
  title: string;
  /** `floating`: over a page that knows nothing of it. `docked`: a column of our own page. On a phone both are sheets. */
  layout: 'floating' | 'docked';
  /** null: a new chat is begun. */
  onConversation(id: string | null): void;
  onClose(): void;
}

/** A chat with a head of its own, beside a text. */
export function ChatPanel({ title, layout, onConversation, onClose, ...chat }: ChatPanelProps) {
  const { shell, sidebar } = useText();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!panel.current?.matches(':focus-within')) panel.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    // What has a use of its own for Escape has prevented this.
    if (event.key === 'Escape' && !event.defaultPrevented) onClose();
  };
  const startNew = () => onConversation(null);
  return (
    <section
      ref={panel}
      role="dialog"
      tabIndex={-1}
      aria-label={title}
      className={styles.panel}
      data-layout={layout}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <h2 className={styles.title} dir="auto">
          {title}
        </h2>
        <IconButton icon={SquarePen} label={sidebar.newChat} onClick={startNew} />
        <IconButton icon={X} label={shell.close} onClick={onClose} />
      </header>
      <ErrorBoundary place={chat.conversationId}>
        <Chat {...chat} variant="panel" onConversation={onConversation} onNewChat={startNew} />
      </ErrorBoundary>
    </section>
  );
}
